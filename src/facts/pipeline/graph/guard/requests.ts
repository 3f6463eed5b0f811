import type { Kind } from '../../../../config/vocabulary.ts'
import type { BranchRules, ForgeSettings } from '../../../../sources/forge/settings.ts'
import { rulesOf } from '../../../forge/branches.ts'
import { demandsJob } from '../../../forge/checks.ts'
import { demandsCodeScanning, isCodeScanning } from '../../../forge/code-scanning.ts'
import { Hidden, isHidden } from '../../../hidden.ts'
import { about as githubActions } from '../../github/about.ts'
import type { Run, Trigger } from '../../model.ts'
import type { Atom } from '../run/atoms.ts'
import { branchAllowed } from '../run/branches.ts'
import type { Plan, Plans } from '../run/family.ts'
import { type Standing, standingOf } from '../run/standing.ts'

/** Kinds that a branch can demand of a change before it is merged. */
const checks = new Set<Kind>(['build', 'lint', 'unit-test', 'integration-test', 'security-scan', 'image-scan'])
for (const kind of ['validate', 'plan', 'verify', 'package'] as const) checks.add(kind)

/** What pull requests are checked for: a branch may demand it in settings that files do not show. */
export interface RequestChecks {
  /**
   * For a kind that a run lacks: true where its branch demands a check for it, hidden where it may, undefined where no
   * check of pull requests can count.
   */
  answerFor(kind: Kind, run: Run): true | Hidden | undefined
}

interface Checked {
  readonly plan: Plan
  readonly trigger: Trigger
  /** by a push to a branch that is not merged yet, whose checks stand at the request as well */
  readonly pushed: boolean
  readonly atoms: Check[]
}

interface Check {
  readonly atom: Atom
  readonly doubt: Hidden | undefined
  /** its own failure stops the job; if not, the forge judges what it finds */
  readonly stops: boolean
}

/**
 * The checks on pull requests, by kind (verdicts.md: "A check that runs only on pull requests counts for a push if the
 * branch demands it, in forge settings or in code; if that cannot be seen, unknown").
 */
export function requestChecks(plans: Plans, forge: ForgeSettings | undefined): RequestChecks {
  const found = checkedKinds(plans)
  return {
    answerFor(kind, run) {
      if (run.trigger.kind === 'pull-request' || !checks.has(kind)) return undefined
      const branch = run.branch ?? plans.branches.default
      const all = found.get(kind) ?? []
      const of = all.filter((one) => one.pushed || branch === undefined || branchAllowed(one.trigger, branch))
      const rules = rulesOf(branch, forge)
      if (rules === undefined) return of[0] && demandHidden(of[0], branch)
      if (isHidden(rules)) return of.length ? rules : undefined
      const answer = demanded(kind, of, rules, forge)
      // a tag or some other branch may stand at a commit that no rule has seen
      const isNamed = run.branch !== undefined || run.onDefaultBranch !== false
      return isNamed || answer !== true ? answer : standsAnywhere(branch)
    },
  }
}

function standsAnywhere(branch: string | undefined): Hidden {
  const which = branch ?? 'the default branch'
  return new Hidden(`whether what starts the deployment stands only at commits of ${which}, which demands the checks`, {
    kind: 'file',
    text: 'run the checks in the pipeline that deploys, or deploy from the branch that demands them',
  })
}

/** What pull requests are checked for, by whom. */
function checkedKinds(plans: Plans): ReadonlyMap<Kind, readonly Checked[]> {
  const found = new Map<Kind, Checked[]>()
  for (const plan of plans.all) {
    for (const info of plan.runs.runs) {
      const { trigger } = info.run
      const pushed = isOfSomeBranch(info.run)
      if (trigger.kind !== 'pull-request' && !pushed && !(trigger.kind === 'manual' && isValidation(plan))) continue
      for (const atom of plan.atoms) {
        const { condition } = atom.job
        if (atom.job.allowFailure === true || (condition && info.answers.get(condition) === false)) continue
        const standing = standingOf(atom, info)
        const stops = standing !== 'no'
        if (!stops && !isJudgedByForge(atom, trigger, plan)) continue
        if (pushed && runsOnDefault(atom, plan, (standing) => standing !== 'no')) continue
        const doubt = stops && standing !== 'yes' ? standing.hidden : undefined
        for (const { kind, open } of kindsOf(atom)) {
          if (!checks.has(kind)) continue
          const one = { atom, doubt: doubt ?? open, stops }
          const list = found.get(kind) ?? []
          const known = list.find((other) => other.trigger === trigger)
          if (known) known.atoms.push(one)
          else list.push({ plan, trigger, pushed, atoms: [one] })
          found.set(kind, list)
        }
      }
    }
  }
  return found
}

