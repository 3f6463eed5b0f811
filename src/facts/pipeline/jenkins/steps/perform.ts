import type { Call, Expression } from '../../../../documents/groovy/index.ts'
import { asking, type Context, type Exit, frameOf } from '../context.ts'
import { performStructure } from '../structure/structure.ts'
import { entryOf } from '../structure/walk.ts'
import { argsOf, pathOf } from '../values/args.ts'
import { mostTurns } from '../values/collected.ts'
import { evaluate } from '../values/evaluate.ts'
import { text, type Value } from '../values/values.ts'
import { blockOf, callBlock, callFunction } from './call-function.ts'
import { performDocker } from './docker.ts'
import { performOpenShift } from './openshift.ts'
import { performStep } from './steps.ts'

/**
 * Does what the calls in an expression do, in the order in which they happen. Closures are gone into where they are
 * called.
 * @returns how the expression leaves what it stands in: `error '…'`
 */
export async function performIn(node: Expression, context: Context): Promise<Exit | undefined> {
  switch (node.kind) {
    case 'call':
      return performCall(node, context)
    case 'text':
      for (const part of node.parts) if (part.kind === 'expression') await performIn(part.expression, context)
      return undefined
    case 'property':
      await performIn(node.object, context)
      return undefined
    case 'index':
      await performIn(node.object, context)
      await performIn(node.index, context)
      return undefined
    case 'list':
      for (const item of node.items) await performIn(item, context)
      return undefined
    case 'map':
      for (const { value } of node.entries) await performIn(value, context)
      return undefined
    case 'unary':
      return performIn(node.operand, context)
    case 'binary':
      await performIn(node.left, context)
      await performIn(node.right, context)
      return undefined
    case 'ternary':
      await performIn(node.condition, context)
      if (node.then) await performIn(node.then, context)
      await performIn(node.else, context)
      return undefined
    case 'assignment':
      return performIn(node.value, context)
    case 'new':
      for (const arg of node.args) await performIn(arg.value, context)
      return undefined
    default:
      return undefined
  }
}

/** Names of objects that only hold values. */
const values =
  /^(env|params|currentBuild|scm|System|Math|JsonOutput|JsonSlurper|Jenkins|binding|manager|log|logger|String|Integer|Collections|Arrays|URLEncoder|java|groovy|hudson|jenkins|com|org|out|it|config)$/

async function performCall(node: Call, context: Context): Promise<Exit | undefined> {
  const { callee } = node
  if (callee.kind === 'name') return performNamed(callee.name, node, context)
  if (callee.kind !== 'property') {
    await performArguments(node, context)
    return undefined
  }
  const { object } = callee
  // `steps.sh` and `script.sh` in functions that get the pipeline as an argument
  if (
    object.kind === 'name' &&
    /^(this|steps|script|pipeline|ctx|jenkins|dsl)$/.test(object.name) &&
    callee.name !== ''
  ) {
    const known = context.scope.get(object.name)?.ask(asking(context))
    if (!known || known.kind === 'open' || known.kind === 'foreign') return performNamed(callee.name, node, context)
  }
  await performIn(object, context)
  const value = evaluate(object, frameOf(context), asking(context))
  if (value.kind === 'module') {
    const functions = value.module.functions.get(callee.name)
    if (functions) return callFunction(functions, value.module, node, context)
  }
  if (value.kind === 'closure' && callee.name === 'call') {
    await performArguments(node, context)
    await callBlock(value, valuesOf(node, context), context)
    return undefined
  }
  const path = pathOf(callee)
  if (path?.startsWith('openshift.') || (value.kind === 'object' && value.of === 'openshift')) {
    return performOpenShift(callee.name, node, value, context)
  }
  if (path?.startsWith('docker.') || (value.kind === 'object' && value.of === 'docker')) {
    return performDocker(callee.name, node, value, context)
  }
  if (await performEach(callee.name, node, value, context)) return undefined
  await performArguments(node, context)
  const root = rootOf(object)
  const isForeign =
    value.kind === 'foreign' ||
    (root !== undefined &&
      !values.test(root) &&
      !/^[A-Z][A-Z\d_]+$/.test(root) &&
      !context.scope.get(root) &&
      !context.environment.get(root) &&
      !context.machine.parameters.has(root) &&
      value.kind === 'open')
  // `load(file).deploy()` has no path of names
  // and what Artifactory made is known by what it is, not by what it is called here
  const called = value.kind === 'foreign' ? `${value.name}.${callee.name}` : undefined
  const step = called?.startsWith('Artifactory.') ? called : (path ?? called)
  if (step !== undefined && isForeign && !ofAnyObject.test(callee.name)) return performStep(step, node, context)
  await performBlock(node, context)
  return undefined
}

