import type { Place } from '../../../../documents/place.ts'
import type { Condition, Run } from '../../model.ts'
import type { Context } from '../context.ts'
import { asking } from '../context.ts'
import { shownOf } from '../values/values.ts'

/** One of the forms that something takes, by how the pipeline was started. */
export interface Variant {
  /** undefined: in all runs that come here */
  readonly condition: Condition | undefined
  /** one of the runs that it is for; undefined: whatever the start was */
  readonly run: Run | undefined
}

/** More forms than this are not told apart. */
const most = 10

/**
 * The forms that a text takes in the runs that come here: one, where it is the same in all of them.
 * @param keyOf the text in a run
 */
export function variantsOf(context: Context, keyOf: (run?: Run) => string, place: Place): readonly Variant[] {
  const byKey = new Map<string, Run[]>()
  for (const run of context.runs) {
    const key = keyOf(run)
    const list = byKey.get(key)
    if (list) list.push(run)
    else byKey.set(key, [run])
  }
  if (byKey.size <= 1) return [{ condition: undefined, run: context.runs[0] }]
  if (byKey.size > most) return [{ condition: undefined, run: undefined }]
  return [...byKey].map(([key, runs]) => ({
    run: runs[0],
    condition: {
      text: textOfRuns(runs, context) || `it is for ${firstLine(key)}`,
      place,
      holds: (run) => keyOf(run) === key,
    },
  }))
}

/** What all these runs and no others have been started with. */
function textOfRuns(runs: readonly Run[], context: Context): string {
  const found: string[] = []
  for (const [name, binding] of context.machine.parameters) {
    const valueIn = (run: Run) => shownOf(binding.ask(asking(context, run)))
    const inside = new Set(runs.map(valueIn))
    if (inside.size !== 1 || context.runs.every((run) => inside.has(valueIn(run)))) continue
    const [value] = inside
    found.push(`${name} == '${value}'`)
  }
  return found.join(' && ')
}

function firstLine(text: string): string {
  const line = text.split('\n').find((each) => each.trim()) ?? ''
  return line.trim().slice(0, 60)
}
