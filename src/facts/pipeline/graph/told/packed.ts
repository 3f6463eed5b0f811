import { Hidden } from '../../../hidden.ts'
import { toSay } from '../../dialect/question.ts'
import type { Act, Job, Workflow } from '../../model.ts'

/** What brings the libraries of a program that needs no compiler to where it is packed. */
const installs =
  /\b(?:npm (?:ci|i|install|prune)|pnpm (?:i|install|deploy)|yarn(?: install)?(?=\s|$)|bun install|pip3? (?:install|download)|pipenv (?:install|sync)|poetry (?:install|export)|uv (?:sync|export|pip install)|composer (?:install|update)|bundle (?:install|package)|bundle$)/

/**
 * The workflows with what an archive of sources is: where nothing was built before it, nor the libraries brought there that
 * go into it, it may be of a program that needs no build, or of sources that nobody built.
 */
export function withPackedSources(workflows: readonly Workflow[]): readonly Workflow[] {
  return workflows.map((workflow) => {
    const jobs = workflow.jobs.map((job) => ofJob(job))
    return jobs.some((job, i) => job !== workflow.jobs[i]) ? { ...workflow, jobs } : workflow
  })
}

function ofJob(job: Job): Job {
  if (!job.steps.some(({ acts }) => acts.some(isArchive))) return job
  let made = false
  const steps = job.steps.map((step) => {
    const acts = step.acts.map((act) => {
      made ||= act.kinds.includes('build') || installs.test(act.text)
      return made || !isArchive(act) ? act : opened(act, job)
    })
    return { ...step, acts }
  })
  return { ...job, steps }
}

const isArchive = ({ tool, kinds }: Act) => tool === 'zip' && kinds.includes('package')

function opened(act: Act, job: Job): Act {
  const value = new Hidden(
    `whether what ${act.text} packs needs a build`,
    toSay('that this builds it', { job: job.key }, ['build']),
  )
  return { ...act, kinds: [], hidden: { place: act.place, value, couldBe: ['build', 'package'] } }
}
