import { Hidden, isHidden, type Seen } from '../../../hidden.ts'
import type { Act, Step } from '../../model.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import type { Kin } from '../deployment/kin.ts'
import { getsNoTraffic, movesTraffic } from '../deployment/traffic.ts'
import type { Atom } from '../run/atoms.ts'
import { has } from '../run/bits.ts'
import type { Pass } from '../run/pass.ts'
import { jobsAfter } from '../run/reach.ts'

/** Something that hands traffic over, and where it stands. */
interface Handover {
  readonly act: Act
  readonly step: Step
  readonly jobIndex: number
  readonly stepIndex: number
  readonly actIndex: number
}

/**
 * Whether the failure of a test keeps a new version from the traffic: the deployment puts it beside the one that serves, and
 * only what comes after the test hands the traffic over. Then the old version goes on serving without anything to take back.
 * Hidden where something hands traffic over after the test, and the deployment does not say that it gets none before.
 */
export function keptFromTraffic(failing: Atom, node: DeploymentNode, { plan }: Pass, kin: Kin): Seen<boolean> {
  if (failing.workflow !== plan.workflow || !failing.step || failing.step.continueOnError !== false) return false
  if (failing.act?.onFailure !== 'stops') return false
  const handovers = handoversAfter(node, plan, kin)
  const later = jobsAfter(plan, failing.jobIndex, (edge) => edge.requires === 'success')
  const isHere = (one: Handover) => one.jobIndex === failing.jobIndex
  // what a step is by its name stands somewhere in it
  const beside = (one: Handover) => failing.act?.tool === 'shell' && isHere(one) && one.stepIndex === failing.stepIndex
  const waits = (one: Handover) =>
    isHere(one)
      ? (comesAfter(one, failing) && one.step.runsAfterFailure !== 'always') || beside(one)
      : has(later, one.jobIndex)
  const last = handovers.find((one) => waits(one) && one.step.runsAfterFailure !== 'only')
  // what had a part of the traffic before the test keeps it, and what is handed over all the same gets there
  if (!last || !handovers.every(waits)) return false
  // other jobs go on after a job that may fail
  const { allowFailure } = failing.job
  if (allowFailure !== false && !handovers.every(isHere)) return isHidden(allowFailure) ? allowFailure : false
  const isHeldBack = node.atoms.every((atom) => getsNone(atom) || (atom.act && movesTraffic(atom.act)))
  if (isHeldBack && !handovers.some(beside)) return true
  return new Hidden(
    `whether ${node.job.id} deploys without traffic, which ${last.act.tool} hands over after the test`,
    {
      kind: 'file',
      text: `deploy without traffic by an option of the command in ${node.job.id} and test it in a step of its own, or roll back when the test fails`,
    },
  )
}

/**
 * The deployment that put the version there, without traffic, which another one only hands the traffic to: `gcloud run deploy
 * --no-traffic` in one job, `gcloud run services update-traffic` in the next.
 */
export function handedOver(
  node: DeploymentNode,
  nodes: readonly DeploymentNode[],
  kin: Kin,
): DeploymentNode | undefined {
  if (!node.atoms.every(({ act }) => act && movesTraffic(act))) return undefined
  return nodes.find(
    (other) =>
      other !== node &&
      other.plan === node.plan &&
      other.environment.class === node.environment.class &&
      other.atoms.some(getsNone) &&
      has(
        jobsAfter(node.plan, other.jobIndex, (edge) => edge.requires === 'success'),
        node.jobIndex,
      ) &&
      kin.alike(node, other) !== 'other',
  )
}

const getsNone = ({ act }: Atom) => act !== undefined && getsNoTraffic(act)

/** What hands the traffic of a deployment's service over once it is done. */
function handoversAfter(node: DeploymentNode, plan: Pass['plan'], kin: Kin): readonly Handover[] {
  const later = jobsAfter(plan, node.jobIndex, (edge) => edge.requires !== 'failure')
  return handoversOf(plan.workflow.jobs).filter(({ act, ...at }) => {
    const job = plan.workflow.jobs[at.jobIndex]
    const isAfter = at.jobIndex === node.jobIndex ? comesAfter(at, node.first) : has(later, at.jobIndex)
    return isAfter && job && kin.concerns({ act, job, workflow: plan.workflow }, node) !== 'other'
  })
}

function handoversOf(jobs: Pass['plan']['workflow']['jobs']): readonly Handover[] {
  return jobs.flatMap((job, jobIndex) =>
    job.steps.flatMap((step, stepIndex) =>
      step.acts.flatMap((act, actIndex) => (movesTraffic(act) ? [{ act, step, jobIndex, stepIndex, actIndex }] : [])),
    ),
  )
}

const comesAfter = (one: Pick<Handover, 'stepIndex' | 'actIndex'>, atom: Atom) =>
  one.stepIndex > atom.stepIndex || (one.stepIndex === atom.stepIndex && one.actIndex > atom.actIndex)
