import type { Kind } from '../../../../config/vocabulary.ts'
import { once } from '../../../once.ts'
import type { TraceStop } from '../../../schema/form.ts'
import type { Run } from '../../model.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import type { Atom } from '../run/atoms.ts'
import type { Pass } from '../run/pass.ts'
import { whyNotBlocking } from '../run/standing.ts'

/** The way from the trigger of a run to a deployment: trigger, jobs, deploying command. Each kind that is missing asks. */
export const traceOf = once(findTrace)

function findTrace(node: DeploymentNode, pass: Pass): readonly TraceStop[] {
  const { trigger } = pass.info.run
  const stops: TraceStop[] = [{ place: trigger.place, text: startedBy(pass.info.run) }]
  for (const index of chain(node)) {
    const job = node.plan.workflow.jobs[index]
    if (job) stops.push({ place: job.place, text: `job ${job.id}` })
  }
  stops.push({ place: node.first.place, text: short(node.first.text) })
  return stops
}

/** The same way, with what is of the kind that is missing and why it does not count. */
export function gapOf(node: DeploymentNode, pass: Pass, kinds: readonly Kind[]): readonly TraceStop[] {
  const stops = [...traceOf(node, pass)]
  const broken: TraceStop[] = []
  for (const atom of node.plan.atoms) {
    if (broken.length >= 3) break
    if (!atom.kinds.some((kind) => kinds.includes(kind))) continue
    const reason = whyNotBlocking(atom, pass.info) ?? whyNotBefore(node, atom)
    broken.push({ place: atom.place, text: `${short(atom.text)}: ${reason}` })
  }
  stops.splice(-1, 0, ...broken)
  return stops
}

/** In words, how a run was started. */
export function startedBy(run: Run): string {
  const chosen = Object.entries(run.inputs).map(([name, value]) => `${name}: ${value}`)
  switch (run.trigger.kind) {
    case 'push': {
      const only = run.touched === undefined ? '' : ` that changes only ${run.touched}`
      return run.branch === undefined
        ? `a push to ${run.onDefaultBranch ? 'the default branch' : 'some other branch'}${only}`
        : `a push to ${run.branch}${only}`
    }
    case 'tag':
      return 'a push of a tag'
    case 'pull-request':
      return run.trigger.merges ? 'the merge queue' : 'a pull request'
    case 'schedule':
      return 'the schedule'
    case 'manual':
      return chosen.length > 0 ? `started by hand with ${chosen.join(', ')}` : 'started by hand'
    case 'release':
      return 'a release'
    case 'pipeline':
      return `the end of ${run.trigger.after?.join(' or ') || 'another pipeline'}`
    case 'call':
      return 'a call from elsewhere'
    case 'external':
      return 'an event from outside'
  }
}

function whyNotBefore(node: DeploymentNode, atom: Atom): string {
  if (atom.jobIndex !== node.jobIndex) return `${node.job.id} does not wait for its success`
  return node.first.step?.runsAfterFailure === 'always' ? 'the deployment runs although it failed' : 'it runs later'
}

/** More jobs than this are not shown; those nearest to the deployment are. */
const longest = 12

/** One chain of needs that leads to the job, the first need of each. */
function chain(node: DeploymentNode): number[] {
  const { order } = node.plan
  const way = [node.jobIndex]
  while (way.length < longest) {
    const edges = order.needs[way[0] as number] ?? []
    const next = (edges.find((edge) => edge.requires === 'success') ?? edges[0])?.from
    if (next === undefined) break
    way.unshift(next)
  }
  return way
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}
