import { jsonPlace } from '../../assessment/json.ts'
import { mask } from '../../documents/mask.ts'
import type { Place } from '../../documents/place.ts'
import type { Text } from '../../documents/text.ts'
import { isHidden } from '../../facts/hidden.ts'
import type { TraceStop } from '../../facts/schema/form.ts'

/** The decoded text of a file; undefined where it is not at hand. */
export type TextOf = (file: string) => Text | undefined

/** A value without classes, as `assay facts --format json` prints it. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }

/** A fact as plain data. */
export type PlainFact = { readonly [key: string]: Plain }

/**
 * A fact as plain data: `file`, `line` and `column` of its place come first (line 1 where the place is a whole file);
 * places and paths carry lines and columns; a hidden value is printed as the word it has for it (`unknown`, `forge`,
 * `hidden`), and `hidden` tells under the field's name (`guarded.build` for one inside) what is hidden and what would
 * settle it.
 */
export function plainFact(fact: object, textOf: TextOf): PlainFact {
  const hidden: Record<string, Plain> = {}
  const fields: Record<string, Plain> = {}
  for (const [name, value] of Object.entries(fact)) {
    const seen = plainValue(value, name)
    if (seen !== undefined) fields[name] = seen
  }
  const { file, line, column } = (fields.place ?? {}) as Record<string, Plain>
  return {
    ...(file === undefined ? {} : { file: fields.file ?? file, line: line ?? 1, column: column ?? 1 }),
    ...fields,
    ...(Object.keys(hidden).length > 0 ? { hidden } : {}),
  }

  function plainValue(value: unknown, path: string): Plain | undefined {
    if (isHidden(value)) {
      hidden[path] = { what: mask(value.what), settle: mask(value.settle.text) }
      return value.as
    }
    if (typeof value === 'string') return mask(value)
    if (isPlace(value)) return plainPlace(value, textOf)
    if (isTrace(value)) return value.map(({ place, text }) => ({ ...plainPlace(place, textOf), text: mask(text) }))
    if (Array.isArray(value)) return value.map((item, i) => plainValue(item, `${path}[${i}]`) ?? null)
    if (typeof value === 'object' && value !== null) return plainObject(value, path)
    return value as Plain | undefined
  }

  /** Members that say nothing (an empty path) are left out, or each deployment would be a page long. */
  function plainObject(value: object, path: string): Plain {
    const members = Object.entries(value)
      .map(([name, member]) => [name, plainValue(member, `${path}.${name}`)] as const)
      .filter(([, member]) => member !== undefined && !(Array.isArray(member) && member.length === 0))
    return Object.fromEntries(members) as Plain
  }
}

/** A place with lines and columns; what is no file has the name of its setting. */
function plainPlace(place: Place, textOf: TextOf): Record<string, Plain> {
  const { file, setting, line, column, endLine, endColumn } = jsonPlace(place, textOf)
  const named = setting === undefined ? { file } : { ...(file ? { file } : {}), setting }
  return { ...named, ...(line === undefined ? {} : ({ line, column, endLine, endColumn } as Record<string, Plain>)) }
}

const placeKeys = new Set(['file', 'start', 'end', 'setting'])

function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('file' in value)) return false
  return Object.keys(value).every((key) => placeKeys.has(key))
}

function isTrace(value: unknown): value is readonly TraceStop[] {
  return Array.isArray(value) && value.length > 0 && value.every((stop) => isPlace(stop?.place) && 'text' in stop)
}
