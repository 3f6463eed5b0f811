import { checks } from './checks/index.ts'
import { isMadeUp } from './checks/placeholder.ts'
import type { CharacterClass, PackedDetector } from './detector.ts'
import { entropy } from './entropy.ts'
import { compile } from './pattern/compile.ts'

/** Where a detector found a value: offsets into the text that it was given. */
export interface Found {
  readonly start: number
  readonly end: number
  readonly value: string
}

/** A detector, ready to look: compiled when it is first used. */
export class Detection {
  #pattern: RegExp | undefined
  #allow: readonly RegExp[] | undefined

  constructor(readonly detector: PackedDetector) {}

  /** The first value at or after `from`, in a text that is no longer than it has to be; undefined where there is none. */
  next(text: string, from: number): Found | undefined {
    this.#pattern ??= compile(this.detector.pattern, this.detector.pattern.includes('(?<secret>') ? 'dg' : 'g')
    const pattern = this.#pattern
    pattern.lastIndex = from
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const [start, end] = match.indices?.groups?.secret ?? [match.index, match.index + match[0].length]
      const value = text.slice(start, end)
      if (this.#bounded(text, start, end) && this.#holds(value)) return { start, end, value }
      // what begins one further may be one: a value that stands in the end of something else
      pattern.lastIndex = match.index + 1
    }
    return undefined
  }

  #bounded(text: string, start: number, end: number): boolean {
    const boundary = boundaries[this.detector.boundary ?? 'word']
    return !boundary || (!boundary.test(text[start - 1] ?? ' ') && !boundary.test(text[end] ?? ' '))
  }

  #holds(value: string): boolean {
    const { holds, check, entropy: least } = this.detector
    if (holds && !holds.every((name) => classes[name].test(value))) return false
    if (least !== undefined && entropy(value) < least) return false
    this.#allow ??= (this.detector.allow ?? []).map((allow) => compile(allow))
    if (this.#allow.some((allow) => allow.test(value))) return false
    return check === undefined ? !isMadeUp(value) : checks[check]?.(value) === true
  }
}

const boundaries = { word: /[A-Za-z0-9_]/, token: /[A-Za-z0-9_\-./+=]/, none: undefined }

const classes: Readonly<Record<CharacterClass, RegExp>> = {
  digit: /[0-9]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  symbol: /[^A-Za-z0-9]/,
}
