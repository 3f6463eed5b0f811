import type { FactClass, FactView } from './wrap.ts'

/** What is used here of a node of cel-js, after it was checked. */
interface Node {
  readonly op: string
  readonly args: unknown
  readonly meta: { readonly alternate?: Node }
  readonly checkedType?: { readonly name: string }
  evaluate(evaluator: unknown, node: Node, context: unknown): unknown
  setMeta(key: 'evaluate', evaluate: Node['evaluate']): void
}

/**
 * Lets a checked expression read the fields of facts by our own readers. cel-js looks up the class of what stands left of
 * a dot and the type of the field, and compares the value with it, each time; a reader was made for the one field, and
 * refuses what is not of its type. Nothing else of how an expression runs is touched. An expression of another form stays
 * as it is.
 */
export function quicken(root: unknown, classes: ReadonlyMap<string, FactClass>): void {
  const seen = new Set<unknown>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    if (isNode(value)) {
      if (value.op === '.') quickenField(value, classes)
      visit(value.meta.alternate)
      visit(value.args)
    } else for (const one of Object.values(value)) visit(one)
  }
  visit(root)
}

const isNode = (value: object): value is Node =>
  'op' in value && 'args' in value && 'setMeta' in value && 'evaluate' in value

function quickenField(node: Node, classes: ReadonlyMap<string, FactClass>): void {
  const [left, field] = node.args as readonly [Node, string]
  const read = classes.get(left.checkedType?.name ?? '')?.readers.get(field)
  if (!read) return
  node.setMeta('evaluate', (evaluator, _, context) => read(left.evaluate(evaluator, left, context) as FactView))
}
