import type { Span } from '../place.ts'

/*
 * The syntax tree of POSIX shell and bash. All spans count UTF-16 units of the text that was parsed. The grammar is that
 * of POSIX.1-2024 (XCU 2.10) with bash's additions: [[ ]], (( )), |&, arrays, `function`, process substitution, <<<.
 */

/** A whole script; `list.items` are its commands in order. */
export interface ShellScript {
  readonly text: string
  readonly list: List
}

export type Node =
  | Simple
  | Pipeline
  | Chain
  | If
  | Loop
  | Case
  | Group
  | FunctionDefinition
  | Test
  | Arithmetic
  | Unparsed

/** Commands one after another; each may run in the background. */
export interface List {
  readonly items: readonly Item[]
  readonly span: Span
}

export interface Item {
  readonly node: Node
  readonly background: boolean
}

/** `A=1 program words… > file` */
export interface Simple {
  readonly kind: 'simple'
  readonly assignments: readonly Assignment[]
  readonly words: readonly Word[]
  readonly redirects: readonly Redirect[]
  readonly span: Span
}

export interface Assignment {
  readonly name: string
  /** `+=` */
  readonly append: boolean
  /** undefined for an array, or an element of one */
  readonly value: Word | undefined
  /** the elements of `X=(a b)` */
  readonly array: readonly Word[]
  readonly span: Span
}

/** `a | b`, `! a`; a lone command that is not negated is no pipeline. */
export interface Pipeline {
  readonly kind: 'pipeline'
  readonly negated: boolean
  readonly parts: readonly Node[]
  readonly span: Span
}

/** `a && b || c`, from left to right. */
export interface Chain {
  readonly kind: 'chain'
  readonly first: Node
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly node: Node }[]
  readonly span: Span
}

export interface If {
  readonly kind: 'if'
  readonly branches: readonly { readonly test: List; readonly body: List }[]
  readonly otherwise: List | undefined
  readonly redirects: readonly Redirect[]
  readonly span: Span
}

export interface Loop {
  readonly kind: 'loop'
  readonly keyword: 'for' | 'while' | 'until' | 'select'
  /** of `for` and `select`; empty for `for ((;;))` */
  readonly variable: string
  /** what `for` goes through; undefined where it is `"$@"` or arithmetic */
  readonly words: readonly Word[] | undefined
  /** of `while` and `until` */
  readonly test: List | undefined
  readonly body: List
  readonly redirects: readonly Redirect[]
  readonly span: Span
}

export interface Case {
  readonly kind: 'case'
  readonly word: Word
  readonly arms: readonly CaseArm[]
  readonly redirects: readonly Redirect[]
  readonly span: Span
}

export interface CaseArm {
  readonly patterns: readonly Word[]
  readonly body: List
  readonly span: Span
}

/** `{ … }` or, as a subshell, `( … )`. */
export interface Group {
  readonly kind: 'group'
  readonly subshell: boolean
  readonly body: List
  readonly redirects: readonly Redirect[]
  readonly span: Span
}

export interface FunctionDefinition {
  readonly kind: 'function'
  readonly name: string
  readonly body: Node
  readonly span: Span
}

/** `[[ … ]]`, as its words. */
export interface Test {
  readonly kind: 'test'
  readonly words: readonly Word[]
  readonly redirects: readonly Redirect[]
  readonly span: Span
}

/** `(( … ))` */
export interface Arithmetic {
  readonly kind: 'arithmetic'
  readonly redirects: readonly Redirect[]
  readonly span: Span
}

/** What is no shell: a stray `fi`, a bracket that nothing opened, something nested too deeply. */
export interface Unparsed {
  readonly kind: 'unparsed'
  readonly span: Span
}

export interface Redirect {
  /** `>`, `>>`, `<`, `<<`, `<<-`, `<<<`, `>&`, `<&`, `&>`, `&>>`, `>|`, `<>` */
  readonly operator: string
  /** the number before it; undefined where none is written */
  readonly descriptor: number | undefined
  readonly target: Word
  /** the body of a here-document */
  readonly document: HereDocument | undefined
  readonly span: Span
}

export interface HereDocument {
  readonly span: Span
  /** Its delimiter was quoted: nothing in it is expanded. */
  readonly quoted: boolean
  /** `<<-`: leading tabs are taken away */
  readonly stripTabs: boolean
}

export interface Word {
  readonly parts: readonly Part[]
  readonly span: Span
}

export type Part = Literal | Variable | Substitution | Opaque

export interface Literal {
  readonly kind: 'literal'
  /** quotes and escapes resolved */
  readonly value: string
  readonly quoted: boolean
  /** The characters stand in the text one for one, from `span.start`. */
  readonly exact: boolean
  /** without the quotes */
  readonly span: Span
}

export interface Variable {
  readonly kind: 'variable'
  /** `name`, `1`, `@`, `?` … */
  readonly name: string
  /** `:-`, `:=`, `#`, `%%`, `/`, `:`, `^`, `[` …; empty for a plain `$x` or `${x}` */
  readonly operator: string
  /** what stands behind the operator, as written */
  readonly operand: string
  readonly quoted: boolean
  readonly span: Span
}

/** `$(…)`, backquotes, `<(…)`, `>(…)` */
export interface Substitution {
  readonly kind: 'substitution'
  readonly list: List
  readonly process: boolean
  readonly quoted: boolean
  readonly span: Span
}

/** `$((…))`, and what template languages put in: `${{ … }}`, `{{ … }}`, `<< … >>`. */
export interface Opaque {
  readonly kind: 'opaque'
  readonly quoted: boolean
  readonly span: Span
}
