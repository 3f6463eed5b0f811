import type { Span } from '../place.ts'

/*
 * The syntax tree of the Groovy that pipelines are written in (groovy-lang.org, "Syntax", "Semantics"; Groovy 2.4 as
 * Jenkins runs it). All spans count UTF-16 units of the file.
 */

/** A whole script, with what could not be parsed. */
export interface GroovyScript {
  readonly statements: readonly Statement[]
  readonly problems: readonly GroovyProblem[]
}

/** A statement that is left out, and why. */
export interface GroovyProblem {
  readonly message: string
  readonly span: Span
  /** the statement that is left out; undefined where nothing tells how far the problem reaches (a block never closed) */
  readonly lost?: Span
}

export type Statement =
  | { readonly kind: 'expression'; readonly expression: Expression; readonly span: Span }
  | Declaration
  | FunctionNode
  | {
      readonly kind: 'if'
      readonly condition: Expression
      readonly then: Block
      readonly else: Block | undefined
      readonly span: Span
    }
  | ForEach
  | { readonly kind: 'loop'; readonly condition: Expression | undefined; readonly body: Block; readonly span: Span }
  | { readonly kind: 'switch'; readonly subject: Expression; readonly cases: readonly Case[]; readonly span: Span }
  | {
      readonly kind: 'try'
      readonly body: Block
      readonly catches: readonly Catch[]
      readonly finally: Block | undefined
      readonly span: Span
    }
  | { readonly kind: 'return'; readonly value: Expression | undefined; readonly span: Span }
  | { readonly kind: 'throw'; readonly value: Expression; readonly span: Span }
  | { readonly kind: 'jump'; readonly word: 'break' | 'continue'; readonly span: Span }
  | { readonly kind: 'assert'; readonly condition: Expression; readonly span: Span }
  | { readonly kind: 'import'; readonly name: string; readonly alias: string | undefined; readonly span: Span }
  | { readonly kind: 'annotation'; readonly name: string; readonly args: readonly Argument[]; readonly span: Span }
  | { readonly kind: 'class'; readonly name: string; readonly body: Block; readonly span: Span }
  | { readonly kind: 'block'; readonly body: Block; readonly span: Span }

/** `def x = 1`, `String x`, `def (a, b) = f()` */
export interface Declaration {
  readonly kind: 'declaration'
  readonly names: readonly string[]
  readonly value: Expression | undefined
  readonly span: Span
}

/** `def f(a, b = 1) { … }` */
export interface FunctionNode {
  readonly kind: 'function'
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly body: Block
  readonly span: Span
}

export interface Parameter {
  readonly name: string
  readonly default: Expression | undefined
}

/** `for (x in list) { … }`, also `for (String x : list)` */
export interface ForEach {
  readonly kind: 'for-each'
  readonly name: string
  readonly list: Expression
  readonly body: Block
  readonly span: Span
}

export interface Case {
  /** undefined: `default` */
  readonly value: Expression | undefined
  readonly body: readonly Statement[]
}

export interface Catch {
  readonly name: string
  readonly body: Block
}

export interface Block {
  readonly statements: readonly Statement[]
  readonly span: Span
}

export type Expression =
  | TextNode
  | { readonly kind: 'literal'; readonly value: number | boolean | null; readonly span: Span }
  | Name
  | Property
  | { readonly kind: 'index'; readonly object: Expression; readonly index: Expression; readonly span: Span }
  | Call
  | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly span: Span }
  | MapNode
  | ClosureNode
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression; readonly span: Span }
  | {
      readonly kind: 'binary'
      readonly operator: string
      readonly left: Expression
      readonly right: Expression
      readonly span: Span
    }
  | {
      readonly kind: 'ternary'
      readonly condition: Expression
      /** undefined: `condition ?: else` */
      readonly then: Expression | undefined
      readonly else: Expression
      readonly span: Span
    }
  | {
      readonly kind: 'assignment'
      readonly operator: string
      readonly target: Expression
      readonly value: Expression
      readonly span: Span
    }
  | { readonly kind: 'new'; readonly type: string; readonly args: readonly Argument[]; readonly span: Span }

/** A string of any spelling; one with `${…}` has several parts. */
export interface TextNode {
  readonly kind: 'text'
  readonly parts: readonly TextPart[]
  readonly span: Span
}

export type TextPart =
  | { readonly kind: 'literal'; readonly value: string; readonly offsetOf: (index: number) => number }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly span: Span }

export interface Name {
  readonly kind: 'name'
  readonly name: string
  readonly span: Span
}

export interface Property {
  readonly kind: 'property'
  readonly object: Expression
  /** empty where it is computed */
  readonly name: string
  readonly span: Span
}

/** A call in any spelling: `f(a)`, `f a, b: c`, `f { … }`, `x.f(a)`. */
export interface Call {
  readonly kind: 'call'
  readonly callee: Expression
  readonly args: readonly Argument[]
  readonly span: Span
}

export interface Argument {
  /** of a named argument */
  readonly name: string | undefined
  readonly value: Expression
}

export interface MapNode {
  readonly kind: 'map'
  readonly entries: readonly { readonly key: Expression; readonly value: Expression }[]
  readonly span: Span
}

export interface ClosureNode {
  readonly kind: 'closure'
  /** undefined: none written, `it` is there */
  readonly parameters: readonly Parameter[] | undefined
  readonly body: Block
  readonly span: Span
}
