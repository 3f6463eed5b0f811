import type { Call, ClosureNode, Expression } from '../../../../documents/groovy/index.ts'

/** The arguments of a call; a map in brackets stands for named ones (`sh([script: 'x'])`). */
export interface Args {
  readonly positional: readonly Expression[]
  readonly named: ReadonlyMap<string, Expression>
  /** the block behind the call */
  readonly closure: ClosureNode | undefined
}

/** The arguments of a call, by place and by name. */
export function argsOf(call: Call): Args {
  const positional: Expression[] = []
  const named = new Map<string, Expression>()
  for (const { name, value } of call.args) {
    if (name !== undefined) named.set(name, value)
    else positional.push(value)
  }
  const last = positional.at(-1)
  const closure = last?.kind === 'closure' ? last : undefined
  if (closure) positional.pop()
  const [only] = positional
  if (positional.length === 1 && only?.kind === 'map') {
    for (const { key, value } of only.entries) {
      const name = literal(key)
      if (name !== undefined) named.set(name, value)
    }
    if (only.entries.length) positional.pop()
  }
  return { positional, named, closure }
}

/** A text without anything put in; undefined for all else. */
export function literal(node: Expression | undefined): string | undefined {
  if (node?.kind === 'literal') return String(node.value)
  if (node?.kind !== 'text') return undefined
  if (node.parts.length === 0) return ''
  const [only] = node.parts
  return node.parts.length === 1 && only?.kind === 'literal' ? only.value : undefined
}

/** `a.b.c` as a text; undefined where it is no plain path. */
export function pathOf(node: Expression): string | undefined {
  if (node.kind === 'name') return node.name
  if (node.kind !== 'property' || node.name === '') return undefined
  const object = pathOf(node.object)
  return object === undefined ? undefined : `${object}.${node.name}`
}

/** The calls among the statements of a block, by the name that is called. */
export function* callsOf(
  statements: ClosureNode['body']['statements'],
): Generator<{ name: string; call: Call; args: Args }> {
  for (const statement of statements) {
    if (statement.kind !== 'expression' || statement.expression.kind !== 'call') continue
    const call = statement.expression
    const name = pathOf(call.callee)
    if (name !== undefined) yield { name, call, args: argsOf(call) }
  }
}
