import { isHidden } from '../../../hidden.ts'
import type { Trigger } from '../../model.ts'
import type { Atom } from './atoms.ts'
import { add, addAll, type Bits, bits, keepCommon, members } from './bits.ts'
import { branchAllowed } from './branches.ts'
import { type Family, familyOf, type Plan, type Plans } from './family.ts'
import { makersFor } from './handed-on.ts'
import type { Edge } from './order.ts'
import { hangsOnData, type RunInfo } from './runs.ts'
import { type Doubt, inDoubt, standingOf } from './standing.ts'

/** The atoms that must have succeeded, and those of which it cannot be told; numbers of the family. */
export interface Guards {
  readonly sure: Bits
  readonly perhaps: Bits
}

export interface JobPass {
  /** Whether the job runs in this run, if nothing fails. */
  readonly runs: 'yes' | 'maybe' | 'no'
  /** `maybe` hangs on how the run was started, not only on data: another run decides it. */
  readonly unsteady: boolean
  /** It runs only after a failure. */
  readonly afterFailure: boolean
  /** what guards the start of the job */
  readonly before: Guards
}

/** One run of one workflow, gone through once in the order of its jobs. */
export interface Pass {
  readonly plan: Plan
  readonly info: RunInfo
  readonly family: Family
  readonly jobs: readonly JobPass[]
  /** why an atom of `perhaps` is in doubt */
  readonly doubts: ReadonlyMap<number, Doubt>
}

/** Passes of all runs of a workflow. */
export function passesOf(plan: Plan, plans: Plans): readonly Pass[] {
  return passesIn(plan.runs.runs, plan, plans)
}

const touching = new WeakMap<Plan, readonly Pass[]>()

/** Passes of the pushes that change one file alone, made once. */
export function passesTouching(plan: Plan, plans: Plans): readonly Pass[] {
  const made = touching.get(plan) ?? passesIn(plan.runs.touching, plan, plans)
  touching.set(plan, made)
  return made
}

function passesIn(runs: readonly RunInfo[], plan: Plan, plans: Plans): readonly Pass[] {
  const family = familyOf(plan, plans)
  return runs.map((info) => {
    const doubts = new Map<number, Doubt>()
    const { jobs } = go(plan, info, { plans, family, doubts, visited: new Set() })
    return { plan, info, family, jobs, doubts }
  })
}

interface Way {
  readonly plans: Plans
  readonly family: Family
  readonly doubts: Map<number, Doubt>
  /** workflows on the way here, so that a circle of them ends */
  readonly visited: ReadonlySet<Plan>
}

function nothing(way: Way): Guards {
  return { sure: bits(way.family.atoms.length), perhaps: bits(way.family.atoms.length) }
}

function join(into: Guards, other: Guards): void {
  addAll(into.sure, other.sure)
  addAll(into.perhaps, other.perhaps)
}

/** Goes through the jobs once; each takes over what its needs guarantee. */
function go(plan: Plan, info: RunInfo, way: Way): { jobs: readonly JobPass[]; own: readonly Guards[] } {
  const { order, workflow } = plan
  const jobs: JobPass[] = new Array(workflow.jobs.length)
  const own = ownGuards(plan, info, way)
  const success: Guards[] = new Array(workflow.jobs.length)
  let triggering: Guards | undefined
  for (const index of order.sequence) {
    const job = workflow.jobs[index] as (typeof workflow.jobs)[number]
    const before = nothing(way)
    const answer = job.condition ? info.answers.get(job.condition) : true
    const open = answer === undefined && job.condition !== undefined
    let runs: JobPass['runs'] = answer === false ? 'no' : open ? 'maybe' : 'yes'
    let unsteady = open && !hangsOnData(job.condition as NonNullable<typeof job.condition>, info, plan.runs)
    let afterFailure = job.requiresTriggering === 'failure'
    for (const edges of needsTogether(order.needs[index] ?? [])) {
      const [{ requires, evenIfSkipped }] = edges
      if (requires === 'completion') continue
      if (requires === 'failure') afterFailure = true
      const active = edges.filter((edge) => (jobs[edge.from] as JobPass).runs !== 'no')
      if (active.length === 0 && !evenIfSkipped) runs = 'no'
      if (requires === 'failure') continue
      const states = active.map((edge) => jobs[edge.from] as JobPass)
      const held = evenIfSkipped || states.some((needed) => needed.runs === 'yes')
      if (active.length > 0 && !held && runs === 'yes') runs = 'maybe'
      if (!held) {
        const ended = active.map((edge) => success[edge.from] as Guards)
        join(before, { sure: commonTo(ended, way), perhaps: nothing(way).perhaps })
      }
      for (const edge of active) {
        const needed = jobs[edge.from] as JobPass
        if (!held) unsteady ||= needed.unsteady
        afterFailure ||= needed.afterFailure
        const certain = needed.runs === 'yes' || (edges.length === 1 && !evenIfSkipped)
        join(before, certain ? (success[edge.from] as Guards) : inDoubtOnly(success[edge.from] as Guards, way))
      }
    }
    for (const { jobIndex, stepIndex } of makersFor(job, workflow)) {
      const made = jobs[jobIndex]
      if (made && made.runs !== 'no') join(before, beforeStep(plan, info, way, jobIndex, stepIndex, made.before))
    }
    if (job.requiresTriggering === 'success' && info.run.trigger.kind === 'pipeline') {
      triggering ??= successBefore(info.run.trigger, plan, way)
      join(before, triggering)
    }
    jobs[index] = { runs, unsteady, afterFailure, before }
    const after = nothing(way)
    join(after, before)
    join(after, own[index] as Guards)
    success[index] = after
  }
  return { jobs, own }
}

