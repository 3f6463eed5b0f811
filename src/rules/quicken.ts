import type { FactClass, FactView } from './wrap.ts'

/** What is used here of a node of cel-js, after it was checked. */
interface Node {
  readonly op: string
  readonly args: unknown
  readonly meta: { readonly alternate?: Node; readonly evaluate?: Node['evaluate'] }
  readonly checkedType?: { readonly name: string }
  evaluate(evaluator: unknown, node: Node, context: unknown): unknown
  setMeta(key: 'evaluate', evaluate: Node['evaluate']): void
}

/** Where cel-js keeps variables while an expression runs. */
interface Context {
  getValue(name: string): unknown
}

/** What is used of an `exists`, an `all` and their like: where its own variable is kept, and of what type. */
interface Comprehension {
  readonly iterCtx?: {
    readonly iterType?: { readonly name: string }
    iterValue?: unknown
    setIterValue(value: unknown, evaluator: unknown): unknown
  }
}

/**
 * Lets a checked expression read the fields of facts by our own readers. cel-js looks up the class of what stands left of
 * a dot and the type of the field, and compares the value with it, each time; a reader was made for the one field, and
 * refuses what is not of its type. A variable that holds a fact is known by the class of the fact. Nothing else of how an expression runs is touched. An expression of another form stays
 * as it is.
 */
export function quicken(root: unknown, classes: ReadonlyMap<string, FactClass>): void {
  const seen = new Set<unknown>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    if (isNode(value)) {
      if (value.op === '.') quickenField(value, classes)
      else if (value.op === 'id') quickenVariable(value, classes)
      else if (value.op === 'comprehension') quickenIteration(value.args as Comprehension, classes)
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

function quickenVariable(node: Node, classes: ReadonlyMap<string, FactClass>): void {
  const Class = classes.get(node.checkedType?.name ?? '')
  const checked = node.meta.evaluate
  if (!Class || !checked) return
  const name = node.args as string
  node.setMeta('evaluate', (evaluator, own, context) => {
    const value = (context as Context).getValue(name) as object | undefined
    return value?.constructor === Class ? value : checked(evaluator, own, context)
  })
}

function quickenIteration({ iterCtx: own }: Comprehension, classes: ReadonlyMap<string, FactClass>): void {
  const Class = classes.get(own?.iterType?.name ?? '')
  if (!own || !Class) return
  const checked = own.setIterValue
  own.setIterValue = function set(this: typeof own, value, evaluator) {
    if ((value as object | undefined)?.constructor !== Class) return checked.call(this, value, evaluator)
    this.iterValue = value
    return this
  }
}
