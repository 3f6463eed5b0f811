import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { both } from '../dialect/conditions.ts'
import { freeId } from '../dialect/named.ts'
import { type Reading, spend } from '../dialect/reading.ts'
import type { Condition, Input, Job, Need } from '../model.ts'
import { readChild } from './child.ts'
import { conditionOf } from './conditions.ts'
import { completionNeeds, type Layer, needsAfter, type Target } from './sequence.ts'
import { jobsOfStep } from './step.ts'

/** Where items of a pipeline stand. */
export interface ItemContext {
  readonly reading: Reading
  /** the file, for its `options` and its other pipelines */
  readonly root: DataNode
  readonly inputs: readonly Input[]
  /** variables that a parent pipeline gives */
  readonly variables: Readonly<Record<string, string>>
  readonly via: readonly Place[]
  /** what to call a step that has no name: the pipeline */
  readonly key: string
  /** `parent / ` in front of the ids of a child pipeline's steps */
  readonly prefix: string
  /** ids that are taken in this workflow */
  readonly taken: Set<string>
  /** names of the custom pipelines one is in */
  readonly pipelines: readonly string[]
  /** what a stage, or the step that starts a child pipeline, says for all inside */
  readonly outer: Outer
}

/** What holds for all steps of a group. */
export interface Outer {
  readonly condition: Condition | undefined
  readonly deployment: DataNode | undefined
  /** it holds the first steps, which hold the others */
  readonly approval: Job['approval']
}

/** Outside of every stage and parallel part. */
export const nothingOuter: Outer = { condition: undefined, deployment: undefined, approval: undefined }

/** The jobs of a part of a pipeline, and the order that they stand in. */
export interface Read {
  readonly jobs: readonly Job[]
  readonly layers: readonly Layer[]
}

/**
 * The items of a pipeline in order: steps, parallel groups, stages. Each waits for what comes before it.
 * @param before what stands before the first one
 */
export async function readItems(list: DataNode, context: ItemContext, before: readonly Layer[]): Promise<Read> {
  const jobs: Job[] = []
  const layers: Layer[] = []
  const items = list.asList
  for (const [index, item] of items.entries()) {
    if (item.get('variables')) continue
    const so = [...before, ...layers]
    // A gate of the whole group holds its first item.
    const outer = layers.length ? { ...context.outer, approval: undefined } : context.outer
    const single = items.filter((one) => one.get('step')).length === 1 && items.length === 1
    const read = await readItem(item, { ...context, outer }, so, single ? '' : ` step ${index + 1}`)
    jobs.push(...read.jobs)
    layers.push(...read.layers)
  }
  return { jobs, layers }
}

async function readItem(item: DataNode, context: ItemContext, before: readonly Layer[], number: string): Promise<Read> {
  const final = item.get('final')
  const step = item.get('step') ?? final
  if (step) {
    const place = item.keyPlace(final ? 'final' : 'step')
    const needs = final ? completionNeeds(before, place, context.reading) : needsAfter(before, place, context.reading)
    return readStep(step, place, needs, before, context, number)
  }
  const parallel = item.get('parallel')
  if (parallel) return readParallel(parallel.get('steps') ?? parallel, context, before)
  const stage = item.get('stage')
  if (stage) return readStage(stage, context, before)
  const message = 'an item of a pipeline must be a `step`, `parallel` or `stage`'
  context.reading.problems.push({ place: item.place, message, unreadable: true })
  return { jobs: [], layers: [] }
}

async function readStep(
  node: DataNode,
  place: Place,
  needs: readonly Need[],
  before: readonly Layer[],
  context: ItemContext,
  number: string,
): Promise<Read> {
  const { reading, outer } = context
  if (!spend(reading, place)) return { jobs: [], layers: [] }
  const name = node.get('name')?.text?.trim()
  const key = name || `${context.key}${number}`
  const id = freeId(context.prefix + key, context.taken)
  const condition = both(outer.condition, conditionOf(node.get('condition')))
  const approval = manualTrigger(node) ?? outer.approval
  const deployment = node.get('deployment') ?? node.get('environment') ?? outer.deployment
  const use = { node, place, id, key, needs, condition, approval, deployment }
  if (node.get('type')?.text === 'pipeline') return readChild(use, context, before)
  const jobs = await jobsOfStep(use, context)
  const group = jobs.length > 1 ? id : undefined
  return { jobs, layers: [jobs.map((job): Target => ({ id: job.id, group, skippable: condition !== undefined }))] }
}

/** All steps of the group start at once; the next item waits for every one of them, also for those started by hand. */
async function readParallel(list: DataNode, context: ItemContext, before: readonly Layer[]): Promise<Read> {
  const jobs: Job[] = []
  const layer: Target[] = []
  for (const [index, item] of list.asList.entries()) {
    const read = await readItem(item, context, before, ` step ${index + 1}`)
    jobs.push(...read.jobs)
    layer.push(...read.layers.flat())
  }
  return { jobs, layers: layer.length ? [layer] : [] }
}

/** Steps with a common deployment, trigger and condition (support.atlassian.com, "Stage options"). */
async function readStage(stage: DataNode, context: ItemContext, before: readonly Layer[]): Promise<Read> {
  const name = stage.get('name')?.text?.trim()
  const outer: Outer = {
    condition: both(context.outer.condition, conditionOf(stage.get('condition'))),
    deployment: stage.get('deployment') ?? stage.get('environment') ?? context.outer.deployment,
    approval: manualTrigger(stage) ?? context.outer.approval,
  }
  const steps = stage.get('steps')
  if (!steps) {
    const message = `the stage ${name ?? ''} has no \`steps\``.replace('  ', ' ')
    context.reading.problems.push({ place: stage.place, message, unreadable: true })
    return { jobs: [], layers: [] }
  }
  const prefix = name ? `${context.prefix}${name} / ` : context.prefix
  return readItems(steps, { ...context, outer, prefix, key: name ?? context.key }, before)
}

/** `trigger: manual` of a step or a stage. */
function manualTrigger(node: DataNode): Job['approval'] {
  const trigger = node.get('trigger')
  return trigger?.text === 'manual' ? { place: trigger.place, how: 'trigger: manual' } : undefined
}
