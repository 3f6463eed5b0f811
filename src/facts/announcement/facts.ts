import { type Moment, moments } from '../../config/vocabulary.ts'
import { Hidden, isHidden } from '../hidden.ts'
import type { DeploymentNode } from '../pipeline/graph/deployments.ts'
import type { Judge } from '../pipeline/graph/judge.ts'
import { existenceOf, type Path } from '../pipeline/graph/paths.ts'
import { startedBy, traceOf } from '../pipeline/graph/trace.ts'
import type { Announcement, Told } from '../schema/announcement.ts'
import { type Tellers, tellersOn } from './moments.ts'
import { rollbacksOf } from './rollback.ts'
import type { Said } from './said.ts'
import type { Scripts } from './scripts.ts'
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

/**
 * The announcements of a deployment: one for each moment, and where the ways to it differ in what is told then, one for
 * each of them. `id` is the deployment's.
 */
export function announcementsOf(node: DeploymentNode, id: string, sources: Sources): Announcement[] {
  const { judge, scripts, said, notices } = sources
  const all = judge.paths(node)
  const building = all.filter((path) => !path.readyMade?.redeploys)
  const paths = building.length > 0 ? building : all
  const certain = paths.filter((path) => path.certain)
  const elsewhere = hiddenParts(node, scripts)
  const found: Announcement[] = []
  const ways = paths.map((path) => ({ path, on: tellersOn(node, path, judge) }))
  const rolled = ways[0] ? rollbacksOf(node, ways[0].on, judge) : { tellers: [], exists: false }
  for (const moment of moments) {
    const seen = new Set<string>()
    for (const { path, on } of ways) {
      const tellers = tellersAt(moment, on, rolled.tellers, notices)
      const told = tellers.flatMap((teller) => (moment === 'scheduled' ? noticeBy : toldBy)(teller, scripts))
      told.push(...(said.get(moment) ?? []), ...(moment === 'scheduled' ? [] : elsewhere))
      const key = told.map(keyOf).join('\n')
      if (seen.has(key)) continue
      seen.add(key)
      // A way of which it cannot be told whether it exists convicts nobody where another one surely does.
      if (!path.certain && certain.length > 0) told.push(...unseen(existenceOf(path), node.job.place, node.job.id))
      found.push(fact(node, id, moment, seen.size, told, path, rolled.exists))
    }
  }
  return found
}

function tellersAt(moment: Moment, on: Tellers, rollback: readonly Teller[], notices: readonly Teller[]) {
  if (moment === 'rollback') return rollback
  // Whatever is hidden before the deployment may also have announced it.
  return moment === 'scheduled' ? [...notices, ...on.starting.filter(({ atom }) => atom.hidden)] : on[moment]
}

function fact(
  node: DeploymentNode,
  id: string,
  moment: Moment,
  number: number,
  told: readonly Told[],
  path: Path,
  rollsBack: boolean,
): Announcement {
  const { job, plan, environment, first } = node
  return {
    id: `${id}/${moment}${number === 1 ? '' : `#${number}`}`,
    file: job.place.file,
    pipeline: plan.workflow.id,
    job: job.id,
    environment: environment.class,
    environmentName: environment.name,
    moment,
    told: [...told],
    messages: listed(told, 'message', (one) => `${one.tool} (${isHidden(one.channel) ? '?' : one.channel})`),
    states: listed(told, 'status', (one) => `${isHidden(one.state) ? '?' : one.state} by ${one.tool}`),
    rollsBack,
    way: startedBy(path.pass.info.run),
    place: job.place,
    at: first.place,
    path: traceOf(node, path.pass),
  }
}

function listed(told: readonly Told[], kind: Told['kind'], print: (one: Told) => string): string {
  const chosen = told.filter((one) => one.kind === kind && !isHidden(one.channel))
  return [...new Set(chosen.map(print))].join(', ')
}

function keyOf({ kind, channel, state, tool, place }: Told): string {
  const seen = (value: unknown) => (isHidden(value) ? `?${value.what}` : value)
  return [kind, seen(channel), seen(state), tool, place.file, place.start].join(' ')
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
