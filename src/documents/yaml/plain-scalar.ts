import { flowOffsets } from '../offsets.ts'
import { DataNode, type Scalar } from '../tree.ts'

/** Thrown where the plain reader leaves a file to the library; made once, for the trace of calls is not wanted. */
export class Refused extends Error {}

const refused = new Refused('this takes the library')

/** Leaves the file to the library. */
export function refuse(): never {
  throw refused
}

/** What scalars have for items and entries, and lists for entries. */
export const nothing: readonly never[] = []

/** A key that stands for others: to be refused as one that stands twice. */
export const merging: readonly string[] = ['<<']

/** The codes of the signs that mean something. */
export const signs = {
  tab: 9,
  newline: 10,
  space: 32,
  doubleQuote: 34,
  hash: 35,
  quote: 39,
  dash: 45,
  colon: 58,
  greater: 62,
  bracket: 91,
  backslash: 92,
  brace: 123,
  bar: 124,
} as const

/** The end of a line, or (no code at all) of the file. */
export const isBreak = (code: number): boolean => code === signs.newline || Number.isNaN(code)

/** With these a plain scalar does not begin; with `-` only where more follows. */
const indicators = new Set([...`,[]{}#&*!|>'"%@\`?:`].map((sign) => sign.charCodeAt(0)))

/** The signs that end a plain scalar inside `[…]` and `{…}`. */
const flowIndicators = new Set([...',[]{}'].map((sign) => sign.charCodeAt(0)))

/** Where the text of a key begins and ends (without its quotes), and its colon. */
type Key = readonly [from: number, to: number, colon: number]

/**
 * The key that begins here, and ends on this line. Where there is none, undefined if it is asked whether there is one;
 * else the file is refused.
 */
export function keyEnd(content: string, at: number): Key
export function keyEnd(content: string, at: number, isAsked: true): Key | undefined
export function keyEnd(content: string, at: number, isAsked = false): Key | undefined {
  const sign = content.charCodeAt(at)
  const isQuoted = sign === signs.quote || sign === signs.doubleQuote
  if (!isQuoted && (indicators.has(sign) || (sign === signs.dash && !isAsked))) return isAsked ? undefined : refuse()
  const end = isQuoted ? quotedEnd(content, at) : plainEnd(content, at, false)
  let colon = end
  while (content.charCodeAt(colon) === signs.space) colon++
  if (content.charCodeAt(colon) !== signs.colon || !isSpace(content.charCodeAt(colon + 1)) || end - at > 1000)
    return isAsked ? undefined : refuse()
  if (!isQuoted) return [at, end, colon]
  const text = content.slice(at + 1, end - 1)
  return text.includes("''") && sign === signs.quote ? refuse() : [at + 1, end - 1, colon]
}

const isSpace = (code: number) => code === signs.space || isBreak(code)

/** A scalar of one line, plain or in quotes, that begins here. Its span tells where it ends. */
export function readScalar(file: string, content: string, at: number, inFlow: boolean): DataNode {
  const sign = content.charCodeAt(at)
  if (sign === signs.quote || sign === signs.doubleQuote) return readQuoted(file, content, at, sign)
  if (indicators.has(sign) || (sign === signs.dash && !startsText(content.charCodeAt(at + 1), inFlow))) refuse()
  const end = plainEnd(content, at, inFlow)
  const text = content.slice(at, end)
  return new DataNode('scalar', file, { start: at, end }, resolved(text), nothing, nothing, '', text)
}

const startsText = (code: number, inFlow: boolean) => !isSpace(code) && !(inFlow && flowIndicators.has(code))

/** Where a plain scalar ends: before the end of the line, a comment, or the colon of a key, without the spaces there. */
function plainEnd(content: string, from: number, inFlow: boolean): number {
  let end = from
  for (let at = from; ; at++) {
    const sign = content.charCodeAt(at)
    if (sign === signs.space) continue
    if (isBreak(sign) || (sign === signs.hash && at > end)) return end
    if (sign === signs.tab) refuse()
    if (inFlow && flowIndicators.has(sign)) return end
    if (sign === signs.colon) {
      const next = content.charCodeAt(at + 1)
      if (isSpace(next) || (inFlow && flowIndicators.has(next))) return end
      if (next === signs.tab) refuse()
    }
    end = at + 1
  }
}

/** Where a scalar in quotes ends, behind the second; only without escapes by `\`, and on one line. */
function quotedEnd(content: string, from: number): number {
  const quote = content.charCodeAt(from)
  for (let at = from + 1; ; at++) {
    const sign = content.charCodeAt(at)
    if (isBreak(sign) || (sign === signs.backslash && quote === signs.doubleQuote)) refuse()
    if (sign !== quote) continue
    if (quote === signs.doubleQuote || content.charCodeAt(at + 1) !== quote) return at + 1
    at++
  }
}

function readQuoted(file: string, content: string, start: number, quote: number): DataNode {
  const end = quotedEnd(content, start)
  const written = content.slice(start + 1, end - 1)
  const value = quote === signs.quote && written.includes("''") ? written.replaceAll("''", "'") : written
  const body = { start: start + 1, end: end - 1 }
  const offsets =
    value.length === written.length
      ? (index: number) => body.start + index
      : flowOffsets(content, body, value, { escapes: 'doubled', folds: true })
  return new DataNode('scalar', file, { start, end }, value, nothing, nothing, '', content.slice(start, end), offsets)
}

/** A plain scalar by the core schema of YAML 1.2 (yaml.org/spec/1.2.2, 10.3.2). */
function resolved(text: string): Scalar {
  if (!/^[-+.\d~nNtTfF]/.test(text)) return text
  if (/^(~|[Nn]ull|NULL)$/.test(text)) return null
  if (/^([Tt]rue|TRUE|[Ff]alse|FALSE)$/.test(text)) return text[0] === 't' || text[0] === 'T'
  if (/^[-+]?\d+$/.test(text)) return Number.parseInt(text, 10)
  if (/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(text)) return Number.parseFloat(text)
  // octal, hexadecimal, infinite, no number
  if (/^0[ox][\da-fA-F]+$|^[-+]?\.(inf|Inf|INF|nan|NaN|NAN)$/.test(text)) refuse()
  return text
}
