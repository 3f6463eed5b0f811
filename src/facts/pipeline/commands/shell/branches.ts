import type { Kind } from '../../../../config/vocabulary.ts'
import type { Case, If, List } from '../../../../documents/shell/index.ts'
import { both, contrary } from '../../dialect/conditions.ts'
import type { Act, Condition, Run } from '../../model.ts'
import { noteChoice, settle } from './choices.ts'
import { armConditions, conditionOf, unknownCondition } from './conditions.ts'
import { failsLater, leavesWell, leavingOf, leavingOfNode, namesSetIn, raisedLater } from './raised.ts'
import { sharedOf } from './shared.ts'
import {
  type Context,
  type Finder,
  type Flow,
  keepFromPrograms,
  type Outcome,
  onlyIf,
  outcomeOf,
  type Shell,
  subshell,
} from './state.ts'
import { walkList, walkSubstitutions } from './walk.ts'

/** What becomes of the step once a branch runs: it leaves with a failure, or notes one that is raised later. */
export function afterBranch(branch: List, shell: Shell, context: Context): Outcome {
  const { text } = context.source
  const single = branch.items.length === 1 ? branch.items[0]?.node : undefined
  const leaving = single ? leavingOfNode(single, text, shell) : leavingOf(branch, text, shell)
  if (leaving?.failing) {
    if (leaving.by === 'exit') return context.exit
    return leaving.by === 'return' ? context.returns : outcomeOf(shell, context)
  }
  if (leaving) return leaving.by === 'break' && context.loopRaises ? context.exit : 'ignored'
  const names = branch.items.flatMap((item) => namesSetIn(item.node))
  return raisedLater(names, context.later, shell) ? context.exit : 'ignored'
}

/** A start of which nothing is known: what a condition answers there, it answers always. */
const anyRun: Run = {
  trigger: { kind: 'external', place: { file: '' } },
  branch: undefined,
  onDefaultBranch: undefined,
  inputs: {},
}

/** Follows both branches of an `if`, each under its condition. */
export async function walkIf(node: If, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  let before: Condition | undefined
  const branches: { list: List; condition: Condition | undefined }[] = []
  for (const [index, { test, body }] of node.branches.entries()) {
    const asked = conditionOf(test, shell, context)
    const elsewhere = index === node.branches.length - 1 ? node.otherwise : undefined
    await walkList(
      test,
      shell,
      {
        ...context,
        condition: before ? both(context.condition, before) : context.condition,
        suppressed: true,
        status: ifTestFails(body, elsewhere, shell, context),
        success: afterBranch(body, shell, context),
      },
      finder,
    )
    branches.push({ list: body, condition: before ? both(before, asked) : asked })
    before = both(before, contrary(asked))
  }
  if (node.otherwise) branches.push({ list: node.otherwise, condition: before })
  else branches.push({ list: { items: [], span: { start: node.span.end, end: node.span.end } }, condition: before })
  return walkBranches(branches, shell, context, finder)
}

function ifTestFails(body: List, otherwise: List | undefined, shell: Shell, context: Context): Outcome {
  if (otherwise) return afterBranch(otherwise, shell, context)
  // `if cmd; then exit 0; fi … exit 1`, also in a loop that tries again
  if (!leavesWell(body, context.source.text, shell)) return 'ignored'
  return context.loopRaises || failsLater(context.later, shell) ? context.exit : 'ignored'
}

/** Follows the arms of a `case`, each under the condition that its pattern fits. */
export async function walkCase(node: Case, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  await walkSubstitutions([node.word], shell, context, finder, 'ignored')
  const arms = node.arms.map((arm) => ({
    patterns: arm.patterns,
    place: context.source.placeOf(arm.span.start, arm.body.span.start),
  }))
  const conditions = armConditions(node.word, arms, shell, context)
  const branches = node.arms.map((arm, index) => ({ list: arm.body, condition: conditions[index] }))
  const exhaustive = node.arms.some((arm) =>
    arm.patterns.some((one) => context.source.text.slice(one.span.start, one.span.end) === '*'),
  )
  const end = { start: node.span.end, end: node.span.end }
  const none = {
    list: { items: [], span: end },
    condition: unknownCondition('no case matches', context.source.placeOf(node.span.start, node.span.end)),
  }
  return walkBranches(exhaustive ? branches : [...branches, none], shell, context, finder)
}

interface Branch {
  readonly list: List
  readonly condition: Condition | undefined
}

