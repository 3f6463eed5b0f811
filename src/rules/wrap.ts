import type { Place } from '../documents/place.ts'
import { Hidden } from '../facts/hidden.ts'
import type { TraceStop } from '../facts/schema/form.ts'
import type { FactTypes, FieldType } from './fact-types.ts'

/** Thrown where an expression reads a hidden value. CEL's `&&`, `||`, `all` and `exists` absorb it where they may. */
export class HiddenError extends Error {
  constructor(readonly hidden: Hidden) {
    super(`${hidden.what} cannot be seen`)
    this.name = 'HiddenError'
  }
}

const thrown = new WeakMap<Hidden, HiddenError>()

/** The error of a hidden value, made once and without a trace of calls, which costs more than all else that reading it does. */
function hiddenError(hidden: Hidden): HiddenError {
  const known = thrown.get(hidden)
  if (known) return known
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const made = new HiddenError(hidden)
  Error.stackTraceLimit = stackTraceLimit
  thrown.set(hidden, made)
  return made
}

/** A fact lacks a field that its schema demands: a mistake of a collector, never a pass. */
class FactError extends Error {}

/** An expression has looked at more values than one rule may. */
export class BudgetError extends Error {
  constructor() {
    super('it looks at too many values; nest fewer `exists` and `all`')
    this.name = 'BudgetError'
  }
}

/** A place as rules see it: opaque, but for its file. */
export class PlaceValue {
  constructor(readonly raw: Place) {}
  get file(): string {
    return this.raw.file
  }
}

/** A trace as rules see it: opaque. */
export class TraceValue {
  constructor(readonly raw: readonly TraceStop[]) {}
}

/** How many values one rule may look at in one repository: half a second or so, and far above what honest rules need. */
export const budget = 20_000_000

/** What is watched while an expression runs. */
export interface Watch {
  /** values looked at so far: each list counts with its length whenever it is read */
  visits: number
  /** told of each field that is read */
  read: ((reading: Reading) => void) | undefined
}

/** A field of a fact that was read. Made once for each, since dozens of rules read the same. */
export class Reading {
  /** as evidence shows it, once somebody has asked */
  shown: string | undefined = undefined
  /**
   * @param top the record that holds it and is not part of another
   * @param path the way from there to the record of the field, with a dot at its end
   */
  constructor(
    readonly top: FactView,
    readonly path: string,
    readonly field: string,
    readonly value: unknown,
  ) {}
}

/** Counts the values of a list that is about to be gone through. Throws a {@link BudgetError} when it is too much. */
export function visit(watch: Watch, length: number): void {
  watch.visits += length + 1
  if (watch.visits > budget) throw new BudgetError()
}

/** A fact as rules see it: an object of a class of its type, whose getters read the fact. */
export interface FactView {
  readonly $fact: Readonly<Record<string, unknown>>
  /** the record that is not part of another, and the way from there, with a dot at its end */
  readonly $top: FactView
  readonly $path: string
  /** the name of a singleton; empty for a member of a collection */
  readonly $single: string
  /** what fields were brought to CEL's form, by their number */
  readonly $wrapped: unknown[]
  /** what was told of their reading, by their number */
  $readings: Reading[] | undefined
}

/** Reads one field of a view. */
export type Reader = (view: FactView) => unknown

export interface FactClass {
  new (fact: object, single?: string, top?: FactView, path?: string): FactView
  /** by the name of the field */
  readonly readers: ReadonlyMap<string, Reader>
}

/**
 * One class for each record type, with a getter for each field: it throws a {@link HiddenError} for a hidden value, and
 * makes whole numbers BigInt, as CEL wants them. Values are wrapped when they are first read, and kept.
 */
export function factClasses(types: FactTypes, watch: Watch): ReadonlyMap<string, FactClass> {
  const classes = new Map<string, FactClass>()
  for (const [name, fields] of Object.entries(types.records)) classes.set(name, factClass(name, fields, classes, watch))
  return classes
}

function factClass(
  name: string,
  fields: Readonly<Record<string, FieldType>>,
  classes: ReadonlyMap<string, FactClass>,
  watch: Watch,
): FactClass {
  const readers = new Map<string, Reader>()
  const Class = class implements FactView {
    static readonly readers = readers
    readonly $top: FactView
    readonly $wrapped: unknown[] = []
    $readings: Reading[] | undefined = undefined
    constructor(
      readonly $fact: Readonly<Record<string, unknown>>,
      readonly $single = '',
      top?: FactView,
      readonly $path = '',
    ) {
      this.$top = top ?? this
    }
  }
  Object.defineProperty(Class, 'name', { value: name })
  for (const [index, [field, type]] of Object.entries(fields).entries()) {
    const read = readerOf({ name, field, type, index }, classes, watch)
    readers.set(field, read)
    Object.defineProperty(Class.prototype, field, {
      enumerable: true,
      get(this: FactView) {
        return read(this)
      },
    })
  }
  return Class as unknown as FactClass
}

interface Field {
  /** the record's name */
  readonly name: string
  readonly field: string
  readonly type: FieldType
  readonly index: number
}

/** What `typeof` says of a value that CEL takes as it is. */
const own: Readonly<Record<string, string>> = { string: 'string', bool: 'boolean', double: 'number' }

function readerOf({ name, field, type, index }: Field, classes: ReadonlyMap<string, FactClass>, watch: Watch): Reader {
  const kind = own[type.kind]
  const isRecord = type.kind === 'record'
  return (view) => {
    const raw = view.$fact[field]
    if (!isRecord && watch.read) watch.read(readingOf(view, field, index))
    if (kind !== undefined && typeof raw === kind) return raw
    if (raw instanceof Hidden) throw hiddenError(raw)
    if (raw === undefined || raw === null) throw new FactError(`a fact of type ${name} lacks its field "${field}"`)
    if (kind !== undefined) throw new FactError(`a fact of type ${name} has no ${kind} in its field "${field}"`)
    if (Array.isArray(raw)) visit(watch, raw.length)
    const wrapped = view.$wrapped[index] ?? wrap(raw, type, classes, view.$top, `${view.$path}${field}.`)
    view.$wrapped[index] = wrapped
    return wrapped
  }
}

function readingOf(view: FactView, field: string, index: number): Reading {
  view.$readings ??= []
  const known = view.$readings[index]
  if (known) return known
  const made = new Reading(view.$top, view.$path, field, view.$fact[field])
  view.$readings[index] = made
  return made
}

/** A raw value as CEL sees it. `top` and `path` are handed on to nested records, for {@link Watch.read}. */
export function wrap(
  raw: unknown,
  type: FieldType,
  classes: ReadonlyMap<string, FactClass>,
  top?: FactView,
  path = '',
): unknown {
  switch (type.kind) {
    case 'int':
      return BigInt(Math.trunc(raw as number))
    case 'place':
      return new PlaceValue(raw as Place)
    case 'trace':
      return new TraceValue(raw as readonly TraceStop[])
    case 'list':
      // members of a list stand for themselves: what is read of them is told under their own name
      return (raw as readonly unknown[]).map((item) => wrap(item, type.of, classes))
    case 'record': {
      const Class = classes.get(type.name) as FactClass
      return new Class(raw as object, '', top, path)
    }
    default:
      return raw
  }
}
