import type { Call, Expression, Statement } from '../../../../documents/groovy/index.ts'

type Visited = { readonly expression: Expression } | { readonly statement: Statement }

/** Everything in a script, closures included, in no particular order and without recursion. */
export function* everything(statements: readonly Statement[]): Generator<Visited> {
  const waiting: Visited[] = statements.map((statement) => ({ statement }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next
    const found = 'statement' in next ? inStatement(next.statement) : inExpression(next.expression)
    for (const each of found)
      waiting.push('kind' in each && isStatement(each) ? { statement: each } : { expression: each as Expression })
  }
}

/** All calls in a script. */
export function* allCalls(statements: readonly Statement[]): Generator<Call> {
  for (const each of everything(statements)) {
    if ('expression' in each && each.expression.kind === 'call') yield each.expression
  }
}

const statementKinds = new Set(
  'expression declaration function if for-each loop switch try return throw jump assert import annotation class block'.split(
    ' ',
  ),
)

function isStatement(node: Statement | Expression): node is Statement {
  return statementKinds.has(node.kind)
}

function inStatement(node: Statement): (Statement | Expression)[] {
  switch (node.kind) {
    case 'expression':
      return [node.expression]
    case 'declaration':
    case 'return':
      return node.value ? [node.value] : []
    case 'function':
    case 'class':
    case 'block':
      return [...node.body.statements]
    case 'if':
      return [node.condition, ...node.then.statements, ...(node.else?.statements ?? [])]
    case 'for-each':
      return [node.list, ...node.body.statements]
    case 'loop':
      return [...(node.condition ? [node.condition] : []), ...node.body.statements]
    case 'switch':
      return [node.subject, ...node.cases.flatMap((one) => [...(one.value ? [one.value] : []), ...one.body])]
    case 'try':
      return [
        ...node.body.statements,
        ...node.catches.flatMap((one) => one.body.statements),
        ...(node.finally?.statements ?? []),
      ]
    case 'throw':
      return [node.value]
    case 'assert':
      return [node.condition]
    case 'annotation':
      return node.args.map((arg) => arg.value)
    default:
      return []
  }
}

function inExpression(node: Expression): (Statement | Expression)[] {
  switch (node.kind) {
    case 'text':
      return node.parts.flatMap((part) => (part.kind === 'expression' ? [part.expression] : []))
    case 'property':
      return [node.object]
    case 'index':
      return [node.object, node.index]
    case 'call':
      return [node.callee, ...node.args.map((arg) => arg.value)]
    case 'list':
      return [...node.items]
    case 'map':
      return node.entries.flatMap(({ key, value }) => [key, value])
    case 'closure':
      return [...node.body.statements]
    case 'unary':
      return [node.operand]
    case 'binary':
      return [node.left, node.right]
    case 'ternary':
      return [node.condition, ...(node.then ? [node.then] : []), node.else]
    case 'assignment':
      return [node.target, node.value]
    case 'new':
      return node.args.map((arg) => arg.value)
    default:
      return []
  }
}
