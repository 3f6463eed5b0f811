import { basename } from '../../documents/path.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { once } from '../once.ts'
import type { Job } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { ConfigurationReference } from '../schema/configuration.ts'
import type { Named } from './named.ts'

type State = Extract<ConfigurationReference['state'], string>

/** What becomes of each file that is named: whether git tracks it, ignores it, knows nothing of it, or the run makes it. */
export async function statesOf(
  repository: Repository,
  named: readonly Named[],
): Promise<ReadonlyMap<Named, Seen<State>>> {
  const states = new Map<Named, Seen<State>>()
  const absent = named.filter((one) => !isThere(repository, one.path))
  const ignored = (await repository.history?.isIgnored([...new Set(absent.map(({ path }) => path))])) ?? new Set()
  const read = new Set(named.filter(({ isEdited }) => !isEdited).map(({ path }) => path))
  for (const one of named) {
    if (one.isEdited) {
      // one that is there or made in the run need not be configuration of what is deployed: it shows nothing, and of one
      // that a command is given as well, that command tells
      if (!read.has(one.path) && !isThere(repository, one.path) && (await madeInRun(repository, one)) !== 'made')
        states.set(one, unmade(one.path))
      continue
    }
    const file = repository.file(one.path)
    if (isThere(repository, one.path)) states.set(one, file && !file.tracked ? 'untracked' : 'tracked')
    else states.set(one, (await madeInRun(repository, one)) ?? (ignored.has(one.path) ? 'ignored' : 'missing'))
  }
  return states
}

const isThere = (repository: Repository, path: string) =>
  path === '' || repository.has(path) || repository.under(path).length > 0

/** Commands by which a line makes a file that it names, or has it made. */
const makes =
  />|\b(?:tee|cp|mv|envsubst|sed|curl|wget|sops|gomplate|jq|yq|render|generate|decrypt|template|output|path|download|(?:out|dest(?:ination)?|target|save)[-_]?(?:file|path|to))\b/i

/** Whether the run makes the file: a line of the pipeline or script says so, or something unseen in the job may. */
async function madeInRun(
  repository: Repository,
  { path, place, job, workflow }: Named,
): Promise<Seen<State> | undefined> {
  if (!job || !workflow) return undefined
  const name = basename(path)
  for (const file of new Set([place.file, workflow.file, ...filesOf(job)])) {
    const content = (await repository.text(file))?.content ?? ''
    for (let at = content.indexOf(name); at >= 0; at = content.indexOf(name, at + name.length)) {
      const line = content.slice(content.lastIndexOf('\n', at) + 1, content.indexOf('\n', at) + 1 || undefined)
      if (
        !/(?:^|\s)(?:-f|--values|--file|--filename|-?-var-file|-?-backend-config)[= ]/.test(line) &&
        makes.test(withoutEdits(line))
      )
        return 'made'
    }
  }
  const { unseen, folders } = fetchedIn(job)
  return unseen || folders.some((folder) => path.startsWith(`${folder}/`)) ? unmade(path) : undefined
}

/** The files that the commands of a job stand in. */
const filesOf = once(
  (job: Job) =>
    new Set(job.steps.flatMap(({ acts }) => acts.flatMap(({ place, via }) => [place, ...via])).map(({ file }) => file)),
)

/** Whether something in a job that is not seen may make any file, and the folders that it fetches repositories into. */
const fetchedIn = once((job: Job) => {
  const acts = job.steps.flatMap(({ acts }) => acts)
  return {
    unseen:
      job.hidden !== undefined ||
      acts.some(
        ({ hidden, tool, inputs }) =>
          hidden || /download|artifact|clone/.test(tool) || (/checkout/.test(tool) && inputs?.repository),
      ),
    folders: acts.flatMap(({ tool, directory }) => (directory && /^(git|checkout)$/.test(tool) ? directory : [])),
  }
})

const unmade = (path: string) =>
  new Hidden(`whether ${path}, which is not in the repository, is made or fetched in the run`, {
    kind: 'file',
    text: `commit ${path}, or have the pipeline write it by a command that names it`,
  })

/** A line without the commands that change a file in place, which has to be there: `sed -i`, `yq -i`. */
const withoutEdits = (line: string): string =>
  line.replace(/\b(?:sed|yq|perl)\s+(?:-[\w-]+\s+){0,4}?(?:-\w*i\b|--in-?place)[^&;|\n>]*/g, '')
