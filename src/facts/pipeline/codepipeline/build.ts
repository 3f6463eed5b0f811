import type { Place } from '../../../documents/place.ts'
import { mayDeploy } from '../acts.ts'
import type { Job, Step } from '../model.ts'
import type { Build, BuildStep } from './buildspec.ts'

/** A job that is not filled yet. */
export type Frame = Pick<Job, 'id' | 'key' | 'name' | 'place' | 'needs'> &
  Partial<Pick<Job, 'environment' | 'timeoutMinutes'>>

/**
 * A build as jobs: one, or where `post_build` does something although `build` failed, one for each part, so that the graph
 * sees what holds what.
 * @returns the jobs, and those that what follows waits for
 */
export function jobsOfBuild(frame: Frame, { first, build, last, lastAlways }: Build): { jobs: Job[]; ends: Job[] } {
  const apart = lastAlways && build.some(matters) && last.some(changes)
  if (!apart) {
    const always = lastAlways && !last.some(changes)
    const end = always ? last.map((step) => ({ ...step, runsAfterFailure: 'always' as const })) : last
    const job = jobOf(frame, [...first, ...build, ...end])
    return { jobs: [job], ends: [job] }
  }
  const { place } = frame
  const start = first.length > 0 ? jobOf({ ...frame, id: `${frame.id} / pre_build` }, first) : undefined
  const needs = start ? [succeeded(start, place)] : frame.needs
  const middle = jobOf({ ...frame, needs }, build)
  const ended = { job: middle.id, place, requires: 'completion' } as const
  const end = jobOf({ ...frame, id: `${frame.id} / post_build`, needs: [...needs, ended] }, last)
  return { jobs: [...(start ? [start] : []), middle, end], ends: [middle, end] }
}

const matters = ({ acts }: BuildStep) => acts.some(({ kinds, hidden }) => kinds.length > 0 || hidden)

/** It changes something out there, or may: whether a failure before stops it is worth a look. */
const changes = ({ acts }: BuildStep) => acts.some((act) => mayDeploy(act, 'apply', 'migrate', 'publish'))

/** Whether a build works on an environment, or may. */
export const changesSomething = ({ first, build, last }: Build): boolean => [...first, ...build, ...last].some(changes)

/** A job with its steps. */
export function jobOf(frame: Frame, steps: readonly BuildStep[]): Job {
  return {
    ...frame,
    via: [],
    allowFailure: false,
    steps: steps.map((step, index): Step => ({ id: `${frame.id}/${index}`, ...step })),
  }
}

/** That a job waits for the success of another. */
export const succeeded = ({ id }: Pick<Job, 'id'>, place: Place) => ({ job: id, place, requires: 'success' }) as const
