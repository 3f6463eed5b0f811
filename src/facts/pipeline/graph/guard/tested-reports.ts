import type { Kind } from '../../../../config/vocabulary.ts'
import { heeds, reportsOfAct } from '../../commands/tests/reported.ts'
import type { Act, Job, Step, Workflow } from '../../model.ts'

/** Kinds of checks that write a report of what they find. */
const checks = new Set<Kind>(['security-scan', 'image-scan', 'lint', 'unit-test', 'integration-test', 'validate'])

/**
 * The workflows with the checks that only report, where a later step of the job asks their report and fails by the answer:
 * that step is the gate, and does what the check does.
 */
export function withTestedReports(workflows: readonly Workflow[]): readonly Workflow[] {
  return workflows.map((workflow) => {
    const jobs = workflow.jobs.map(ofJob)
    return jobs.some((job, i) => job !== workflow.jobs[i]) ? { ...workflow, jobs } : workflow
  })
}

function ofJob(job: Job): Job {
  const asked = job.steps.some(({ acts }) => acts.some(({ judges }) => judges !== undefined))
  if (!asked) return job
  const steps = job.steps.map((step, i) => {
    const judging = step.acts.filter((act) => act.judges !== undefined && !act.condition)
    const gates = judging.flatMap((act) => job.steps.slice(0, i).flatMap((earlier) => gatesOf(earlier, step, act)))
    return gates.length ? { ...step, acts: [...step.acts, ...gates] } : step
  })
  return steps.some((step, i) => step !== job.steps[i]) ? { ...job, steps } : job
}

/** The checks of an earlier step as the gates that a test of their reports makes of them. */
function gatesOf(earlier: Step, step: Step, { judges = '', place }: Act): readonly Act[] {
  // where the check may be left out, there may be nothing to ask
  if (earlier.condition && earlier.condition.text !== step.condition?.text) return []
  return earlier.acts.flatMap((act) => {
    const stays = earlier.continueOnError === false && act.onFailure === 'stops'
    const kinds = act.kinds.filter((kind) => checks.has(kind))
    if (stays || act.condition || kinds.length === 0 || !heeds(judges, reportsOfAct(act), kinds)) return []
    return [{ ...act, kinds, place, onFailure: 'stops' }]
  })
}
