import { isHidden } from '../../hidden.ts'
import { Composed, isList, numberOf, textOf, type Value } from '../../infrastructure/value.ts'
import { openName } from '../../pipeline/dialect/open-text.ts'
import { type Computed, ofTexts } from './form.ts'

/** Functions of texts. Patterns are RE2's; those that JavaScript reads otherwise stay hidden. */
export const texts: Readonly<Record<string, Computed>> = {
  lower: ofTexts((text) => text?.toLowerCase()),
  upper: ofTexts((text) => text?.toUpperCase()),
  title: ofTexts((text) =>
    text?.replace(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase()),
  ),
  trimspace: ofTexts((text) => text?.trim()),
  trimprefix: ofTexts((text = '', prefix = '') => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  trimsuffix: ofTexts((text = '', suffix = '') =>
    suffix && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  trim: ofTexts((text = '', set = '') => trimmed(text, set)),
  chomp: ofTexts((text) => text?.replace(/[\r\n]+$/, '')),
  startswith: ofTexts((text = '', prefix = '') => text.startsWith(prefix)),
  endswith: ofTexts((text = '', suffix = '') => text.endsWith(suffix)),
  strcontains: ofTexts((text = '', part = '') => text.includes(part)),
  regexall: { compute: ([pattern, text]) => allMatches(pattern, text) },
  replace: ofTexts((text = '', from = '', to = '') =>
    /^\/.*\/$/s.test(from) && from.length > 1 ? undefined : text.replaceAll(from, () => to),
  ),
  split: ofTexts((separator = '', text = '') => (text === '' ? [''] : text.split(separator))),
  join: { lenient: true, compute: ([separator, ...lists]) => joined(separator, lists) },
  substr: {
    compute([text, offset, length]) {
      const [start, count] = [numberOf(offset ?? null), numberOf(length ?? null)]
      if (typeof text !== 'string' || start === undefined || count === undefined) return undefined
      const from = start < 0 ? text.length + start : start
      return count < 0 ? text.slice(from) : text.slice(from, from + count)
    },
  },
  format: {
    deep: true,
    compute: ([pattern, ...args]) => (typeof pattern === 'string' ? format(pattern, args) : undefined),
  },
}

/** Patterns without groups and alternatives mean the same in RE2 and here; more than three repetitions may take long here. */
function isPlainPattern(pattern: string): boolean {
  return (
    pattern.length <= 100 &&
    !/[()|]|\[:|\\[^dwsDWS.\-/+*?[\]{}^$]/.test(pattern) &&
    (pattern.match(/(?<!\\)[*+?{]/g) ?? []).length <= 3
  )
}

/** `regexall(pattern, text)`: all that matches, one after the other. */
function allMatches(pattern: Value | undefined, text: Value | undefined): Value | undefined {
  if (typeof pattern !== 'string' || typeof text !== 'string' || text.length > 1000 || !isPlainPattern(pattern))
    return undefined
  try {
    return text.match(new RegExp(pattern, 'gu')) ?? []
  } catch {
    return undefined
  }
}

function trimmed(text: string, set: string): string {
  let [start, end] = [0, text.length]
  while (start < end && set.includes(text[start] as string)) start++
  while (end > start && set.includes(text[end - 1] as string)) end--
  return text.slice(start, end)
}

/** `%s`, `%d`, `%v`, `%q`, `%t`, padded numbers and `%%`; any other verb is not computed. */
function format(pattern: string, args: readonly Value[]): Value | undefined {
  let next = 0
  let refused = false
  const text = pattern.replace(/%(%|(0?)(\d*)(?:\.(\d+))?(.))/gs, (_, all: string, zero, width, digits, verb) => {
    if (all === '%') return '%'
    const arg = args[next++]
    const value = arg === undefined ? undefined : textOf(arg)
    if (value === undefined || !'sdvqtf'.includes(verb) || (digits !== undefined && verb !== 'f')) {
      refused = true
      return ''
    }
    const shown =
      verb === 'q' ? JSON.stringify(value) : verb === 'f' ? Number(value).toFixed(Number(digits ?? 6)) : value
    return shown.padStart(Math.min(Number(width || 0), 200), zero ? '0' : ' ')
  })
  return refused ? undefined : text
}

/** What is hidden of the items leaves a hole in the text, as it does in a template: the rest of it can be read. */
function joined(separator: Value | undefined, lists: readonly Value[]): Value | undefined {
  const whole = [separator ?? null, ...lists].find(isHidden)
  if (whole) return whole
  const items = lists.flatMap((list) => (isList(list) ? list : [list]))
  const hidden = items.filter(isHidden)
  const texts = items.map((item) =>
    isHidden(item) ? ((item instanceof Composed ? item.open : undefined) ?? openName('')) : textOf(item ?? null),
  )
  const text = typeof separator === 'string' && !texts.includes(undefined) ? texts.join(separator) : undefined
  const [first] = hidden
  return first ? new Composed(first, hidden, text) : text
}
