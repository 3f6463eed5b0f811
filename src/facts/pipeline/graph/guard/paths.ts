import type { Kind } from '../../../../config/vocabulary.ts'
import type { Place } from '../../../../documents/place.ts'
import { Hidden, isHidden, type Seen } from '../../../hidden.ts'
import { type Follower, followersOf } from '../after/followers.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import { type Atom, isForgeGate } from '../run/atoms.ts'
import type { Plans } from '../run/family.ts'
import { type JobPass, type Pass, passesTouching } from '../run/pass.ts'
import { hangsOnData } from '../run/runs.ts'
import { branchesBy, decidedBy } from './decided.ts'
import { givenAt, guardedKinds, type Standings, standingsAt } from './guards.ts'
import { madeForAnother } from './made-for-another.ts'
import { madeForCommit } from './made-for-commit.ts'
import { madeForRef } from './made-for-ref.ts'
import { madeForRelease } from './made-for-release.ts'
import { madeForStore } from './made-for-store.ts'
import { madeForVersion } from './made-for-version.ts'
import { namesAgain } from './named-again.ts'
import { madeElsewhere, type ReadyMade, readyMade } from './ready-made.ts'
import { startedBy } from './trace.ts'

/** One way to a deployment: a run in which it happens. */
export interface Path {
  readonly pass: Pass
  /** False where it cannot be told whether this run reaches the deployment, while another one decides. */
  readonly certain: boolean
  /** What decides it, where conditions on the way are open and that is kept elsewhere. */
  readonly decidedBy: Hidden | undefined
  /** What chooses the branches that come this way, where it cannot be followed. */
  readonly branchesBy: Hidden | undefined
  readonly standings: Standings
  /** what guards it, by kind */
  readonly guarded: ReadonlyMap<Kind, true | Hidden>
  readonly readyMade: ReadyMade | undefined
  readonly followers: readonly Follower[]
}

/**
 * The ways to a deployment. A start by hand is judged by the choices that depart least from the defaults and still
 * reach it.
 */
export function pathsOf(node: DeploymentNode, passes: readonly Pass[], plans: Plans): Path[] {
  const all = asksForFiles(node) ? [...passes, ...passesTouching(node.plan, plans)] : passes
  const reaching = all.filter((pass) => reaches(node, pass) !== 'no')
  const fewest = new Map<unknown, number>()
  for (const { info } of reaching) {
    const known = fewest.get(info.run.trigger) ?? Number.POSITIVE_INFINITY
    fewest.set(info.run.trigger, Math.min(known, info.departures))
  }
  const given = givenAt(node)
  return reaching
    .filter(({ info }) => info.departures === fewest.get(info.run.trigger))
    .map((pass) => {
      const standings = standingsAt(node, pass, given)
      const guarded = guardedKinds(node, standings)
      // the hidden thing that deploys may build too: where it gets a chosen version, it is taken not to
      const builds =
        building.some((kind) => guarded.has(kind) && !isOwn(guarded.get(kind), node)) &&
        !namesAgain(node, pass, standings)
      const remakes = guarded.has('build') || guarded.has('package')
      const mayBuild = building.some((kind) => guarded.has(kind)) || makes(node)
      return {
        pass,
        certain: reaches(node, pass) === 'yes',
        decidedBy: decidedBy(node.jobIndex, pass),
        branchesBy: branchesBy(node.jobIndex, pass),
        standings,
        guarded,
        readyMade:
          readyMade(
            pass.info.run,
            builds,
            remakes,
            mayBuild,
            node.job.id,
            node.atoms.map((atom) => atom.act),
            unseenIn(node),
          ) ??
          (builds
            ? undefined
            : (madeElsewhere(pass.info.run, plans) ?? madeForRef(node, pass, plans) ?? madeForVersion(node, plans))) ??
          (remakes
            ? undefined
            : (madeForRelease(node, pass) ?? madeForCommit(node, pass, passes, plans) ?? madeForAnother(node))) ??
          (mayBuild ? undefined : madeForStore(node, waitingFor(node))),
        followers: followersOf(node, pass, given, plans),
      }
    })
}

/** Whether the deployment itself hangs on the files that a change touches: then a change that leaves checks out is its own. */
const asksForFiles = ({ job, atoms }: DeploymentNode) =>
  [job.condition, ...atoms.flatMap(({ step, act }) => [step?.condition, act?.condition])].some(
    (condition) => condition?.touches?.length,
  )

