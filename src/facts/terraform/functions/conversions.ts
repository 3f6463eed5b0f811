import { basename, dirname } from '../../../documents/path.ts'
import { isHidden } from '../../hidden.ts'
import {
  hiddenIn,
  isList,
  isMap,
  keysOf,
  mapOf,
  numberOf,
  textOf,
  truthOf,
  type Value,
  type ValueMap,
} from '../../infrastructure/value.ts'
import { distinct, sorted } from './collections.ts'
import { type Computed, valuesOf } from './form.ts'

const same: Computed = { lenient: true, compute: ([value]) => value }

/** Functions that make one type of another. */
export const conversions: Readonly<Record<string, Computed>> = {
  tostring: { compute: ([value]) => (value === null ? null : textOf(value as Value)) },
  tonumber: { compute: ([value]) => (value === null ? null : numberOf(value as Value)) },
  tobool: { compute: ([value]) => (value === null ? null : truthOf(value as Value)) },
  tolist: { compute: ([value]) => (isList(value as Value) || value === null ? value : undefined) },
  tomap: { compute: ([value]) => (isMap(value as Value) || value === null ? value : undefined) },
  toset: {
    compute([value]) {
      if (value === null) return null
      return isList(value as Value)
        ? (hiddenIn(value as Value) ?? sorted(distinct(value as readonly Value[])))
        : undefined
    },
  },
  sensitive: same,
  nonsensitive: same,
  ephemeralasnull: { compute: () => null },
  jsonencode: { deep: true, compute: ([value]) => JSON.stringify(ordered(value as Value)) },
  jsondecode: { compute: ([text]) => (typeof text === 'string' ? fromJson(text) : undefined) },
  basename: { compute: ([path]) => (typeof path === 'string' ? basename(path) : undefined) },
  dirname: { compute: ([path]) => (typeof path === 'string' ? dirname(path) || '.' : undefined) },
}

/** Terraform writes the keys of a map in their order. */
function ordered(value: Value): unknown {
  if (isList(value)) return value.map(ordered)
  if (isMap(value)) return Object.fromEntries(keysOf(value).map((key) => [key, ordered(value[key] as Value)]))
  return value
}

function fromJson(text: string): Value | undefined {
  try {
    return bare(JSON.parse(text))
  } catch {
    return undefined
  }
}

function bare(value: unknown): Value {
  if (Array.isArray(value)) return value.map(bare)
  if (typeof value !== 'object' || value === null) return value as Value
  return mapOf(Object.entries(value).map(([key, item]) => [key, bare(item)]))
}

/** The number, text or truth that a value is to be by its type; lists and maps item by item. */
export function converted(value: Value, type: string): Value {
  if (isHidden(value) || value === null) return value
  if (type === 'string') return textOf(value) ?? value
  if (type === 'number') return numberOf(value) ?? value
  if (type === 'bool') return truthOf(value) ?? value
  if (type === 'set' && isList(value)) return hiddenIn(value) ? value : sorted(distinct(value))
  if (type === 'list' && isMap(value)) return valuesOf(value as ValueMap)
  return value
}
