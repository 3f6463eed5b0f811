import type { DataNode } from '../../../documents/tree.ts'
import { mayDeploy } from '../acts.ts'
import { openEnding } from '../dialect/conditions.ts'
import { type Reading, spend } from '../dialect/reading.ts'
import type { Act, Step } from '../model.ts'
import { actsOfPut } from './put.ts'
import type { Resources } from './resources.ts'
import { actsOfTask, type Brought } from './task.ts'

/** A `get` of a job. */
export interface Get {
  readonly node: DataNode
  /** the resource that it fetches */
  readonly resource: string
  readonly trigger: boolean
  readonly passed: readonly DataNode[]
}

/** What a job does, in the order in which it begins. */
export interface Plan {
  readonly steps: readonly Draft[]
  readonly gets: readonly Get[]
}

/** A step without its id. */
export type Draft = Omit<Step, 'id'>

type When = Step['runsAfterFailure']

/**
 * Hooks of a step or a job (concourse-ci.org/docs/steps/modifier-and-hooks): when they run, where the step stands. An
 * error (a worker is lost) and an abort (by a person) are no failure of what a task does, so nothing tells whether they come.
 */
const hooks: readonly (readonly [string, (outer: When) => When, uncertain?: true])[] = [
  ['on_success', (outer) => outer],
  ['on_failure', () => 'only'],
  ['on_error', () => 'only', true],
  ['on_abort', () => 'only', true],
  ['ensure', () => 'always'],
]

/** Reads the plan of a job: one after the other, hooks behind what they belong to. */
export async function readPlan(job: DataNode, resources: Resources, reading: Reading): Promise<Plan> {
  const gets: Get[] = []
  const artifacts = new Map<string, string>()
  const brought: Brought = { resources, artifacts }

  async function all(nodes: readonly DataNode[], when: When, soft: boolean): Promise<Draft[]> {
    const found: Draft[] = []
    for (const node of nodes) found.push(...(await one(node, when, soft)))
    return found
  }

  /** Steps beside one another do not wait: what deploys stands first, so that nothing beside it is taken for its guard. */
  async function beside(nodes: readonly DataNode[], when: When, soft: boolean): Promise<Draft[]> {
    const found: Draft[][] = []
    for (const node of nodes) found.push(await one(node, when, soft))
    const deploys = (drafts: readonly Draft[]) => drafts.some(({ acts }) => acts.some((act) => mayDeploy(act)))
    return [...found.filter(deploys), ...found.filter((drafts) => !deploys(drafts))].flat()
  }

  async function one(node: DataNode, when: When, soft: boolean): Promise<Draft[]> {
    if (node.kind !== 'map' || !spend(reading, node.place)) return []
    const found = await own(node, when, soft)
    for (const [key, inside, uncertain] of hooks) {
      const hook = node.get(key)
      if (!hook) continue
      const steps = await one(hook, inside(when), soft)
      const condition = openEnding(key, node.keyPlace(key), 'on_failure')
      found.push(...(uncertain ? steps.map((step) => ({ ...step, condition })) : steps))
    }
    return found
  }

  async function own(node: DataNode, when: When, soft: boolean): Promise<Draft[]> {
    const parallel = node.get('in_parallel') ?? node.get('aggregate')
    if (parallel) return beside((parallel.kind === 'map' ? parallel.get('steps') : parallel)?.items ?? [], when, soft)
    const sequence = node.get('do') ?? node.get('plan')
    if (sequence) return all(sequence.items, when, soft)
    const tried = node.get('try')
    if (tried) return one(tried, when, true)
    if (node.entry('get')) return fetched(node)
    if (node.entry('put')) {
      const resource = resources.get(node.get('resource')?.text ?? node.get('put')?.text ?? '')
      const checkouts = [...artifacts].flatMap(([name, of]) => (resources.get(of)?.own === false ? [] : [name]))
      return [draft(node, 'put', await actsOfPut(node, resource, checkouts, reading), when, soft)]
    }
    if (node.entry('task')) return [draft(node, 'task', await actsOfTask(node, brought, reading), when, soft)]
    return []
  }

  function fetched(node: DataNode): Draft[] {
    const name = node.get('get')?.text ?? ''
    const resource = node.get('resource')?.text ?? name
    artifacts.set(name, resource)
    gets.push({
      node,
      resource,
      trigger: node.get('trigger')?.text === 'true',
      passed: node.get('passed')?.asList ?? [],
    })
    return []
  }

  const steps = await one(job, 'no', false)
  return { steps, gets }
}

function draft(node: DataNode, key: string, acts: readonly Act[], when: When, soft: boolean): Draft {
  const place = node.get(key)?.place ?? node.place
  const minutes = minutesOf(node.get('timeout')?.text)
  return {
    name: node.get(key)?.text ?? key,
    place,
    via: [],
    runsAfterFailure: when,
    continueOnError: soft,
    acts,
    ...(minutes !== undefined && { timeoutMinutes: minutes }),
  }
}

/** `1h30m`, as Go writes durations. */
function minutesOf(text: string | undefined): number | undefined {
  const [, hours = 0, minutes = 0] = /^(?:(\d+)h)?(?:(\d+)m)?(?:\d+s)?$/.exec(text ?? '') ?? []
  const whole = Number(hours) * 60 + Number(minutes)
  return whole > 0 ? whole : undefined
}
