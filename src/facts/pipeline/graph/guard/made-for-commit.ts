import type { Kind } from '../../../../config/vocabulary.ts'
import { Hidden } from '../../../hidden.ts'
import { holdsCommit } from '../../commit-value.ts'
import type { Act } from '../../model.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import type { Atom } from '../run/atoms.ts'
import type { Plan, Plans } from '../run/family.ts'
import type { Pass } from '../run/pass.ts'
import { making, type ReadyMade } from './ready-made.ts'

/**
 * Whether a run of a tag or a release deploys, by the commit, what the run of an earlier push has built (verdicts.md: "A
 * run that only deploys an artifact built earlier, named by digest, SHA or version, … is judged by the run that built
 * it"). That the push came before cannot be seen; what no pipeline that builds does, was not done either.
 * @param passes of the pipeline that deploys
 */
export function madeForCommit(
  node: DeploymentNode,
  pass: Pass,
  passes: readonly Pass[],
  plans: Plans,
): ReadyMade | undefined {
  const { kind } = pass.info.run.trigger
  if (kind !== 'tag' && kind !== 'release') return undefined
  if (!node.atoms.every(({ act }) => act && namesCommit(act)) && !takesCommit(node)) return undefined
  const runsIn = (atom: Atom, of: Pass) => of.jobs[atom.jobIndex]?.runs !== 'no'
  const earlier = ({ info }: Pass) => info.run.trigger.kind === 'push'
  const makes = (atom: Atom, plan: Plan) =>
    (atom.kinds.includes('build') || atom.kinds.includes('package')) &&
    (plan === pass.plan
      ? !runsIn(atom, pass) && passes.some((one) => earlier(one) && runsIn(atom, one))
      : plan.workflow.triggers.some((trigger) => trigger.kind === 'push') &&
        !plan.workflow.triggers.some((trigger) => trigger.kind === kind))
  const makers = plans.all.filter(
    (plan) =>
      plan.atoms.some((atom) => makes(atom, plan)) &&
      plan.atoms.some(({ act, kinds }) => act && kinds.includes('publish') && namesCommit(act)),
  )
  if (makers.length === 0) return undefined
  const done = new Set<Kind>()
  for (const atom of makers.flatMap(({ atoms }) => atoms))
    for (const one of [...atom.kinds, ...(atom.hidden?.couldBe ?? [])]) if (making.has(one)) done.add(one)
  const hidden = new Hidden('whether the run of a push had built this commit before', {
    kind: 'file',
    text: 'build in the run that deploys, or let it check what the push has built',
  })
  return { hidden, kinds: done, redeploys: false, wayBack: false, ofEarlierRun: true }
}

/* What gives an image that is in the registry another name: without that image it fails. */
const naming =
  /^(?:sudo )?(aws ecr (batch-get-image|put-image)|(crane|gcrane) (tag|copy|cp)|skopeo copy|regctl image copy|docker buildx imagetools create|gcloud (container images add-tag|artifacts docker tags add)|az acr import)\b/

/** Whether the job of a deployment gives the image of the commit another name first, and so takes what is there. */
const takesCommit = ({ job }: DeploymentNode) =>
  job.steps.some(({ acts }) => acts.some((act) => naming.test(act.text) && namesCommit(act)))

/** Whether a command or an action names what it makes or brings by the commit. */
const namesCommit = ({ text, words, inputs }: Act) =>
  holdsCommit([text, ...words, ...(inputs ? [JSON.stringify(inputs)] : [])].join(' '))