/** Follows each branch under its condition; afterwards a variable is known where all branches that may run agree. */
async function walkBranches(
  branches: readonly Branch[],
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<Flow> {
  const states: Shell[] = []
  const taken: (Condition | undefined)[] = []
  const ends: Flow['ends'][] = []
  const alternatives: Alternative[] = []
  let restIf: Condition | undefined
  let scriptIf: Condition | undefined
  const addRest = (condition: Condition, ofScript: boolean) => {
    restIf = both(restIf, condition)
    if (ofScript) scriptIf = both(scriptIf, condition)
  }
  for (const { list, condition } of branches) {
    const state = subshell(shell)
    const inside = condition ? { ...context, condition: both(context.condition, condition) } : context
    const from = finder.acts.length
    const flow = await walkList(list, state, inside, finder)
    const decided = condition?.holds(anyRun)
    if (decided === false) {
      // what is known never to run does nothing: no image is pushed by it, no host written to
      finder.acts.length = from
      continue
    }
    alternatives.push({ from, to: finder.acts.length, condition: inside.condition })
    ends.push(flow.ends)
    if (!flow.ends) {
      states.push(state)
      taken.push(condition)
    }
    if (flow.ends === 'break') context.atBreak?.push(state)
    if (flow.ends === 'return') context.atReturn?.push(state)
    if (condition && flow.ends && !leavingOf(list, context.source.text, shell)?.failing)
      addRest(contrary(condition), flow.ends === 'exit')
    else if (condition && flow.restIf)
      addRest(contrary(both(condition, contrary(flow.restIf))), flow.scriptIf !== undefined)
    if (decided === true) break
  }
  certain(alternatives, context, finder)
  merge(shell, states, taken)
  const [first] = ends
  if (first && ends.every(Boolean)) return { ends: ends.every((one) => one === first) ? first : 'return' }
  return onlyIf(restIf, scriptIf)
}

/** The acts of one branch, and when it runs. */
interface Alternative {
  readonly from: number
  readonly to: number
  readonly condition: Condition | undefined
}

/** What stops a bad release; a deployment stays one of its own branch, for it may go elsewhere, or in another way. */
const checks = new Set<Kind>(
  'build lint unit-test integration-test security-scan image-scan smoke-test validate plan'.split(' ') as Kind[],
)

/** A check that each branch makes, whichever runs, is made in any case. */
function certain(alternatives: readonly Alternative[], context: Context, finder: Finder): void {
  const [first, ...others] = alternatives
  if (!first?.condition || !others.length) return
  const madeIn = ({ from, to, condition }: Alternative, act: Act) =>
    finder.acts
      .slice(from, to)
      .some(
        (other) =>
          other.condition === condition &&
          other.onFailure === act.onFailure &&
          act.kinds.every((kind) => other.kinds.includes(kind)),
      )
  for (let index = first.from; index < first.to; index++) {
    const act = finder.acts[index] as Act
    if (act.condition !== first.condition || !act.kinds.length || !act.kinds.every((kind) => checks.has(kind))) continue
    if (!others.every((other) => madeIn(other, act))) continue
    const { condition: _, ...rest } = act
    finder.acts[index] = { ...rest, ...(context.condition && { condition: context.condition }) }
  }
}

/**
 * Afterwards a variable is known where all states agree.
 * @param taken the conditions of the branches that the states come from, where one statement chose between them
 */
export function merge(shell: Shell, states: readonly Shell[], taken?: readonly (Condition | undefined)[]): void {
  const [first] = states
  if (!first) return
  const names = new Set(states.flatMap((state) => [...state.variables.keys()]))
  // what each of them has unset, or shifted away
  for (const name of [...shell.variables.keys()]) if (!names.has(name)) shell.variables.delete(name)
  const open: string[] = []
  for (const name of names) {
    const value = first.variables.get(name)
    const same = states.every((state) => state.variables.has(name) && state.variables.get(name) === value)
    if (same) {
      if (states.some(({ choices }) => choices?.get(name) !== shell.choices?.get(name))) settle(name, shell)
      shell.variables.set(name, value ?? null)
    } else {
      const values = states.map((state) => state.variables.get(name))
      const shared = sharedOf(name, values)
      shell.variables.set(name, shared)
      if (shared === null) open.push(name)
      else settle(name, shell)
    }
  }
  for (const { unexported } of states) for (const name of unexported ?? []) keepFromPrograms(shell, name)
  if (taken)
    noteChoice(
      open,
      states.map((state, i) => ({ shell: state, condition: taken[i] })),
      shell,
    )
  else for (const name of open) settle(name, shell)
  for (const state of states) for (const [name, defined] of state.functions) shell.functions.set(name, defined)
  const agree = <K extends 'directory' | 'errexit' | 'pipefail'>(key: K): boolean =>
    states.every((state) => state[key] === first[key])
  shell.directory = agree('directory') ? first.directory : undefined
  if (agree('errexit')) shell.errexit = first.errexit
  if (agree('pipefail')) shell.pipefail = first.pipefail
}