/** What every object of Java answers, and the writers and builders that texts are put together with. */
const ofAnyObject = /^(toString|hashCode|equals|getClass|append|printStackTrace|getMessage|getCause)$/

/** The name that a chain of members begins with; undefined where it begins with something else. */
function rootOf(node: Expression): string | undefined {
  let at = node
  while (at.kind === 'property') at = at.object
  return at.kind === 'name' ? at.name : undefined
}

async function performNamed(name: string, node: Call, context: Context): Promise<Exit | undefined> {
  const held = context.scope.get(name)?.ask(asking(context))
  if (held?.kind === 'closure') {
    await performArguments(node, context)
    await callBlock(held, valuesOf(node, context), context)
    return undefined
  }
  // a script that was loaded is called as its `call`
  const loaded = held?.kind === 'module' ? held.module.functions.get('call') : undefined
  if (held?.kind === 'module' && loaded) return callFunction(loaded, held.module, node, context)
  const functions = context.module.functions.get(name)
  if (functions) return callFunction(functions, context.module, node, context)
  const structure = await performStructure(name, node, context)
  if (structure !== 'other') return structure
  const shared = await sharedFunction(name, context)
  if (shared) return callFunction(shared.functions, shared.module, node, context)
  if (!describing.test(name)) await performArguments(node, context)
  return performStep(name, node, context)
}

/**
 * Steps that read reports and whose arguments name the tools that wrote these (`tools: [trivy(pattern: '…')]`): no tool
 * runs there (plugins.jenkins.io: warnings-ng, coverage, xunit).
 */
const describing = /^(recordIssues|scanForIssues|publishIssues|recordCoverage|publishCoverage|xunit)$/

/** A step of a shared library that is this repository: `vars/<name>.groovy` with `def call(…)`. */
async function sharedFunction(name: string, context: Context) {
  if (!/^\w+$/.test(name)) return undefined
  const module = await context.machine.module(`vars/${name}.groovy`)
  const functions = module?.functions.get('call')
  return module && functions ? { module, functions } : undefined
}

/** Performs what stands in the arguments of a call: calls may do something there too. */
export async function performArguments(node: Call, context: Context): Promise<void> {
  for (const { value } of node.args) if (value.kind !== 'closure') await performIn(value, context)
}

function valuesOf(node: Call, context: Context): Value[] {
  return node.args.map((arg) => evaluate(arg.value, frameOf(context), asking(context)))
}

/** The block behind a call runs, whatever else the call does. */
export async function performBlock(node: Call, context: Context): Promise<void> {
  const block = blockOf(argsOf(node), context)
  if (block) await callBlock(block, [], context)
}

const turns =
  /^(each|eachWithIndex|collect|collectEntries|every|any|find|findAll|times|forEach|inject|with|tap|reverseEach)$/

/** `list.each { … }`: once for each member that is known. */
async function performEach(name: string, node: Call, value: Value, context: Context): Promise<boolean> {
  if (!turns.test(name)) return false
  const block = blockOf(argsOf(node), context)
  if (!block) return false
  const items = value.kind === 'list' ? value.items : undefined
  if (value.kind === 'map') {
    const pair = (block.node.parameters?.length ?? 0) > 1
    for (const [key, held] of [...value.entries].slice(0, mostTurns)) {
      await callBlock(block, pair ? [text(key), held] : [entryOf(key, held)], context)
    }
    return true
  }
  if (!items || items.length > mostTurns) await callBlock(block, [], context)
  else for (const [index, item] of items.entries()) await callBlock(block, [item, text(String(index))], context)
  return true
}
