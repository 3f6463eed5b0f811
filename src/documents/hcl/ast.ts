import type { Span } from '../place.ts'

/*
 * The syntax tree of HCL's native syntax (github.com/hashicorp/hcl, hclsyntax/spec.md), in which Terraform, OpenTofu,
 * Terragrunt, Packer and Nomad are written. All spans count UTF-16 units of the file.
 */

/** A whole file. */
export interface HclFile {
  readonly file: string
  readonly body: HclBody
}

/** What stands between two braces, or in a file: attributes and blocks, each in its order. */
export interface HclBody {
  readonly attributes: readonly HclAttribute[]
  readonly blocks: readonly HclBlock[]
  readonly span: Span
}

/** `name = value` */
export interface HclAttribute {
  readonly name: string
  readonly nameSpan: Span
  readonly value: HclExpression
  readonly span: Span
}

/** `type "label" … { … }` */
export interface HclBlock {
  readonly type: string
  readonly labels: readonly string[]
  readonly body: HclBody
  /** the type and the labels, without the body */
  readonly head: Span
  readonly span: Span
}

export type HclExpression =
  | HclLiteral
  | HclTemplate
  | HclName
  | HclAttributeOf
  | HclIndex
  | HclSplat
  | HclCall
  | HclList
  | HclMap
  | HclFor
  | HclConditional
  | HclUnary
  | HclBinary

/** A number, `true`, `false` or `null`. */
export interface HclLiteral {
  readonly kind: 'literal'
  readonly value: number | boolean | null
  readonly span: Span
}

/** A string of either spelling; a plain one has one literal part, an empty one none. */
export interface HclTemplate {
  readonly kind: 'template'
  readonly parts: readonly HclTemplatePart[]
  readonly span: Span
}

export type HclTemplatePart =
  | { readonly kind: 'text'; readonly value: string; readonly span: Span }
  | { readonly kind: 'interpolation'; readonly expression: HclExpression; readonly span: Span }
  | {
      readonly kind: 'if'
      readonly condition: HclExpression
      readonly then: readonly HclTemplatePart[]
      readonly else: readonly HclTemplatePart[]
      readonly span: Span
    }
  | {
      readonly kind: 'for'
      readonly key: string | undefined
      readonly item: string
      readonly list: HclExpression
      readonly body: readonly HclTemplatePart[]
      readonly span: Span
    }

/** The root of a traversal: `var`, `local`, `aws_db_instance`, the variable of a `for`. */
export interface HclName {
  readonly kind: 'name'
  readonly name: string
  readonly span: Span
}

/** `object.name` */
export interface HclAttributeOf {
  readonly kind: 'attribute'
  readonly object: HclExpression
  readonly name: string
  readonly span: Span
}

/** `object[index]`, also the old `object.0` */
export interface HclIndex {
  readonly kind: 'index'
  readonly object: HclExpression
  readonly index: HclExpression
  readonly span: Span
}

/** `list[*].a.b`, `list.*.a`: what follows is done to every item, which {@link each} calls by an empty name. */
export interface HclSplat {
  readonly kind: 'splat'
  readonly list: HclExpression
  readonly each: HclExpression
  readonly span: Span
}

export interface HclCall {
  readonly kind: 'call'
  readonly name: string
  readonly args: readonly HclExpression[]
  /** the last argument is spread: `f(list...)` */
  readonly spread: boolean
  readonly span: Span
}

export interface HclList {
  readonly kind: 'list'
  readonly items: readonly HclExpression[]
  readonly span: Span
}

export interface HclMap {
  readonly kind: 'map'
  readonly entries: readonly HclEntry[]
  readonly span: Span
}

/** A bare word as a key is a text; one in parentheses is read as an expression. */
export interface HclEntry {
  readonly key: HclExpression
  readonly value: HclExpression
}

/** `[for k, v in list : value if condition]`, `{for … : key => value...}` */
export interface HclFor {
  readonly kind: 'for'
  readonly keyName: string | undefined
  readonly itemName: string
  readonly list: HclExpression
  /** of a map */
  readonly key: HclExpression | undefined
  readonly value: HclExpression
  readonly condition: HclExpression | undefined
  /** values of one key are gathered in a list */
  readonly grouped: boolean
  readonly span: Span
}

export interface HclConditional {
  readonly kind: 'conditional'
  readonly condition: HclExpression
  readonly then: HclExpression
  readonly else: HclExpression
  readonly span: Span
}

export interface HclUnary {
  readonly kind: 'unary'
  readonly operator: '!' | '-'
  readonly operand: HclExpression
  readonly span: Span
}

export interface HclBinary {
  readonly kind: 'binary'
  readonly operator: string
  readonly left: HclExpression
  readonly right: HclExpression
  readonly span: Span
}
