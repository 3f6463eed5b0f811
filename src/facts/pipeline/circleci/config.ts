import { DataNode } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { type Budget, type Finders, mostSteps } from '../dialect/reading.ts'
import { brokenWorkflow } from '../dialect/unread.ts'
import type { HiddenPart, Workflow } from '../model.ts'
import { type Continuation, continuationsOf } from './dynamic.ts'
import type { Frame, PipelineParameter, Reading } from './frame.ts'
import { joinedConfiguration } from './joined.ts'
import { mentionsOf } from './mentions.ts'
import { loadPatterns, type Patterns } from './patterns.ts'
import { scopeOf } from './scope.ts'
import { readWorkflow } from './workflow.ts'

const path = /^\.circleci\/config\.ya?ml$/

/** What is common to all files of a repository. */
interface Common {
  readonly repository: Repository
  readonly finders: Finders
  readonly budget: Budget
  readonly patterns: Patterns
}

/**
 * The workflows of CircleCI's configuration, with those of the file that a setup workflow continues with. Never throws:
 * what cannot be read is a problem of its workflow, and hides what it does.
 */
export async function readCircleci(repository: Repository, finders: Finders): Promise<Workflow[]> {
  const files = repository.files.filter((file) => path.test(file.path) && file.area !== 'excluded')
  if (!files.length) return []
  const common: Common = { repository, finders, budget: { left: mostSteps }, patterns: await loadPatterns() }
  const found: Workflow[] = []
  for (const file of files) found.push(...(await readFile(file.path, new Map(), [], common)))
  return found
}

/** @param before files that continued with one another on the way here */
async function readFile(
  file: string,
  mapped: ReadonlyMap<string, readonly string[]>,
  before: readonly string[],
  common: Common,
): Promise<Workflow[]> {
  common.repository.claim(file)
  const root = (await common.repository.yaml(file))?.find((document) => document.kind === 'map')
  if (!root) return [brokenWorkflow(file, 'circleci', 'this configuration cannot be read')]
  return readRoot(file, root, mapped, before, common)
}

/** @param file of the configuration; for one that is joined from several, the path under which it is made */
async function readRoot(
  file: string,
  root: DataNode,
  mapped: ReadonlyMap<string, readonly string[]>,
  before: readonly string[],
  common: Common,
): Promise<Workflow[]> {
  const { repository } = common
  const problems: Reading['problems'] = []
  const hidden: HiddenPart[] = []
  const later: Workflow[] = []
  const way = [...before, file]
  for (const next of root.get('setup')?.value === true ? merged(continuationsOf(root, repository)) : []) {
    const joined = next.made === undefined ? undefined : await joinedConfiguration(next.made, root, repository)
    if (joined) later.push(...(await readRoot(next.made as string, joined, next.mapped, way, common)))
    else if (next.hidden) hidden.push(next.hidden)
    if (next.file === undefined) continue
    if (way.includes(next.file)) {
      const message = `configurations continue with each other in a circle: ${[...way, next.file].join(' → ')}`
      problems.push({ place: root.keyPlace('setup'), message, unreadable: false })
    } else later.push(...(await readFile(next.file, next.mapped, way, common)))
  }
  const reading: Reading = {
    ...common,
    problems,
    file,
    root,
    parameters: parametersOf(root, mapped),
    project: projectOf(repository),
  }
  return [...(await readWorkflows(reading, hidden)), ...later]
}

/** Several uses that continue with one file are one. */
function merged(all: readonly Continuation[]): Continuation[] {
  const byFile = new Map<string, Continuation>()
  for (const each of all) {
    const key = each.file ?? each.made ?? ''
    const known = byFile.get(key)
    byFile.set(key, known ? { ...known, mapped: new Map([...known.mapped, ...each.mapped]) } : each)
  }
  return [...byFile.values()]
}

async function readWorkflows(reading: Reading, hidden: readonly HiddenPart[]): Promise<Workflow[]> {
  const { root, file } = reading
  const scope = scopeOf(root)
  const frame: Frame = { scope, parameters: new Map(), fixed: new Map() }
  const mentions = mentionsOf(root)
  const named = (root.get('workflows')?.entries ?? []).filter(({ value }) => value.kind === 'map')
  if (!named.length) {
    const build = scope.jobs?.get('build')
    if (!build || root.get('workflows')?.entries.some(({ key }) => key !== 'version')) {
      const message = 'no workflow, and no job `build`: this configuration does nothing'
      reading.problems.push({ place: root.place, message, unreadable: true })
    }
    const node = withoutWorkflows(root)
    const place = root.get('jobs')?.keyPlace('build') ?? root.place
    return [await readWorkflow({ id: file, name: file, node, place, frame, mentions, hidden }, reading)]
  }
  const workflows: Workflow[] = []
  for (const { key, keySpan, value: node } of named) {
    // in a configuration that is joined, each workflow stands in a file of its own
    const place = { file: node.file, start: keySpan.start, end: keySpan.end }
    const id = named.length > 1 ? `${node.file}#${key}` : node.file
    // Each has the problems of its own jobs.
    const own: Reading = { ...reading, problems: workflows.length ? [] : reading.problems }
    workflows.push(await readWorkflow({ id, name: key, node, place, frame, mentions, hidden }, own))
  }
  return workflows
}

/** Without workflows, the job `build` runs on every push (circleci.com/docs/configuration-reference, "jobs"). */
function withoutWorkflows(root: DataNode): DataNode {
  const jobs = root.get('jobs')
  const key = jobs?.entry('build')?.keySpan
  const { file, span } = root
  const items = key ? [new DataNode('scalar', file, key, 'build', [], [], '', 'build')] : []
  const list = new DataNode('list', file, jobs?.span ?? span, null, items, [], '', '')
  return new DataNode('map', file, span, null, [], [{ key: 'jobs', keySpan: key ?? span, value: list }], '', '')
}

function parametersOf(
  root: DataNode,
  mapped: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, PipelineParameter> {
  const found = new Map<string, PipelineParameter>()
  for (const { key, value } of root.get('parameters')?.entries ?? []) {
    const options = value.get('enum')?.asList.flatMap((option) => option.text ?? [])
    found.set(key, {
      name: key,
      type: value.get('type')?.text ?? 'string',
      default: value.get('default'),
      options: options?.length ? options : undefined,
      paths: mapped.get(key),
    })
  }
  return found
}

function projectOf(repository: Repository): string | undefined {
  return /[/:]([^/:\s]+?)(?:\.git)?\/?$/.exec(repository.history?.origin ?? '')?.[1]
}
