import type { Expression } from '../../../../documents/groovy/index.ts'

/** The names that stand in an expression, closures and interpolations included. */
export function namesIn(node: Expression): Set<string> {
  const found = new Set<string>()
  for (const each of partsOf(node)) {
    if (each.kind === 'name') found.add(each.name)
    if (each.kind === 'property') found.add(each.name)
  }
  return found
}

/** An expression and all that it is made of; not what stands in closures. */
export function* partsOf(node: Expression): Generator<Expression> {
  yield node
  switch (node.kind) {
    case 'text':
      for (const part of node.parts) if (part.kind === 'expression') yield* partsOf(part.expression)
      return
    case 'property':
      yield* partsOf(node.object)
      return
    case 'index':
      yield* partsOf(node.object)
      yield* partsOf(node.index)
      return
    case 'call':
      yield* partsOf(node.callee)
      for (const arg of node.args) yield* partsOf(arg.value)
      return
    case 'list':
      for (const item of node.items) yield* partsOf(item)
      return
    case 'map':
      for (const { key, value } of node.entries) {
        yield* partsOf(key)
        yield* partsOf(value)
      }
      return
    case 'unary':
      yield* partsOf(node.operand)
      return
    case 'binary':
      yield* partsOf(node.left)
      yield* partsOf(node.right)
      return
    case 'ternary':
      yield* partsOf(node.condition)
      if (node.then) yield* partsOf(node.then)
      yield* partsOf(node.else)
      return
    case 'assignment':
      yield* partsOf(node.target)
      yield* partsOf(node.value)
      return
    case 'new':
      for (const arg of node.args) yield* partsOf(arg.value)
  }
}
