import { join } from '../../documents/path.ts'
import { pathPattern } from '../../documents/pattern.ts'
import { repositoryPath } from '../pipeline/commands/shell/paths.ts'
import type { Act } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'

/*
 * Options of validators whose next word is no file to be validated: policies, schemas and where to write (conftest.dev/options,
 * check-jsonschema.readthedocs.io/usage, github.com/yannh/kubeconform, github.com/23andMe/Yamale, ajv.js.org/packages/ajv-cli).
 */
const ofItself =
  /^(?:--?(?:policy|schemafile|schema|schemas|schema-location|additional-schema-locations|strict-keywords|output|config|configfile|volume|workdir|parser|namespace|kubernetes-version|ignore-filename-pattern|skip|reject|context|entrypoint|env|user|name|cache)|-[psovcnweu])$/
const ofConftest = /^(?:--data|-d)$/

/** Inputs by which an action is told the files. */
const naming = /^(?:files?|paths?|manifests?|folders?|dir|directory|directories|config|source|sources|args)$/i

/** Whether a step that validates is given a file. */
export type IsGiven = (path: string) => boolean

/**
 * The files that a step which validates is given, where it names files and folders of the repository; undefined where it
 * names none, and takes what is piped to it or all that is there.
 */
export function givenFiles(act: Act, repository: Repository): IsGiven | undefined {
  const tests = namedIn(act).flatMap((word) => {
    if (verbs.test(word)) return []
    if (/[*?]/.test(word)) return matching(word, act, repository)
    const path = repositoryPath(word, act.directory ?? '')
    return path !== undefined && isHere(path, repository) ? [inside(path)] : []
  })
  return tests.length > 0 ? (path) => tests.some((test) => test(path)) : undefined
}

function namedIn({ tool, words, inputs, text }: Act): readonly string[] {
  const conftest = /conftest/.test(`${tool} ${text}`)
  const own = words.filter((word, at) => {
    const before = words[at - 1] ?? ''
    return !word.startsWith('-') && !ofItself.test(before) && !(conftest && ofConftest.test(before))
  })
  const told = Object.entries(inputs ?? {}).flatMap(([name, value]) => (naming.test(name) ? value.split(/[\s,]+/) : []))
  return [...own, ...told].filter((word) => word !== '')
}

/** What a program is told to do, although a folder may be called so, too. */
const verbs =
  /^(?:test|verify|validate|lint|analyze|vet|eval|check|run|exec|apply|create|install|upgrade|template|build)$/

/** The files of the repository that a glob stands for; a pattern may also be text that a program searches for. */
function matching(glob: string, { directory = '' }: Act, repository: Repository): IsGiven[] {
  if (!/^[\w./*?-]+$/.test(glob)) return []
  const pattern = pathPattern(join(directory, glob))
  const isGiven = (path: string) => pattern.test(path)
  return repository.files.some(({ path }) => isGiven(path)) ? [isGiven] : []
}

const inside =
  (folder: string): IsGiven =>
  (path) =>
    folder === '' || path === folder || path.startsWith(`${folder}/`)

/** A file, or a folder with files. */
const isHere = (path: string, repository: Repository): boolean =>
  path === '' || repository.has(path) || repository.files.some((file) => file.path.startsWith(`${path}/`))
