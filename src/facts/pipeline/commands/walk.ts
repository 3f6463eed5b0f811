import type { Case, Chain, If, Item, List, Loop, Node, Pipeline, Word } from '../../../documents/shell/index.ts'
import type { Condition, Run } from '../model.ts'
import { runSimple } from './command.ts'
import { armConditions, both, conditionOf, conditionOfNode, isTest, not, unknownCondition } from './conditions.ts'
import { failsLater, leavesWell, leavingOf, leavingOfNode, mayFail, namesSetIn, raisedLater } from './raised.ts'
import { oneLine, renderWords } from './render.ts'
import { isOpen } from './run-values.ts'
import {
  type Context,
  type Finder,
  type Flow,
  goesOn,
  type Later,
  type Outcome,
  outcomeOf,
  type Shell,
  subshell,
} from './shell-state.ts'

/** Follows the commands of a list in their order, each with what its failure does. */
export async function walkList(list: List, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  const nodes = list.items.map((item) => item.node)
  let here = context
  let restIf: Condition | undefined
  for (const [index, item] of list.items.entries()) {
    if (finder.left-- <= 0) return goesOn
    const later: Later = { nodes, from: index + 1, text: context.source.text, outer: context.later }
    const status =
      index === nodes.length - 1 ? context.status : keptStatus(nodes[index + 1] as Node, later, shell, context)
    const inItem: Context = { ...here, status, later }
    const flow = item.background
      ? await inBackground(item, shell, inItem, finder)
      : await walkNode(item.node, shell, inItem, finder)
    if (flow.ends) return flow
    if (flow.restIf) {
      restIf = restIf ? both(restIf, flow.restIf) : flow.restIf
      here = { ...here, condition: both(here.condition, flow.restIf) }
    }
  }
  return restIf ? { restIf } : goesOn
}

/** What a status that is not the list's own does: nothing, unless the next command asks for it (`$?`). */
function keptStatus(next: Node, later: Later, shell: Shell, context: Context): Outcome {
  const source = context.source.text.slice(next.span.start, next.span.end)
  if (!/\$\?|\$\{\?\}|PIPESTATUS|LASTEXITCODE/.test(source)) {
    const bare = /^(exit|return)\s*$/.test(source)
    return bare ? context.exit : 'ignored'
  }
  const names = namesSetIn(next)
  if (names.length) return raisedLater(names, { ...later, from: later.from + 1 }, shell) ? context.exit : 'ignored'
  if (next.kind === 'simple') return /^(exit|return)\b/.test(source) ? context.exit : 'ignored'
  return mayFail(next, context.source.text, shell) ? context.exit : 'ignored'
}

/** `cmd &`: its failure shows only where a later `wait` asks for that process. */
async function inBackground(item: Item, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  const waited = waitsLater(context.later)
  const outcome = waited ? outcomeOf(shell, context) : 'ignored'
  const inside: Context = { ...context, status: outcome, exit: outcome, returns: outcome, suppressed: true }
  await walkNode(item.node, subshell(shell), inside, finder)
  return goesOn
}

