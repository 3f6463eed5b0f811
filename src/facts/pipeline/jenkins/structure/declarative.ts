import type { Call, ClosureNode } from '../../../../documents/groovy/index.ts'
import { openEnding } from '../../dialect/conditions.ts'
import { asking, type Context, frameOf } from '../context.ts'
import { joined } from '../draft.ts'
import { placeIn, writtenIn } from '../module.ts'
import { type Args, callsOf } from '../values/args.ts'
import { evaluate } from '../values/evaluate.ts'
import { constant, Scope } from '../values/scope.ts'
import { shownOf, text } from '../values/values.ts'
import { environmentBinding, withEnvironment } from './environment.ts'
import { legsOf } from './matrix.ts'
import { inStage } from './stages.ts'
import { minutesOf } from './structure.ts'
import { afterEnd } from './tries.ts'
import { walkBlock } from './walk.ts'
import { readWhen } from './when.ts'

/** The sections of a block, by name. */
type Sections = ReadonlyMap<string, { readonly call: Call; readonly args: Args }>

function sectionsOf(body: ClosureNode['body'] | undefined): Sections {
  return new Map([...callsOf(body?.statements ?? [])].map(({ name, call, args }) => [name, { call, args }]))
}

/** `pipeline { … }` (jenkins.io, "Pipeline Syntax", Declarative Pipeline). */
export async function readDeclarative(args: Args, given: Context): Promise<void> {
  const sections = sectionsOf(args.closure?.body)
  const { pipeline } = given.machine
  const base = { ...given, environmentName: given.environmentName ?? environmentBinding(given) }
  const timeout = timeoutOf(sections, base)
  const context: Context = await withEnvironment(sections.get('environment')?.args.closure, {
    ...base,
    timeoutMinutes: timeout ?? base.timeoutMinutes,
  })
  const first = pipeline.jobs.length
  await readStages(sections.get('stages')?.args.closure, context)
  await readPost(sections.get('post')?.args.closure, context, first)
}

function timeoutOf(sections: Sections, context: Context): number | undefined {
  const timeout = sectionsOf(sections.get('options')?.args.closure?.body).get('timeout')
  return timeout && minutesOf(timeout.args, context)
}

async function readStages(closure: ClosureNode | undefined, context: Context): Promise<void> {
  for (const { name, call, args } of callsOf(closure?.body.statements ?? [])) {
    if (name === 'stage') await readStage(call, args, context)
  }
}

async function readStage(call: Call, args: Args, context: Context): Promise<void> {
  const [title] = args.positional
  const { module, machine } = context
  const name = title ? shownOf(evaluate(title, frameOf(context), asking(context))) : 'stage'
  const place = placeIn(module, title?.span ?? call.callee.span)
  const sections = sectionsOf(args.closure?.body)
  const inner = await withEnvironment(sections.get('environment')?.args.closure, context)
  const when = sections.get('when')?.args.closure
  const condition = when && readWhen(when, inner)
  const asked = sections.get('input')
  const approval = asked && { place: placeIn(module, asked.call.callee.span), how: writtenIn(module, asked.call.span) }
  const options = { condition, timeoutMinutes: timeoutOf(sections, inner), approval }
  await inStage(name, place, inner, options, async (inside) => {
    const first = machine.pipeline.jobs.length
    const nested = ['stages', 'parallel', 'matrix'].some((key) => sections.has(key))
    // Who is asked before stages that stand in this one holds all of them.
    if (nested && approval) {
      machine.pipeline.jobFor(inside.stage)
      machine.pipeline.close()
    }
    const plain = nested ? { ...inside, stage: { ...inside.stage, approval: undefined } } : inside
    const steps = sections.get('steps')?.args.closure
    if (steps) await walkBlock(steps.body, plain)
    await readStages(sections.get('stages')?.args.closure, plain)
    const parallel = sections.get('parallel')?.args.closure
    if (parallel) await readParallel(parallel, plain)
    const matrix = sections.get('matrix')?.args.closure
    if (matrix) await readMatrix(matrix, plain)
    const post = sections.get('post')?.args.closure
    if (!post) return
    if (nested) await readPost(post, plain, first)
    else await readStagePost(post, inside)
  })
}