/** What a check is, and what a runner of unit tests may run as well: tests of more than one unit. */
function kindsOf({ kinds, hidden }: Atom): readonly { readonly kind: Kind; readonly open?: Hidden }[] {
  const sure = kinds.map((kind) => ({ kind }))
  if (!kinds.includes('unit-test') || !hidden?.couldBe.includes('integration-test')) return sure
  return [...sure, { kind: 'integration-test', open: hidden.value }]
}

/** A push to whatever branch somebody works on: not the default one, and none that the pipeline names. */
const isOfSomeBranch = ({ trigger, branch, onDefaultBranch }: Run) =>
  trigger.kind === 'push' && branch === undefined && onDefaultBranch === false

/** An analysis on pull requests alone, whose results the branch may demand. */
const isJudgedByForge = (atom: Atom, trigger: Trigger, plan: Plan) =>
  trigger.kind === 'pull-request' &&
  atom.act !== undefined &&
  isCodeScanning(atom.act) &&
  !runsOnDefault(atom, plan, () => true)

/** Whether it also runs where the change is merged: there it stops the deployment, or it does not (verdicts.md). */
const runsOnDefault = (atom: Atom, { runs }: Plan, counts: (standing: Standing) => boolean) =>
  runs.runs.some((info) => {
    const { trigger, onDefaultBranch } = info.run
    if (trigger.kind !== 'push' || onDefaultBranch === false) return false
    const { condition } = atom.job
    return !(condition && info.answers.get(condition) === false) && counts(standingOf(atom, info))
  })

/** A pipeline that nothing starts and that deploys nothing is there for requests, as settings of the service say. */
function isValidation({ workflow, atoms }: Plan): boolean {
  return workflow.mayCheckRequests === true && !atoms.some(({ kinds }) => kinds.some((kind) => makesChanges.has(kind)))
}

const makesChanges = new Set<Kind>(['deploy', 'apply', 'migrate', 'publish', 'rollback'])

function demandHidden({ plan, pushed }: Checked, branch: string | undefined): Hidden {
  const which = branch ?? 'the default branch'
  const on = pushed ? 'other branches' : 'pull requests'
  return new Hidden(`whether ${which} demands the checks that ${plan.workflow.name} runs on ${on}`, {
    kind: 'permission',
    text: `let Assay read the branch protection of ${which}: assay check --forge`,
  })
}

/** Whether the rules of a branch make a check for the kind a condition of every push to it. */
function demanded(
  kind: Kind,
  of: readonly Checked[],
  rules: BranchRules,
  forge: ForgeSettings | undefined,
): true | Hidden | undefined {
  if (kind === 'security-scan' && demandsCodeScanning(rules)) return true
  let hidden: Hidden | undefined
  for (const { plan, atoms } of of) {
    for (const { atom, doubt, stops } of atoms) {
      if (!stops) continue
      const answer = demandsAround(plan, atom.jobIndex, rules)
      if (answer === true && !doubt) return true
      if (answer) hidden ??= answer === true ? doubt : answer
    }
  }
  return hidden ?? elsewhere(rules, forge)
}

/** Whether a branch demands a job, or one that only succeeds when this one has. */
function demandsAround(plan: Plan, jobIndex: number, rules: BranchRules): true | Hidden | undefined {
  const { workflow, order } = plan
  const ofActions = workflow.system === githubActions.system
  let hidden: Hidden | undefined
  const seen = new Set([jobIndex])
  const waiting = [{ index: jobIndex, sure: true }]
  for (const { index, sure } of waiting) {
    const job = workflow.jobs[index]
    if (job && demandsJob(rules, job, ofActions)) {
      if (sure) return true
      hidden ??= new Hidden(`whether ${job.id}, which the branch demands, fails when what it waits for has failed`, {
        kind: 'file',
        text: `let ${job.id} need its jobs without "always()", or name each of them in the rules of the branch`,
      })
    }
    for (const edge of order.dependants[index] ?? []) {
      if (edge.requires === 'failure' || seen.has(edge.to)) continue
      seen.add(edge.to)
      waiting.push({ index: edge.to, sure: sure && edge.requires === 'success' && !edge.evenIfSkipped })
    }
  }
  return hidden
}

/** What the branch demands of others: workflows of another repository, checks of systems that no file here shows. */
function elsewhere(rules: BranchRules, forge: ForgeSettings | undefined): Hidden | undefined {
  const where = forge ? `${forge.host}/${forge.repository}` : ''
  const [workflow] = rules.workflows
  if (workflow === undefined) return undefined
  return new Hidden(`what the workflow ${workflow} checks, which the rules of ${where} demand`, {
    kind: 'permission',
    text: `show what ${workflow} checks, or run the check in the pipeline that deploys`,
  })
}
