import type { ForgeSettings } from '../../sources/forge/settings.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import type { GateSettings, Job, Trigger, Workflow } from '../pipeline/model.ts'
import { rulesOf } from './branches.ts'
import { seen, settingName } from './untold.ts'

/**
 * The workflows with the reviews that the forge demands of changes to the branch that a controller follows: what is
 * pushed there is deployed, so who approves the change approves the deployment.
 */
export function withReviews(workflows: readonly Workflow[], forge: ForgeSettings | undefined): readonly Workflow[] {
  if (!forge) return workflows
  return workflows.map((workflow) => {
    const [trigger] = workflow.triggers
    if (!trigger || !workflow.jobs.some(waitsForReview)) return workflow
    return {
      ...workflow,
      jobs: workflow.jobs.map((job) => (waitsForReview(job) ? reviewed(job, trigger, forge) : job)),
    }
  })
}

/** All that is hidden of the job are the rules of a branch. */
const waitsForReview = ({ hidden }: Job): boolean =>
  hidden?.value.as === 'forge' && hidden.couldBe.length === 1 && hidden.couldBe[0] === 'approve'

function reviewed(job: Job, trigger: Trigger, forge: ForgeSettings): Job {
  const { hidden, ...visible } = job
  return { ...visible, review: reviewOf(trigger, hidden?.place ?? job.place, forge) }
}

function reviewOf(trigger: Trigger, place: GateSettings['place'], forge: ForgeSettings): Seen<GateSettings> {
  const branch = trigger.branches?.[0]
  if (trigger.kind !== 'push' || (branch !== undefined && /[*?[\]]/.test(branch))) return notOneBranch
  const rules = rulesOf(branch, forge) ?? notOneBranch
  if (isHidden(rules)) return rules
  const which = branch === undefined ? 'the default branch' : `the branch ${branch}`
  const reviews = seen(`the reviews that ${which} demands`, rules.reviews)
  if (isHidden(reviews)) return reviews
  return {
    approvals: reviews,
    approvers: ['another person'],
    selfApproval: false,
    adminsBypass: rules.adminsBypass ?? false,
    review: true,
    place: { ...place, setting: settingName(`reviews of ${which}`, forge) },
  }
}

const notOneBranch = new Hidden(
  'the reviews that the followed revision demands',
  { kind: 'file', text: 'let the controller follow a branch that is named' },
  'forge',
)