async function readParallel(closure: ClosureNode, context: Context): Promise<void> {
  await inParallel(
    [...callsOf(closure.body.statements)].filter(({ name }) => name === 'stage'),
    context,
    ({ call, args }) => readStage(call, args, context),
  )
}

/** Each part begins where all begin; what follows waits for all of them. */
async function inParallel<T>(parts: readonly T[], context: Context, read: (part: T) => Promise<void>): Promise<void> {
  const { pipeline } = context.machine
  pipeline.close()
  const before = pipeline.frontier
  const ends = []
  for (const part of parts) {
    pipeline.frontier = before
    await read(part)
    pipeline.close()
    ends.push(pipeline.frontier)
  }
  if (ends.length) pipeline.frontier = joined(ends)
}

/** The stages of a matrix once for each cell; its axes are variables there. */
async function readMatrix(closure: ClosureNode, context: Context): Promise<void> {
  const sections = sectionsOf(closure.body)
  const inner = await withEnvironment(sections.get('environment')?.args.closure, context)
  const when = sections.get('when')?.args.closure
  await inParallel(legsOf(closure), inner, async (leg) => {
    const environment = new Scope(inner.environment)
    for (const [name, value] of Object.entries(leg)) environment.declare(name, constant(text(value)))
    const cell: Context = { ...inner, environment }
    const here = { ...cell, environmentName: environmentBinding(cell, Object.keys(leg)) ?? inner.environmentName }
    const condition = when && readWhen(when, here)
    const name = Object.values(leg).join(', ')
    await inStage(
      name || 'matrix',
      placeIn(context.module, closure.span),
      here,
      { condition, plain: true },
      async (inside) => {
        await readStages(sections.get('stages')?.args.closure, { ...inside, environmentName: here.environmentName })
      },
    )
  })
}

type When = 'always' | 'no' | 'only'

/** When the steps of a `post` condition run; what hangs on the build before this one cannot be told. */
const endings: Readonly<Record<string, { readonly when: When; readonly open?: boolean }>> = {
  always: { when: 'always' },
  cleanup: { when: 'always' },
  success: { when: 'no' },
  failure: { when: 'only' },
  unsuccessful: { when: 'only' },
  unstable: { when: 'only', open: true },
  aborted: { when: 'only', open: true },
  regression: { when: 'only', open: true },
  fixed: { when: 'no', open: true },
  changed: { when: 'always', open: true },
}

/** The order in which Jenkins runs them. */
const order = 'always changed fixed regression aborted failure success unstable unsuccessful cleanup'.split(' ')

function* conditionsOf(post: ClosureNode, context: Context) {
  const sections = sectionsOf(post.body)
  for (const name of order) {
    const section = sections.get(name)
    const ending = endings[name]
    if (!section?.args.closure || !ending) continue
    const place = placeIn(context.module, section.call.callee.span)
    const condition = ending.open && openEnding(`post ${name}`, place, 'post failure')
    const inner: Context = {
      ...context,
      ...(condition && { condition }),
      runsAfterFailure: ending.when,
      outcome: ending.when === 'always' ? 'any' : ending.when === 'only' ? 'failure' : 'success',
    }
    yield { name, when: ending.when, body: section.args.closure.body, inner, place }
  }
}

/** `post` of a stage with steps: more steps of its job. */
async function readStagePost(post: ClosureNode, context: Context): Promise<void> {
  for (const { body, inner } of conditionsOf(post, context))
    await walkBlock(body, { ...inner, condition: inner.condition })
}

/** `post` of the pipeline, or of a stage with stages in it: jobs that wait for the end of those. */
async function readPost(post: ClosureNode | undefined, context: Context, first: number): Promise<void> {
  if (!post) return
  const { pipeline } = context.machine
  pipeline.close()
  const well = pipeline.frontier
  const jobs = pipeline.jobs.slice(first).map((job) => job.id)
  for (const { name, when, body, inner, place } of conditionsOf(post, context)) {
    const stage = {
      ...context.stage,
      path: [...context.stage.path, `post (${name})`],
      key: `post (${name})`,
      place,
      approval: undefined,
    }
    await afterEnd(pipeline, { jobs, well }, when, stage, async (own) => {
      await walkBlock(body, { ...inner, stage: own })
    })
  }
  pipeline.frontier = well
}
