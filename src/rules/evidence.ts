import { mask } from '../documents/mask.ts'
import { compareText } from '../documents/place.ts'
import { Hidden } from '../facts/hidden.ts'
import type { Judging } from './expressions.ts'
import type { Reading, Watch } from './wrap.ts'

/** Notes the fields that are read of one fact, for the evidence. */
export interface Evidence {
  /** `name = value` without what looks like a secret, in the order of their first reading, at most six */
  readonly values: () => readonly string[]
  /** the names of singletons' fields that were read, such as `repository.deploys` */
  readonly singletons: ReadonlySet<string>
  readonly stop: () => void
}

/** How many values of the evidence are shown. */
const most = 6

const nothing: ReadonlySet<string> = new Set()

/** The evidence where nobody asks for it. */
export const nothingRead: Evidence = { values: () => [], singletons: nothing, stop: () => {} }

/**
 * Begins to note what is read of a fact (undefined: of none) and of the repository, until it is stopped.
 * @param before what was read before, to begin with
 */
export function watchReads({ engine, it, part }: Judging, before: readonly Reading[] = []): Evidence {
  const noted = new Noted(engine.watch, it, part)
  for (const reading of before) noted.read(reading)
  engine.watch.read = (reading) => noted.read(reading)
  return noted
}

class Noted implements Evidence {
  // most of what is read belongs to a member that is left out: it is named and printed only when it is asked for
  private told: Reading[] | undefined
  private names: Set<string> | undefined

  constructor(
    private readonly watch: Watch,
    private readonly it: unknown,
    private readonly part: unknown,
  ) {}

  read(reading: Reading): void {
    const { top, path, field, value } = reading
    const owner = top.$single
    if (owner) this.names = (this.names ?? new Set()).add(`${owner}.${path}${field}`)
    else if (top !== this.it && top !== this.part) return
    this.told ??= []
    // more than are shown need not be kept
    if (this.told.length >= most || !isPrinted(value)) return
    const same = this.told.findIndex((one) => one.field === field && one.path === path && one.top.$single === owner)
    this.told[same < 0 ? this.told.length : same] = reading
  }

  values(): readonly string[] {
    return (this.told ?? []).map(shown)
  }

  get singletons(): ReadonlySet<string> {
    return this.names ?? nothing
  }

  stop(): void {
    this.watch.read = undefined
  }
}

/** A reading as people see it. */
function shown(reading: Reading): string {
  const { top, path, field, value } = reading
  reading.shown ??= mask(`${top.$single && `${top.$single}.`}${path}${field} = ${print(value)}`)
  return reading.shown
}

/** Whether a value is of those that are printed. */
function isPrinted(value: unknown): boolean {
  if (typeof value === 'object') return value instanceof Hidden || Array.isArray(value)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function print(value: unknown): string {
  if (value instanceof Hidden) return value.as
  if (typeof value === 'string') return value === '' ? '""' : value
  if (!Array.isArray(value)) return String(value)
  if (value.every((item) => typeof item === 'string'))
    return value.length ? [...value].sort(compareText).join(', ') : 'none'
  return String(value.length)
}
