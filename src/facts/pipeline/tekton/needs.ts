import type { Place } from '../../../documents/place.ts'
import { type DataNode, walk } from '../../../documents/tree.ts'
import { spend } from '../dialect/reading.ts'
import type { Need } from '../model.ts'
import type { Reading } from './dialect.ts'
import type { Expanded } from './jobs.ts'

/**
 * What a task waits for (tekton.dev, Pipelines, "Guard Task execution using when expressions"): by `runAfter`, and
 * `from:` of old, it comes after a task that was skipped by its `when` all the same; where it takes its results it does not.
 * A skipped one was looked at only when what it waits for itself had succeeded, whose failure ends the run.
 */
export function orderNeeds(one: Expanded, byName: ReadonlyMap<string, Expanded>, reading: Reading): Need[] {
  const found = new Map<string, Need>()
  const passed = new Set([one.name])
  const add = (name: string, place: Place, evenIfSkipped: boolean) => {
    const target = byName.get(name)
    if (!target) {
      const message = `${one.name} waits for ${name}, and this pipeline has no such task`
      if (!reading.problems.some((problem) => problem.message === message)) {
        reading.problems.push({ place, message, unreadable: false })
      }
      return
    }
    for (const job of target.jobs) {
      const skippable = evenIfSkipped || target.nested
      const before = found.get(job.id)
      if (before && !before.evenIfSkipped) continue
      found.set(job.id, { job: job.id, place, requires: 'success', ...(skippable && { evenIfSkipped: true }) })
    }
    if (!evenIfSkipped || !target.node.get('when') || passed.has(name)) return
    passed.add(name)
    for (const before of waitedFor(target.node)) {
      if (byName.has(before) && before !== one.name && spend(reading, place)) add(before, place, true)
    }
  }
  for (const after of one.node.get('runAfter')?.asList ?? []) add(after.text ?? '', after.place, true)
  for (const { name, place } of resultsUsed(one.node)) if (name !== one.name) add(name, place, false)
  for (const from of fromsOf(one.node)) add(from.text ?? '', from.place, true)
  return [...found.values()]
}

/** The names of the tasks that a task comes after. */
function waitedFor(node: DataNode): string[] {
  const after = [...(node.get('runAfter')?.asList ?? []), ...fromsOf(node)].map((item) => item.text ?? '')
  return [...new Set([...after, ...[...resultsUsed(node)].map(({ name }) => name)])]
}

/** `$(tasks.build.results.digest)` anywhere in a task, its `when` too. */
function* resultsUsed(node: DataNode): Generator<{ name: string; place: Place }> {
  for (const each of walk(node)) {
    if (typeof each.value !== 'string' || !each.value.includes('$(tasks.')) continue
    for (const match of each.value.matchAll(/\$\(tasks\.([\w-]+)\.(?:results|outputs|matrix)\b/g)) {
      yield { name: match[1] as string, place: each.place }
    }
  }
}

function fromsOf(node: DataNode): readonly DataNode[] {
  return (node.at('resources', 'inputs')?.asList ?? []).flatMap((input) => input.get('from')?.asList ?? [])
}

/**
 * What a task of `finally` waits for: the end of all tasks, however they end. One that asks in its `when` for the failure
 * of a task, or of any, runs after that alone; one that takes a result needs the task's success.
 */
export function finallyNeeds(one: Expanded, tasks: readonly Expanded[]): Need[] {
  const place = (one.node.get('name') ?? one.node).place
  const needs = new Map<string, Need>()
  const all = tasks.flatMap((task) => task.jobs)
  for (const job of all) needs.set(job.id, { job: job.id, place, requires: 'completion' })
  for (const { task, requires } of one.when.statuses) {
    if (requires === 'completion') continue
    const named = task === undefined ? all : (tasks.find((other) => other.name === task)?.jobs ?? [])
    // of several, one failure is enough, and all must have succeeded
    const group = requires === 'failure' && named.length > 1 ? `${one.name}: ${task ?? 'all tasks'}` : undefined
    for (const { id } of named) {
      needs.set(id, {
        job: id,
        place,
        requires,
        ...(group && { group }),
        ...(requires === 'success' && task === undefined && { evenIfSkipped: true }),
      })
    }
  }
  for (const { name } of resultsUsed(one.node)) {
    for (const { id } of tasks.find((task) => task.name === name)?.jobs ?? []) {
      if (needs.get(id)?.requires === 'completion') needs.set(id, { job: id, place, requires: 'success' })
    }
  }
  return [...needs.values()]
}
