import { type Kind, kindField, kinds } from '../../config/vocabulary.ts'
import type { Place } from '../../documents/place.ts'
import { isHidden } from '../../facts/hidden.ts'
import type { DeploymentNode } from '../../facts/pipeline/graph/deployment/deployments.ts'
import { deploymentFact } from '../../facts/pipeline/graph/deployment/fact.ts'
import type { Graph } from '../../facts/pipeline/graph/index.ts'
import { type Atom, isForgeGate } from '../../facts/pipeline/graph/run/atoms.ts'
import type { Plan } from '../../facts/pipeline/graph/run/family.ts'
import { toldByName } from '../../facts/pipeline/graph/told/names.ts'
import type { Job, Trigger } from '../../facts/pipeline/model.ts'

/** What Assay understood of the pipelines, in the words that all drawings share. */
export interface Drawing {
  readonly pipelines: readonly DrawnPipeline[]
  /** one sentence for each circle or call that leads nowhere */
  readonly problems: readonly string[]
}

export interface DrawnPipeline {
  readonly id: string
  readonly name: string
  readonly system: string
  readonly file: string
  readonly starts: readonly string[]
  /** what is hidden of it as a whole, as noun phrases */
  readonly hidden: readonly string[]
  /** in an order in which each comes after those that it waits for */
  readonly jobs: readonly DrawnJob[]
}

export interface DrawnJob {
  readonly id: string
  readonly place: Place
  readonly kinds: readonly Kind[]
  /** what it cannot be seen to do, as noun phrases */
  readonly hidden: readonly string[]
  /** what the names of that say that it does: no evidence, nothing rests on it */
  readonly byName: readonly Kind[]
  readonly waitsFor: readonly DrawnNeed[]
  /** a gate in the file: `when: manual`, an approval job */
  readonly approval: string | undefined
  readonly condition: string | undefined
  readonly mayFail: boolean
  readonly deployments: readonly DrawnDeployment[]
}

export interface DrawnNeed {
  readonly job: string
  /** `failure`: it runs when that one fails; `completion`: whatever becomes of it */
  readonly requires: 'success' | 'completion' | 'failure'
}

export interface DrawnDeployment {
  readonly tool: string
  /** the name and class, as far as known: `staging`, `blue (unknown)` */
  readonly environment: string
  /** manual, none, or what hides it (forge, hidden) */
  readonly approval: string
  readonly guardedBy: readonly Kind[]
  /** kinds that may guard it, but cannot be seen */
  readonly perhaps: readonly Kind[]
  readonly followedBy: readonly Kind[]
}

/** Reads off the graph what a drawing shows. */
export function drawingOf(graph: Graph): Drawing {
  const { judge, nodes } = graph
  const problems = [...graph.workflows.flatMap((workflow) => workflow.problems), ...graph.problems]
  return {
    pipelines: judge.plans.all.map((plan) => drawPipeline(plan, nodes, graph)),
    problems: [...new Set(problems.map(({ place, message }) => `${place.file}: ${message}`))],
  }
}

