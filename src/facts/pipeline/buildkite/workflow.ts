import type { DataNode } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { type Finders, mostSteps, type Reading } from '../dialect/reading.ts'
import { brokenWorkflow } from '../dialect/unread.ts'
import type { Trigger, Workflow } from '../model.ts'
import { about } from './about.ts'
import { placeOfSteps, speaksOfTags } from './conditions.ts'
import { fileName, matches, slugOf } from './slugs.ts'
import { Pipeline, type Triggered } from './steps.ts'

const { system } = about

/** Those that no other one takes in; of files that upload one another in a circle the first. */
function outermost(read: readonly Read[]): readonly Read[] {
  const uploaded = new Set(read.flatMap(({ pipeline }) => [...pipeline.uploaded]))
  const own = read.filter(({ file }) => !uploaded.has(file))
  const covered = new Set(own.flatMap(({ file, pipeline }) => [file, ...pipeline.uploaded]))
  for (const one of read) {
    if (covered.has(one.file)) continue
    own.push(one)
    for (const file of [one.file, ...one.pipeline.uploaded]) covered.add(file)
  }
  return own
}

interface Read {
  readonly file: string
  readonly root: DataNode
  readonly content: string
  readonly pipeline: Pipeline
  readonly reading: Reading
}

/** The pipelines of Buildkite in the one form. A file that another one uploads is part of that one. */
export async function readBuildkite(repository: Repository, finders: Finders): Promise<Workflow[]> {
  const budget = { left: mostSteps }
  const read: Read[] = []
  const broken: Workflow[] = []
  for (const { path, area } of repository.files) {
    if (area === 'excluded' || !fileName.test(path)) continue
    const root = (await repository.yaml(path))?.[0]
    const steps = root?.kind === 'list' ? root : root?.get('steps')
    if (!root || steps?.kind !== 'list') {
      if (!/(^|[/._-])pipeline[._-]/.test(path)) continue
      repository.claim(path)
      broken.push(brokenWorkflow(path, system))
      continue
    }
    repository.claim(path)
    const reading: Reading = { repository, finders, budget, problems: [] }
    const pipeline = new Pipeline(reading, [path])
    const env = root.get('env')?.entries ?? []
    await pipeline.add(steps.items, Object.fromEntries(env.map(({ key, value }) => [key, value.text ?? ''])))
    const content = (await repository.text(path))?.content ?? ''
    read.push({ file: path, root, content, pipeline, reading })
  }
  const own = outermost(read)
  const starters = new Map(own.flatMap((one) => starterOf(one.file, own) ?? []))
  return [...broken, ...own.map((one) => workflowOf(one, starters))]
}

function workflowOf(
  { file, root, content, pipeline, reading }: Read,
  starters: ReadonlyMap<string, { readonly starter: string; readonly trigger: Trigger }>,
): Workflow {
  const place = placeOfSteps(root)
  const started = starters.get(file)
  // what a step here starts is read where it stands
  const names = [...starters].flatMap(([one, { starter }]) => (starter === file ? [slugOf(one)] : []))
  const read = pipeline.triggered.filter(({ slug }) => names.some((name) => matches(slug, name)))
  const jobs = pipeline.jobs.map((job) => {
    const { hidden: _, ...seen } = job
    const shown = read.some((one) => one.job === job.id) ? seen : job
    return started ? { ...shown, requiresTriggering: 'success' as const } : shown
  })
  return {
    id: file,
    file,
    system,
    name: file,
    place,
    triggers: started ? [started.trigger] : triggersOf(file, content, place),
    jobs,
    hidden: [],
    problems: reading.problems,
  }
}

/** A pipeline of the repository is built for pushes and requests; what starts another file is set in the service. */
function triggersOf(file: string, content: string, place: Trigger['place']): readonly Trigger[] {
  if (!/^\.buildkite\/pipeline\.ya?ml$/.test(file)) return [{ kind: 'external', event: 'build', place }]
  const tags: readonly Trigger[] = speaksOfTags(content) ? [{ kind: 'tag', place }] : []
  return [{ kind: 'push', place }, { kind: 'pull-request', place }, ...tags]
}

/** A file with the pipeline here whose last step triggers it, by its name. */
function starterOf(file: string, all: readonly Read[]) {
  const name = slugOf(file)
  if (!name) return undefined
  for (const { file: other, root, pipeline } of all) {
    const found = pipeline.triggered.find((one: Triggered) => one.last && matches(one.slug, name))
    if (!found || other === file) continue
    const { branches } = found
    const trigger: Trigger = {
      kind: 'pipeline',
      after: [other],
      ...(branches && { branches }),
      place: placeOfSteps(root),
    }
    return [[file, { starter: other, trigger }]] as const
  }
  return undefined
}
