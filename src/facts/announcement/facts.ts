import { type Moment, moments } from '../../config/vocabulary.ts'
import { Hidden } from '../hidden.ts'
import type { DeploymentNode } from '../pipeline/graph/deployment/deployments.ts'
import type { Judge } from '../pipeline/graph/guard/judge.ts'
import { existenceOf, type Path } from '../pipeline/graph/guard/paths.ts'
import { startedBy, traceOf } from '../pipeline/graph/guard/trace.ts'
import { undoesItself } from '../pipeline/graph/rollback/rollback.ts'
import type { Announcement, Told } from '../schema/announcement.ts'
import { type Tellers, tellersOn } from './moments.ts'
import { type Rollbacks, type RollbacksOf, rollbacksIn, rollbackTold } from './rollback.ts'
import type { Said } from './said.ts'
import type { Scripts } from './scripts.ts'
import { joined, keyOf, type Shared, sharedOf } from './shared.ts'
import type { Teller } from './teller.ts'
import { noticeBy, toldBy, unseen } from './told.ts'

/** What the facts of all deployments are made from. */
export interface Sources {
  readonly judge: Judge
  readonly scripts: Scripts
  readonly said: Said
  /** what may be a notice of a deployment on another day, anywhere in the pipelines */
  readonly notices: readonly Teller[]
}

/** Makes the announcements of one deployment; `id` is the deployment's. */
export type AnnouncementsOf = (node: DeploymentNode, id: string) => Announcement[]

/**
 * Prepares what is the same for all deployments, once: what is told beside the pipelines, notices, and rollbacks of each
 * kind of environment.
 */
export function announcementsFrom(sources: Sources): AnnouncementsOf {
  const { judge, scripts, said, notices } = sources
  const rollbacks = rollbacksIn(judge)
  const toldOf = new Map<Rollbacks, Shared>()
  const beside = new Map(moments.map((moment) => [moment, sharedOf(said.get(moment) ?? [])]))
  const noticed = sharedOf([
    ...notices.flatMap((teller) => noticeBy(teller, scripts)),
    ...(said.get('scheduled') ?? []),
  ])
  return (node, id) => {
    const rolled = rollbacks(node)
    let undone = toldOf.get(rolled.shared)
    if (!undone) {
      const told = rolled.shared.tellers.flatMap((teller) => toldBy(teller, scripts))
      undone = sharedOf([...told, ...(said.get('rollback') ?? [])])
      toldOf.set(rolled.shared, undone)
    }
    const shared = new Map([...beside, ['scheduled', noticed] as const, ['rollback', undone] as const])
    return announcementsOf(node, id, sources, shared, rolled)
  }
}

/**
 * The announcements of a deployment: one for each moment, and where the ways to it differ in what is told then, one for
 * each of them.
 */
function announcementsOf(
  node: DeploymentNode,
  id: string,
  { judge, scripts }: Sources,
  shared: ReadonlyMap<Moment, Shared>,
  rolled: ReturnType<RollbacksOf>,
): Announcement[] {
  const all = judge.paths(node)
  const building = all.filter((path) => !path.readyMade?.redeploys)
  const paths = building.length > 0 ? building : all
  const certain = paths.filter((path) => path.certain)
  const elsewhere = hiddenParts(node, scripts)
  const found: Announcement[] = []
  const ways = paths.map((path) => ({ path, on: tellersOn(node, path, judge) }))
  const rollsBack = rolled.own.exists || rolled.shared.exists || node.atoms.some(undoesItself)
  const { own, shared: others } = rolled
  const failing = (ways[0] ? rollbackTold(ways[0].on) : []).filter(
    ({ atom }) => !own.atoms.has(atom) && !others.atoms.has(atom),
  )
  const inRollback = [...rolled.own.tellers, ...failing]
  for (const moment of moments) {
    const seen = new Set<string>()
    for (const { path, on } of ways) {
      const tellers = moment === 'rollback' ? inRollback : tellersAt(moment, on)
      const told = tellers.flatMap((teller) => (moment === 'scheduled' ? noticeBy : toldBy)(teller, scripts))
      told.push(...(moment === 'scheduled' ? [] : elsewhere))
      const key = told.map(keyOf).join('\n')
      if (seen.has(key)) continue
      seen.add(key)
      // A way of which it cannot be told whether it exists convicts nobody where another one surely does.
      if (!path.certain && certain.length > 0) told.push(...unseen(existenceOf(path), node.job.place, node.job.id))
      const number = seen.size === 1 ? '' : `#${seen.size}`
      const base = { id: `${id}/${moment}${number}`, moment, rollsBack }
      found.push({ ...base, ...joined(told, shared.get(moment) as Shared), ...placeOf(node, path) })
    }
  }
  return found
}

function tellersAt(moment: Exclude<Moment, 'rollback'>, on: Tellers): readonly Teller[] {
  // Whatever is hidden before the deployment may also have announced it.
  return moment === 'scheduled' ? on.starting.filter(({ atom }) => atom.hidden) : on[moment]
}

/** Where an announcement belongs: its deployment, and the way to it. */
function placeOf(node: DeploymentNode, path: Path) {
  const { job, plan, environment, first } = node
  return {
    file: job.place.file,
    pipeline: plan.workflow.id,
    job: job.id,
    environment: environment.class,
    environmentName: environment.name,
    way: startedBy(path.pass.info.run),
    place: job.place,
    at: first.place,
    path: traceOf(node, path.pass),
  }
}

/** What is hidden in the pipeline as a whole, and scripts of it that speak to people and are not followed. */
function hiddenParts(node: DeploymentNode, scripts: Scripts): Told[] {
  const { workflow } = node.plan
  const parts = workflow.hidden.filter(({ couldBe }) => couldBe.includes('notify') || couldBe.includes('status'))
  const found = parts.flatMap((part) => unseen(part.value, part.place, part.value.what))
  for (const step of node.job.steps) {
    for (const act of step.acts) {
      if (act.kinds.length > 0 || act.hidden || !scripts.has(act)) continue
      found.push(...unseen(untold(act.tool), act.place, act.tool))
    }
  }
  return found
}

function untold(tool: string): Hidden {
  return new Hidden(`what ${tool} tells, and when`, {
    kind: 'file',
    text: `send the messages of ${tool} in steps of their own`,
  })
}
