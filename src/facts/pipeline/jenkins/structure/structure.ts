import type { Call, Expression } from '../../../../documents/groovy/index.ts'
import type { Run } from '../../model.ts'
import { asking, type Context, type Exit, frameOf, type Group, under } from '../context.ts'
import { joined } from '../draft.ts'
import { joinPath, loadModule } from '../files.ts'
import { placeIn } from '../module.ts'
import { blockOf, callBlock } from '../steps/call-function.ts'
import { performArguments, performIn } from '../steps/perform.ts'
import { performShell } from '../steps/shell.ts'
import { type Args, argsOf, literal, pathOf } from '../values/args.ts'
import { bind, evaluate } from '../values/evaluate.ts'
import { partsOf } from '../values/parts.ts'
import { constant, Scope } from '../values/scope.ts'
import { shownOf, text, textOf, type Value } from '../values/values.ts'
import { readDeclarative } from './declarative.ts'
import { performParallel } from './parallel.ts'
import { inStage } from './stages.ts'
import { holdsStages } from './tries.ts'
import { variantsOf } from './variants.ts'
import { settleWaiting } from './waits.ts'

/** Steps that say how others run, and those that start something: what they mean is part of the language. */
export async function performStructure(
  name: string,
  node: Call,
  context: Context,
): Promise<Exit | undefined | 'other'> {
  const args = argsOf(node)
  switch (name) {
    case 'pipeline':
      await readDeclarative(args, context)
      return undefined
    case 'stage':
      return performStage(args, context)
    case 'parallel':
      await performParallel(node, context)
      return undefined
    case 'script':
    case 'node':
    case 'steps':
    case 'retry':
      return inBlock(node, args, context)
    case 'waitUntil': {
      const exit = await inBlock(node, args, context)
      settleWaiting(args, context)
      return exit
    }
    case 'catchError':
    case 'warnError':
      await performCatching(args, context)
      return undefined
    case 'timeout':
      return inBlock(node, args, { ...context, timeoutMinutes: minutesOf(args, context) ?? context.timeoutMinutes })
    case 'dir':
      return inBlock(node, args, { ...context, directory: folderOf(args, context) })
    case 'withEnv':
      return inBlock(node, args, withVariables(args, context))
    case 'withMaven':
      return inBlock(node, args, withMavenOptions(args, context))
    case 'sh':
    case 'bat':
    case 'powershell':
    case 'pwsh':
      await performShell(name, node, args, context)
      return undefined
    case 'load':
      await performLoad(node, args, context)
      return undefined
    case 'evaluate': {
      const path = fileRead(args.positional[0])
      if (!path || !(await loadModule(shownOf(evaluate(path, frameOf(context), asking(context))), context)))
        return 'other'
      await performLoad(node, { ...args, positional: [path] }, context)
      return undefined
    }
    case 'error':
      return { how: 'throws', condition: undefined }
    case 'echo':
    case 'println':
    case 'print':
    case 'unstable':
      await performArguments(node, context)
      return undefined
    case 'properties':
      await performDeclared(node, context)
      return undefined
    // what it binds are secrets, whatever plugin knows them: `aws(credentialsId: 'deployer')` is no step
    case 'withCredentials': {
      await performDeclared(node, context)
      const block = blockOf(args, context)
      return block ? callBlock(block, [], context) : undefined
    }
    case 'library':
      context.machine.results.set(node, { kind: 'foreign', name: 'library' })
      return undefined
    default:
      return 'other'
  }
}

async function inBlock(node: Call, args: Args, context: Context): Promise<Exit | undefined> {
  await performArguments(node, context)
  const block = blockOf(args, context)
  return block ? callBlock(block, [], context) : undefined
}

async function performStage(args: Args, context: Context): Promise<Exit | undefined> {
  const given = stageName(args)
  const block = blockOf(args, context)
  if (!given) return undefined
  await runStage(given, context, async (inside) => {
    if (block) await callBlock(block, [], inside)
  })
  return undefined
}

/** The name that a call of `stage` is given. */
export function stageName(args: Args): Expression | undefined {
  return args.positional[0] ?? args.named.get('name')
}

/** Runs what stands in a stage, once for each name that the stage has by how the pipeline was started. */
export async function runStage(
  given: Expression,
  context: Context,
  read: (inside: Context) => Promise<void>,
): Promise<void> {
  const place = placeIn(context.module, given.span)
  const nameIn = (run?: Run) => nameOf(evaluate(given, frameOf(context), asking(context, run)))
  for (const { condition, run } of variantsOf(context, (one) => nameIn(one), place)) {
    const inner = condition ? under(context, condition) : context
    await inStage(nameIn(run), place, inner, {}, read)
  }
}

