import type { Span } from '../place.ts'

/** How a language writes strings, as far as a comment could seem to begin in one. */
export interface Quote {
  readonly open: string
  readonly close: string
  /** the sign that takes its meaning from what follows */
  readonly escape?: string
  /** it may go over line ends; another one ends with its line, closed or not */
  readonly lines?: boolean
}

/** How a language writes comments and strings. */
export interface Syntax {
  /** what begins a comment that ends with its line */
  readonly line: readonly string[]
  readonly block?: readonly (readonly [string, string])[]
  readonly quotes: readonly Quote[]
  /** what begins a text of lines that ends with a line of its name (group 1) */
  readonly document?: RegExp
}

/** The comments of a text, in their order. Takes linear time, and never throws. */
export function scanComments(text: string, { line, block = [], quotes, document }: Syntax): readonly Span[] {
  const found: Span[] = []
  const firsts = new Set(
    [...line, ...block.map(([open]) => open), ...quotes.map(({ open }) => open)].map((mark) => mark[0]),
  )
  const waiting: string[] = []
  for (let at = 0; at < text.length; ) {
    const c = text[at] as string
    if (c === '\n' && waiting.length) {
      at = behindDocument(text, at + 1, waiting.shift() as string)
      continue
    }
    if (document && c === '<') {
      document.lastIndex = at
      const [whole, name] = document.exec(text) ?? []
      if (whole && name) {
        waiting.push(name)
        at += whole.length
        continue
      }
    }
    if (!firsts.has(c)) {
      at++
      continue
    }
    const pair = block.find(([open]) => text.startsWith(open, at))
    const quote = pair ? undefined : quotes.find(({ open }) => text.startsWith(open, at))
    const start = at
    if (pair) at = behind(text, pair[1], at + pair[0].length)
    else if (quote) at = behindQuote(text, at + quote.open.length, quote)
    else if (line.some((mark) => text.startsWith(mark, at))) at = lineEnd(text, at)
    else at++
    if (at > start && (pair || (!quote && at > start + 1))) found.push({ start, end: at })
  }
  return found
}

/** Comments that take a line of their own and nothing else: `mark` finds what such a line begins with. */
export function lineComments(text: string, mark: RegExp): readonly Span[] {
  const found: Span[] = []
  for (let at = 0; at < text.length; ) {
    const end = lineEnd(text, at)
    const match = mark.exec(text.slice(at, end))
    if (match) found.push({ start: at + match[0].length - (match[1] ?? match[0]).length, end })
    at = end + 1
  }
  return found
}

/** The offset at which the line that an offset is in ends, before its line break. */
export function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  if (end < 0) return text.length
  return end > from && text[end - 1] === '\r' ? end - 1 : end
}

function behind(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found < 0 ? text.length : found + mark.length
}

function behindQuote(text: string, from: number, { close, escape: sign, lines }: Quote): number {
  for (let at = from; at < text.length; at++) {
    if (sign && text[at] === sign) at++
    else if (text.startsWith(close, at)) return at + close.length
    else if (text[at] === '\n' && !lines) return at
  }
  return text.length
}

function behindDocument(text: string, from: number, name: string): number {
  for (let at = from; at < text.length; ) {
    const end = lineEnd(text, at)
    if (text.slice(at, end).trim() === name) return end
    at = text[end] === '\r' ? end + 2 : end + 1
  }
  return text.length
}
