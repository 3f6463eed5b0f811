import type { DataNode } from '../../../documents/tree.ts'
import { spend } from '../dialect/reading.ts'
import type { Job, Need } from '../model.ts'
import { readDepends } from './depends.ts'
import { hooksOf } from './hooks.ts'
import { type UseContext, type Used, useTemplate, withNeeds } from './jobs.ts'

/**
 * The jobs of `steps:`, a list of groups: all of a group run together, and the next one waits for all of it. A step that
 * its `when` leaves out holds nobody up: behind a group that may be left out as a whole, those before it count too.
 */
export async function readStepGroups(
  template: DataNode,
  spec: DataNode | undefined,
  context: UseContext,
): Promise<Job[]> {
  const jobs: Job[] = []
  let before: readonly Need[] = []
  for (const group of template.get('steps')?.asList ?? []) {
    const needs: Need[] = []
    for (const node of group.asList) {
      if (node.kind !== 'map') continue
      const used = await useTemplate(node, spec, context)
      jobs.push(...withNeeds(used, before), ...(await hooksOf(used, spec, context)))
      const place = (node.get('name') ?? node).place
      needs.push(...used.jobs.map(({ id }) => ({ job: id, place, requires: 'success', evenIfSkipped: true }) as const))
    }
    if (!needs.length) continue
    const surely = group.asList.some((node) => node.kind === 'map' && !node.get('when'))
    before = surely ? needs : [...before.filter(({ place }) => spend(context.reading, place)), ...needs]
  }
  return jobs
}

/** The jobs of `dag:`: by `dependencies` (a skipped one holds nobody up) or `depends`. */
export async function readDag(template: DataNode, spec: DataNode | undefined, context: UseContext): Promise<Job[]> {
  const tasks: Used[] = []
  const hooks: Job[] = []
  for (const node of template.at('dag', 'tasks')?.asList ?? []) {
    if (node.kind !== 'map') continue
    const used = await useTemplate(node, spec, context)
    tasks.push(used)
    hooks.push(...(await hooksOf(used, spec, context)))
  }
  const byName = new Map(tasks.map((task) => [task.name, task]))
  return [...tasks.flatMap((task) => withNeeds(task, dagNeeds(task, byName, context))), ...hooks]
}

/**
 * What a task waits for. A task that its `when` left out was looked at only after what it waits for itself: that has
 * succeeded too (without it the task would be `Omitted`).
 * @param seen tasks that were gone through already, so that a circle ends
 */
function dagNeeds(
  { node, name }: Used,
  byName: ReadonlyMap<string, Used>,
  context: UseContext,
  seen: Set<string> = new Set(),
): Need[] {
  const { reading } = context
  const inner = seen.size > 0
  const depends = node.get('depends')
  const list = node.get('dependencies')?.asList ?? []
  const all = [
    ...(depends?.text === undefined ? [] : readDepends(depends.text).map((one) => ({ ...one, place: depends.place }))),
    ...list.map(
      (item) => ({ task: item.text ?? '', requires: 'success', evenIfSkipped: true, place: item.place }) as const,
    ),
  ]
  const found = all.flatMap(({ task, requires, evenIfSkipped, place }) => {
    const target = byName.get(task)
    if (inner && (!target || seen.has(task) || !spend(reading, place))) return []
    if (!target) {
      reading.problems.push({
        place,
        message: `${name} waits for ${task}, and this template has no such task`,
        unreadable: false,
      })
      return []
    }
    const group = requires === 'failure' && target.jobs.length > 1 ? `${name}: ${task}` : undefined
    const own = target.jobs.map(
      ({ id }): Need => ({
        job: id,
        place,
        requires,
        ...(group && { group }),
        ...(requires === 'success' && (evenIfSkipped || target.nested) && { evenIfSkipped: true }),
      }),
    )
    const through =
      requires === 'success' && evenIfSkipped && target.node.get('when') && !depends?.text?.includes('Omitted')
    if (!through) return own
    const behind = dagNeeds(target, byName, context, seen.add(name).add(task))
    return [...own, ...behind.filter((need) => need.requires === 'success')]
  })
  const first = new Map<string, Need>()
  for (const need of found) if (!first.has(need.job)) first.set(need.job, need)
  return [...first.values()]
}
