import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { both } from '../dialect/conditions.ts'
import { freeId } from '../dialect/named.ts'
import { toSay } from '../dialect/question.ts'
import { spend } from '../dialect/reading.ts'
import { standingIn } from '../dialect/within.ts'
import { couldServe, likelyKind } from '../dialect/words.ts'
import type { Condition, Job, Need } from '../model.ts'
import { deepestCall, type Reading, taskName } from './dialect.ts'
import { legsOf } from './matrix.ts'
import { finallyNeeds, orderNeeds } from './needs.ts'
import { givenParams, innerParams, type Params } from './params.ts'
import { type Found, follow } from './refs.ts'
import { readTask } from './tasks.ts'
import { readWhen, type When } from './when.ts'

/** Where a pipeline stands: started, or run by a task of another one. */
export interface PipelineContext {
  readonly reading: Reading
  readonly params: Params
  /** `caller / ` before the ids of its jobs */
  readonly prefix: string
  readonly via: readonly Place[]
  readonly condition: Condition | undefined
  /** the pipelines that one is in, outermost first */
  readonly circle: readonly string[]
}

/** One task of a pipeline, as jobs. */
export interface Expanded {
  readonly name: string
  readonly node: DataNode
  readonly when: When
  readonly jobs: readonly Job[]
  /** it stands for a pipeline of its own */
  readonly nested: boolean
}

/** The jobs of a pipeline's spec: those of `tasks` in the order that must hold, and those of `finally` behind all. */
export async function readPipeline(spec: DataNode, context: PipelineContext): Promise<readonly Job[]> {
  const tasks = spec.get('tasks')
  if (tasks?.kind !== 'list' || tasks.items.length === 0) {
    context.reading.problems.push({
      place: (tasks ?? spec).place,
      message: 'a pipeline without `tasks` does nothing',
      unreadable: tasks !== undefined && tasks.kind !== 'list',
    })
    return []
  }
  const taken = new Set<string>()
  const expanded: Expanded[] = []
  for (const node of tasks.items) expanded.push(await expand(node, context, taken))
  const last: Expanded[] = []
  for (const node of spec.get('finally')?.asList ?? []) last.push(await expand(node, context, taken))
  const byName = new Map(expanded.map((one) => [one.name, one]))
  const ordered = expanded.flatMap((one) => withNeeds(one, orderNeeds(one, byName, context.reading)))
  const closing = last.flatMap((one) => withNeeds(one, finallyNeeds(one, expanded)))
  return [...ordered, ...closing]
}

/** What comes before a pipeline inside another one comes before each of its jobs that nothing else holds. */
function withNeeds(one: Expanded, needs: readonly Need[]): Job[] {
  return one.jobs.map((job) => {
    const held = job.needs.length > 0 && job.needs.every((need) => need.requires === 'success' && !need.evenIfSkipped)
    return held ? job : { ...job, needs: [...job.needs, ...needs] }
  })
}

async function expand(node: DataNode, context: PipelineContext, taken: Set<string>): Promise<Expanded> {
  const { reading, params } = context
  const name = taskName(node)
  const when = readWhen(node.get('when'), params)
  const condition = both(context.condition, when.condition)
  const empty: Expanded = { name, node, when, jobs: [], nested: false }
  if (node.kind !== 'map' || (!name && !node.get('taskRef') && !node.get('taskSpec'))) {
    reading.problems.push({
      place: node.place,
      message: 'a task of a pipeline must be a map with a name',
      unreadable: true,
    })
    return empty
  }
  if (!spend(reading, node.place)) return empty
  const nested = await readNested(node, condition, context, taken)
  const outer = { name, place: (node.get('name') ?? node).place }
  if (nested) return { ...empty, jobs: nested.map((job) => standingIn(job, outer)), nested: true }
  const jobs: Job[] = []
  for (const leg of legsOf(node.get('matrix'), params)) {
    if (jobs.length && !spend(reading, node.place)) break
    const id = freeId(context.prefix + name + (leg.label ? ` (${leg.label})` : ''), taken)
    jobs.push(await readTask(node, { reading, params, id, via: context.via, condition, leg: leg.values }))
  }
  return { ...empty, jobs }
}

/** A task that runs a pipeline (`pipelineRef`, `pipelineSpec`, or a reference of kind Pipeline); undefined for others. */
async function readNested(
  node: DataNode,
  condition: Condition | undefined,
  context: PipelineContext,
  taken: Set<string>,
): Promise<readonly Job[] | undefined> {
  const task = node.get('taskRef')
  const ref = node.get('pipelineRef') ?? (/^Pipeline$/.test(task?.get('kind')?.text ?? '') ? task : undefined)
  const spec = node.get('pipelineSpec')
  if (!ref && !spec) return undefined
  const given = givenParams(node.get('params'), context.params)
  const id = freeId(context.prefix + taskName(node), taken)
  const inner = { ...context, prefix: `${id} / `, condition }
  if (spec) {
    const params = innerParams(spec.get('params'), new Map([...context.params, ...given]))
    return readPipeline(spec, { ...inner, params })
  }
  return followPipeline(ref as DataNode, id, given, inner)
}

/** The jobs of a pipeline that is referred to; one hidden job where it is elsewhere. */
export async function followPipeline(
  ref: DataNode,
  id: string,
  given: Params,
  context: PipelineContext,
): Promise<readonly Job[]> {
  const { reading } = context
  const found = follow(ref, 'pipeline', context.params, reading)
  const spec = found.manifest?.node.get('spec')
  const circle = [...context.circle, found.name]
  if (!found.manifest || !spec) return [hiddenPipeline(found, ref, id, context)]
  reading.started.add(found.manifest)
  if (context.circle.includes(found.name) || circle.length > deepestCall) {
    const message = context.circle.includes(found.name)
      ? `pipelines run each other in a circle: ${circle.join(' → ')}`
      : `pipelines run each other more than ${deepestCall} levels deep`
    reading.problems.push({ place: ref.place, message, unreadable: false })
    return [hiddenPipeline(found, ref, id, context)]
  }
  const params = innerParams(spec.get('params'), given)
  return readPipeline(spec, { ...context, params, via: [...context.via, ref.place], circle })
}

function hiddenPipeline(found: Found, ref: DataNode, id: string, context: PipelineContext): Job {
  const key = id.replace(/^.* \/ /, '')
  const { condition, via } = context
  return {
    id,
    key,
    name: key,
    place: ref.place,
    via,
    needs: [],
    ...(condition && { condition }),
    steps: [],
    allowFailure: false,
    hidden: {
      place: ref.place,
      value: new Hidden(
        `the pipeline ${found.from ? `${found.from.replace(/^of /, '')}/` : ''}${found.name}`,
        toSay(`what the pipeline ${found.name} does`, { job: key }, [likelyKind(found.name, key)]),
      ),
      couldBe: couldServe(found.name, key),
    },
  }
}