/** The needs of a job, those of one group together. */
function needsTogether(edges: readonly Edge[]): [Edge, ...Edge[]][] {
  const together = new Map<string | Edge, [Edge, ...Edge[]]>()
  for (const edge of edges) {
    const key = edge.group === undefined ? edge : `${edge.group} ${edge.requires}`
    const first = together.get(key)
    if (first) first.push(edge)
    else together.set(key, [edge])
  }
  return [...together.values()]
}

/** Of jobs that may be left out, and not all of them, one at least has succeeded: what holds after each of them holds. */
function commonTo(ended: readonly Guards[], way: Way): Bits {
  const [first, ...others] = ended
  if (!first) return nothing(way).sure
  const common = first.sure.slice()
  for (const { sure } of others) keepCommon(common, sure)
  return common
}

/** What may have been left out guarantees nothing, and is in doubt. */
function inDoubtOnly(guards: Guards, way: Way): Guards {
  const perhaps = guards.perhaps.slice()
  addAll(perhaps, guards.sure)
  doubtAll(guards.sure, way)
  return { sure: nothing(way).sure, perhaps }
}

/** What holds where a step of a job has been come to: what held before the job, and what its earlier steps say. */
function beforeStep(
  { atoms }: Plan,
  info: RunInfo,
  way: Way,
  jobIndex: number,
  stepIndex: number,
  before: Guards,
): Guards {
  const held = nothing(way)
  join(held, before)
  for (const atom of atoms) {
    if (atom.jobIndex !== jobIndex || atom.stepIndex >= stepIndex) continue
    if (standingOf(atom, info) === 'yes') add(held.sure, way.family.numberOf(atom))
  }
  return held
}

/** The manual gate of a job, before its steps. */
function isGate(atom: Atom): boolean {
  return atom.stepIndex === -1 && atom.kinds.includes('approve')
}

/** What the success of each job says of its own atoms. */
function ownGuards(plan: Plan, info: RunInfo, way: Way): Guards[] {
  const all = plan.workflow.jobs.map(() => nothing(way))
  for (const atom of plan.atoms) {
    const { allowFailure } = atom.job
    // A gate that nobody has passed is no failure: those that wait for its job wait on.
    if (allowFailure === true && !isGate(atom)) continue
    const number = way.family.numberOf(atom)
    const standing = isHidden(allowFailure) ? { hidden: allowFailure, conditions: undefined } : standingOf(atom, info)
    if (standing === 'no') continue
    const guards = all[atom.jobIndex] as Guards
    if (standing === 'yes') add(guards.sure, number)
    else {
      add(guards.perhaps, number)
      way.doubts.set(number, standing)
    }
  }
  return all
}

/**
 * What is guaranteed when the workflows that a trigger waits for have succeeded: what holds in each of their runs that
 * can trigger it. A skipped job does not fail a workflow, so jobs under an open condition are in doubt.
 */
