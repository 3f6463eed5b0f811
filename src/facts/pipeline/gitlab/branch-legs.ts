import type { DataNode } from '../../../documents/tree.ts'
import { both } from '../dialect/conditions.ts'
import { handsOn, mostBranches } from '../dialect/handed-branch.ts'
import { saysDeploy } from '../dialect/says-deploy.ts'
import { tellsEnvironment } from '../dialect/words.ts'
import type { Condition, Trigger } from '../model.ts'
import { textsOf } from './nodes.ts'
import { askRef } from './policy.ts'
import { triggersOf } from './start.ts'
import { isOpen, type Scope } from './variables.ts'

/** The use of a job on one branch: what holds there, and what its variables of the branch are. */
export interface BranchLeg {
  readonly condition: Condition | undefined
  readonly variables: ReadonlyMap<string, string>
}

const ofBranch = /\$\{?CI_COMMIT_(REF_NAME|BRANCH|REF_SLUG)\b/

/**
 * The uses of a job whose environment is named after its branch (`environment: $CI_COMMIT_REF_NAME`), one for each branch
 * that its rules name; a single one as it is where the environment says nothing of the branch, or where other branches,
 * tags or merge requests may run it too. So of a job that is called a deployment, names no environment and hands its branch
 * on (`-i inventory.$CI_COMMIT_BRANCH.yml`), where branches are called after environments.
 * @param called the job's name
 */
export function branchLegs(
  called: string,
  node: DataNode,
  condition: Condition | undefined,
  scope: Scope,
): readonly BranchLeg[] {
  const whole: readonly BranchLeg[] = [{ condition, variables: new Map() }]
  const environment = node.get('environment')
  const name = (environment?.kind === 'map' ? environment.get('name') : environment)?.text ?? ''
  const handed = environment === undefined && isHandedOn(called, node)
  if (!condition || !(handed || (isOpen(name) && ofBranch.test(name)))) return whole
  const { place } = condition
  const { survey } = scope.home
  const mayRun = (trigger: Trigger, branch?: string) =>
    condition.holds({
      trigger,
      branch,
      onDefaultBranch: branch !== undefined && branch === scope.home.defaultBranch(),
      inputs: {},
    }) !== false
  const starts: readonly Trigger[] = [{ kind: 'pull-request', place }, ...triggersOf(survey, place, [])]
  if (starts.some((trigger) => mayRun(trigger))) return whole
  const branches = [...survey.branches].filter((branch) => mayRun({ kind: 'push', event: 'push', place }, branch))
  if (branches.length === 0 || branches.length > mostBranches) return whole
  if (handed && !branches.some(tellsEnvironment)) return whole
  return branches.map((branch) => ({
    condition: both(condition, {
      text: `$CI_COMMIT_REF_NAME == "${branch}"`,
      place,
      holds: (run) => askRef(branch, run, scope).holds,
      onData: (run) => askRef(branch, run, scope).onData,
    }),
    variables: new Map([
      ['CI_COMMIT_REF_NAME', branch],
      ['CI_COMMIT_BRANCH', branch],
      ['CI_COMMIT_REF_SLUG', slug(branch)],
    ]),
  }))
}

const isHandedOn = (called: string, node: DataNode): boolean =>
  (saysDeploy(called) || saysDeploy(node.get('stage')?.text ?? '')) &&
  handsOn(
    ['before_script', 'script'].flatMap((key) => textsOf(node.get(key))),
    ofBranch,
  )

/** https://docs.gitlab.com/ci/variables/predefined_variables: CI_COMMIT_REF_SLUG */
const slug = (branch: string) =>
  branch
    .toLowerCase()
    .slice(0, 63)
    .replace(/[^a-z0-9]/g, '-')
    .replace(/^-+|-+$/g, '')
