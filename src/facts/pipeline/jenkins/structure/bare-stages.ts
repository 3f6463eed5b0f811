import type { Expression, Statement } from '../../../../documents/groovy/index.ts'
import type { Context, Exit } from '../context.ts'
import { blockOf } from '../steps/call-function.ts'
import { argsOf } from '../values/args.ts'
import { runStage, stageName } from './structure.ts'

/**
 * `stage 'x'` or `stage name: 'x', concurrency: 1` without a block begins a stage that lasts until the next one (so
 * pipelines were written before stages had blocks).
 * @returns the name that is given; undefined for any other statement
 */
export function bareStage(statement: Statement, context: Context): Expression | undefined {
  if (statement.kind !== 'expression' || statement.expression.kind !== 'call') return undefined
  const { callee } = statement.expression
  if (callee.kind !== 'name' || callee.name !== 'stage' || context.module.functions.has('stage')) return undefined
  const args = argsOf(statement.expression)
  return blockOf(args, context) ? undefined : stageName(args)
}

/** Walks the statements that a stage without a block lasts for. */
export async function walkBareStage(
  name: Expression,
  rest: readonly Statement[],
  context: Context,
): Promise<Exit | undefined> {
  let exit: Exit | undefined
  await runStage(name, context, async (inside) => {
    exit = await context.machine.walk(rest, inside)
  })
  return exit
}
