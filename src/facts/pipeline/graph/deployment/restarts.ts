import { defaultSettings } from '../../../../config/settings.ts'
import { Hidden } from '../../../hidden.ts'
import { classOfJobName } from '../../environment.ts'
import type { Act, Job, Trigger, Workflow } from '../../model.ts'

/**
 * Whether a command starts a service once more by the description that it has: a new version comes with that where its tag
 * has moved.
 */
export function restartsSame({ tool, words }: Act): boolean {
  if (/^(kubectl|oc) rollout restart$/.test(tool)) return true
  return (
    tool === 'aws ecs update-service' &&
    words.includes('--force-new-deployment') &&
    !words.some((word) => /^--task-definition(=|$)/.test(word))
  )
}

/** What brings something that a restart could take up. */
const bringing = new Set(['build', 'package', 'publish', 'deploy', 'apply'])

/**
 * Restarts are deployments beside what makes or brings a version, or where a change starts them. By a clock they keep
 * a service fresh; started by hand they may take up an image that another pipeline has pushed, which cannot be seen.
 */
export function withRestarts(workflows: readonly Workflow[]): readonly Workflow[] {
  return workflows.map(restartedHere).map((workflow) => {
    const acts = workflow.jobs.flatMap((job) => job.steps.flatMap((step) => step.acts))
    if (!acts.some(isRestart) || !workflow.triggers.length || workflow.triggers.some(byChange)) return workflow
    if (acts.some((act) => !isRestart(act) && (act.hidden || act.kinds.some((kind) => bringing.has(kind)))))
      return workflow
    const manual = workflow.triggers.some((trigger) => trigger.kind !== 'schedule')
    const only = (act: Act): Act =>
      isRestart(act) ? { ...act, kinds: [], ...(manual && { hidden: partOf(act) }) } : act
    const jobs = workflow.jobs.map((job) => ({
      ...job,
      steps: job.steps.map((step) => ({ ...step, acts: step.acts.map(only) })),
    }))
    return { ...workflow, jobs }
  })
}

/** Systems in which what is one job elsewhere stands as several, each of one step. */
const ofSteps: ReadonlySet<string> = new Set(['google-cloud-build', 'drone', 'woodpecker'])

/**
 * Where each step is a job, one that restarts what an earlier one has just applied with the same program finishes that
 * deployment: `kubectl apply -f k8s`, then `kubectl rollout restart deployment shop`.
 */
function restartedHere(workflow: Workflow): Workflow {
  if (!ofSteps.has(workflow.system)) return workflow
  const deploying = (job: Job) => actsOf(job).filter(({ kinds }) => kinds.includes('deploy'))
  const finishes = (job: Job): boolean => {
    const own = deploying(job)
    const before = neededBy(job, workflow.jobs)
      .filter((one) => mayGoWhere(one, job))
      .flatMap(deploying)
    return own.length > 0 && own.every((act) => restartsSame(act) && before.some((one) => isSame(one, act)))
  }
  const jobs = workflow.jobs.map((job) => {
    if (!finishes(job)) return job
    const steps = job.steps.map((step) => ({
      ...step,
      acts: step.acts.map((act) =>
        restartsSame(act) ? { ...act, kinds: act.kinds.filter((kind) => kind !== 'deploy') } : act,
      ),
    }))
    return { ...job, steps }
  })
  return { ...workflow, jobs }
}

const actsOf = ({ steps }: Job): readonly Act[] => steps.flatMap(({ acts }) => acts)

/** It works with the same program, there or where nothing tells another place. */
const isSame = (before: Act, act: Act): boolean =>
  before.tool.split(' ')[0] === act.tool.split(' ')[0] &&
  (before.environment === act.environment || act.environment === undefined || before.environment === undefined)

/** Whether the names of two jobs tell no two environments: `deploy-staging` is not finished by `deploy-production`. */
function mayGoWhere(one: Job, other: Job): boolean {
  const [first, second] = [one, other].map(({ key }) => classOfJobName(key, defaultSettings))
  return first === second || first === undefined || second === undefined
}

/** The jobs that one waits for, directly or by others. */
function neededBy(job: Job, jobs: readonly Job[]): readonly Job[] {
  const found = new Set<Job>()
  const waiting = [job]
  for (const one of waiting) {
    for (const { job: id } of one.needs) {
      const needed = jobs.find((other) => other.id === id)
      if (needed && !found.has(needed)) {
        found.add(needed)
        waiting.push(needed)
      }
    }
  }
  return [...found]
}

/** `cf restart` starts the droplet that is there; `cf restage` builds anew. */
const isRestart = (act: Act): boolean =>
  act.kinds.includes('deploy') && (restartsSame(act) || act.tool === 'cf restart')

const byChange = ({ kind }: Trigger): boolean => kind !== 'schedule' && kind !== 'manual'

function partOf(act: Act) {
  const value = new Hidden(`whether ${act.text} takes up a new version`, {
    kind: 'answer',
    text: 'say in assay.yaml what the step does: kinds: [{job: <job>, step: <name>, kinds: [deploy]}], or kinds: [set-up] for a restart alone',
  })
  return { place: act.place, value, couldBe: ['deploy'] as const }
}
