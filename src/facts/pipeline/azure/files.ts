import type { DataNode } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { onMachinesThatStay } from '../dialect/machine.ts'
import { type Finders, mostSteps } from '../dialect/reading.ts'
import type { Workflow } from '../model.ts'
import type { Reading } from './scope.ts'

/** Names that people give the pipeline itself. */
const pipelineName = /(^|\/)\.?azure-pipelines?([.-][\w.-]*)?\.ya?ml$/i
/** Folders and names under which pipelines and their templates are kept. */
const likelyPath =
  /(^|\/)(\.?azure-?(devops|pipelines?)|\.?ado|\.?azdo|\.?pipelines?|\.?vsts|devops|cicd|ci|cd|\.?build|deploy(ment)?|release|infra(structure)?|eng|ops)\/.*\.ya?ml$|(^|\/)[^/]*(pipeline|azure|release|deploy|build|(^|[.-])c[id][.-])[^/]*\.ya?ml$/i
const foreign =
  /^\.(github|gitea|forgejo|circleci|gitlab)\/|(^|\/)(action|bitbucket-pipelines|\.gitlab-ci|docker-compose[^/]*)\.ya?ml$/
/** What only files of this system say. */
const own =
  /^\s*-?\s*(task:\s*['"]?[\w.-]+@\d|vmImage:|deployment:\s*\S|template:\s*['"]?\S+\.ya?ml|stage:\s|bash:\s|pwsh:\s)/m
/** What no file of another system says: enough for one at the root that is called anything (`scale-shop.yml`). */
const alone = /^\s*-?\s*(task:\s*['"]?[\w.-]+@\d|vmImage:)/m
/** One of these stands where that does. */
const words = ['task:', 'vmImage:', 'deployment:', 'template:', 'stage:', 'bash:', 'pwsh:'] as const
const body = /^['"]?(stages|jobs|steps|extends)['"]?\s*:/m
/** Keys that no template has. */
const starting = /^(trigger|pr|schedules|pool|name)\s*:/m

/** The default branch is `main` or `master` if the triggers of a file name one of them alone. */
function namedDefault(texts: readonly string[]): string | undefined {
  const named = new Set(
    texts.flatMap((text) =>
      [
        ...text.matchAll(/(?:refs\/heads\/|[[,]\s*['"]?|^\s*-\s*['"]?|SourceBranchName'?\]?\s*,\s*')(main|master)\b/gm),
      ].map((m) => m[1]),
    ),
  )
  return named.size === 1 ? [...named][0] : undefined
}

/**
 * All pipelines of a repository in the one form. A template stands in the pipelines that use it; one that nobody here
 * uses is listed only if it looks like a pipeline. Never throws: what cannot be read is a problem of its pipeline.
 */
export async function readAzurePipelines(repository: Repository, finders: Finders): Promise<Workflow[]> {
  const candidates: { path: string; text: string; sure: boolean }[] = []
  for (const { path, area } of repository.ofKind('yaml', 'yml')) {
    // a name is only sure where the service itself lies: examples and fixtures have such files too
    const sure = pipelineName.test(path) && (area === 'main' || !path.includes('/'))
    if (area === 'excluded' || foreign.test(path) || (!sure && area !== 'main')) continue
    const likely = likelyPath.test(path)
    if (!sure && !likely && path.includes('/')) continue
    if (!sure && !repository.mayHold(path, ...words)) continue
    const text = (await repository.text(path))?.content ?? ''
    const says = body.test(text) && (likely ? own.test(text) : alone.test(text) && starting.test(text))
    if (sure || says) candidates.push({ path, text, sure })
  }
  if (!candidates.length) return []
  const { readPipeline } = await import('./pipeline.ts')
  const home = { defaultBranch: repository.history?.defaultBranch ?? namedDefault(candidates.map(({ text }) => text)) }
  const used = new Set<string>()
  const budget = { left: mostSteps }
  const work = { left: 500_000, depth: 0, busy: new Set<unknown>() }
  const root = async (path: string): Promise<DataNode | undefined> =>
    (await repository.yaml(path))?.find((document) => document.kind === 'map')
  const read = async (path: string): Promise<Workflow> => {
    repository.claim(path)
    const reading: Reading = {
      repository,
      finders,
      problems: [],
      budget,
      home,
      root,
      hidden: [],
      used,
      touched: new Set(),
      work,
      branches: [],
      repositories: new Map(),
      pipelines: candidates.map((candidate) => candidate.path),
      resources: new Map(),
      outputs: new Map(),
    }
    return onMachinesThatStay(await readPipeline(path, await root(path), reading))
  }
  const found: Workflow[] = []
  // A template's own keys tell it from a pipeline; whoever starts by itself comes first, so that its templates are known.
  const begins = ({ text, sure }: (typeof candidates)[number]) =>
    starting.test(text) || (sure && !/^parameters\s*:/m.test(text))
  for (const candidate of candidates.filter(begins)) found.push(await read(candidate.path))
  for (const candidate of candidates) {
    if (begins(candidate) || used.has(candidate.path) || !/^(stages|extends)\s*:/m.test(candidate.text)) continue
    found.push(await read(candidate.path))
  }
  const started = (workflow: Workflow) => {
    const text = candidates.find(({ path }) => path === workflow.file)?.text ?? ''
    return !used.has(workflow.file) || /^(trigger|pr|schedules)\s*:/m.test(text)
  }
  return found.filter(started).sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0))
}
