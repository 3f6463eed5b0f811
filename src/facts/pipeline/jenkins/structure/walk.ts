import type { Block, Call, Expression, Statement } from '../../../../documents/groovy/index.ts'
import { spend } from '../../dialect/reading.ts'
import { type Context, type Exit, frameOf, under } from '../context.ts'
import { placeIn } from '../module.ts'
import { performIn } from '../steps/perform.ts'
import { bind, evaluate } from '../values/evaluate.ts'
import { Binding, constant, Scope } from '../values/scope.ts'
import { nothing, open, shownOf, text, textOf, type Value } from '../values/values.ts'
import { bareStage, walkBareStage } from './bare-stages.ts'
import { walkIf, walkSwitch } from './branches.ts'
import { negated } from './conditions.ts'
import { walkTry } from './tries.ts'

/** How many turns of a loop over a known list are told apart. */
const mostTurns = 40

/**
 * Goes through statements in their order: steps become steps of jobs, variables are kept as far as known.
 * @returns how the statements may leave what they stand in; undefined where they do not
 */
export async function walk(statements: readonly Statement[], given: Context): Promise<Exit | undefined> {
  let context = given
  let found: Exit | undefined
  for (let at = 0; at < statements.length; at++) {
    const statement = statements[at] as Statement
    const begun = bareStage(statement, context)
    const first = at + 1
    if (begun) while (statements[at + 1] && !bareStage(statements[at + 1] as Statement, context)) at++
    const exit = begun
      ? await walkBareStage(begun, statements.slice(first, at + 1), context)
      : await walkStatement(statement, context)
    if (!exit) continue
    found = found ? { how: found.how, condition: either(found, exit) } : exit
    if (!exit.condition) return exit.how === 'throws' || !found.condition ? exit : found
    const rest = negated(exit.condition)
    // A check that raises is no branch: unless the start decides it, what follows is taken to be reached.
    const decided = exit.how === 'returns' || context.runs.some((run) => rest.holds(run) !== undefined)
    if (decided) context = under(context, rest)
  }
  return found
}

function either(a: Exit, b: Exit): Exit['condition'] {
  const [first, second] = [a.condition, b.condition]
  if (!first || !second) return undefined
  return {
    text: `${first.text} || ${second.text}`,
    place: first.place,
    holds: (run) => {
      const answers = [first.holds(run), second.holds(run)]
      return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false
    },
  }
}

async function walkStatement(statement: Statement, context: Context): Promise<Exit | undefined> {
  switch (statement.kind) {
    case 'expression':
      return walkExpression(statement.expression, context)
    case 'declaration': {
      const { names, value } = statement
      if (value) await performIn(value, context)
      const [first] = names
      if (names.length === 1 && first !== undefined) {
        context.scope.declare(
          first,
          value ? bind(value, frameOf(context), { run: undefined, outcome: context.outcome }) : constant(nothing),
        )
      } else for (const name of names) context.scope.declare(name, constant(open(`\${${name}}`)))
      return undefined
    }
    case 'if':
      return walkIf(statement, context)
    case 'switch':
      return walkSwitch(statement, context)
    case 'for-each': {
      await performIn(statement.list, context)
      const list = evaluate(statement.list, frameOf(context), { run: undefined, outcome: context.outcome })
      return walkTurns(itemsOf(list), statement.name, statement.body, context)
    }
    case 'loop':
      if (statement.condition) await performIn(statement.condition, context)
      await walkBlock(statement.body, context)
      return undefined
    case 'try':
      return walkTry(statement, context)
    case 'return':
      if (statement.value) {
        await performIn(statement.value, context)
        if (context.returned) {
          context.returned.count++
          context.returned.binding = bind(statement.value, frameOf(context), {
            run: undefined,
            outcome: context.outcome,
          })
        }
      }
      return { how: 'returns', condition: undefined }
    case 'throw':
      return { how: 'throws', condition: undefined }
    case 'jump':
      return statement.word === 'continue' ? { how: 'returns', condition: undefined } : undefined
    case 'block':
      return walkBlock(statement.body, context)
    default:
      return undefined
  }
}

