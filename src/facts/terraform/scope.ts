import type { HclExpression } from '../../documents/hcl/index.ts'
import type { Value } from '../infrastructure/value.ts'

/** What names mean where an expression stands. */
export interface Scope {
  /** variables of `for`, `each`, `count`, and of the blocks that `dynamic` makes */
  readonly names: ReadonlyMap<string, Value>
  readonly module: Names
}

/** What a module knows. Everything is found when it is first asked for, and kept. */
export interface Names {
  /** `var.x` */
  variable(name: string): Value
  /** `local.x` */
  local(name: string): Value
  /** `module.x`, with the key of an instance where one is given, and the output */
  output(call: string, key: string | number | undefined, output: string): Value
  /** whether calls of this name are made once, or for each of something */
  isRepeated(call: string): boolean
  /** `aws_x.y`, as a whole */
  resource(type: string, name: string): Value
  /** `data.x.y` */
  data(type: string, name: string): Value
  /** an attribute of a resource that {@link resource} gave */
  attribute(address: string, key: string | undefined, name: string): Value
  /** `terraform.workspace` */
  readonly workspace: Value
  /** `path.module`, `path.root` */
  path(name: string): Value
  /** Takes one step from what may be computed in all, and goes one level deeper; false when either is used up. */
  enter(): boolean
  /** Comes back from where {@link enter} went. */
  leave(): void
}

/** The scope with more names in it. */
export function within(scope: Scope, names: Iterable<readonly [string, Value]>): Scope {
  return { ...scope, names: new Map([...scope.names, ...names]) }
}

/** A traversal as its root and what is taken out of it: `var.tags["x"].y` is var, tags, ["x"], y. */
export interface Path {
  readonly root: string
  readonly steps: readonly (string | HclExpression)[]
}

/** The traversal that an expression is; undefined where it is none. */
export function pathOf(expression: HclExpression): Path | undefined {
  const steps: (string | HclExpression)[] = []
  let at = expression
  for (;;) {
    if (at.kind === 'attribute') {
      steps.push(at.name)
      at = at.object
    } else if (at.kind === 'index') {
      steps.push(at.index)
      at = at.object
    } else break
  }
  return at.kind === 'name' ? { root: at.name, steps: steps.reverse() } : undefined
}
