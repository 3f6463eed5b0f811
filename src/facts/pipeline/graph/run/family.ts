import type { Trigger, Workflow } from '../../model.ts'
import { type Atom, atomsOf } from './atoms.ts'
import type { Branches } from './branches.ts'
import { type Order, orderJobs } from './order.ts'
import { type Runs, runsOf } from './runs.ts'

/** Everything about one workflow that does not depend on a run, made once. */
export interface Plan {
  readonly workflow: Workflow
  readonly order: Order
  readonly atoms: readonly Atom[]
  readonly runs: Runs
}

/** All plans, and how workflows start each other. */
export interface Plans {
  readonly all: readonly Plan[]
  readonly branches: Branches
  of(workflow: Workflow): Plan
  /** The workflows that a `pipeline` trigger waits for, as far as they are here. */
  before(trigger: Trigger): readonly Plan[]
  /** The workflows that the end of this one starts, each with the trigger. */
  after(workflow: Workflow): readonly { plan: Plan; trigger: Trigger }[]
}

/** Prepares all workflows of a repository. */
export function makePlans(workflows: readonly Workflow[], branches: Branches): Plans {
  const plans = new Map<Workflow, Plan>()
  for (const workflow of workflows) {
    const order = orderJobs(workflow)
    plans.set(workflow, { workflow, order, atoms: atomsOf(order), runs: runsOf(workflow, branches) })
  }
  const all = [...plans.values()]
  const named = index(all, ({ workflow }) => [workflow.name, workflow.id, workflow.file])
  const started = index(
    all.flatMap((plan) =>
      plan.workflow.triggers.filter(({ kind }) => kind === 'pipeline').map((trigger) => ({ plan, trigger })),
    ),
    ({ trigger }) => trigger.after ?? [],
  )
  const before = new Map<Trigger, readonly Plan[]>()
  const after = new Map<Workflow, readonly { plan: Plan; trigger: Trigger }[]>()
  return {
    all,
    branches,
    of: (workflow) => plans.get(workflow) as Plan,
    before: (trigger) => kept(before, trigger, () => distinct(trigger.after ?? [], named)),
    after: (workflow) => kept(after, workflow, () => distinct([workflow.name, workflow.id, workflow.file], started)),
  }
}

/** Members by each of their names. */
function index<T>(members: readonly T[], namesOf: (member: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>()
  for (const member of members) {
    for (const name of new Set(namesOf(member))) {
      const list = found.get(name)
      if (list) list.push(member)
      else found.set(name, [member])
    }
  }
  return found
}

function distinct<T>(names: readonly string[], members: ReadonlyMap<string, readonly T[]>): readonly T[] {
  return [...new Set(names.flatMap((name) => members.get(name) ?? []))]
}

/** An answer that is found once: chains of workflows ask for the same ones again and again. */
function kept<K, V>(answers: Map<K, V>, key: K, find: () => V): V {
  const known = answers.get(key)
  if (known !== undefined) return known
  const found = find()
  answers.set(key, found)
  return found
}

/** A workflow with all that may have started it: the atoms that can guard one of its jobs, numbered together. */
export interface Family {
  readonly atoms: readonly Atom[]
  /** the number of an atom in {@link atoms} */
  numberOf(atom: Atom): number
}

/** The family of a workflow; workflows that start each other in a circle are in it once. */
export function familyOf(plan: Plan, plans: Plans): Family {
  const offsets = new Map<Workflow, number>()
  const atoms: Atom[] = []
  const waiting = [plan]
  for (const next of waiting) {
    if (offsets.has(next.workflow)) continue
    offsets.set(next.workflow, atoms.length)
    for (const atom of next.atoms) atoms.push(atom)
    for (const trigger of next.workflow.triggers) waiting.push(...plans.before(trigger))
  }
  return { atoms, numberOf: (atom) => (offsets.get(atom.workflow) as number) + atom.index }
}