function waitsLater(later: Later | undefined): boolean {
  return (
    later?.nodes
      .slice(later.from)
      .some((node) => /\bwait\s+(-n\b|["']?\$)/.test(later.text.slice(node.span.start, node.span.end))) ?? false
  )
}

export async function walkNode(node: Node, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  switch (node.kind) {
    case 'simple':
      return runSimple(node, shell, context, finder)
    case 'pipeline':
      return walkPipeline(node, shell, context, finder)
    case 'chain':
      return walkChain(node, shell, context, finder)
    case 'if':
      return walkIf(node, shell, context, finder)
    case 'case':
      return walkCase(node, shell, context, finder)
    case 'loop':
      return walkLoop(node, shell, context, finder)
    case 'group': {
      if (!node.subshell) return walkList(node.body, shell, context, finder)
      const outcome = outcomeOf(shell, context)
      await walkList(
        node.body,
        subshell(shell),
        { ...context, status: outcome, exit: outcome, returns: outcome },
        finder,
      )
      return goesOn
    }
    case 'function':
      shell.functions.set(node.name, { body: node.body, source: context.source })
      return goesOn
    case 'test':
      await walkSubstitutions(node.words, shell, { ...context, testsOutput: true }, finder, 'ignored')
      return goesOn
    default:
      return goesOn
  }
}

/** What stands in `$(…)` of words runs before the command does. */
export async function walkSubstitutions(
  words: readonly Word[],
  shell: Shell,
  context: Context,
  finder: Finder,
  outcome: Outcome,
): Promise<void> {
  for (const { parts } of words) {
    for (const part of parts) {
      if (part.kind !== 'substitution') continue
      const inside = subshell(shell)
      // bash takes `-e` from substitutions (unless inherit_errexit is set)
      inside.errexit = false
      await walkList(
        part.list,
        inside,
        { ...context, status: outcome, exit: outcome, returns: outcome, suppressed: true },
        finder,
      )
    }
  }
}

async function walkPipeline(node: Pipeline, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  const [only] = node.parts
  if (node.parts.length === 1 && only) {
    // `! cmd`: the failure is what counts as success.
    return walkNode(
      only,
      shell,
      { ...context, status: context.success, success: context.status, suppressed: true },
      finder,
    )
  }
  const outcome = node.negated ? context.success : outcomeOf(shell, context)
  for (const [index, part] of node.parts.entries()) {
    const counts = index === node.parts.length - 1 || shell.pipefail
    const kept = counts ? outcome : pipeStatusKept(shell, context)
    await walkNode(
      part,
      subshell(shell),
      {
        ...context,
        status: kept,
        exit: kept,
        returns: kept,
        pipeOutcome: outcome,
        pipe: { before: node.parts.slice(0, index), after: node.parts.slice(index + 1) },
      },
      finder,
    )
  }
  return goesOn
}

/** `a | tee log; exit ${PIPESTATUS[0]}` */
function pipeStatusKept(shell: Shell, context: Context): Outcome {
  const { later } = context
  const next = later?.nodes[later.from]
  if (!later || !next || !/PIPESTATUS/.test(later.text.slice(next.span.start, next.span.end))) return 'ignored'
  return keptStatus(next, later, shell, context)
}

async function walkChain(node: Chain, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  const { text } = context.source
  const all = [node.first, ...node.rest.map((next) => next.node)]
  let condition: Condition | undefined
  let restIf: Condition | undefined
  for (const [index, current] of all.entries()) {
    const operator = node.rest[index - 1]?.operator
    const before = all[index - 1]
    if (operator && before) {
      const asked = conditionOfNode(before, shell, context)
      if (operator === '&&') condition = isTest(before) ? both(condition, asked) : condition
      else if (index === 1 && isTest(before)) condition = not(asked)
      else condition = unknownCondition(`${text.slice(node.span.start, before.span.end)} fails`, asked.place)
    }
    const isLast = index === all.length - 1
    const inside: Context = {
      ...context,
      condition: condition ? both(context.condition, condition) : context.condition,
      status: isLast ? context.status : ifItFails(node, index, shell, context),
      success: isLast ? context.success : ifItSucceeds(node, index, shell, context),
      suppressed: isLast ? context.suppressed : true,
    }
    const flow = await walkNode(
      current,
      index === 0 || !condition ? shell : subshellOfBranch(shell, current),
      inside,
      finder,
    )
    if (flow.ends && index === 0) return flow
    // `[ skip ] && exit 0`: what follows runs only where it did not leave.
    if (flow.ends && condition && leavingOfNode(current, text, shell)?.failing === false) {
      restIf = restIf ? both(restIf, not(condition)) : not(condition)
    } else if (flow.ends && !condition) return flow
  }
  return restIf ? { restIf } : goesOn
}

/** A branch that may not run leaves what it assigns unknown. */
function subshellOfBranch(shell: Shell, node: Node): Shell {
  for (const name of namesSetIn(node)) shell.variables.set(name, null)
  return subshell(shell)
}

/** What the failure of a command left of `&&` or `||` does: what the next `||` says, else the status of the whole. */
function ifItFails(node: Chain, index: number, shell: Shell, context: Context): Outcome {
  const { text } = context.source
  const next = node.rest[index]
  if (next?.operator === '&&' && context.loopRaises && leavingOfNode(next.node, text, shell)?.failing === false) {
    return context.exit
  }
  const fallback = node.rest.slice(index).find((one) => one.operator === '||')
  if (!fallback) return context.status
  return afterBranch({ items: [{ node: fallback.node, background: false }], span: fallback.node.span }, shell, context)
}

function ifItSucceeds(node: Chain, index: number, shell: Shell, context: Context): Outcome {
  const next = node.rest[index]
  if (next?.operator !== '&&') return 'ignored'
  return afterBranch({ items: [{ node: next.node, background: false }], span: next.node.span }, shell, context)
}

/** What becomes of the step once a branch runs: it leaves with a failure, or notes one that is raised later. */
function afterBranch(branch: List, shell: Shell, context: Context): Outcome {
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

async function walkIf(node: If, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
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
    before = before ? both(before, not(asked)) : not(asked)
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

async function walkCase(node: Case, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
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
  const ends: Flow['ends'][] = []
  let restIf: Condition | undefined
  const addRest = (condition: Condition) => {
    restIf = restIf ? both(restIf, condition) : condition
  }
  for (const { list, condition } of branches) {
    const state = subshell(shell)
    const inside = condition ? { ...context, condition: both(context.condition, condition) } : context
    const flow = await walkList(list, state, inside, finder)
    const decided = condition?.holds(anyRun)
    if (decided === false) continue
    ends.push(flow.ends)
    if (!flow.ends) states.push(state)
    if (condition && flow.ends && !leavingOf(list, context.source.text, shell)?.failing) addRest(not(condition))
    else if (condition && flow.restIf) addRest(not(both(condition, not(flow.restIf))))
    if (decided === true) break
  }
  merge(shell, states)
  const [first] = ends
  if (first && ends.every(Boolean)) return { ends: ends.every((one) => one === first) ? first : 'return' }
  return restIf ? { restIf } : goesOn
}

function merge(shell: Shell, states: readonly Shell[]): void {
  const [first] = states
  if (!first) return
  const names = new Set(states.flatMap((state) => [...state.variables.keys()]))
  for (const name of names) {
    const value = first.variables.get(name)
    const same = states.every((state) => state.variables.has(name) && state.variables.get(name) === value)
    if (same) shell.variables.set(name, value ?? null)
    else shell.variables.set(name, null)
  }
  for (const state of states) for (const [name, defined] of state.functions) shell.functions.set(name, defined)
  const agree = <K extends 'directory' | 'errexit' | 'pipefail'>(key: K): boolean =>
    states.every((state) => state[key] === first[key])
  shell.directory = agree('directory') ? first.directory : undefined
  if (agree('errexit')) shell.errexit = first.errexit
  if (agree('pipefail')) shell.pipefail = first.pipefail
}

/** How many values of a `for` are gone through one by one. */
const mostTurns = 12

async function walkLoop(node: Loop, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  const { text } = context.source
  const raises = node.body.items.some((item) => mayFail(item.node, text, shell)) || failsLater(context.later, shell)
  const inside: Context = { ...context, status: 'ignored', success: 'ignored', loopRaises: raises }
  if (node.words) await walkSubstitutions(node.words, shell, context, finder, 'ignored')
  if (node.test) {
    // `until curl …; do sleep 5; done` goes on for ever, or until its body gives up.
    const given = node.body.items.some((item) => /\bbreak\b/.test(text.slice(item.node.span.start, item.node.span.end)))
    const waits: Outcome = given && !raises ? 'ignored' : context.exit
    const untilGood = node.keyword === 'until'
    await walkList(
      node.test,
      shell,
      { ...inside, suppressed: true, status: untilGood ? waits : 'ignored', success: untilGood ? 'ignored' : waits },
      finder,
    )
  }
  const turns = node.variable && node.words ? renderWords(node.words, shell, context.source) : []
  const used = new RegExp(`\\$\\{?${node.variable}\\b`).test(text.slice(node.body.span.start, node.body.span.end))
  const values =
    turns.length && turns.length <= mostTurns && used && !turns.some((one) => isOpen(one) || /[*?]/.test(one))
      ? turns
      : [null]
  for (const value of values) {
    if (node.variable) shell.variables.set(node.variable, value)
    const state = subshell(shell)
    await walkList(node.body, state, inside, finder)
    merge(shell, [state, subshell(shell)])
    shell.directory = state.directory
  }
  return goesOn
}

/** The text of a node on one line. */
export function textOf(node: Node, context: Context): string {
  return oneLine(context.source.text.slice(node.span.start, node.span.end))
}