/** What deploys, where all of it is hidden and nothing beside it makes anything; undefined otherwise. */
function unseenIn(node: DeploymentNode): string | undefined {
  const { atoms, first } = node
  const all = atoms.every(
    (atom) => atom.kinds.length === 0 && !isForgeGate(atom) && atom.hidden?.couldBe.includes('deploy'),
  )
  return all && !makes(node) ? first.text : undefined
}

const building = ['build', 'package', 'publish'] as const

/** Whether what is hidden is hidden in the deployment itself. */
function isOwn(guard: true | Hidden | undefined, node: DeploymentNode): boolean {
  return isHidden(guard) && node.atoms.some((atom) => atom.hidden?.value === guard)
}

const writtenAt = ({ file, start }: Place) => `${file}:${start}`

/** The jobs that wait for the deployment's own, through whichever others. */
function waitingFor({ plan, jobIndex }: DeploymentNode): ReadonlySet<number> {
  const found = new Set<number>()
  const open = [jobIndex]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { to } of plan.order.dependants[at] ?? []) {
      if (!found.has(to)) open.push(to)
      found.add(to)
    }
  }
  return found
}

/** Whether anything in the pipeline of a deployment makes something, whether or not the deployment waits for it. */
function makes(node: DeploymentNode): boolean {
  const own = new Set(node.atoms.flatMap(({ hidden }) => (hidden ? [writtenAt(hidden.place)] : [])))
  const waiting = waitingFor(node)
  return node.plan.atoms.some(
    (atom) =>
      !node.atoms.includes(atom) &&
      // the same step for another environment makes no more than this one
      !(atom.hidden && own.has(writtenAt(atom.hidden.place))) &&
      // what may build only once it is deployed has not built that
      !(atom.kinds.length === 0 && waiting.has(atom.jobIndex)) &&
      building.some((kind) => atom.kinds.includes(kind) || atom.hidden?.couldBe.includes(kind)),
  )
}

/** Whether a run comes to the deployment: to anything of it. What hangs on data alone is taken to hold: it is no other path. */
function reaches(node: DeploymentNode, pass: Pass): 'yes' | 'maybe' | 'no' {
  const job = pass.jobs[node.jobIndex] as JobPass
  if (job.runs === 'no' || job.afterFailure) return 'no'
  let best: 'maybe' | 'no' = 'no'
  for (const atom of node.atoms) {
    const answer = runs(atom, pass)
    if (answer === 'no') continue
    if (answer === 'yes' && !job.unsteady) return 'yes'
    best = 'maybe'
  }
  return best
}

function runs({ step, act }: Atom, pass: Pass): 'yes' | 'maybe' | 'no' {
  let answer: 'yes' | 'maybe' = 'yes'
  for (const condition of [step?.condition, act?.condition]) {
    if (!condition) continue
    const holds = pass.info.answers.get(condition)
    if (holds === false) return 'no'
    if (holds === undefined && !hangsOnData(condition, pass.info, pass.plan.runs)) answer = 'maybe'
  }
  return answer
}

/**
 * One answer from those of all paths: false if one that surely exists says so; else hidden if one is hidden, or one that
 * may not exist says no; else true. Where no path is certain, false needs all of them.
 */
export function overPaths(paths: readonly Path[], ask: (path: Path) => Seen<boolean>): Seen<boolean> {
  let hidden: Hidden | undefined
  let denied: Path | undefined
  let affirmed = 0
  for (const path of paths) {
    const answer = ask(path)
    if (isHidden(answer)) hidden ??= answer
    else if (answer) affirmed++
    else if (path.certain) return false
    else denied ??= path
  }
  if (denied && affirmed === 0 && !hidden && !paths.some((path) => path.certain)) return false
  if (denied) return hidden ?? existenceOf(denied)
  return hidden ?? (paths.length > 0 && affirmed > 0)
}

/** Whether at least one path says so. */
export function onSomePath(paths: readonly Path[], ask: (path: Path) => Seen<boolean>): Seen<boolean> {
  let hidden: Hidden | undefined
  for (const path of paths) {
    const answer = ask(path)
    if (isHidden(answer)) hidden ??= answer
    else if (answer && path.certain) return true
    else if (answer) hidden ??= existenceOf(path)
  }
  return hidden ?? false
}

/** That it cannot be told whether a run reaches the deployment. */
export function existenceOf(path: Path): Hidden {
  const way = startedBy(path.pass.info.run)
  return new Hidden(`whether ${way} reaches the deployment`, {
    kind: 'file',
    text: `let the conditions of the deploying job say plainly whether ${way} reaches it`,
  })
}
