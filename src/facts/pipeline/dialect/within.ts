import type { Job, Within } from '../model.ts'

/** A job that stands in something which has a name of its own: the job that calls its workflow, the template it is made of. */
export function standingIn<J extends Pick<Job, 'within'>>(job: J, ...outer: readonly Within[]): J {
  return outer.length ? { ...job, within: [...outer, ...(job.within ?? [])] } : job
}