function drawPipeline(plan: Plan, nodes: readonly DeploymentNode[], graph: Graph): DrawnPipeline {
  const { workflow, order, atoms } = plan
  const byJob = new Map<number, Atom[]>()
  for (const atom of atoms) {
    const list = byJob.get(atom.jobIndex)
    if (list) list.push(atom)
    else byJob.set(atom.jobIndex, [atom])
  }
  const own = nodes.filter((node) => node.plan === plan)
  const told = toldByName(atoms, new Set(own.flatMap((node) => node.atoms)))
  return {
    id: workflow.id,
    name: workflow.name,
    system: workflow.system,
    file: workflow.file,
    starts: [...new Set(workflow.triggers.map(startOf))],
    hidden: workflow.hidden.map(({ value }) => value.what),
    jobs: order.sequence.map((index) => {
      const job = workflow.jobs[index] as Job
      const here = byJob.get(index) ?? []
      const done = kinds.filter((kind) => kind !== 'approve' && here.some((atom) => atom.kinds.includes(kind)))
      const names = [job, ...job.steps].flatMap((of) => [...(told.get(of) ?? [])])
      return {
        id: job.id,
        place: job.place,
        kinds: done,
        hidden: [...new Set(here.flatMap((atom) => (isForgeGate(atom) ? [] : (atom.hidden?.value.what ?? []))))],
        byName: kinds.filter((kind) => tells(kind) && names.includes(kind) && !done.includes(kind)),
        waitsFor: needsOf(job, workflow.jobs),
        approval: job.approval?.how ?? here.find((atom) => atom.kinds.includes('approve'))?.text,
        condition: job.condition?.text.replace(/\s+/g, ' ').trim(),
        mayFail: job.allowFailure === true,
        deployments: own.filter((node) => node.jobIndex === index).map((node) => drawDeployment(node, graph)),
      }
    }),
  }
}

/** More needs than this are drawn as they are. */
const mostCompared = 100

/** What a job waits for, each once; not what one of the others waits for, too. */
function needsOf(job: Job, jobs: readonly Job[]): DrawnNeed[] {
  const seen = new Map<string, DrawnNeed>()
  for (const { job: needed, requires } of job.needs) {
    if (!seen.has(needed)) seen.set(needed, { job: needed, requires })
  }
  if (seen.size < 2 || seen.size > mostCompared) return [...seen.values()]
  const further = new Set(
    jobs
      .filter(({ id }) => seen.has(id))
      .flatMap(({ id, needs }) => {
        const { requires } = seen.get(id) as DrawnNeed
        return requires === 'failure' ? [] : needs.map((need) => `${requires} ${need.job}`)
      }),
  )
  return [...seen.values()].filter(({ job, requires }) => !further.has(`${requires} ${job}`))
}

function drawDeployment(node: DeploymentNode, { judge }: Graph): DrawnDeployment {
  const fact = deploymentFact(node, node.id, judge)
  const { name } = node.environment
  const known = isHidden(fact.environment) ? 'unknown' : fact.environment
  return {
    tool: fact.tool,
    environment: name && name !== known ? `${name} (${known})` : known,
    approval: isHidden(fact.approval) ? fact.approval.as : fact.approval,
    guardedBy: fact.guardedBy.filter(tells),
    perhaps: kinds.filter((kind) => tells(kind) && isHidden(fact.guarded[kindField(kind)])),
    followedBy: fact.followedBy.filter(tells),
  }
}

/** Set-up stands before everything and decides nothing. */
const tells = (kind: Kind) => kind !== 'set-up'

/** A trigger in a few words: "push to main, release/*". */
function startOf(trigger: Trigger): string {
  const named = trigger.branches?.filter((branch) => branch !== '**') ?? []
  const only = named.length ? ` ${named.slice(0, 4).join(', ')}` : ''
  const not = trigger.branchesIgnore?.length ? ` but ${trigger.branchesIgnore.slice(0, 4).join(', ')}` : ''
  switch (trigger.kind) {
    case 'push':
      return only ? `push to${only}${not}` : `push to any branch${not}`
    case 'tag':
      return only ? `tag${only}` : `any tag${not}`
    case 'pull-request':
      if (trigger.merges) return only ? `merge queue of${only}` : 'merge queue'
      return only ? `pull request into${only}` : 'pull request'
    case 'pipeline':
      return `end of ${trigger.after?.join(', ') || 'another pipeline'}`
    case 'manual': {
      const asked = trigger.inputs?.map(({ name }) => name) ?? []
      return asked.length ? `by hand (${asked.slice(0, 4).join(', ')})` : 'by hand'
    }
    case 'schedule':
      return 'schedule'
    case 'release':
      return 'release'
    case 'call':
      return 'call from elsewhere'
    case 'external':
      return trigger.event ? `event from outside (${trigger.event})` : 'event from outside'
  }
}
