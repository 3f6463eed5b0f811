import type { Expression, Statement } from '../../../../documents/groovy/index.ts'
import type { Condition, Run } from '../../model.ts'
import { type Context, type Exit, frameOf, under } from '../context.ts'
import { placeIn, writtenIn } from '../module.ts'
import { asked } from '../steps/asked.ts'
import { performIn } from '../steps/perform.ts'
import { evaluate, freeze, isIn } from '../values/evaluate.ts'
import { partsOf } from '../values/parts.ts'
import { Binding, Scope } from '../values/scope.ts'
import { type DraftAct, equal, matches, open } from '../values/values.ts'
import { conditionOf, negated, staticAnswer } from './conditions.ts'
import { walk } from './walk.ts'

type IfNode = Statement & { kind: 'if' }
type SwitchNode = Statement & { kind: 'switch' }

/** `if`: each branch under its condition; where the start cannot decide it, both. */
export async function walkIf(node: IfNode, context: Context): Promise<Exit | undefined> {
  const raised = await performIn(node.condition, context)
  if (raised) return raised
  const then = (inner: Context) => walk(node.then.statements, inner)
  const otherwise = (inner: Context) => walk(node.else?.statements ?? [], inner)
  const exits = await choose(node.condition, context, then, otherwise)
  settleOutcomes(node.condition, exits, context)
  return exits.both
}

interface Exits {
  readonly then: Exit | undefined
  readonly otherwise: Exit | undefined
  readonly both: Exit | undefined
}

type Way = (context: Context) => Promise<Exit | undefined>

async function choose(node: Expression, context: Context, then: Way, otherwise: Way): Promise<Exits> {
  const inner = () => ({ ...context, scope: new Scope(context.scope) })
  const always = staticAnswer(node, context)
  if (always !== undefined) {
    const exit = await (always ? then : otherwise)(inner())
    return { then: always ? exit : undefined, otherwise: always ? undefined : exit, both: exit }
  }
  const byResult = context.outcome === 'any' ? resultBranches(node, context) : undefined
  if (byResult) {
    const a = await then({ ...inner(), ...byResult.then })
    const b = await otherwise({ ...inner(), ...byResult.otherwise })
    return { then: a, otherwise: b, both: undefined }
  }
  return split(conditionOf(node, context), context, then, otherwise)
}

/** Two ways under a condition and its opposite; variables that either sets hold one or the other value afterwards. */
async function split(condition: Condition, context: Context, then: Way, otherwise: Way): Promise<Exits> {
  const may = (wanted: boolean) =>
    context.runs.length === 0 || context.runs.some((run) => condition.holds(run) !== !wanted)
  const before = changes(context)
  let a: Exit | undefined
  if (may(true)) a = await then({ ...under(context, condition), scope: new Scope(context.scope) })
  const afterThen = before.taken()
  const opposite = negated(condition)
  let b: Exit | undefined
  if (may(false)) b = await otherwise({ ...under(context, opposite), scope: new Scope(context.scope) })
  before.merge(afterThen, condition)
  return { then: a, otherwise: b, both: together(withCondition(a, condition), withCondition(b, opposite)) }
}

function withCondition(exit: Exit | undefined, condition: Condition): Exit | undefined {
  if (!exit) return undefined
  if (!exit.condition) return { how: exit.how, condition }
  const { condition: inner } = exit
  return {
    how: exit.how,
    condition: {
      text: `${condition.text} && ${inner.text}`,
      place: inner.place,
      holds: (run) => {
        const answers = [condition.holds(run), inner.holds(run)]
        return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true
      },
    },
  }
}

function together(a: Exit | undefined, b: Exit | undefined): Exit | undefined {
  if (!a || !b) return a ?? b
  if (!a.condition || !b.condition) return { how: a.how, condition: undefined }
  const [first, second] = [a.condition, b.condition]
  return {
    how: a.how === b.how ? a.how : 'returns',
    condition: {
      text: `${first.text} || ${second.text}`,
      place: first.place,
      holds: (run: Run) => {
        const answers = [first.holds(run), second.holds(run)]
        return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false
      },
    },
  }
}

/** Where nobody knows what has become of the build, a question for its result says when each branch runs. */
function resultBranches(
  node: Expression,
  context: Context,
): { then: Partial<Context>; otherwise: Partial<Context> } | undefined {
  const well = staticAnswer(node, context, 'success')
  const badly = staticAnswer(node, context, 'failure')
  const onlyWell: Partial<Context> = { runsAfterFailure: 'no', outcome: 'success' }
  const onlyBadly: Partial<Context> = { runsAfterFailure: 'only', outcome: 'failure' }
  if (well === true && badly !== true) return { then: onlyWell, otherwise: onlyBadly }
  if (badly === true && well !== true) return { then: onlyBadly, otherwise: onlyWell }
  if (well === false && badly === undefined) return { then: onlyBadly, otherwise: {} }
  if (badly === false && well === undefined) return { then: onlyWell, otherwise: {} }
  return undefined
}

