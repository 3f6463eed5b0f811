import type { Expression, Loop } from '../../documents/bicep/ast.ts'
import type { Place } from '../../documents/place.ts'

/*
 * A template for Azure, in whichever of its two languages it is written
 * (learn.microsoft.com/azure/azure-resource-manager/templates/syntax).
 */

export interface Template {
  readonly file: string
  readonly place: Place
  readonly isBicep: boolean
  readonly parameters: ReadonlyMap<string, Parameter>
  readonly variables: ReadonlyMap<string, Expression>
  readonly outputs: ReadonlyMap<string, Expression>
  readonly resources: readonly Resource[]
  readonly modules: readonly Module[]
  /** what is taken from other files, by the name that it has here */
  readonly imports: ReadonlyMap<string, { readonly path: string; readonly name: string }>
}

export interface Parameter {
  readonly otherwise: Expression | undefined
  readonly allowed: Expression | undefined
  readonly secure: boolean
}

/** What is made for each item of a list. */
export type Repeated = Omit<Loop, 'body'>

/** What resources and modules have in common. */
interface Made {
  /** what other parts call it; empty where nothing can */
  readonly symbol: string
  readonly condition: Expression | undefined
  readonly loop: Repeated | undefined
  readonly place: Place
}

export interface Resource extends Made {
  /** without its version: `Microsoft.Web/sites/config` */
  readonly type: string
  readonly name: Expression
  readonly existing: boolean
  /** a map, with `properties`, `sku`, `kind` … */
  readonly body: Expression
  /** what it belongs to, where it is not said by its name */
  readonly parent: Expression | undefined
}

/** Another template that is deployed from this one. */
export interface Module extends Made {
  readonly name: Expression
  /** the path of a file; a template that stands in this one; an address, or what computes it */
  readonly source: { readonly path: string } | { readonly template: Template } | { readonly elsewhere: Expression }
  readonly parameters: Expression | undefined
  /** a template inside of this one that uses its parameters and variables */
  readonly sharesScope: boolean
}
