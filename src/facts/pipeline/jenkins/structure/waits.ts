import type { Call, Expression, Statement } from '../../../../documents/groovy/index.ts'
import type { Context } from '../context.ts'
import { asked } from '../steps/asked.ts'
import { type Args, argsOf, literal, pathOf } from '../values/args.ts'
import { partsOf } from '../values/parts.ts'
import { everything } from '../values/search.ts'

/**
 * `waitUntil` goes on only where its block ends with true, and else tries again until its time is over, which fails
 * (jenkins.io, "Pipeline: Basic Steps"): a status that must be 0 for it, or an answer that must be 200, stops what comes
 * behind. What else stands in the block is asked for nothing.
 * @param args of the `waitUntil` whose block has been performed
 */
export function settleWaiting(args: Args, context: Context): void {
  const statements = args.closure?.body.statements ?? []
  for (const side of comparedWithGood(lastOf(statements))) {
    for (const call of callsBehind(side, statements)) {
      const value = context.machine.results.get(call)
      if (value?.kind === 'outcome') for (const act of value.acts) asked(act)
    }
  }
}

/** What a block comes to: its last expression, also of a `script` that is its last statement. */
function lastOf(statements: readonly Statement[]): Expression | undefined {
  const last = statements.at(-1)
  const value = last?.kind === 'return' ? last.value : last?.kind === 'expression' ? last.expression : undefined
  return value?.kind === 'call' && isScript(value) ? lastOf(argsOf(value).closure?.body.statements ?? []) : value
}

const isScript = ({ callee }: Call): boolean => callee.kind === 'name' && callee.name === 'script'

/** What must be 0 or 200 for the whole to be true: both sides of `&&` must hold. */
function comparedWithGood(node: Expression | undefined): readonly Expression[] {
  if (node?.kind !== 'binary') return []
  const { operator, left, right } = node
  if (operator === '&&') return [...comparedWithGood(left), ...comparedWithGood(right)]
  if (operator !== '==') return []
  return [left, right].filter((_side, index) => /^(0|200)$/.test(literal(index ? left : right) ?? ''))
}

/** The calls that a compared value is of: what it is made of itself, or what its name was set to, where that is one thing. */
function callsBehind(side: Expression, statements: readonly Statement[]): readonly Call[] {
  const calls = [...partsOf(side)].filter((part) => part.kind === 'call')
  const names = [...partsOf(side)].flatMap((part) => (part.kind === 'name' ? [part.name] : []))
  return [
    ...calls,
    ...names.flatMap((name) => {
      const [only, ...more] = settingsOf(name, statements)
      return only && !more.length ? [...partsOf(only)].filter((part) => part.kind === 'call') : []
    }),
  ]
}

function settingsOf(name: string, statements: readonly Statement[]): readonly Expression[] {
  return [...everything(statements)].flatMap((each) => {
    if ('expression' in each) {
      const { expression } = each
      const isSet = expression.kind === 'assignment' && pathOf(expression.target) === name
      return isSet ? [expression.value] : []
    }
    const { statement } = each
    return statement.kind === 'declaration' && statement.names.includes(name) && statement.value
      ? [statement.value]
      : []
  })
}
