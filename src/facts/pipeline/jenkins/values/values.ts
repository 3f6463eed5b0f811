import type { ClosureNode } from '../../../../documents/groovy/index.ts'
import type { Act, Run } from '../../model.ts'
import type { Module } from '../module.ts'
import type { Scope } from './scope.ts'

/** Something that an expression comes to, as far as it can be told. */
export type Value =
  | Text
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null'; readonly shown?: string }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  /** An entry whose key is not known stands under it as it is written; `more`: there may be entries that are not here. */
  | { readonly kind: 'map'; readonly entries: Map<string, Value>; readonly more?: boolean }
  | { readonly kind: 'closure'; readonly node: ClosureNode; readonly scope: Scope; readonly module: Module }
  | { readonly kind: 'module'; readonly module: Module }
  /** `currentBuild.result`: what the build has come to so far */
  | { readonly kind: 'result'; readonly is: 'success' | 'failure' | undefined }
  /** what a step gave back: its status, the state of a quality gate */
  | { readonly kind: 'outcome'; readonly acts: readonly DraftAct[] }
  /** objects of the OpenShift and Docker plugins, with what is known of them */
  | { readonly kind: 'object'; readonly of: 'openshift' | 'docker'; readonly about: string }
  /** something of a shared library or a class that is not here */
  | { readonly kind: 'foreign'; readonly name: string }
  | { readonly kind: 'open'; readonly shown: string }

export interface Text {
  readonly kind: 'text'
  /** undefined: not known in this run */
  readonly known: string | undefined
  /** as it stands in a script: unknown parts as `${NAME}` */
  readonly shown: string
  /** It names the branch: compared without `origin/`. */
  readonly branch?: boolean
}

/** An act that may still be told more of: what becomes of its failure. */
export type DraftAct = { -readonly [Key in keyof Act]: Act[Key] }

/** Under what a value is asked for. */
export interface Asking {
  /** undefined: whatever the start was */
  readonly run: Run | undefined
  /** what has become of the build where it is asked; `any`: nobody knows */
  readonly outcome: 'success' | 'failure' | 'any'
}

/** `null` */
export const nothing: Value = { kind: 'null' }

/** A value that cannot be told, with the text that stands for it. */
export function open(shown = ''): Value {
  return { kind: 'open', shown: shown || '${unknown}' }
}

/** A text, with how it is shown. */
export function text(known: string, shown = known): Text {
  return { kind: 'text', known, shown }
}

/** A truth, or a value that cannot be told. */
export function truth(value: boolean | undefined): Value {
  return value === undefined ? open() : { kind: 'boolean', value }
}

/** Whether a value counts as true; undefined: cannot be told. */
export function isTrue(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'boolean':
      return value.value
    case 'null':
      return false
    case 'text':
      return value.known === undefined ? undefined : value.known !== ''
    case 'list':
      return value.items.length > 0
    case 'map':
      return value.entries.size > 0 || (value.more ? undefined : false)
    case 'closure':
    case 'module':
    case 'object':
      return true
    case 'result':
      return undefined
    default:
      return undefined
  }
}

/** The text of a value where it is known. */
export function textOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'text':
      return value.known
    case 'boolean':
      return String(value.value)
    case 'null':
      return 'null'
    case 'result':
      return value.is === 'failure' ? 'FAILURE' : value.is === 'success' ? 'SUCCESS' : undefined
    default:
      return undefined
  }
}

/** A value as it stands in a script. */
export function shownOf(value: Value): string {
  if (value.kind === 'text' || value.kind === 'open') return value.shown
  if (value.kind === 'object') return value.about
  if (value.kind === 'null') return value.shown ?? 'null'
  return textOf(value) ?? '${unknown}'
}

/** Whether a map may hold a key that is not among its entries: one of them has no key that is known, or some are not here. */
export function mayHold({ entries, more }: Value & { kind: 'map' }): boolean {
  return more === true || [...entries.keys()].some((key) => key.includes('${'))
}

/** Whether two values are equal; undefined: cannot be told. */
export function equal(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'result') return isResult(a.is, b)
  if (b.kind === 'result') return isResult(b.is, a)
  if (a.kind === 'null' || b.kind === 'null') {
    if (a.kind === b.kind) return true
    const other = a.kind === 'null' ? b : a
    return other.kind === 'open' || other.kind === 'outcome' || other.kind === 'foreign' ? undefined : false
  }
  if (a.kind === 'module' && b.kind === 'module') return a.module === b.module
  const left = textOf(a)
  const right = textOf(b)
  if (left === undefined || right === undefined) return undefined
  const isBranch = (a.kind === 'text' && a.branch) || (b.kind === 'text' && b.branch)
  return isBranch ? plainBranch(left) === plainBranch(right) : left === right
}

/** `origin/main` and `refs/heads/main` are main. */
export function plainBranch(name: string): string {
  return name.replace(/^(refs\/heads\/|refs\/remotes\/|\*?\/?origin\/)/, '')
}

/** While all goes well the result is null in scripts, and SUCCESS at the end. */
function isResult(is: 'success' | 'failure' | undefined, other: Value): boolean | undefined {
  if (is === undefined) return undefined
  if (other.kind === 'null') return is === 'success'
  const known = textOf(other)?.toUpperCase()
  if (known === undefined) return undefined
  if (is === 'success') return known === 'SUCCESS' || known === 'STABLE'
  return known === 'FAILURE' || known === 'FAILED'
}

/** Long or nested patterns may take for ever; those stay unknown. */
export function matches(a: Value, b: Value, whole: boolean): boolean | undefined {
  const value = textOf(a)
  const pattern = textOf(b)
  if (value === undefined || pattern === undefined || value.length > 200) return undefined
  if (pattern.length > 100 || /[*+}][^|)]*\)\s*[*+{]/.test(pattern)) return undefined
  try {
    return new RegExp(whole ? `^(?:${pattern})$` : pattern).test(value)
  } catch {
    return undefined
  }
}

/** Two maps as one; a second that is not known may bring anything. */
export function joinedMap(a: Value & { kind: 'map' }, b: Value): Value {
  const more = a.more === true || b.kind !== 'map' || b.more === true
  return {
    kind: 'map',
    entries: new Map([...a.entries, ...(b.kind === 'map' ? b.entries : [])]),
    ...(more && { more }),
  }
}
