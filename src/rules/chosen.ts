import { type Judging, type Tried, tryRun } from './expressions.ts'
import type { FactsView } from './facts-view.ts'
import type { FactView, Reading } from './wrap.ts'

/** Whether a member is judged, and what was read to tell: that is evidence of what is judged. */
export interface Chosen {
  readonly tried: Tried<boolean>
  readonly reads: readonly Reading[]
}

/** By the expression, then by the member. */
const answers = new WeakMap<FactsView, Map<string, Map<FactView, Chosen>>>()

/**
 * What a `where` says of a member. A dozen rules choose deployments by the same words: without parameters the answer is the
 * same for all, and found once. One that failed is kept for nobody, since the rule's budget may have ended.
 */
export function chosenBy(where: string, it: FactView, judging: Judging): Chosen {
  if (judging.parameters !== undefined) return ask(where, judging)
  const known = answersTo(where, judging.view)
  const before = known.get(it)
  if (before) return before
  const chosen = ask(where, judging)
  if (!('error' in chosen.tried)) known.set(it, chosen)
  return chosen
}

function answersTo(where: string, view: FactsView): Map<FactView, Chosen> {
  const all = answers.get(view) ?? new Map<string, Map<FactView, Chosen>>()
  answers.set(view, all)
  const known = all.get(where) ?? new Map<FactView, Chosen>()
  all.set(where, known)
  return known
}

function ask(where: string, judging: Judging): Chosen {
  const { watch } = judging.engine
  const reads: Reading[] = []
  watch.read = (reading) => {
    reads.push(reading)
  }
  try {
    return { tried: tryRun<boolean>(judging, where), reads }
  } finally {
    watch.read = undefined
  }
}
