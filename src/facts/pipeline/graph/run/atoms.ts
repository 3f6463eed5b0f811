import { kinds as allKinds, type Kind } from '../../../../config/vocabulary.ts'
import type { Place } from '../../../../documents/place.ts'
import { Hidden, isHidden, type Seen } from '../../../hidden.ts'
import { mayDeploy } from '../../acts.ts'
import type { Act, EnvironmentUse, GateSettings, HiddenPart, Job, Step, Workflow } from '../../model.ts'
import { deployedUnseen } from '../deployment/rolled-out.ts'
import { opaqueScripts } from '../told/opaque.ts'
import type { Order } from './order.ts'

/** One thing that a job does and that a judgement may hang on: an act with a kind, a gate, a hidden part. */
export interface Atom {
  /** position among the atoms of its workflow */
  readonly index: number
  readonly workflow: Workflow
  readonly job: Job
  /** position of the job in its workflow */
  readonly jobIndex: number
  readonly step: Step | undefined
  /** position of the step in its job; -1 for what belongs to the job as a whole and stands before its steps */
  readonly stepIndex: number
  readonly act: Act | undefined
  /** position of the act in its step */
  readonly actIndex: number
  readonly kinds: readonly Kind[]
  /** it cannot be seen; `couldBe` lists what it may serve */
  readonly hidden: HiddenPart | undefined
  /** what the forge's settings say of the environment whose gate this is; undefined for any other atom */
  readonly settings: GateSettings | undefined
  readonly place: Place
  readonly text: string
}

/** The atoms of a workflow in the order of its jobs, steps and acts. Acts without kinds that hide nothing are left out. */
export function atomsOf(order: Order): readonly Atom[] {
  const atoms: Atom[] = []
  order.workflow.jobs.forEach((job, jobIndex) => {
    for (const part of jobParts(job, order.circular.has(jobIndex))) {
      atoms.push({
        settings: undefined,
        ...part,
        index: atoms.length,
        workflow: order.workflow,
        job,
        jobIndex,
        step: undefined,
        stepIndex: -1,
        act: undefined,
        actIndex: 0,
      })
    }
    const jobOnceFailed = followsFailedDeployment(jobIndex, order)
    const opaque = opaqueScripts(job)
    const pushed = deployedUnseen(job, order.workflow)
    job.steps.forEach((step, stepIndex) => {
      step.acts.forEach((act, actIndex) => {
        const onceFailed = step.runsAfterFailure === 'only' || jobOnceFailed
        const back = takesBack(job, stepIndex, act, onceFailed)
        const part =
          act.hidden ??
          opaque.get(act) ??
          (act === pushed?.act ? pushed.hidden : undefined) ??
          (back || !onceFailed ? undefined : mayTakeBack(act))
        const hidden = part?.couldBe.length ? part : undefined
        if (act.kinds.length === 0 && !hidden) return
        atoms.push({
          index: atoms.length,
          workflow: order.workflow,
          job,
          jobIndex,
          step,
          stepIndex,
          act,
          actIndex,
          kinds: back ? act.kinds.map((kind) => (kind === 'deploy' ? 'rollback' : kind)) : act.kinds,
          hidden,
          settings: undefined,
          place: act.place,
          text: act.text,
        })
      })
    })
  })
  return atoms
}

const goesBack = /\broll(ed|ing)?[ -]?back\b|\b(restor|revert)(e|s|ing)?\b/i

