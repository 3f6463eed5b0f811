import type { Settings } from '../../config/settings.ts'
import { comparePlaces, compareText } from '../../documents/place.ts'
import { collector } from '../collector.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { classOfJobName, unnamed } from '../pipeline/environment.ts'
import type { Atom } from '../pipeline/graph/atoms.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import { undoesItself } from '../pipeline/graph/rollback.ts'
import { rolloutMinutes } from '../pipeline/timeouts.ts'
import type { Rollback } from '../schema/pipeline.ts'

/** Steps that take a deployment back, and deployments that do so themselves, with how long it may take. */
export default collector({
  yields: ['rollbacks'],
  needs: ['workflows'],
  reads: 'the pipelines, brought to one graph',
  collect(context) {
    const { settings } = context
    const { judge } = graphOf(context)
    const found = new Map<string, Rollback>()
    for (const { workflow, atoms } of judge.plans.all) {
      for (const atom of atoms) {
        const builtIn = undoesItself(atom)
        if (!builtIn && !atom.kinds.includes('rollback')) continue
        const { job, step, act, place } = atom
        const id = `${workflow.id}:${step?.id ?? job.id}`
        if (found.has(id)) continue
        const named = judge.nodeOf(atom)?.environment ?? judge.around.environmentOf(atom)
        const environment = branchOf(atom, named?.class ?? nearest(atom, judge.around.nearestBefore(atom)), settings)
        if (environment === undefined) continue
        found.set(id, {
          id,
          file: place.file,
          job: job.id,
          tool: act?.tool ?? atom.text,
          environment,
          builtIn,
          ...(builtIn ? timeOfRollout(atom) : timeOfStep(atom)),
          place,
        })
      }
    }
    return { rollbacks: [...found.values()].sort((a, b) => comparePlaces(a.place, b.place) || compareText(a.id, b.id)) }
  },
})

/**
 * verdicts.md: "a rollback in the `uat` branch of a script is none for production". The environment where the branch of the
 * script may run there; undefined where it is another's; hidden where the branch says what it is not for.
 */
function branchOf(
  { act, job }: Atom,
  environment: Rollback['environment'],
  settings: Settings,
): Rollback['environment'] | undefined {
  if (!act?.condition || isHidden(environment)) return environment
  // what only says that something else is not so (`!(deploy)`) names no environment, and is put aside
  const parts = act.condition.text
    .replace(/!\(([^()]*)\)/g, (not, inside: string) => (classOfJobName(inside, settings) ? not : ''))
    .split(' && ')
  for (const part of parts) {
    const branch = classOfJobName(part, settings)
    if (branch === undefined) continue
    if (/!|\bnot\b|\B-ne\b/.test(part)) return unnamed(job.key)
    if (branch !== environment) return undefined
  }
  return environment
}

/** A rollback that names no environment is that of the deployment before it. */
function nearest(atom: Atom, before: readonly { environment: { class: Rollback['environment'] } }[]) {
  const classes = new Set(before.map(({ environment }) => environment.class))
  return classes.size === 1 ? ([...classes][0] as Rollback['environment']) : unnamed(atom.job.key)
}

type Time = Pick<Rollback, 'timed' | 'timeoutMinutes'>

function timeOfStep({ job, step, act }: Atom): Time {
  const set = [job.timeoutMinutes, step?.timeoutMinutes, act && rolloutMinutes(act)]
  const known = set.filter((minutes) => minutes !== undefined)
  return known.length ? { timed: true, timeoutMinutes: Math.ceil(Math.min(...known)) } : untimed(job.id)
}

/** The rollout waits its time before it gives up, and going back may take as long again. */
function timeOfRollout({ job, step, act }: Atom): Time {
  const rollout = act && rolloutMinutes(act)
  const bounds = [job.timeoutMinutes, step?.timeoutMinutes, rollout === undefined ? undefined : 2 * rollout]
  const known = bounds.filter((minutes) => minutes !== undefined)
  return known.length ? { timed: true, timeoutMinutes: Math.ceil(Math.min(...known)) } : untimed(job.id)
}

function untimed(job: string): { timed: false; timeoutMinutes: Seen<number> } {
  return {
    timed: false,
    timeoutMinutes: new Hidden(`how long the rollback in ${job} may take`, {
      kind: 'file',
      text: `set a timeout on ${job}`,
    }),
  }
}
