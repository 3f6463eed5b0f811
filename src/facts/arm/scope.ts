import type { Expression } from '../../documents/bicep/ast.ts'
import { Hidden } from '../hidden.ts'
import type { Value } from '../infrastructure/value.ts'
import type { Template } from './template.ts'

/** One deployment of a template: with the parameters of one environment. */
export interface Scope {
  readonly template: Template
  /** what parameters are given; defaults hold for the others */
  readonly given: ReadonlyMap<string, Value>
  /** something gives parameters that cannot be told from here: no default is certain */
  readonly open: Hidden | undefined
  /** the items and numbers of loops, and what functions are given */
  readonly locals: ReadonlyMap<string, Value>
  /** parameters and variables by name; undefined while one is being asked for: one that asks for itself is refused */
  readonly asked: Map<string, Value | undefined>
  /** what modules come to, by their symbols: `undefined` while one is being asked for */
  readonly children: Map<string, Scope>
  /** the files that lead here, the outermost first */
  readonly way: readonly string[]
  readonly shared: Shared
}

/** What all templates of a repository share. */
export interface Shared {
  readonly templates: ReadonlyMap<string, Template>
  /** steps of computing and resources that are left, and how deep the asking may go on */
  readonly left: { steps: number; resources: number; depth: number }
  /** what an expression comes to; handed around so that the files of this folder need not import one another in a circle */
  readonly evaluate: (expression: Expression, scope: Scope) => Value
}

/** A deployment of a template from its beginning. */
export const scopeOf = (
  template: Template,
  given: ReadonlyMap<string, Value>,
  open: Hidden | undefined,
  shared: Shared,
  way: readonly string[] = [template.file],
): Scope => ({ template, given, open, locals: new Map(), asked: new Map(), children: new Map(), way, shared })

/** The same with more names. */
export const withLocals = (scope: Scope, locals: Iterable<readonly [string, Value]>): Scope => ({
  ...scope,
  locals: new Map([...scope.locals, ...locals]),
})

/** What cannot be told of a template, and where it would be seen. */
export const unknown = (what: string, { template }: Scope): Hidden =>
  new Hidden(what, {
    kind: 'file',
    text: `give the parameters of ${template.file} in files beside it, one for each environment`,
  })
