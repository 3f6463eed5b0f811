import type { Call, Expression, FunctionNode } from '../../../../documents/groovy/index.ts'
import { spend } from '../../dialect/reading.ts'
import { namesEnvironment, tellsEnvironment } from '../../dialect/words.ts'
import { asking, type Context, type Exit, frameOf } from '../context.ts'
import { type Module, placeIn } from '../module.ts'
import type { Args } from '../values/args.ts'
import { bind, evaluate } from '../values/evaluate.ts'
import { type Binding, constant, Scope } from '../values/scope.ts'
import { nothing, open, textOf, type Value } from '../values/values.ts'
import { performArguments } from './perform.ts'

type Block = Value & { kind: 'closure' }

/** How deep functions are followed; what people write stays under 10. */
const deepest = 40

/** The block of a call: written behind it, or given by name. */
export function blockOf({ closure, positional }: Args, context: Context): Block | undefined {
  if (closure) return { kind: 'closure', node: closure, scope: context.scope, module: context.module }
  const last = positional.at(-1)
  if (last?.kind !== 'name') return undefined
  const value = evaluate(last, frameOf(context), asking(context))
  return value.kind === 'closure' ? value : undefined
}

/** Runs a block with its arguments. */
export async function callBlock(block: Block, args: readonly Value[], context: Context): Promise<Exit | undefined> {
  const { node, module } = block
  const place = placeIn(module, node.span)
  if (!spend(context.machine.reading, place) || context.calls.length > deepest) return undefined
  const scope = new Scope(block.scope)
  const names = node.parameters?.map((parameter) => parameter.name) ?? ['it']
  for (const [index, name] of names.entries()) scope.declare(name, constant(args[index] ?? open(`\${${name}}`)))
  const calls = [...context.calls, '{}']
  const exit = await context.machine.walk(node.body.statements, { ...context, module, scope, calls })
  return exit?.how === 'throws' ? exit : undefined
}

/** Follows a function of the repository, with its arguments as far as known. */
export async function callFunction(
  functions: readonly FunctionNode[],
  module: Module,
  node: Call,
  context: Context,
): Promise<Exit | undefined> {
  const { machine } = context
  const args = node.args.map((arg) => arg.value)
  const named = node.args.some((arg) => arg.name !== undefined)
  const called = functions.find((one) => one.parameters.length === args.length) ?? functions[0]
  if (!called) return undefined
  await performArguments(node, context)
  const place = placeIn(context.module, node.span)
  const id = `${module.file}#${called.name}`
  if (context.calls.includes(id) || context.calls.length > deepest) {
    const way = [...context.calls.slice(context.calls.indexOf(id)), id].filter((each) => each !== '{}')
    const message = `functions call each other in a circle: ${way.map((each) => each.replace(/^.*#/, '')).join(' → ')}`
    machine.reading.problems.push({ place, message, unreadable: false })
    return undefined
  }
  if (!spend(machine.reading, place)) return undefined
  const scope = new Scope(module.scope)
  const now = asking(context)
  const frame = frameOf(context)
  const given = named ? [namedAsMap(node)] : args
  called.parameters.forEach(({ name, default: fallback }, index) => {
    const arg = given[index]
    scope.declare(
      name,
      arg ? bind(arg, frame, now) : fallback ? bind(fallback, { ...frame, scope }, now) : constant(nothing),
    )
  })
  const returned: NonNullable<Context['returned']> = { binding: undefined, count: 0 }
  const inner: Context = {
    ...context,
    module,
    scope,
    via: [...context.via, place],
    calls: [...context.calls, id],
    within: [...context.within, { name: called.name, place: placeIn(module, called.span) }],
    environmentName: environmentArgument(called, scope, context) ?? context.environmentName,
    returned,
  }
  const exit = await machine.walk(called.body.statements, inner)
  const last = called.body.statements.at(-1)
  if (returned.count === 0 && last?.kind === 'expression') returned.binding = bind(last.expression, frameOf(inner), now)
  const value = returned.count < 2 ? returned.binding?.ask(now) : undefined
  if (value && value.kind !== 'open') machine.results.set(node, value)
  return exit?.how === 'throws' ? exit : undefined
}

/** Named arguments arrive as one map. */
function namedAsMap(node: Call): Expression {
  const { span } = node
  const entries = node.args.flatMap(({ name, value }) => {
    if (name === undefined) return []
    const part = { kind: 'literal', value: name, offsetOf: () => value.span.start } as const
    return [{ key: { kind: 'text', parts: [part], span } as const, value }]
  })
  return { kind: 'map', entries, span }
}

/** The argument that says which environment a function works on: by its name, where its value is one. */
function environmentArgument(called: FunctionNode, scope: Scope, context: Context): Binding | undefined {
  for (const { name } of called.parameters) {
    if (!namesEnvironment(name) && !/env$|^env|stage|tier/i.test(name)) continue
    const binding = scope.get(name)
    if (!binding) continue
    const values = [undefined, ...context.runs].map((run) => textOf(binding.ask(asking(context, run))))
    if (values.some((value) => value !== undefined && value.length < 40 && tellsEnvironment(value))) return binding
  }
  return undefined
}