/** The members of a list that is known; undefined where it is not. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (value.kind === 'list') return value.items
  if (value.kind === 'map') return [...value.entries].map(([key, held]) => entryOf(key, held))
  return undefined
}

/** What a turn over a map sees: `it.key`, `it.value`. */
export function entryOf(key: string, value: Value): Value {
  return {
    kind: 'map',
    entries: new Map([
      ['key', text(key)],
      ['value', value],
    ]),
  }
}

/** The body once for each member of a list; once, with nothing known of the member, where the list is not known. */
async function walkTurns(
  items: readonly Value[] | undefined,
  name: string,
  body: Block,
  context: Context,
): Promise<undefined> {
  for (const item of items && items.length <= mostTurns ? items : [open(`\${${name}}`)]) {
    if (!spend(context.machine.reading, placeIn(context.module, body.span))) return undefined
    const scope = new Scope(context.scope)
    scope.declare(name, constant(item))
    await walk(body.statements, { ...context, scope })
  }
  return undefined
}

/** The statements of a block, with variables of their own. */
export function walkBlock(block: Block, context: Context): Promise<Exit | undefined> {
  return walk(block.statements, { ...context, scope: new Scope(context.scope) })
}

async function walkExpression(node: Expression, context: Context): Promise<Exit | undefined> {
  const exit = await performIn(node, context)
  if (exit) return exit
  if (node.kind === 'call' && node.callee.kind === 'name' && node.callee.name === 'load') ranWhereLoaded(node, context)
  if (node.kind === 'binary' && node.operator === '<<') appended(node.left, node.right, context)
  if (node.kind !== 'assignment') return undefined
  const { target, value } = node
  const held =
    node.operator === '+='
      ? ({ kind: 'binary', operator: '+', left: target, right: value, span: node.span } as const)
      : value
  const known = node.operator === '=' || node.operator === '+='
  const bound = known ? bind(held, frameOf(context), { run: undefined, outcome: context.outcome }) : constant(open())
  const binding = calledAs(target.kind === 'name' || target.kind === 'property' ? target.name : '', bound)
  if (target.kind === 'name') {
    if (context.scope.get(target.name) || !context.environment.get(target.name))
      context.scope.assign(target.name, binding)
    else context.environment.assign(target.name, binding)
  } else if (target.kind === 'property' && target.object.kind === 'name' && target.object.name === 'env') {
    context.environment.assign(target.name, binding)
  } else await setMember(target, binding.ask({ run: undefined, outcome: context.outcome }), context)
  return undefined
}

/** What a variable holds; where nothing is seen of it (`env.IMAGE = IMAGE`, of a credential), it is shown by its own name. */
function calledAs(name: string, binding: Binding): Binding {
  if (!name) return binding
  return new Binding((asking) => {
    const value = binding.ask(asking)
    return value.kind === 'open' && value.shown === shownOf(open()) ? open(`\${${name}}`) : value
  }, binding.depth)
}

/** `load "ci/${branch}.groovy"`, of which nothing is taken: what the file does at its top is all that is wanted of it. */
function ranWhereLoaded(node: Call, { machine, module }: Context): void {
  if (machine.results.get(node)?.kind === 'foreign') machine.absent.set(node, placeIn(module, node.span))
}

/** `branches['a'] = { … }`, `config.name = 'x'` */
async function setMember(target: Expression, value: Value, context: Context): Promise<void> {
  if (target.kind !== 'index' && target.kind !== 'property') return
  const now = { run: undefined, outcome: context.outcome }
  const object = evaluate(target.object, frameOf(context), now)
  if (object.kind !== 'map') return
  const key = target.kind === 'property' ? text(target.name) : evaluate(target.index, frameOf(context), now)
  if (object.entries.size < 1000) object.entries.set(textOf(key) ?? shownOf(key), value)
}

/** `list << item` */
function appended(left: Expression, right: Expression, context: Context): void {
  if (left.kind !== 'name') return
  const held = context.scope.get(left.name)
  const now = { run: undefined, outcome: context.outcome }
  const list = held?.ask(now)
  if (list?.kind !== 'list' || list.items.length >= 1000) return
  const item = evaluate(right, frameOf(context), now)
  context.scope.assign(left.name, constant({ kind: 'list', items: [...list.items, item] }))
}
