import type { Chain, Item, List, Node, Pipeline, Word } from '../../../../documents/shell/index.ts'
import { both, contrary } from '../../dialect/conditions.ts'
import type { Condition } from '../../model.ts'
import { afterBranch, walkCase, walkIf } from './branches.ts'
import { noteChoice, settle } from './choices.ts'
import { runSimple } from './command.ts'
import { conditionOfNode, isTest, unknownCondition } from './conditions.ts'
import { showsThrough, writesToFile } from './exposed.ts'
import { walkLoop } from './loops.ts'
import { goesOnAtFailure, leavingOfNode, mayFail, namesSetIn, raisedLater } from './raised.ts'
import { sharedOf } from './shared.ts'
import {
  type Context,
  type Finder,
  type Flow,
  goesOn,
  type Later,
  type Outcome,
  onlyIf,
  outcomeOf,
  outcomeOfTest,
  type Shell,
  subshell,
} from './state.ts'
import { forget, namesCounted } from './unknown-values.ts'
import { outputOf } from './written.ts'

/** Follows the commands of a list in their order, each with what its failure does. */
export async function walkList(list: List, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  const nodes = list.items.map((item) => item.node)
  let here = context
  let restIf: Condition | undefined
  let scriptIf: Condition | undefined
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
      restIf = both(restIf, flow.restIf)
      here = { ...here, condition: both(here.condition, flow.restIf) }
    }
    if (flow.scriptIf) scriptIf = both(scriptIf, flow.scriptIf)
  }
  return onlyIf(restIf, scriptIf)
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
  const { text } = context.source
  return mayFail(next, text, shell) && !goesOnAtFailure(next, text, shell) ? context.exit : 'ignored'
}

/** `cmd &`: its failure shows only where a later `wait` asks for that process. */
async function inBackground(item: Item, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  const waited = waitsLater(context.later)
  const outcome = waited ? outcomeOf(shell, context) : 'ignored'
  const inside: Context = {
    ...context,
    status: outcome,
    exit: outcome,
    returns: outcome,
    suppressed: true,
    ...(!waited && { background: true }),
  }
  await walkNode(item.node, subshell(shell), inside, finder)
  return goesOn
}

