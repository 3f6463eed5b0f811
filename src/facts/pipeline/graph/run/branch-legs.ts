import { withBranch } from '../../commands/shell/run-values.ts'
import { both } from '../../dialect/conditions.ts'
import { mostBranches } from '../../dialect/handed-branch.ts'
import { tellsEnvironment } from '../../dialect/words.ts'
import type { Act, Condition, Job, Need, Step, Workflow } from '../../model.ts'
import { type Branches, branchAllowed, isDefaultBranch } from './branches.ts'
import { mentionedBranches } from './runs.ts'

/**
 * The workflows, each job that deploys to an environment called after its branch (`serverless deploy --stage $BRANCH`) with
 * one use for each branch, where no others run it and some are called after environments. Dialects that know the branch
 * before they read a job have parted it themselves.
 */
export function withBranchLegs(workflows: readonly Workflow[], branches: Branches): readonly Workflow[] {
  return workflows.map((workflow) => {
    const handing = workflow.jobs.filter(isCalledAfterBranch)
    if (handing.length === 0) return workflow
    const uses = new Map<string, readonly Job[]>()
    for (const job of handing) {
      const names = branchesOf(job, workflow, branches)
      if (names)
        uses.set(
          job.id,
          names.map((branch) => useOf(job, branch)),
        )
    }
    if (uses.size === 0) return workflow
    const jobs = workflow.jobs.flatMap((job) => uses.get(job.id) ?? [job])
    return {
      ...workflow,
      jobs: jobs.map((job) => ({ ...job, needs: job.needs.flatMap((need) => needsOf(need, uses)) })),
    }
  })
}

const anyBranch = '\u0000'

const isAfterBranch = ({ kinds, environment = '' }: Act): boolean =>
  kinds.some((kind) => kind === 'deploy' || kind === 'apply') && withBranch(environment, anyBranch) !== environment

const isCalledAfterBranch = ({ environment, steps }: Job): boolean =>
  environment === undefined && steps.some(({ acts }) => acts.some(isAfterBranch))

/** The branches on which a job runs, where these are all known by name; undefined where others may run it. */
function branchesOf({ condition }: Job, { triggers }: Workflow, branches: Branches): readonly string[] | undefined {
  const names = new Set<string>()
  const mentioned = condition ? mentionedBranches([condition]) : []
  for (const trigger of triggers) {
    // whether a request from one of these branches runs it, too, stays as open as it is
    const open = condition && trigger.kind === 'pull-request'
    const runsOn = (branch: string | undefined, onDefaultBranch: boolean | undefined) => {
      const answer = condition ? condition.holds({ trigger, branch, onDefaultBranch, inputs: {} }) : true
      return open ? answer === true : answer !== false
    }
    const given = trigger.kind === 'push' && !trigger.branchUnseen ? trigger.branches : undefined
    const listed = given?.every((name) => !/[*?+![\]]/.test(name)) ? given : undefined
    if (!listed && (runsOn(undefined, false) || (branches.default === undefined && runsOn(undefined, true))))
      return undefined
    const candidates = /^(push|manual|schedule)$/.test(trigger.kind) ? (listed ?? [...mentioned, branches.default]) : []
    for (const name of candidates) {
      if (name !== undefined && branchAllowed(trigger, name) && runsOn(name, isDefaultBranch(name, branches)))
        names.add(name)
    }
  }
  if (names.size < 2 || names.size > mostBranches || ![...names].some(tellsEnvironment)) return undefined
  return [...names]
}

function useOf(job: Job, branch: string): Job {
  const id = `${job.id} (${branch})`
  const onBranch: Condition = {
    text: `the branch is ${branch}`,
    place: job.place,
    branches: [branch],
    holds: (run) => (run.branch === undefined ? undefined : run.branch === branch),
  }
  return { ...job, id, condition: both(job.condition, onBranch) ?? onBranch, steps: job.steps.map(stepOn(branch, id)) }
}

const stepOn =
  (branch: string, job: string) =>
  (step: Step, index: number): Step => ({
    ...step,
    id: `${job}/${index}`,
    acts: step.acts.map((act) => ({
      ...act,
      words: act.words.map((word) => withBranch(word, branch)),
      ...(act.environment !== undefined && { environment: withBranch(act.environment, branch) }),
    })),
  })

/** Who waits for the job waits for the use that runs. */
function needsOf(need: Need, uses: ReadonlyMap<string, readonly Job[]>): readonly Need[] {
  const all = uses.get(need.job)
  return all ? all.map(({ id }) => ({ ...need, job: id, group: need.group ?? need.job })) : [need]
}
