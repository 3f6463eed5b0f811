import { type DataNode, walk } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { onMachinesThatStay } from '../dialect/machine.ts'
import { unknown } from '../dialect/outcome.ts'
import { mostSteps } from '../dialect/reading.ts'
import { brokenWorkflow } from '../dialect/unread.ts'
import type { Problem, Workflow } from '../model.ts'
import { withAwaited } from './awaited.ts'
import type { Finders, Reading } from './dialect.ts'
import { readJobs } from './jobs.ts'
import { withReach } from './reached.ts'
import { possibleRuns } from './runs.ts'
import type { Frame, Home } from './scope.ts'
import { readTriggers } from './triggers.ts'

/** Folders of workflows, with the system that reads each: Gitea and Forgejo run the same dialect. */
const systems: readonly (readonly [RegExp, string])[] = [
  [/^\.github\/workflows\/[^/]+\.ya?ml$/, 'github-actions'],
  [/^\.gitea\/workflows\/[^/]+\.ya?ml$/, 'gitea-actions'],
  [/^\.forgejo\/workflows\/[^/]+\.ya?ml$/, 'forgejo-actions'],
]

/**
 * All workflows of a repository in the one form of the pipelines. Workflows that are only called stand in their callers;
 * they are listed by themselves only if nobody here calls them. Never throws: what cannot be read is a problem of its
 * workflow, and hides what it does.
 */
export async function readWorkflows(repository: Repository, finders: Finders): Promise<Workflow[]> {
  const named = repository.ofKind('yaml', 'yml').flatMap((file) => {
    const system = systems.find(([pattern]) => pattern.test(file.path))?.[1]
    return system && file.area !== 'excluded' ? [{ path: file.path, system }] : []
  })
  const roots = new Map<string, DataNode | undefined>()
  const root = async (path: string): Promise<DataNode | undefined> => {
    const documents = await repository.yaml(path)
    const first = documents?.find((document) => document.kind === 'map')
    return first
  }
  const files: typeof named = []
  for (const file of named) {
    const { path } = file
    const document = await root(path)
    if (await isNoWorkflow(path, document, repository)) {
      repository.refuse({ file: path }, 'it has neither `on` nor `jobs`: this is no workflow, and nothing is run by it')
      continue
    }
    repository.claim(path)
    roots.set(path, document)
    files.push(file)
  }
  const home = homeOf(repository, [...roots.values()])
  const called = new Set<string>()
  const budget = { left: mostSteps }
  const workflows: Workflow[] = []
  const reserve: { path: string; system: string }[] = []
  /** Problems are kept for each file. */
  const newReading = (): Reading => ({
    repository,
    finders,
    home,
    root: async (path) => roots.get(path) ?? root(path),
    problems: [],
    budget,
  })
  for (const file of files) {
    const reading = newReading()
    const document = roots.get(file.path)
    const triggers = document ? readTriggers(document, []) : []
    if (document && triggers.length && triggers.every((trigger) => trigger.kind === 'call')) reserve.push(file)
    else workflows.push(await readWorkflow(file.path, file.system, document, reading, called))
  }
  for (const file of reserve) {
    if (called.has(file.path)) continue
    workflows.push(await readWorkflow(file.path, file.system, roots.get(file.path), newReading(), called))
  }
  // Callers are elsewhere only where nobody here calls it.
  return withAwaited(workflows)
    .map(onMachinesThatStay)
    .map((workflow) => {
      const started = workflow.triggers.filter((trigger) => trigger.kind !== 'call')
      return called.has(workflow.file) && started.length ? { ...workflow, triggers: started } : workflow
    })
    .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0))
}

/**
 * Whether a file is wholly read and is no workflow: everything in it is a comment, or none of its keys starts or does
 * anything (a configuration of Dependabot in the wrong folder). GitHub runs nothing of it. A file without a single
 * character tells nothing, and is lost.
 */
async function isNoWorkflow(path: string, root: DataNode | undefined, repository: Repository): Promise<boolean> {
  if (root) return root.entries.length > 0 && !root.get('on') && !root.get('jobs') && !root.get('true')
  const lines = ((await repository.text(path))?.content ?? '').split('\n').filter((line) => line.trim())
  return lines.length > 0 && lines.every((line) => /^\s*#/.test(line))
}

/** One workflow by itself, with what it calls spliced in. `called` gathers the files that it calls. */
export async function readWorkflow(
  file: string,
  system: string,
  root: DataNode | undefined,
  reading: Reading,
  called: Set<string>,
): Promise<Workflow> {
  const base = { id: file, file, system }
  if (!root) {
    const problem = { place: { file }, message: 'this workflow cannot be read', unreadable: true }
    return brokenWorkflow(file, system, '', [...reading.problems, problem])
  }
  const problems: Problem[] = reading.problems
  const triggers = await withReach(readTriggers(root, problems), root, reading.root)
  const frame: Frame = {
    home: reading.home,
    inputs: undefined,
    env: new Map(),
    matrix: {},
    output: () => () => unknown,
    stepOutput: () => () => unknown,
    outputText: () => undefined,
    runs: possibleRuns(triggers, reading.home),
    actionPath: undefined,
  }
  const jobs = await readJobs({
    reading,
    root,
    frame,
    prefix: '',
    via: [],
    needs: [],
    condition: undefined,
    triggering: undefined,
    files: [file],
    called,
  })
  return {
    ...base,
    name: root.get('name')?.text ?? file,
    place: root.keyPlace('name'),
    triggers,
    jobs: jobs.map((placed) => placed.job),
    hidden: [],
    problems,
  }
}

/**
 * What the workflows and git tell of the repository: its default branch (git, else the one of `main` and `master` that
 * triggers name), and `owner/name` from the remote, else from guards against forks.
 */
function homeOf(repository: Repository, roots: readonly (DataNode | undefined)[]): Home {
  const slug = /github\.com[/:]([^/\s]+\/[^/\s]+?)(?:\.git)?\/?$/.exec(repository.history?.origin ?? '')?.[1]
  return { defaultBranch: repository.history?.defaultBranch ?? namedDefault(roots), slug: slug ?? namedSlug(roots) }
}

/** Workflows that guard against forks name their own repository: `github.repository == 'owner/name'`. */
function namedSlug(roots: readonly (DataNode | undefined)[]): string | undefined {
  const named = new Set<string>()
  for (const root of roots) {
    for (const node of root ? walk(root) : []) {
      const text = typeof node.value === 'string' && node.value.includes('github.repository') ? node.value : ''
      for (const match of text.matchAll(/github\.repository\s*==\s*'([^'/]+\/[^']+)'/g)) named.add(match[1] as string)
    }
  }
  return named.size === 1 ? [...named][0] : undefined
}

function namedDefault(roots: readonly (DataNode | undefined)[]): string | undefined {
  const named = new Set<string>()
  for (const root of roots) {
    for (const trigger of root ? readTriggers(root, []) : []) {
      for (const branch of trigger.kind === 'tag' ? [] : (trigger.branches ?? [])) {
        if (branch === 'main' || branch === 'master') named.add(branch)
      }
    }
  }
  return named.size === 1 ? [...named][0] : undefined
}
