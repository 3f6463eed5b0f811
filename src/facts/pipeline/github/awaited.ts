import type { Kind } from '../../../config/vocabulary.ts'
import { Hidden } from '../../hidden.ts'
import type { Act, Job, Step, Workflow } from '../model.ts'

/*
 * `lewagon/wait-on-check-action` waits until the check of a job by another workflow has come to an end on the same commit,
 * and fails unless it succeeded or was skipped, or when there is none (github.com/lewagon/wait-on-check-action, "Inputs").
 * What that job did so stands before what follows the step.
 */
const waits = /^lewagon\/wait-on-check-action(@|$)/

/** Kinds that a job has behind it where another waits for its check; it deploys and tells for itself. */
const before = new Set<Kind>(['build', 'lint', 'unit-test', 'integration-test', 'security-scan', 'image-scan'])
for (const kind of ['validate', 'plan', 'verify', 'package', 'publish', 'sign'] as const) before.add(kind)

/** The workflows, each step that waits for the check of a job here doing what that job does. */
export function withAwaited(workflows: readonly Workflow[]): readonly Workflow[] {
  if (!workflows.some(({ jobs }) => jobs.some(({ steps }) => steps.some(isWaiting)))) return workflows
  return workflows.map((workflow) => ({
    ...workflow,
    jobs: workflow.jobs.map((job) => ({
      ...job,
      steps: job.steps.map((step) => (isWaiting(step) ? answered(step, workflow, workflows) : step)),
    })),
  }))
}

const isWaiting = ({ acts }: Step) => acts.some(({ tool }) => waits.test(tool))

function answered(step: Step, own: Workflow, workflows: readonly Workflow[]): Step {
  return {
    ...step,
    acts: step.acts.flatMap((act) => {
      const name = waits.test(act.tool) ? nameOf(act) : undefined
      const found = name === undefined ? [] : jobsNamed(name, own, workflows)
      const [target] = found
      return target && found.length === 1 ? whatItDid(target, act) : [act]
    }),
  }
}

/** The check that is waited for, where nothing else than its success on this commit lets go on. */
function nameOf({ inputs = {} }: Act): string | undefined {
  const conclusions = (inputs['allowed-conclusions'] ?? 'success').split(',').map((one) => one.trim())
  const isStrict =
    conclusions.every((one) => /^(success|skipped)$/.test(one)) && inputs['fail-on-no-checks'] !== 'false'
  const isThisCommit = /\bgithub\.(sha|ref|head_ref)\b|\bhead[._]sha\b/.test(inputs.ref ?? '')
  return isStrict && isThisCommit ? inputs['check-name'] : undefined
}

interface Target {
  readonly workflow: Workflow
  readonly job: Job
}

const jobsNamed = (name: string, own: Workflow, workflows: readonly Workflow[]): readonly Target[] =>
  workflows
    .filter(({ id }) => id !== own.id)
    .flatMap((workflow) => workflow.jobs.filter((job) => isCalled(job, name)).map((job) => ({ workflow, job })))

/** A check goes by the name of its job, else by its key, with those that call it. */
const isCalled = (job: Job, name: string) => job.name === name || (job.name === job.key && job.id === name)

/** What the job and those it needs have done when its check succeeds; what they may have skipped stays open. */
function whatItDid({ workflow, job }: Target, waiting: Act): readonly Act[] {
  const needed = neededBy(job, workflow)
  const done = needed.flatMap((one) =>
    one.steps.flatMap((step) => step.acts.flatMap((act) => standsFor(act, step, one, waiting) ?? [])),
  )
  const hidden = needed.flatMap((one): readonly Act[] => (one.hidden ? [{ ...bare(waiting), hidden: one.hidden }] : []))
  return [bare(waiting), ...done, ...hidden]
}

const bare = ({ hidden: _, ...act }: Act): Act => ({ ...act, kinds: [] })

function standsFor(act: Act, step: Step, job: Job, waiting: Act): Act | undefined {
  const kinds = act.kinds.filter((kind) => before.has(kind))
  if (act.hidden) return { ...bare(waiting), hidden: act.hidden }
  if (kinds.length === 0) return undefined
  const isSure =
    act.onFailure === 'stops' &&
    job.allowFailure === false &&
    step.continueOnError === false &&
    ![act.condition, step.condition, job.condition].some((one) => one !== undefined)
  if (isSure) return { ...bare(waiting), kinds, text: `${waiting.text}: ${act.text}` }
  const what = `whether the job ${job.id} did "${act.text.split('\n', 1)[0]?.slice(0, 60)}" before its check succeeded`
  const value = new Hidden(what, { kind: 'file', text: `let it run always, and fail, in ${step.place.file}` })
  return { ...bare(waiting), hidden: { place: waiting.place, value, couldBe: kinds } }
}

/** A job and those whose failure stops it. */
function neededBy(job: Job, { jobs }: Workflow): readonly Job[] {
  const found = new Set<Job>([job])
  for (const one of found) {
    for (const need of one.needs) {
      const needed = need.requires === 'success' ? jobs.find(({ id }) => id === need.job) : undefined
      if (needed) found.add(needed)
    }
  }
  return [...found]
}