/** A name for people: unknown parts as they are written. */
function nameOf(value: Value): string {
  return shownOf(value).replace(/\s+/g, ' ').trim()
}

const computes = /^(sh|bat|powershell|pwsh|load)$/

/**
 * `properties([parameters([gitParameter(…)]), pipelineTriggers([…])])` declares what the job is like, by whatever plugin:
 * what computes a value of it is all that runs.
 */
async function performDeclared(node: Call, context: Context): Promise<void> {
  for (const { value } of node.args) {
    if (value.kind === 'closure') continue
    for (const part of partsOf(value)) {
      const name = part.kind === 'call' ? pathOf(part.callee) : undefined
      if (name !== undefined && (computes.test(name) || context.module.functions.has(name)))
        await performIn(part, context)
    }
  }
}

async function performCatching(args: Args, context: Context): Promise<void> {
  const block = blockOf(args, context)
  if (!block) return
  const { pipeline } = context.machine
  if (!holdsStages(block.node.body)) {
    const group: Group = { continueOnError: true, step: undefined, job: undefined }
    await callBlock(block, [], { ...context, group })
    return
  }
  pipeline.close()
  const before = pipeline.frontier
  const first = pipeline.jobs.length
  await callBlock(block, [], context)
  pipeline.close()
  const ended = pipeline.jobs.slice(first).map((job) => ({ job: job.id, requires: 'completion' as const }))
  pipeline.frontier = joined([before, ended])
}

/** `timeout(time: 5, unit: 'MINUTES')`, `timeout(5)` */
export function minutesOf({ named, positional }: Args, context: Context): number | undefined {
  const written = named.get('time') ?? positional[0]
  const time = written && Number(textOf(evaluate(written, frameOf(context), asking(context))))
  if (time === undefined || Number.isNaN(time)) return undefined
  switch ((literal(named.get('unit')) ?? 'MINUTES').toUpperCase()) {
    case 'SECONDS':
      return time / 60
    case 'HOURS':
      return time * 60
    case 'DAYS':
      return time * 24 * 60
    case 'MINUTES':
      return time
    default:
      return undefined
  }
}

function folderOf(args: Args, context: Context): string | undefined {
  const written = args.positional[0] ?? args.named.get('path')
  const path = written && textOf(evaluate(written, frameOf(context), asking(context)))
  return path === undefined || context.directory === undefined ? undefined : joinPath(context.directory, path)
}

/** `withEnv(['A=b', "C=${d}"])` */
function withVariables(args: Args, context: Context): Context {
  const environment = new Scope(context.environment)
  const [list] = args.positional
  const items: readonly Expression[] = list?.kind === 'list' ? list.items : []
  for (const item of items) {
    const value = evaluate(item, frameOf(context), asking(context))
    const shown = shownOf(value)
    const at = shown.indexOf('=')
    if (at < 1 || value.kind !== 'text') continue
    const known = value.known?.slice(value.known.indexOf('=') + 1)
    const rest = shown.slice(at + 1)
    environment.declare(
      shown.slice(0, at).replace(/\+.*$/, ''),
      constant(known === undefined ? { kind: 'text', known, shown: rest } : text(known, rest)),
    )
  }
  return { ...context, environment }
}

/** `withMaven(mavenOpts: '…')` sets what the Java machine of Maven is given (plugins.jenkins.io/pipeline-maven). */
function withMavenOptions(args: Args, context: Context): Context {
  const written = args.named.get('mavenOpts')
  if (!written) return context
  const environment = new Scope(context.environment)
  environment.declare('MAVEN_OPTS', bind(written, frameOf(context), asking(context)))
  return { ...context, environment }
}

/** `readFile('ci/x.groovy')`, `readTrusted …`: what names the file. */
function fileRead(text: Expression | undefined): Expression | undefined {
  if (text?.kind !== 'call' || !/^(steps\.)?(readFile|readTrusted)$/.test(pathOf(text.callee) ?? '')) return undefined
  const { positional, named } = argsOf(text)
  return positional[0] ?? named.get('file') ?? named.get('path')
}

async function performLoad(node: Call, args: Args, context: Context): Promise<void> {
  const [path] = args.positional
  const shown = path ? shownOf(evaluate(path, frameOf(context), asking(context))) : ''
  const module = await loadModule(shown, context)
  if (!module) {
    context.machine.results.set(node, { kind: 'foreign', name: shown.replace(/^.*\//, '').replace(/\.groovy$/, '') })
    return
  }
  context.machine.results.set(node, { kind: 'module', module })
  if (module.loaded) return
  module.loaded = true
  const place = placeIn(context.module, node.span)
  await context.machine.walk(module.script.statements, {
    ...context,
    module,
    scope: module.scope,
    via: [...context.via, place],
    calls: [...context.calls, module.file],
  })
}
