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
  /** where the whole match begins */
  readonly from: number
}

/** A detector, ready to look: compiled when it is first used. */
export class Detection {
  #sticky: RegExp | undefined
  #searching: RegExp | undefined
  #allow: readonly RegExp[] | undefined

  constructor(readonly detector: PackedDetector) {}

  /** The value of a match that begins exactly at `at`; undefined where none does. */
  at(text: string, at: number): Found | undefined {
    this.#sticky ??= patternOf(this.detector, 'y')
    this.#sticky.lastIndex = at
    const match = this.#sticky.exec(text)
    return match ? this.#check(text, match) : undefined
  }

  /** The first value whose match begins at `from` or later. */
  next(text: string, from: number): Found | undefined {
    this.#searching ??= patternOf(this.detector, 'g')
    const pattern = this.#searching
    pattern.lastIndex = from
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const found = this.#check(text, match)
      if (found) return found
      // what begins one further may be one: a value that stands in the end of something else
      pattern.lastIndex = match.index + 1
    }
    return undefined
  }

  #check(text: string, match: RegExpExecArray): Found | undefined {
    const [start, end] = match.indices?.groups?.secret ?? [match.index, match.index + match[0].length]
    const after = boundaries[this.detector.boundary ?? 'word'].after
    const value = text.slice(start, end)
    return end > start && !after?.test(text[end] ?? ' ') && this.#holds(value)
      ? { start, end, value, from: match.index }
      : undefined
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

/** The pattern with what may not stand before the secret: asked first, so that text which only repeats itself costs nothing. */
function patternOf({ pattern, boundary = 'word' }: PackedDetector, flag: 'y' | 'g'): RegExp {
  const { before } = boundaries[boundary]
  const grouped = pattern.includes(group)
  const anyCase = pattern.startsWith('(?i)') ? '(?i)' : ''
  const bare = pattern.slice(anyCase.length)
  const bounded = grouped ? bare.replace(group, `${before}${group}`) : `${before}(?:${bare})`
  return compile(anyCase + bounded, grouped ? `d${flag}` : flag)
}

const group = '(?<secret>'

const boundaries = {
  word: { before: '(?<![A-Za-z0-9_])', after: /[A-Za-z0-9_]/ },
  token: { before: '(?<![A-Za-z0-9_\\-./+=])', after: /[A-Za-z0-9_\-./+=]/ },
  base64: { before: '(?<![A-Za-z0-9_+/])', after: /[A-Za-z0-9_+/]/ },
  none: { before: '', after: undefined },
}

const classes: Readonly<Record<CharacterClass, RegExp>> = {
  digit: /[0-9]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  symbol: /[^A-Za-z0-9]/,
}