/** What was there before, as people call it: `${PREVIOUS_TAG}`, `$prev`, `${lastGoodImage}`; no preview, and no transformer. */
const former =
  /\$\{?\w*(prev(?!iew|ent)|(?<![a-z])former|last_?(good|stable|working)|known_?good|old_?(tag|image|version))\w*/i

/**
 * Whether a job runs only once something has failed that a deployment may be behind: another pipeline, or jobs of which one
 * deploys. What only follows failed tests brings nothing back.
 */
function followsFailedDeployment(jobIndex: number, { workflow, needs }: Order): boolean {
  if (workflow.jobs[jobIndex]?.requiresTriggering === 'failure') return true
  const awaited = needs[jobIndex] ?? []
  if (!awaited.some(({ requires }) => requires === 'failure')) return false
  const before = new Set(awaited.map(({ from }) => from))
  for (const at of before) for (const { from } of needs[at] ?? []) before.add(from)
  return [...before].some((at) => jobMayDeploy(workflow.jobs[at]))
}

const jobMayDeploy = (job: Job | undefined): boolean =>
  job?.hidden?.couldBe.includes('deploy') === true ||
  job?.steps.some(({ acts }) => acts.some((act) => mayDeploy(act))) === true

/**
 * A step that is called a rollback, runs on a condition, and does once more what an earlier step deployed with: it swaps back.
 * One that runs only after a failure, and deploys what was there before, is one whatever it is called.
 */
function takesBack(job: Job, stepIndex: number, act: Act, onceFailed: boolean): boolean {
  const step = job.steps[stepIndex]
  if (!act.kinds.includes('deploy') || !step) return false
  if (onceFailed && former.test(act.text)) return true
  if (!goesBack.test(step.name)) return false
  if (!step.condition && step.runsAfterFailure !== 'only') return false
  return job.steps
    .slice(0, stepIndex)
    .some((before) => before.acts.some(({ kinds, tool }) => tool === act.tool && kinds.includes('deploy')))
}

/** What deploys or starts something again only after a failure may bring back what was there, whatever version it names. */
function mayTakeBack({ kinds, here, place }: Act): HiddenPart | undefined {
  if (!(kinds.includes('deploy') || here === 'deploy')) return undefined
  const value = new Hidden(`whether what ${place.file} starts after a failure is the former version`, {
    kind: 'file',
    text: `let ${place.file} say which version is deployed after a failure, or call the step a rollback`,
  })
  return { place, value, couldBe: ['rollback'] }
}

type Part = Pick<Atom, 'kinds' | 'hidden' | 'place' | 'text'> & Partial<Pick<Atom, 'settings'>>

function* jobParts(job: Job, circular: boolean): Generator<Part> {
  if (circular) {
    const value = new Hidden(`what runs before ${job.id}, which waits for itself`, {
      kind: 'file',
      text: `break the circle of needs around ${job.id}`,
    })
    const hidden: HiddenPart = { place: job.place, value, couldBe: allKinds }
    yield { kinds: [], hidden, place: job.place, text: 'a circle of needs' }
  }
  if (job.approval) {
    yield { kinds: ['approve'], hidden: undefined, place: job.approval.place, text: job.approval.how }
  }
  for (const environment of [job.environment ?? [], job.heldBy ?? []].flat()) {
    if (environment.gate) yield* settingsGate(environment, environment.settings)
  }
  if (job.review) yield* settingsGate({ name: job.name, place: job.place }, job.review)
  if (job.hidden && job.hidden.couldBe.length > 0) {
    yield { kinds: [], hidden: job.hidden, place: job.hidden.place, text: job.hidden.value.what }
  }
}

/** The gate that an environment (or a branch) is, as its settings say; without them it may be one. */
function* settingsGate(
  { name, place }: Pick<EnvironmentUse, 'name' | 'place'>,
  settings: Seen<GateSettings> = forgeGate(name),
): Generator<Part> {
  if (isHidden(settings)) {
    yield { kinds: [], hidden: { place, value: settings, couldBe: ['approve'] }, place, text: 'environment' }
  } else if (settings.approvals > 0) {
    const text = `approval of ${settings.approvers.join(' or ') || 'a person'}`
    yield { kinds: ['approve'], hidden: undefined, settings, place: settings.place, text }
  }
}

/** The reviewers that the forge's settings may ask for an environment: a gate that files cannot show. */
function forgeGate(name: Seen<string>): Hidden {
  const which = name instanceof Hidden ? 'the environment' : `the environment ${name}`
  const settle = {
    kind: 'permission',
    text: `let Assay read the reviewers of ${which} in the forge's settings: assay check --forge`,
  } as const
  return new Hidden(`the reviewers of ${which}`, settle, 'forge')
}

/** Whether the atom is the gate that a forge environment is, or may be. */
export function isForgeGate(atom: Atom): boolean {
  return atom.stepIndex === -1 && (atom.settings !== undefined || atom.hidden?.value.as === 'forge')
}