/** `if (status != 0) { error '…' }`: the status that a step gave back raises after all. */
function settleOutcomes(node: Expression, exits: Exits, context: Context): void {
  if (exits.then?.how !== 'throws' && exits.otherwise?.how !== 'throws') return
  for (const act of outcomesIn(node, context)) asked(act)
}

function outcomesIn(node: Expression, context: Context): DraftAct[] {
  const frame = frameOf(context)
  const found: DraftAct[] = []
  for (const part of partsOf(node)) {
    if (part.kind !== 'name' && part.kind !== 'call') continue
    const value =
      part.kind === 'name'
        ? frame.scope.get(part.name)?.ask({ run: undefined, outcome: context.outcome })
        : context.machine.results.get(part)
    if (value?.kind === 'outcome') found.push(...value.acts)
  }
  return found
}

/** Keeps what the variables held, to tell what a branch has changed. */
function changes(context: Context) {
  const { scope, environment } = context
  const before = [scope.snapshot(), environment.snapshot()] as const
  const scopes = [scope, environment] as const
  const changed = () =>
    scopes.map((one, index) => {
      const found = new Map<string, Binding>()
      for (const [name, binding] of one.snapshot()) {
        if (before[index]?.get(name) !== binding) found.set(name, binding)
      }
      return found
    })
  return {
    /** what the first way has set; everything is put back */
    taken() {
      const found = changed()
      for (const [index, names] of found.entries()) {
        for (const name of names.keys()) scopes[index]?.restore(name, before[index]?.get(name))
      }
      return found
    },
    merge(first: readonly Map<string, Binding>[], condition: Condition) {
      const second = changed()
      for (const [index, one] of scopes.entries()) {
        for (const name of new Set([...(first[index]?.keys() ?? []), ...(second[index]?.keys() ?? [])])) {
          const old = before[index]?.get(name)
          one.assign(name, eitherOf(condition, first[index]?.get(name) ?? old, second[index]?.get(name) ?? old))
        }
      }
    },
  }
}

/** One value or the other; what was set on one side alone is taken to be set. */
function eitherOf(condition: Condition, then: Binding | undefined, otherwise: Binding | undefined): Binding {
  if (!then || !otherwise) return (then ?? otherwise) as Binding
  const depth = Math.max(then.depth, otherwise.depth) + 1
  return new Binding((asking) => {
    const holds = asking.run && condition.holds(asking.run)
    if (holds !== undefined) return (holds ? then : otherwise).ask(asking)
    const [a, b] = [then.ask(asking), otherwise.ask(asking)]
    if (equal(a, b)) return a
    // `x = null` before and a value in one branch: where it is used, it is set.
    if (a.kind === 'null') return b
    return b.kind === 'null' ? a : open()
  }, depth)
}

/** `switch`: each case holds where its value is the subject's and no earlier one is. */
export async function walkSwitch(node: SwitchNode, context: Context): Promise<Exit | undefined> {
  await performIn(node.subject, context)
  const groups: { values: (Expression | undefined)[]; body: readonly Statement[] }[] = []
  let values: (Expression | undefined)[] = []
  for (const one of node.cases) {
    values.push(one.value)
    if (one.body.length === 0) continue
    groups.push({ values, body: one.body })
    values = []
  }
  const go = async (index: number, inner: Context): Promise<Exit | undefined> => {
    const group = groups[index]
    if (!group) return undefined
    const then = (deeper: Context) => walk(group.body, deeper)
    if (group.values.includes(undefined) && index === groups.length - 1) return then(inner)
    const condition = caseCondition(node.subject, group.values, inner)
    const exits = await split(condition, inner, then, (deeper) => go(index + 1, deeper))
    return exits.both
  }
  return groups.length > 60 ? undefined : go(0, context)
}

function caseCondition(subject: Expression, values: readonly (Expression | undefined)[], context: Context): Condition {
  const { frame } = freeze(subject, frameOf(context))
  const { outcome, module } = context
  const written = writtenIn(module, subject.span)
  const given = values.filter((value) => value !== undefined)
  return {
    text: given.map((value) => `${written} == ${writtenIn(module, value.span)}`).join(' || '),
    place: placeIn(module, (given[0] ?? subject).span),
    holds: (run) => {
      const asking = { run, outcome }
      const is = evaluate(subject, frame, asking)
      const answers = values.map((value) => {
        if (!value) return undefined
        const other = evaluate(value, frame, asking)
        if (other.kind === 'list') return isIn(is, other, asking)
        if (value.kind === 'unary' && value.operator === '~')
          return matches(is, evaluate(value.operand, frame, asking), true)
        return isIn(is, { kind: 'list', items: [other] }, asking)
      })
      return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false
    },
  }
}