function successBefore(trigger: Trigger, plan: Plan, way: Way): Guards {
  const visited = new Set([...way.visited, plan])
  let common: Guards | undefined
  for (const earlier of way.plans.before(trigger)) {
    if (visited.has(earlier)) continue
    for (const info of runsThatTrigger(earlier, trigger)) {
      const guards = heldAtStart(trigger, earlier, info, { ...way, visited })
      if (!common) common = guards
      else {
        addAll(common.perhaps, guards.perhaps)
        const either = common.sure.slice()
        addAll(either, guards.sure)
        keepCommon(common.sure, guards.sure)
        addAll(common.perhaps, minus(either, common.sure))
        doubtAll(minus(either, common.sure), way)
      }
    }
  }
  return common ?? nothing(way)
}

/** The runs of a workflow whose end starts another one. */
export function runsThatTrigger(earlier: Plan, trigger: Trigger): RunInfo[] {
  return earlier.runs.runs.filter((info) => {
    const { run } = info
    if (trigger.fromJob !== undefined && !mayComeTo(trigger.fromJob, earlier, info)) return false
    if (trigger.branches === undefined && trigger.branchesIgnore === undefined) return true
    if (run.trigger.kind === 'pull-request') return false
    if (run.branch !== undefined) return branchAllowed(trigger, run.branch)
    return run.onDefaultBranch !== false || (trigger.branches?.some((name) => name.includes('*')) ?? true)
  })
}

/** Whether no condition keeps a run from a job, or from one that it needs. */
function mayComeTo(id: string, { workflow }: Plan, { answers }: RunInfo): boolean {
  const seen = new Set([id])
  for (const one of seen) {
    const job = workflow.jobs.find((other) => other.id === one)
    if (job?.condition && answers.get(job.condition) === false) return false
    for (const { job: needed, requires, group } of job?.needs ?? [])
      if (requires === 'success' && group === undefined) seen.add(needed)
  }
  return true
}

/** What holds when a workflow starts the other one: where a command does, what it has been come to by; else its success. */
function heldAtStart({ fromJob, fromAct }: Trigger, plan: Plan, info: RunInfo, way: Way): Guards {
  const jobIndex = plan.workflow.jobs.findIndex(({ id }) => id === fromJob)
  if (!fromAct || jobIndex < 0) return successOf(plan, info, way)
  const held = nothing(way)
  join(held, (go(plan, info, way).jobs[jobIndex] as JobPass).before)
  for (const atom of plan.atoms) {
    const { stepIndex, actIndex } = atom
    const isEarlier = stepIndex < fromAct.stepIndex || (stepIndex === fromAct.stepIndex && actIndex < fromAct.actIndex)
    const standing = atom.jobIndex === jobIndex && isEarlier ? standingOf(atom, info) : 'no'
    if (standing === 'no') continue
    const number = way.family.numberOf(atom)
    add(standing === 'yes' ? held.sure : held.perhaps, number)
    if (standing !== 'yes') way.doubts.set(number, standing)
  }
  return held
}

function successOf(plan: Plan, info: RunInfo, way: Way): Guards {
  const { jobs, own } = go(plan, info, way)
  const all = nothing(way)
  jobs.forEach((job, index) => {
    if (job.runs === 'no' || job.afterFailure) return
    const guards = own[index] as Guards
    const { condition } = plan.workflow.jobs[index] as (typeof plan.workflow.jobs)[number]
    addAll(all.perhaps, guards.perhaps)
    if (job.runs === 'yes') {
      addAll(all.sure, guards.sure)
      join(all, job.before)
      return
    }
    addAll(all.perhaps, guards.sure)
    const doubt = inDoubt(condition ? [condition] : [])
    for (const number of members(guards.sure)) if (!way.doubts.has(number)) way.doubts.set(number, doubt)
  })
  return all
}

function minus(set: Bits, taken: Bits): Bits {
  return set.map((word, index) => word & ~(taken[index] as number))
}

function doubtAll(set: Bits, way: Way): void {
  for (const number of members(set)) {
    const atom = way.family.atoms[number]
    if (atom && !way.doubts.has(number)) {
      const condition = atom.job.condition ?? atom.step?.condition ?? atom.act?.condition
      way.doubts.set(number, inDoubt(condition ? [condition] : []))
    }
  }
}