function waitsLater(later: Later | undefined): boolean {
  return (
    later?.nodes
      .slice(later.from, later.from + 200)
      .some((node) => /\bwait\s+(-n\b|["']?\$)/.test(later.text.slice(node.span.start, node.span.end))) ?? false
  )
}

/** Walks one command or group, and tells how it leaves. */
export async function walkNode(node: Node, shell: Shell, around: Context, finder: Finder): Promise<Flow> {
  const redirected = 'redirects' in node && node.redirects.length > 0 && writesToFile(node.redirects, around.source)
  const context = redirected ? { ...around, unlogged: true, ...intoOf(node, shell, around) } : around
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
      await walkSubstitutions(
        node.words,
        shell,
        { ...context, testsOutput: outcomeOfTest(shell, context) },
        finder,
        'ignored',
      )
      return goesOn
    case 'arithmetic':
      forget(namesCounted(context.source.text.slice(node.span.start, node.span.end)), shell)
      return goesOn
    default:
      return goesOn
  }
}

/** The file that a group, a loop or a branch writes all its output to. */
function intoOf(node: Extract<Node, { redirects: unknown }>, shell: Shell, context: Context): Pick<Context, 'into'> {
  const target = node.kind === 'simple' ? undefined : outputOf(node, shell, context)
  return target === undefined ? {} : { into: target }
}

/** What stands in `$(…)` of words runs before the command does. */
export async function walkSubstitutions(
  words: readonly Word[],
  shell: Shell,
  context: Context,
  finder: Finder,
  outcome: Outcome,
): Promise<void> {
  // what they print is a part of the word, and goes to no file
  const { into: _, ...captured } = context
  for (const { parts } of words) {
    for (const part of parts) {
      if (part.kind !== 'substitution') continue
      const inside = subshell(shell)
      // bash takes `-e` from substitutions (unless inherit_errexit is set)
      inside.errexit = false
      await walkList(
        part.list,
        inside,
        { ...captured, status: outcome, exit: outcome, returns: outcome, suppressed: true, unlogged: true },
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
    const after = node.parts.slice(index + 1)
    await walkNode(
      part,
      subshell(shell),
      {
        ...context,
        status: kept,
        exit: kept,
        returns: kept,
        pipeOutcome: outcome,
        pipe: { before: node.parts.slice(0, index), after },
        unlogged: context.unlogged || !showsThrough(after, context.source),
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

/** A branch of `&&` or `||`, with what it leaves in variables. */
interface Way {
  readonly shell: Shell
  readonly condition: Condition
}

async function walkChain(node: Chain, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  const { text } = context.source
  const all = [node.first, ...node.rest.map((next) => next.node)]
  let condition: Condition | undefined
  let restIf: Condition | undefined
  let scriptIf: Condition | undefined
  let earlier: Way | undefined
  for (const [index, current] of all.entries()) {
    const operator = node.rest[index - 1]?.operator
    const before = all[index - 1]
    if (operator && before) {
      const asked = conditionOfNode(before, shell, context)
      if (operator === '&&') condition = isTest(before) ? both(condition, asked) : condition
      else if (index === 1 && isTest(before)) condition = contrary(asked)
      else condition = otherwise(all.slice(0, index), node, condition, asked.place, text)
    }
    const isLast = index === all.length - 1
    const inside: Context = {
      ...context,
      condition: condition ? both(context.condition, condition) : context.condition,
      status: isLast ? context.status : ifItFails(node, index, shell, context),
      success: isLast ? context.success : ifItSucceeds(node, index, shell, context),
      suppressed: isLast ? context.suppressed : true,
    }
    const branch = index === 0 || !condition ? shell : subshell(shell)
    const flow = await walkNode(current, branch, inside, finder)
    if (condition && branch !== shell) {
      const way: Way = { shell: branch, condition }
      takeOver(shell, way, earlier)
      earlier = way
    }
    if (flow.ends && index === 0) return flow
    // `[ skip ] && exit 0`: what follows runs only where it did not leave.
    if (flow.ends && condition && leavingOfNode(current, text, shell)?.failing === false) {
      restIf = both(restIf, contrary(condition))
      if (flow.ends === 'exit') scriptIf = both(scriptIf, contrary(condition))
    } else if (flow.ends && !condition) return flow
  }
  return onlyIf(restIf, scriptIf)
}

/** What holds behind `||`, where tests and commands before it are tied by `&&`: a test fails, or what it lets run. */
function otherwise(
  before: readonly Node[],
  chain: Chain,
  condition: Condition | undefined,
  place: Condition['place'],
  text: string,
): Condition {
  const open = unknownCondition(`${text.slice(chain.span.start, before.at(-1)?.span.end)} fails`, place)
  const tied = chain.rest.slice(0, before.length - 1).every(({ operator }) => operator === '&&')
  if (!condition || !tied) return open
  // nothing fails that only sets variables: `[ "$BRANCH" = main ] && ENV=production || ENV=staging`
  if (before.every((node) => isTest(node))) return contrary(condition)
  return { ...open, opposite: condition, holds: (run) => (condition.holds(run) === false ? true : undefined) }
}

/**
 * A branch that may not run leaves what it assigns unknown, but for the words that a list has either way. What it chose is
 * noted: together with what the branch before it set, which runs where this one does not, or with what was there before.
 */
function takeOver(shell: Shell, way: Way, earlier: Way | undefined): void {
  const changed = [...way.shell.variables].filter(([name, value]) => shell.variables.get(name) !== value)
  if (changed.length === 0) return
  const before = subshell(shell)
  for (const [name, after] of changed) {
    settle(name, shell)
    shell.variables.set(name, sharedOf(name, [before.variables.get(name), after]))
  }
  const names = changed.flatMap(([name]) => (shell.variables.get(name) === null ? name : []))
  const other = earlier && way.condition.opposite === earlier.condition ? earlier : undefined
  noteChoice(names, [other ?? { shell: before, condition: contrary(way.condition) }, way], shell)
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
