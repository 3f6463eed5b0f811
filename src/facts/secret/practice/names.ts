import { basename, dirname } from '../../../documents/path.ts'
import { isLocalWork } from '../../areas.ts'
import type { Repository } from '../../repository.ts'
import { nameBefore } from './before.ts'
import type { Evidence, FileNames } from './index.ts'
import { wordOfTests } from './words.ts'

/**
 * A key that says of itself that it is of tests: by the name that it is given in code (`sampleServerKey`), that of its file, or
 * that of a folder (`test-ca`). Beside one for production, `keys/test` is that of an environment.
 */
export const saysSo =
  (repository: Repository, { isTestName, isSampleName }: FileNames): Evidence =>
  async ({ file, member, holder, place }, content) => {
    const name = basename(member || file)
    if (isSampleName(name)) return 'its file is a sample by its name'
    if (/place[-_ ]?holder/i.test(name)) return 'its file is a placeholder by its name'
    if (holder === 'code' && isTestName(name)) return 'its file is a test by its name'
    const part = partOfTests(repository, file)
    if (part !== undefined) return `it is in ${part}`
    const text = holder !== 'code' || place.start === undefined ? undefined : await content()
    const given = text && nameBefore(text, place.start as number)
    return given !== undefined && wordOfTests(given) !== undefined ? `it is called ${given}` : undefined
  }

/** What is made up by its file's name: `SetupDummyAccount`, `fake-users`. `test-login` may try the real one. */
export const isMadeUp: Evidence = ({ file, member }) => {
  const name = basename(member || file)
  const word = wordOfTests(name)
  return word !== undefined && inventions.has(word) ? `its file is called ${name}` : undefined
}

const inventions: ReadonlySet<string> = new Set('dummy fake mock mocks fixture fixtures'.split(' '))

/** Folders of what people run on their own machine to work on the service, where no other environment is beside them. */
const forWork: ReadonlySet<string> = new Set('dev devel development local localdev'.split(' '))

/** The file, or the innermost folder around it, that is called so and has no environment beside it. */
function partOfTests(repository: Repository, file: string): string | undefined {
  for (let path = file; path !== ''; path = dirname(path)) {
    const isForTests =
      wordOfTests(basename(path)) !== undefined ||
      (path !== file && (forWork.has(basename(path)) || isStackOfPipeline(repository, path)))
    if (!isForTests) continue
    if (!isAmongEnvironments(repository, path, path === file)) return path
  }
  return undefined
}

/** Whether a file or a folder has something beside it that is called as an environment is. */
function isAmongEnvironments(repository: Repository, path: string, isFile: boolean): boolean {
  const folder = dirname(path)
  const depth = folder === '' ? 0 : folder.length + 1
  return (
    repository
      .under(folder)
      .map((other) => other.path.slice(depth))
      // beside a folder, folders are environments: a `prod.conf` at the root is the file of something else
      .filter((other) => isFile || other.includes('/'))
      .some((other) => environment.test(other.split('/', 1)[0] as string))
  )
}

/**
 * What somebody set for a stack on their own machine, or for one that a pipeline starts: in a folder called `local-environment`
 * or the like, or in one called `dev` or `ci` in which Compose starts the stack. What another gave out (a key of an interface,
 * a token) opens the same from there.
 */
export const isOfOwnMachine =
  (repository: Repository): Evidence =>
  ({ file, detector, key }) => {
    if (!chosen.has(detector) || givenOut.test(key)) return undefined
    for (let folder = dirname(file); folder !== ''; folder = dirname(folder)) {
      const isLocal = detector === 'named-value' && isLocalWork(`${basename(folder)}/`)
      const isStack = isStackForWork(repository, folder)
      if (!(isLocal || isStack || isStackOfPipeline(repository, folder))) continue
      if (isAmongEnvironments(repository, folder, false)) continue
      return isLocal || isStack ? `${folder} is for one's own machine` : `a pipeline starts its stack in ${folder}`
    }
    return undefined
  }

const chosen: ReadonlySet<string> = new Set(['named-value', 'command-argument', 'url-password'])

/** `dev/mssql/compose.yml`: a folder to work in, at the root or beside code; `terraform/dev` is an environment. */
const isStackForWork = (repository: Repository, folder: string) =>
  forWork.has(basename(folder)) &&
  !environmentParents.test(`${dirname(folder)}/`) &&
  repository.under(folder).some(({ path }) => composeFile.test(path))

/** `.ci/compose.yml`: what a pipeline starts to try the service with; a folder that speaks of production may deploy it. */
function isStackOfPipeline(repository: Repository, folder: string): boolean {
  if (!/^\.?ci$/.test(basename(folder))) return false
  const paths = repository.under(folder).map(({ path }) => path.slice(folder.length))
  return paths.some((path) => composeFile.test(path)) && !paths.some((path) => environment.test(path))
}

const composeFile = /(?:^|\/)(?:docker-)?compose(?:[-.][\w-]+)*\.ya?ml$/i
const environmentParents =
  /(?:^|\/)(?:env\w*|stages?|stacks?|overlays?|clusters?|deploy\w*|infra\w*|terraform|k8s|kubernetes|helm\w*|ansible|inventor(?:y|ies)|group_vars|host_vars|conf\w*|settings|servers?|hosts?)\//i

const givenOut = /(?:api|access|auth|account)[-_]?key|token/i

/** A name of an environment that somebody runs, as a word of a path. */
export const environment = /(?:^|[^a-z])(?:prod|production|prd|live|stage|staging|uat|preprod|qa)(?:[^a-z]|$)/i

/** What a framework puts into a new project for work on it: Phoenix (mix phx.new) reads these files in no production. */
export const isOfFramework: Evidence = ({ file, key }) => {
  if (/(?:^|\/)config\/(?:dev|test)\.exs$/.test(file) && /(?:^|\.)secret_key_base$|salt$/.test(key))
    return 'Phoenix reads this file in development and tests alone'
  return undefined
}
