import type { Place } from '../../../documents/place.ts'
import { lastAtOrBefore } from '../../../documents/search.ts'

/** Where a stretch of text comes from. */
export interface Source {
  readonly file: string
  readonly start: number
  readonly end: number
  /** each unit of the text stands there as it is, from `start` on; else the stretch as a whole makes the text */
  readonly exact: boolean
}

/** A stretch of a text and its source: it ends where the next begins. */
export interface Run {
  readonly at: number
  readonly source: Source | undefined
}

/** A scalar that knows where it is written: a value of a file, or text that a template made of several places. */
export class Traced {
  constructor(
    readonly value: string | number | bigint | boolean | null,
    readonly runs: readonly Run[],
  ) {}

  /** The source of the last thing that has one: of `name:tag` the tag. */
  get source(): Source | undefined {
    for (let i = this.runs.length - 1; i >= 0; i--) {
      const { source } = this.runs[i] as Run
      if (source) return source
    }
    return undefined
  }
}

/** A scalar with the node that it is written in. */
export function written(value: Traced['value'], { file, start = 0, end = start }: Place): Traced {
  return new Traced(value, [{ at: 0, source: { file, start, end, exact: false } }])
}

/** The text of a file as a value: each part of it stands in that file. */
export function wholeFile(file: string, content: string): Traced {
  return new Traced(content, [{ at: 0, source: { file, start: 0, end: content.length, exact: true } }])
}

/** Text that is put together, with the sources of its parts. */
export class TextMaker {
  readonly #parts: string[] = []
  readonly #runs: Run[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  add(text: string, source: Source | undefined): void {
    if (text === '') return
    this.#runs.push({ at: this.#length, source })
    this.#parts.push(text)
    this.#length += text.length
  }

  /** Adds a stretch of a traced text. */
  addSlice(of: Traced, start: number, end: number): void {
    const text = of.value as string
    if (start >= end) return
    const { runs } = of
    for (let i = firstRun(runs, start); i < runs.length; i++) {
      const { at, source } = runs[i] as Run
      if (at >= end) break
      const from = Math.max(at, start)
      const to = Math.min(runs[i + 1]?.at ?? text.length, end)
      const shifted = source?.exact ? { ...source, start: source.start + from - at } : source
      this.add(text.slice(from, to), shifted)
    }
  }

  made(): Traced {
    return new Traced(this.#parts.join(''), this.#runs)
  }
}

/** The run that an offset is in. */
const firstRun = (runs: readonly Run[], offset: number): number => lastAtOrBefore(runs, offset, ({ at }) => at)

/** The place of a stretch of a traced text in the file that a person would edit. */
export function placeIn(of: Traced, start: number, end: number): Place | undefined {
  const { runs } = of
  if (runs.length === 0) return undefined
  const first = runs[firstRun(runs, start)] as Run
  const last = runs[firstRun(runs, Math.max(start, end - 1))] as Run
  const from = first.source ?? last.source
  if (!from) return undefined
  const begin = from === first.source && from.exact ? from.start + start - first.at : from.start
  const to = last.source
  if (to?.file !== from.file || !to) return { file: from.file, start: begin, end: Math.max(begin, from.end) }
  const finish = to.exact ? to.start + end - last.at : to.end
  return { file: from.file, start: begin, end: finish >= begin ? finish : Math.max(begin, from.end) }
}
