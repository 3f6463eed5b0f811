import type { Span } from '../place.ts'

/*
 * The expressions of Azure's templates (learn.microsoft.com/azure/azure-resource-manager/bicep/file): Bicep writes them as
 * they stand here; the JSON of ARM holds the same ones in texts with brackets around (`[parameters('name')]`).
 */

export type Expression =
  | Literal
  | Text
  | Name
  | Call
  | Member
  | List
  | Dictionary
  | Choice
  | Operation
  | Loop
  | Lambda
  | Unread

/** A number, a text without anything in it, `true`, `false` or `null`. */
export interface Literal {
  readonly kind: 'literal'
  readonly value: string | number | boolean | null
  readonly span: Span
}

/** `'shop-${environment}'`: texts and what stands between them. */
export interface Text {
  readonly kind: 'text'
  readonly parts: readonly (string | Expression)[]
  readonly span: Span
}

/** What a file calls something: a parameter, a variable, a resource, a module, the item of a loop. */
export interface Name {
  readonly kind: 'name'
  readonly name: string
  readonly span: Span
}

/** `concat(a, b)`; of a method (`resource.listKeys()`), `of` is what it is called on. */
export interface Call {
  readonly kind: 'call'
  readonly name: string
  readonly of: Expression | undefined
  readonly args: readonly Expression[]
  readonly span: Span
}

/** `a.b`, `a['b']`, `a[0]`, `a.?b`; a nested resource `a::b` too. */
export interface Member {
  readonly kind: 'member'
  readonly object: Expression
  readonly key: Expression
  readonly span: Span
}

/** An item `...list` is spread. */
export interface List {
  readonly kind: 'list'
  readonly items: readonly { readonly value: Expression; readonly spread: boolean }[]
  readonly span: Span
}

export interface Dictionary {
  readonly kind: 'map'
  readonly entries: readonly DictionaryEntry[]
  /** `...other` */
  readonly spreads: readonly Expression[]
  readonly span: Span
}

export interface DictionaryEntry {
  /** as it is written; an expression where something is put into it */
  readonly key: string | Expression
  readonly keySpan: Span
  readonly value: Expression
}

/** `condition ? then : otherwise` */
export interface Choice {
  readonly kind: 'choice'
  readonly condition: Expression
  readonly then: Expression
  readonly otherwise: Expression
  readonly span: Span
}

/** Of one operand or two. */
export interface Operation {
  readonly kind: 'operation'
  readonly operator: string
  readonly operands: readonly Expression[]
  readonly span: Span
}

/** `[for (item, index) in list: if (condition) body]` */
export interface Loop {
  readonly kind: 'loop'
  readonly item: string
  readonly index: string
  readonly list: Expression
  readonly condition: Expression | undefined
  readonly body: Expression
  readonly span: Span
}

/** `(a, b) => body`, which functions such as `map` and `filter` are given. */
export interface Lambda {
  readonly kind: 'lambda'
  readonly names: readonly string[]
  readonly body: Expression
  readonly span: Span
}

/** What could not be read as an expression. */
export interface Unread {
  readonly kind: 'unread'
  readonly span: Span
}

/** One statement of a file. */
export type Statement = Declaration | Made | Import

/** `param name type = value`, `var name = value`, `output name type = value`; in a file of parameters `param name = value`. */
export interface Declaration {
  readonly kind: 'param' | 'var' | 'output'
  readonly name: string
  readonly value: Expression | undefined
  readonly decorators: readonly Call[]
  /** the texts that its type allows: `'dev' | 'prod'` */
  readonly literals: readonly string[]
  /** it need not be given (`string?`) */
  readonly optional: boolean
  readonly span: Span
}

/** `resource name 'type@version' = …`, `module name 'path' = …` */
export interface Made {
  readonly kind: 'resource' | 'module'
  readonly name: string
  /** with its version; the path or address of a module */
  readonly type: string
  readonly existing: boolean
  readonly condition: Expression | undefined
  /** its body is what is made for each item */
  readonly loop: Omit<Loop, 'body'> | undefined
  readonly body: Dictionary
  /** resources that are declared in its body */
  readonly nested: readonly Made[]
  /** the word and its name */
  readonly head: Span
}

/** `import {a, b as c} from 'path'`, `import * as all from 'path'`; `using 'path'` of a file of parameters. */
export interface Import {
  readonly kind: 'import' | 'using'
  readonly path: string
  /** what it is called here, and there; `*` for the whole */
  readonly names: readonly (readonly [here: string, there: string])[]
  readonly span: Span
}

/** A whole file. */
export interface BicepFile {
  readonly file: string
  readonly statements: readonly Statement[]
}
