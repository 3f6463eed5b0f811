/** An operand of a command: `.a.b`, `$x.y`, a constant, a function, a pipeline in brackets. */
export type Operand =
  | { readonly kind: 'constant'; readonly value: null | boolean | number | bigint | string }
  | { readonly kind: 'dot' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'pipe'; readonly pipe: Pipe }
  /** fields of an operand, one after the other */
  | { readonly kind: 'fields'; readonly of: Operand; readonly names: readonly string[] }

/** What stands between two `|`. */
export type Command = readonly Operand[]

/** `$a, $b := command | command` */
export interface Pipe {
  readonly variables: readonly string[]
  /** `=`: the variables are there already */
  readonly assigns: boolean
  readonly commands: readonly Command[]
}

/** A stretch of a template. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** A part of a template: text, or an action with what stands inside it. */
export type Piece = Stretch &
  (
    | { readonly kind: 'text' }
    | { readonly kind: 'action'; readonly pipe: Pipe }
    | {
        readonly kind: 'if' | 'with' | 'range'
        readonly pipe: Pipe
        readonly body: readonly Piece[]
        readonly otherwise: readonly Piece[]
      }
    | { readonly kind: 'template'; readonly name: string; readonly pipe: Pipe | undefined }
    | { readonly kind: 'break' | 'continue' }
  )

/** A template that is ready to be rendered. */
export interface Template {
  readonly file: string
  readonly content: string
  readonly pieces: readonly Piece[]
  /** a text that a template made (`tpl`): nothing in it has a place of its own */
  readonly isMade: boolean
}

/** What is wrong with a template's text, and where. */
export class Mistake extends Error {
  constructor(
    message: string,
    readonly start: number,
  ) {
    super(message)
  }
}
