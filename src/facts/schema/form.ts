import { type Static, type TProperties, type TSchema, Type } from 'typebox'
import type { Place } from '../../documents/place.ts'
import type { Hidden } from '../hidden.ts'

/*
 * The building blocks of fact schemas. From them come the TypeScript types, the CEL types (`schemas/facts.json`, which
 * rules are checked against) and `docs/facts.md`. Nothing here runs in the shipped bundle.
 */

/** A field whose value may be hidden; `as` is how `assay facts` prints it by default. */
export function hideable<T extends TSchema>(schema: T) {
  return Type.Unsafe<Static<T> | Hidden>({ ...schema, hideable: true })
}

/** Where a thing stands. In CEL an opaque type `Place`, with `file`. */
export const place = (description: string) => Type.Unsafe<Place>({ title: 'Place', type: 'object', description })

/** One stop of a path that a finding shows: a place and what is there. */
export interface TraceStop {
  readonly place: Place
  readonly text: string
}

/** A path through files: trigger, jobs, deployment. In CEL an opaque type `Trace`. */
export const trace = (description: string) =>
  Type.Unsafe<readonly TraceStop[]>({ title: 'Trace', type: 'object', description })

export const text = (description: string) => Type.String({ description })
export const flag = (description: string) => Type.Boolean({ description })
export const count = (description: string) => Type.Integer({ description })
export const texts = (description: string) => Type.Array(Type.String(), { description })

/** A closed list of words; a rule that compares with any other is an error when it loads. */
export function oneOf<const T extends readonly string[]>(values: T, description: string) {
  return Type.Unsafe<T[number]>({ type: 'string', enum: [...values], description })
}

/** A list whose members come from a closed list. */
export function someOf<const T extends readonly string[]>(values: T, description: string) {
  return Type.Unsafe<readonly T[number][]>({
    type: 'array',
    items: { type: 'string', enum: [...values] },
    description,
  })
}

/** A named object type: a fact, or a part of one. */
export function record<P extends TProperties>(title: string, description: string, properties: P) {
  return Type.Object(properties, { title, description, additionalProperties: false })
}

export { type Static, Type }
