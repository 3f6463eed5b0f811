import type { DataNode } from '../../../documents/tree.ts'
import type { Need } from '../model.ts'
import type { Reading } from './frame.ts'
import { textOf } from './template.ts'
import type { JobUse } from './uses.ts'

/** Finds the uses that a name in `requires` speaks of: that of this name, else all legs and uses of the job. */
export function nameIndex(uses: readonly JobUse[]): (name: string) => readonly JobUse[] {
  const byName = new Map<string, JobUse[]>()
  const byOther = new Map<string, JobUse[]>()
  const add = (to: Map<string, JobUse[]>, name: string, use: JobUse) => {
    const list = to.get(name)
    if (list) list.push(use)
    else to.set(name, [use])
  }
  for (const use of uses) {
    for (const [index, name] of use.names.entries()) add(index === 0 ? byName : byOther, name, use)
    if (use.id !== use.names[0]) add(byName, use.id, use)
  }
  return (name) => byName.get(name) ?? byOther.get(name) ?? []
}

/**
 * `requires:` of a use. Requirements that are filtered out are ignored as long as one is left, "if all dependencies of a
 * job are filtered, then that job will not be executed either" (circleci.com/docs/configuration-reference, "requires"):
 * the needs of a job are one group.
 */
export function needsOf(use: JobUse, find: (name: string) => readonly JobUse[], reading: Reading): Need[] {
  const wanted = (use.config?.get('requires')?.asList ?? []).flatMap((item) => {
    const entry = item.entries[0]
    const name = entry ? entry.key : textOf(item, use.frame)
    const found = find(name)
    if (!found.length) {
      const message = `the job ${use.id} requires ${name || 'something'}, which is not in this workflow`
      reading.problems.push({ place: item.place, message, unreadable: false })
    }
    return found.map((needed) => ({ job: needed.id, place: item.place, ...meaning(entry?.value) }))
  })
  return wanted.length > 1 ? wanted.map((need) => ({ ...need, group: `requirements of ${use.id}` })) : wanted
}

/** Statuses: `success` where none is given; `terminal` is any end. */
function meaning(statuses: DataNode | undefined): Pick<Need, 'requires' | 'evenIfSkipped'> {
  const all = new Set((statuses?.asList ?? []).flatMap((status) => status.text?.trim() ?? []))
  if (!all.size) return { requires: 'success' }
  if (all.has('terminal')) return { requires: 'completion' }
  const fails = all.has('failed')
  // Cancelled, unauthorised, not run: none of them is the usual course.
  if (!all.has('success')) return { requires: 'failure' }
  if (fails) return { requires: 'completion' }
  return all.has('not_run') || all.has('skipped')
    ? { requires: 'success', evenIfSkipped: true }
    : { requires: 'success' }
}
