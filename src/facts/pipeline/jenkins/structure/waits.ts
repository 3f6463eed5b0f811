import type { Call, Expression, Statement } from '../../../../documents/groovy/index.ts'
import type { Context } from '../context.ts'
import { type Args, argsOf, literal } from '../values/args.ts'
import { allCalls } from '../values/search.ts'

/**
 * `waitUntil` goes on only where its block ends with true, and else tries again until its time is over, which fails
 * (jenkins.io, "Pipeline: Basic Steps"): a status that must be 0 for it stops what comes behind.
 * @param args of the `waitUntil` whose block has been performed
 */
export function settleWaiting(args: Args, context: Context): void {
  const statements = args.closure?.body.statements ?? []
  if (!asksForZero(lastOf(statements))) return
  for (const call of allCalls(statements)) {
    const value = context.machine.results.get(call)
    if (value?.kind === 'outcome') for (const act of value.acts) act.onFailure = 'stops'
  }
}

/** What a block comes to: its last expression, also of a `script` that is its last statement. */
function lastOf(statements: readonly Statement[]): Expression | undefined {
  const last = statements.at(-1)
  const value = last?.kind === 'return' ? last.value : last?.kind === 'expression' ? last.expression : undefined
  return value?.kind === 'call' && isScript(value) ? lastOf(argsOf(value).closure?.body.statements ?? []) : value
}

const isScript = ({ callee }: Call): boolean => callee.kind === 'name' && callee.name === 'script'

const asksForZero = (node: Expression | undefined): boolean =>
  node?.kind === 'binary' && node.operator === '==' && [node.left, node.right].some((side) => literal(side) === '0')
