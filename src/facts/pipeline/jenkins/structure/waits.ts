import type { Call, Expression, Statement } from '../../../../documents/groovy/index.ts'
import type { Context } from '../context.ts'
import { asked } from '../steps/asked.ts'
import { type Args, argsOf, literal } from '../values/args.ts'
import { allCalls } from '../values/search.ts'

/**
 * `waitUntil` goes on only where its block ends with true, and else tries again until its time is over, which fails
 * (jenkins.io, "Pipeline: Basic Steps"): a status that must be 0 for it, or an answer that must be 200, stops what comes behind.
 * @param args of the `waitUntil` whose block has been performed
 */
export function settleWaiting(args: Args, context: Context): void {
  const statements = args.closure?.body.statements ?? []
  if (!asksForGood(lastOf(statements))) return
  for (const call of allCalls(statements)) {
    const value = context.machine.results.get(call)
    if (value?.kind === 'outcome') for (const act of value.acts) asked(act)
  }
}

/** What a block comes to: its last expression, also of a `script` that is its last statement. */
function lastOf(statements: readonly Statement[]): Expression | undefined {
  const last = statements.at(-1)
  const value = last?.kind === 'return' ? last.value : last?.kind === 'expression' ? last.expression : undefined
  return value?.kind === 'call' && isScript(value) ? lastOf(argsOf(value).closure?.body.statements ?? []) : value
}

const isScript = ({ callee }: Call): boolean => callee.kind === 'name' && callee.name === 'script'

const asksForGood = (node: Expression | undefined): boolean =>
  node?.kind === 'binary' &&
  node.operator === '==' &&
  [node.left, node.right].some((side) => /^(0|200)$/.test(literal(side) ?? ''))
