import type { Hidden } from '../hidden.ts'
import { afterFailure } from '../pipeline/graph/rollback/rollback.ts'
import type { Atom } from '../pipeline/graph/run/atoms.ts'
import type { Plan } from '../pipeline/graph/run/family.ts'
import { inDoubt } from '../pipeline/graph/run/standing.ts'

/**
 * Why it cannot be told whether an atom ever runs, in any run of its pipeline, also in one that failed; `off` where its
 * conditions keep it out of all of them. Where nothing here starts the pipeline, it is taken to run.
 */
export function doubtEver({ job, step, act }: Atom, { runs }: Plan): Hidden | undefined | 'off' {
  const conditions = [job.condition, step?.condition, act?.condition].filter((one) => one !== undefined)
  if (conditions.length === 0 || runs.runs.length === 0) return undefined
  const possible = runs.runs.filter((info) => conditions.every((one) => afterFailure(one, info)))
  if (possible.length === 0) return 'off'
  const open = possible.map(({ answers }) =>
    conditions.filter((one) => answers.get(one) === undefined && !asksForEnd.test(one.text)),
  )
  return open.every((list) => list.length > 0) ? inDoubt(open[0] ?? []).hidden : undefined
}

/** How a run has gone so far is what a rollback asks for. */
const asksForEnd = /\b(?:failure|always|success|outcome|result|conclusion|status|on_failure|failed)\b/i
