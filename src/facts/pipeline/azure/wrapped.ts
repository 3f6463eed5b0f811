import { DataNode, type Entry } from '../../../documents/tree.ts'
import type { HiddenPart, Job } from '../model.ts'
import { expandEntries, itemsOf } from './expand.ts'
import { settled, textIn } from './resolve.ts'
import type { Bound } from './scope.ts'
import { readJobs } from './stages.ts'

/*
 * A template of another repository that a pipeline extends is given its jobs and environments by parameters of its own
 * making: `environments: [{name: Dev}, {name: Prod}]`, `deploymentStages: [{deploymentJobs: [{name: Deploy, steps: […]}]}]`.
 */

/** What is looked into: lists of stages in lists of jobs are three levels, with their maps. */
const deepest = 8

/**
 * The jobs that a template elsewhere is given to wrap, in whatever list they stand: what has steps is one. Where it is
 * given environments as well, those of a list that is for deployments run for each of them, as far as can be told; without
 * such jobs the template itself does what its name says for each.
 * @param given what the template is given as `parameters`
 * @param hidden the template
 */
export async function jobsGiven(given: Bound, pool: readonly Bound[], hidden: HiddenPart): Promise<Job[]> {
  const environments = environmentsIn(given)
  const found: Job[] = []
  for (const { item, deploys } of withSteps(given, false, 0)) {
    const jobs = await readJobs([{ ...item, node: listOf(named(item.node)) }], pool)
    const isBounded = found.length + environments.length * jobs.length <= mostUses
    const own = deploys && environments.length > 0 && isBounded && jobs.every(({ environment }) => !environment)
    for (const job of jobs) found.push(...(own ? environments.map((one) => inEnvironment(job, one, hidden)) : [job]))
  }
  return found
}

/** Far more than anybody hands on; where there are more, no job is taken to each of the environments. */
const mostUses = 1_000

interface Given {
  readonly item: Bound
  /** a list that it stands in says that it deploys */
  readonly deploys: boolean
}

function* withSteps(bound: Bound, deploys: boolean, depth: number): Generator<Given> {
  if (depth > deepest) return
  if (bound.node.kind === 'list') {
    for (const item of itemsOf(bound)) yield* withSteps(item, deploys, depth + 1)
    return
  }
  if (bound.node.kind !== 'map') return
  const entries = expandEntries(bound)
  if (entries.some(({ key, value }) => key === 'steps' && value.node.kind === 'list')) {
    yield { item: bound, deploys }
    return
  }
  for (const { key, value } of entries) yield* withSteps(value, deploys || /deploy/i.test(key), depth + 1)
}

const nameKeys = ['job', 'deployment', 'name', 'displayName']

/** As the service writes a job, whatever the template calls its name. */
function named(node: DataNode): DataNode {
  const key = nameKeys.find((one) => node.get(one)?.text !== undefined)
  if (!key || key === 'job' || key === 'deployment') return node
  const entries: Entry[] = node.entries.map((entry) => (entry.key === key ? { ...entry, key: 'job' } : entry))
  return new DataNode('map', node.file, node.span, null, [], entries, '', '')
}

const listOf = (node: DataNode) => new DataNode('list', node.file, node.span, null, [node], [], '', '')

interface Named {
  readonly name: string
  readonly place: HiddenPart['place']
}

function environmentsIn(given: Bound): readonly Named[] {
  return expandEntries(given).flatMap(({ key, value }) => {
    if (!/^(deploy(ment)?_?)?environments$/i.test(key)) return []
    if (value.node.kind === 'map') return expandEntries(value).map(({ key: name, place }) => ({ name, place }))
    return itemsOf(value).flatMap((item) => {
      const entries = item.node.kind === 'map' ? expandEntries(item) : []
      const own =
        item.node.kind === 'map' ? entries.find((entry) => /^(name|environment)$/i.test(entry.key))?.value : item
      const name = own && settled((run) => textIn([own], run), item.scope.runs)
      return own && name ? [{ name, place: own.node.place }] : []
    })
  })
}

/** One use of a job; whether it declares the environment, and who holds it, the template says. */
function inEnvironment(job: Job, { name, place }: Named, { couldBe }: HiddenPart): Job {
  const id = `${job.id} (${name})`
  return {
    ...job,
    id,
    environment: { name, place, gate: couldBe.length > 0, recorded: false },
    steps: job.steps.map((step, index) => ({ ...step, id: `${id}/${index}` })),
  }
}
