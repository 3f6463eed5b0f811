import { createHash } from 'node:crypto'
import { isHidden } from '../../../hidden.ts'
import { TextMaker, Traced } from '../traced.ts'
import { bare, GivenUp, isList, shown, type Val } from '../value.ts'
import { type Call, type Machine, plain, textArg, tracedBy } from './calling.ts'
import { wholeNumber } from './numbers.ts'

/** A text is as long as this at most. */
const longest = 2_000_000

const words = (make: (text: string) => string): Call => plain(([text]) => make(textArg(text)))

const asTraced = (value: Val): Traced =>
  value instanceof Traced ? value : new Traced(textArg(value), [{ at: 0, source: undefined }])

/** A function that leaves a stretch of its text: what it keeps stands where it stood, with its holes. */
const cutting =
  (range: (text: string, args: readonly Val[]) => readonly [number, number]): Call =>
  (args) => {
    const of = args.at(-1) as Val
    const text = bare(of)
    if (isHidden(text)) return text
    const [start, end] = range(textArg(of), args)
    const made = new TextMaker()
    made.addSlice(asTraced(of), start, end)
    return made.made()
  }

/** Sprig's indentation of each line. */
const indenting =
  (isNew: boolean): Call =>
  ([width, of]) => {
    const size = bare(width as Val)
    if (isHidden(size)) return size
    const pad = ' '.repeat(Math.min(1000, wholeNumber(size)))
    const made = new TextMaker()
    if (isNew) made.add('\n', undefined)
    const from = asTraced(of as Val)
    const whole = textArg(of as Val)
    for (let at = 0; at <= whole.length; ) {
      const end = whole.indexOf('\n', at) < 0 ? whole.length : whole.indexOf('\n', at) + 1
      made.add(pad, undefined)
      made.addSlice(from, at, end)
      if (end === whole.length && !whole.endsWith('\n')) break
      at = end
      if (at === whole.length) {
        made.add(pad, undefined)
        break
      }
    }
    if (made.length > longest) throw new GivenUp('a text is too long')
    return made.made()
  }

/** A hidden text is a text with a hole in it, so that it can be indented. */
const withHole =
  (call: Call, index: number): Call =>
  (args, machine) =>
    call(
      args.map((arg, i) => (i === index && isHidden(arg) ? machine.hole(arg) : arg)),
      machine,
    )

/** Go's `%q`. */
export function quoted(text: string): string {
  return `"${text.replace(/[\\"\x00-\x1f\x7f]/g, (sign) => {
    const named = {
      '\\': '\\\\',
      '"': '\\"',
      '\n': '\\n',
      '\t': '\\t',
      '\r': '\\r',
      '\x07': '\\a',
      '\b': '\\b',
      '\f': '\\f',
      '\v': '\\v',
    }[sign]
    return named ?? `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`
  })}"`
}

/** `quote` and `squote`: nothing is left out, several stand beside each other. */
const quoting =
  (make: (text: string) => string): Call =>
  (args: readonly Val[], machine: Machine) => {
    const texts = args
      .filter((arg) => bare(arg) !== null)
      .map((arg) => make(shown(arg, (hidden) => machine.hole(hidden))))
    return tracedBy(texts.join(' '), args)
  }

const matched = (text: string, pattern: RegExp) => pattern.exec(text)?.[0].length ?? 0

const hashed = (algorithm: string): Call => words((text) => createHash(algorithm).update(text, 'utf8').digest('hex'))

const trims = (text: string, signs: string, isLeft: boolean, isRight: boolean): readonly [number, number] => {
  let [start, end] = [0, text.length]
  if (isLeft) while (start < end && signs.includes(text[start] as string)) start++
  if (isRight) while (end > start && signs.includes(text[end - 1] as string)) end--
  return [start, end]
}

/** A text with a hole at its end may end otherwise: what looks there cannot tell. */
const guarded =
  (call: Call, edges: 'start' | 'end' | 'both'): Call =>
  (args: readonly Val[], machine: Machine) => {
    const text = bare(args.at(-1) as Val)
    if (typeof text === 'string') {
      const signs =
        edges === 'start' ? text.slice(0, 1) : edges === 'end' ? text.slice(-1) : text.slice(0, 1) + text.slice(-1)
      const hidden = machine.inHole(signs)
      if (hidden && text.length > 1) return hidden
    }
    return call(args, machine)
  }

const splitTexts = (separator: string, text: string) => (separator === '' ? [...text] : text.split(separator))

