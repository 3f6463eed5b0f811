import { comparePlaces, compareText } from '../../documents/place.ts'
import { collector } from '../collector.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { uniqueIds } from '../pipeline/graph/deployment/ids.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import { rollbackSteps, takenBackBy } from '../pipeline/graph/rollback/way-back.ts'
import type { Atom } from '../pipeline/graph/run/atoms.ts'
import { rolloutMinutes } from '../pipeline/timeouts.ts'
import type { Rollback } from '../schema/pipeline.ts'

/** Steps that take a deployment back, and deployments that do so themselves, with how long it may take. */
export default collector({
  yields: ['rollbacks'],
  needs: ['workflows'],
  reads: 'the pipelines, brought to one graph',
  collect(context) {
    const found = new Map<string, Rollback>()
    const { judge, nodes } = graphOf(context)
    const ids = uniqueIds(nodes)
    for (const taken of rollbackSteps(judge)) {
      const { atom, builtIn, environment } = taken
      const { workflow, job, step, act, place } = atom
      const id = `${workflow.id}:${step?.id ?? job.id}`
      if (found.has(id)) continue
      found.set(id, {
        id,
        file: place.file,
        job: job.id,
        tool: act?.tool ?? atom.text,
        environment,
        builtIn,
        deployments: takenBackBy(taken, judge).flatMap((node) => ids.get(node) ?? []),
        ...(builtIn ? timeOfRollout(atom) : timeOfStep(atom)),
        place,
      })
    }
    return { rollbacks: [...found.values()].sort((a, b) => comparePlaces(a.place, b.place) || compareText(a.id, b.id)) }
  },
})

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
