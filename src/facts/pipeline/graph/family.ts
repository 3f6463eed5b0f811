import type { Trigger, Workflow } from '../model.ts'
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
  const names = (plan: Plan) => [plan.workflow.name, plan.workflow.id, plan.workflow.file]
  const before = new Map<Trigger, readonly Plan[]>()
  const after = new Map<Workflow, readonly { plan: Plan; trigger: Trigger }[]>()
  return {
    all,
    branches,
    of: (workflow) => plans.get(workflow) as Plan,
    before: (trigger) =>
      kept(before, trigger, () => all.filter((plan) => names(plan).some((name) => trigger.after?.includes(name)))),
    after: (workflow) =>
      kept(after, workflow, () => {
        const own = names(plans.get(workflow) as Plan)
        return all.flatMap((plan) =>
          plan.workflow.triggers
            .filter((trigger) => trigger.kind === 'pipeline' && trigger.after?.some((name) => own.includes(name)))
            .map((trigger) => ({ plan, trigger })),
        )
      }),
  }
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