/** What sprig and Go make of texts. */
export const texts: Readonly<Record<string, Call>> = {
  trim: cutting((text) => [
    matched(text, /^\s+/),
    text.length - (text.trim() === '' ? 0 : text.length - text.trimEnd().length),
  ]),
  trimAll: guarded(
    cutting((text, [signs]) => trims(text, textArg(signs), true, true)),
    'both',
  ),
  trimPrefix: guarded(
    cutting((text, [prefix]) => [text.startsWith(textArg(prefix)) ? textArg(prefix).length : 0, text.length]),
    'start',
  ),
  trimSuffix: guarded(
    cutting((text, [suffix]) => [
      0,
      text.endsWith(textArg(suffix)) ? text.length - textArg(suffix).length : text.length,
    ]),
    'end',
  ),
  upper: words((text) => text.toUpperCase()),
  lower: words((text) => text.toLowerCase()),
  title: words((text) => text.replace(/(^|\s)(\S)/g, (_, before: string, sign: string) => before + sign.toUpperCase())),
  untitle: words((text) =>
    text.replace(/(^|\s)(\S)/g, (_, before: string, sign: string) => before + sign.toLowerCase()),
  ),
  nospace: words((text) => text.replace(/\s/g, '')),
  repeat: plain(([times, text]) => {
    const count = Math.max(0, wholeNumber(times as Val))
    if (count * textArg(text).length > longest) throw new GivenUp('a text is too long')
    return textArg(text).repeat(count)
  }),
  substr: plain(([start, end, text]) => {
    const [from, to] = [wholeNumber(start as Val), wholeNumber(end as Val)]
    const bytes = Buffer.from(textArg(text))
    if (from < 0) return bytes.subarray(0, to).toString()
    return (to < 0 || to > bytes.length ? bytes.subarray(from) : bytes.subarray(from, to)).toString()
  }),
  trunc: plain(([length, text]) => {
    const count = wholeNumber(length as Val)
    const all = textArg(text)
    // bytes are counted
    const bytes = Buffer.from(all)
    if (count < 0 && bytes.length + count > 0) return bytes.subarray(bytes.length + count).toString()
    return count >= 0 && bytes.length > count ? bytes.subarray(0, count).toString() : all
  }),
  abbrev: plain(([width, text]) => {
    const all = textArg(text)
    const count = wholeNumber(width as Val)
    return count < 4 || all.length <= count ? all : `${all.slice(0, count - 3)}...`
  }),
  contains: plain(([part, text]) => textArg(text).includes(textArg(part))),
  hasPrefix: plain(([part, text]) => textArg(text).startsWith(textArg(part))),
  hasSuffix: plain(([part, text]) => textArg(text).endsWith(textArg(part))),
  replace: plain(([old, replacement, text]) => textArg(text).split(textArg(old)).join(textArg(replacement))),
  quote: quoting(quoted),
  squote: quoting((text) => `'${text}'`),
  cat: (args: readonly Val[], machine: Machine) =>
    tracedBy(
      args
        .filter((arg) => bare(arg) !== null)
        .map((arg) => shown(arg, (hidden) => machine.hole(hidden)))
        .join(' '),
      args,
    ),
  indent: withHole(indenting(false), 1),
  nindent: withHole(indenting(true), 1),
  toString: (args: readonly Val[], machine: Machine) => {
    const given = bare(args[0] as Val)
    return isHidden(given)
      ? given
      : tracedBy(
          shown(given, (hidden) => machine.hole(hidden)),
          args,
        )
  },
  toStrings: plain(([list], machine) =>
    (isList(list as Val) ? (list as Val[]) : []).map((one) => shown(one, (hidden) => machine.hole(hidden))),
  ),
  splitList: plain(([separator, text]) => splitTexts(textArg(separator), textArg(text))),
  split: plain(
    ([separator, text]) => new Map(splitTexts(textArg(separator), textArg(text)).map((one, i) => [`_${i}`, one])),
  ),
  splitn: plain(([separator, count, text]) => {
    const parts = splitTexts(textArg(separator), textArg(text))
    const most = wholeNumber(count as Val)
    const kept =
      parts.length > most ? [...parts.slice(0, most - 1), parts.slice(most - 1).join(textArg(separator))] : parts
    return new Map(kept.map((one, i) => [`_${i}`, one]))
  }),
  join: plain(([separator, list], machine) => {
    const items = isList(list as Val) ? (list as Val[]) : [list as Val]
    const hole = (hidden: Parameters<Machine['hole']>[0]) => machine.hole(hidden)
    return items
      .filter((one) => bare(one) !== null)
      .map((one) => shown(one, hole))
      .join(textArg(separator))
  }),
  sha256sum: hashed('sha256'),
  sha1sum: hashed('sha1'),
  sha512sum: hashed('sha512'),
  b64enc: words((text) => Buffer.from(text).toString('base64')),
  b64dec: words((text) => Buffer.from(text, 'base64').toString()),
  kebabcase: words((text) => snake(text).replaceAll('_', '-')),
  snakecase: words((text) => snake(text)),
}

const snake = (text: string) =>
  text
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[\s.-]+/g, '_')
    .toLowerCase()
