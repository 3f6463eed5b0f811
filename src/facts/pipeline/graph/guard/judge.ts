import type { Settings } from '../../../../config/settings.ts'
import type { Kind } from '../../../../config/vocabulary.ts'
import type { ForgeSettings } from '../../../../sources/forge/settings.ts'
import { and, type Hidden, or, type Seen } from '../../../hidden.ts'
import { type Around, canFail, type Follower, followedBy, testsEnvironmentOf } from '../after/followers.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import type { Kin } from '../deployment/kin.ts'
import { handedOver, keptFromTraffic } from '../rollback/before-traffic.ts'
import { platformRollback } from '../rollback/platform.ts'
import { rollbackAfter, startedAgainAfter, undoesItself } from '../rollback/rollback.ts'
import type { Atom } from '../run/atoms.ts'
import type { Plan, Plans } from '../run/family.ts'
import type { Pass } from '../run/pass.ts'
import type { Path } from './paths.ts'
import type { RequestChecks } from './requests.ts'

/** What judging one deployment asks of all others. */
export interface Judge {
  readonly plans: Plans
  readonly nodes: readonly DeploymentNode[]
  readonly around: Around
  readonly kin: Kin
  readonly settings: Settings
  readonly requests: RequestChecks
  /** what the forge tells of the repository; undefined where it was not asked */
  readonly forge: ForgeSettings | undefined
  /** the deployment that an act belongs to */
  nodeOf(atom: Atom): DeploymentNode | undefined
  passes(plan: Plan): readonly Pass[]
  paths(node: DeploymentNode): readonly Path[]
  /** whether a manual gate that files show holds a deployment on some path */
  gated(node: DeploymentNode): Seen<boolean>
  /** Smoke tests that an event from outside starts (`deployment_status`): they may follow any deployment. */
  readonly outsideTests: Hidden | undefined
  /** whether smoke tests follow a deployment on one path */
  smokeOn(node: DeploymentNode, path: Path): Seen<boolean>
  /** whether smoke tests follow a deployment on all its paths */
  smokeTested(node: DeploymentNode): Seen<boolean>
}

/** Whether a kind guards a deployment on one path. */
export function guardOn(kind: Kind, path: Path, judge: Judge): Seen<boolean> {
  const found = path.guarded.get(kind)
  if (found === true) return true
  if (path.readyMade?.kinds.has(kind)) return path.readyMade.hidden
  const demanded = judge.requests.answerFor(kind, path.pass.info.run)
  return demanded === true ? true : (found ?? demanded ?? false)
}

/** Whether a kind follows a deployment on one path. Smoke tests must be able to fail and speak of its environment. */
export function followOn(kind: Kind, node: DeploymentNode, path: Path, judge: Judge): Seen<boolean> {
  if (kind === 'smoke-test') return judge.smokeOn(node, path)
  return or(followedBy(kind, path.followers, node), callers(path))
}

/** A pipeline that is called from elsewhere goes on there. */
function callers({ pass, readyMade }: Path): Seen<boolean> {
  return pass.info.run.trigger.kind === 'call' && readyMade ? readyMade.hidden : false
}

/** {@link Judge.smokeOn} */
export function smokeTestsOn(node: DeploymentNode, path: Path, judge: Judge): Seen<boolean> {
  const tests = smokeTests(path).map((follower) => countsAsTest(follower, node, path, judge))
  const rest = path.followers.filter((follower) => !follower.atom.kinds.includes('smoke-test'))
  // what takes the new version over may ask it before it goes on
  const own: Seen<boolean> = node.first.hidden?.couldBe.includes('smoke-test') ? node.first.hidden.value : false
  const before = ofHandedOver(node, path, judge, smokeTestsOn)
  return or(...tests, followedBy('smoke-test', rest, node), own, callers(path), judge.outsideTests ?? false, before)
}

/** What is asked of the deployment whose version a node only hands the traffic to, on the same path. */
function ofHandedOver(
  node: DeploymentNode,
  path: Path,
  judge: Judge,
  ask: (node: DeploymentNode, path: Path, judge: Judge) => Seen<boolean>,
): Seen<boolean> {
  const first = handedOver(node, judge.nodes, judge.kin)
  const same = first && judge.paths(first).find(({ pass }) => pass === path.pass)
  return first && same ? ask(first, same, judge) : false
}

function smokeTests(path: Path): Follower[] {
  return path.followers.filter(({ atom }) => atom.kinds.includes('smoke-test'))
}

function countsAsTest(follower: Follower, node: DeploymentNode, path: Path, judge: Judge): Seen<boolean> {
  const { atom, doubt } = follower
  const handled = atom.step?.continueOnError === true && rollbackFrom(atom, node, path, judge) === true
  return and(testsEnvironmentOf(node, atom, judge.around), canFail(atom, handled), doubt ?? true)
}

/** Whether a failed smoke test after the deployment reaches a rollback or keeps the new version from the traffic, on one path. */
export function verificationRollsBackOn(node: DeploymentNode, path: Path, judge: Judge): Seen<boolean> {
  const answers: Seen<boolean>[] = []
  for (const follower of path.followers) {
    const { atom } = follower
    if (atom.kinds.includes('smoke-test')) {
      const test = countsAsTest(follower, node, path, judge)
      const goesBack = () =>
        or(rollbackFrom(atom, node, path, judge), keptFromTraffic(atom, node, path.pass, judge.kin))
      answers.push(test === false ? false : and(test, goesBack()))
    } else if (atom.hidden?.couldBe.includes('smoke-test')) {
      const inside: Seen<boolean> = atom.hidden.couldBe.includes('rollback') ? atom.hidden.value : false
      answers.push(and(atom.hidden.value, or(inside, rollbackFrom(atom, node, path, judge))))
    }
  }
  for (const part of node.plan.workflow.hidden) if (part.couldBe.includes('rollback')) answers.push(part.value)
  answers.push(ofHandedOver(node, path, judge, verificationRollsBackOn))
  return or(...answers)
}

/** Whether a failed deployment, or a failed smoke test after it, reaches a rollback without a person, on one path. */
export function rollsBackOn(node: DeploymentNode, path: Path, judge: Judge): Seen<boolean> {
  if (node.atoms.some(undoesItself)) return true
  const own: Seen<boolean> = node.first.hidden?.couldBe.includes('rollback') ? node.first.hidden.value : false
  return or(
    rollbackAfter(node.first, node, path.pass, judge),
    verificationRollsBackOn(node, path, judge),
    own,
    platformRollback(node.first) ?? false,
    startedAgainAfter(node) ?? false,
  )
}

function rollbackFrom(atom: Atom, node: DeploymentNode, path: Path, judge: Judge): Seen<boolean> {
  if (atom.workflow === path.pass.plan.workflow) return rollbackAfter(atom, node, path.pass, judge)
  const pass = judge
    .passes(judge.plans.of(atom.workflow))
    .find((candidate) => candidate.info.run.trigger.kind === 'pipeline')
  return pass ? rollbackAfter(atom, node, pass, judge) : false
}

/** Whether anything of a workflow, other than the forge's settings, is hidden. */
export function whollyVisible(plan: Plan): boolean {
  return plan.workflow.hidden.length === 0 && !plan.atoms.some(({ hidden }) => hidden && hidden.value.as !== 'forge')
}
