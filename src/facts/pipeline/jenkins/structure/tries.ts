import type { Block, Statement } from '../../../../documents/groovy/index.ts'
import { Hidden, type Seen } from '../../../hidden.ts'
import type { Context, Exit, Group } from '../context.ts'
import { joined, type StageFrame } from '../draft.ts'
import { argsOf, pathOf } from '../values/args.ts'
import { Scope } from '../values/scope.ts'
import { allCalls, everything } from '../values/search.ts'
import { walk } from './walk.ts'

type TryNode = Statement & { kind: 'try' }

/**
 * `try`: what is caught and not raised again fails nothing. Steps of one stage become one step that may fail; where whole
 * stages stand in it, those behind it wait for their end only.
 */
export async function walkTry(node: TryNode, context: Context): Promise<Exit | undefined> {
  const inner = (block: Block, more: Partial<Context> = {}) =>
    walk(block.statements, { ...context, scope: new Scope(context.scope), ...more })
  const swallows = node.catches.length ? swallowed(node) : false
  const hasStages = holdsStages(node.body)
  const { pipeline } = context.machine
  if (!hasStages) {
    const group: Group | undefined =
      swallows === false ? context.group : { continueOnError: swallows, step: undefined, job: undefined }
    const exit = await inner(node.body, { group })
    for (const one of node.catches) await inner(one.body, { runsAfterFailure: 'only', outcome: 'failure' })
    if (node.finally) await inner(node.finally, finallyContext(context))
    return exit?.how === 'throws' && swallows !== false ? undefined : exit
  }
  pipeline.close()
  const before = pipeline.frontier
  const first = pipeline.jobs.length
  const exit = await inner(node.body)
  pipeline.close()
  const jobs = pipeline.jobs.slice(first)
  const well = pipeline.frontier
  const after =
    swallows === false ? well : joined([before, jobs.map((job) => ({ job: job.id, requires: 'completion' as const }))])
  const ended = { jobs: jobs.map((job) => job.id), well }
  for (const one of node.catches) {
    await afterEnd(pipeline, ended, 'only', context.stage, async (stage) => {
      await inner(one.body, { outcome: 'failure', runsAfterFailure: 'only', stage })
    })
  }
  if (node.finally) await afterwards(node.finally, context, ended.jobs, well)
  pipeline.frontier = after
  return exit?.how === 'throws' && swallows !== false ? undefined : exit
}

function finallyContext(context: Context): Partial<Context> {
  return { runsAfterFailure: context.runsAfterFailure === 'only' ? 'only' : 'always', outcome: 'any' }
}

/** A block that runs when jobs have ended, well or not. */
async function afterwards(block: Block, context: Context, jobs: readonly string[], well: Frontier): Promise<void> {
  await afterEnd(context.machine.pipeline, { jobs, well }, 'always', context.stage, async (stage) => {
    const scope = new Scope(context.scope)
    await walk(block.statements, { ...context, scope, outcome: 'any', runsAfterFailure: 'always', stage })
  })
}

type Frontier = Context['machine']['pipeline']['frontier']

/** What has ended: the jobs, and what a job that goes on after them waits for. */
export interface Ended {
  readonly jobs: readonly string[]
  readonly well: Frontier
}

/**
 * Steps that run when jobs have ended: those that run in any case, those only after success and those only after a
 * failure, each in a job of its own that waits so.
 * @param when the end that all of it waits for, before questions for the result say more
 * @param read goes through the steps, which belong to the stage given
 */
export async function afterEnd(
  pipeline: Context['machine']['pipeline'],
  ended: Ended,
  when: 'always' | 'no' | 'only',
  stage: StageFrame,
  read: (stage: StageFrame) => Promise<void>,
): Promise<void> {
  pipeline.close()
  pipeline.frontier = waitsOf(ended, when)
  const first = pipeline.jobs.length
  await read({ ...stage })
  pipeline.close()
  const found = pipeline.jobs.splice(first)
  for (const job of found) {
    const others = (['always', 'no', 'only'] as const).filter((how) =>
      job.steps.some(({ step }) => step.runsAfterFailure === how),
    )
    for (const how of others.length ? others : [when]) {
      const id = others.length > 1 ? `${job.id} (${endings[how]})` : job.id
      const steps = job.steps.filter(({ step }) => step.runsAfterFailure === how || others.length === 0)
      pipeline.jobs.push({
        ...job,
        id,
        needs: waitsOf(ended, how).map((wait) => ({ ...wait, place: job.stage.place })),
        steps: steps.map(({ step, acts }, index) => ({
          acts,
          step: { ...step, id: `${id}/${index}`, runsAfterFailure: 'no' },
        })),
      })
    }
  }
}

const endings = { always: 'always', no: 'success', only: 'failure' } as const

function waitsOf({ jobs, well }: Ended, when: 'always' | 'no' | 'only'): Frontier {
  if (when === 'no') return well
  const requires = when === 'only' ? 'failure' : 'completion'
  return jobs.map((job) => ({ job, requires, ...(when === 'only' && { group: 'failure' }) }))
}

/** Whether a failure is heeded no more: no catch raises it again. Where one does so in a branch, it cannot be told. */
function swallowed(node: TryNode): Seen<boolean> {
  let doubt: Hidden | undefined
  for (const { body } of node.catches) {
    if (body.statements.some(raises)) continue
    if (!containsRaise(body)) {
      if (asksAPerson(node.body) && setsVariables(body)) doubt ??= heeded
      else return true
    } else doubt ??= again
  }
  return doubt ?? false
}

const again = new Hidden('whether the failure that is caught is raised again', {
  kind: 'file',
  text: 'raise what is caught in every case, or say in assay.yaml what the stage does',
})

const heeded = new Hidden('whether what follows heeds that the person who is asked refuses', {
  kind: 'file',
  text: 'let the refusal end the pipeline instead of catching it',
})

/** Steps that run their block once, and end as it ends (jenkins.io/doc/pipeline/steps); not `catchError`, nor a branch. */
const around = new Set(
  'node script steps stage timeout dir ws withEnv withCredentials ansiColor timestamps wrap container lock sshagent'.split(
    ' ',
  ),
)

function raises(statement: Statement): boolean {
  if (statement.kind === 'throw') return true
  if (statement.kind !== 'expression' || statement.expression.kind !== 'call') return false
  const name = pathOf(statement.expression.callee)?.replace(/^(this|steps|script)\./, '') ?? ''
  if (name === 'error') return true
  return around.has(name) && argsOf(statement.expression).closure?.body.statements.some(raises) === true
}

function containsRaise(block: Block): boolean {
  for (const each of everything(block.statements)) if ('statement' in each && raises(each.statement)) return true
  return false
}

function asksAPerson(block: Block): boolean {
  for (const call of allCalls(block.statements)) if (pathOf(call.callee) === 'input') return true
  return false
}

function setsVariables(block: Block): boolean {
  for (const each of everything(block.statements)) {
    if ('expression' in each && each.expression.kind === 'assignment') {
      if (pathOf(each.expression.target) !== 'currentBuild.result') return true
    }
  }
  return false
}

/** Whether stages or parallel branches are written in a block. */
export function holdsStages(block: Block): boolean {
  for (const call of allCalls(block.statements)) {
    const name = pathOf(call.callee)?.replace(/^(this|steps|script)\./, '')
    if (name === 'stage' || name === 'parallel' || name === 'pipeline') return true
  }
  return false
}
