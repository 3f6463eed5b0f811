import type { Span } from '../place.ts'
import { readText, type TextToken } from './strings.ts'

/** A token of Groovy. */
export type Token =
  | ({ readonly type: 'name' | 'number' | 'sign' | 'end' | 'bad'; readonly text: string } & Where)
  | TextToken

export interface Where {
  readonly start: number
  readonly end: number
  /** a line ends somewhere before it and behind the previous token */
  readonly newline: boolean
  /** blanks stand before it */
  readonly spaced: boolean
}

/** The state of one lexing. */
export interface Source {
  readonly text: string
  at: number
  depth: number
  /** no closing sign of a slashy string follows any more: later slashes divide */
  noSlashy: boolean
  /** where comments stand, for who asks */
  readonly comments?: Span[]
}

/** Longest first. */
const signs = [
  '>>>=',
  '<=>',
  '===',
  '!==',
  '**=',
  '<<=',
  '>>=',
  '>>>',
  '..<',
  '==~',
  '?[',
  '?:',
  '?.',
  '?=',
  '*.',
  '.&',
  '.@',
  '..',
  '->',
  '==',
  '!=',
  '<=',
  '=~',
  '&&',
  '||',
  '++',
  '--',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '**',
  '<<',
  '::',
  ...'(){}[];,.:?=<>+-*/%!~&|^@',
]

const bySign = new Map<string, string[]>()
for (const sign of signs) {
  const first = sign[0] as string
  bySign.set(first, [...(bySign.get(first) ?? []), sign])
}

const nameStart = /[\p{L}_$]/u
const namePattern = /[\p{L}\p{N}_$]+/uy
const numberPattern = /0[xX][\da-fA-F_]+[lLgG]?|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?[lLgGfFdDiI]?/y

/**
 * Tokens up to the end, or up to the bracket that closes an interpolation (which is left to the caller). Whatever is no
 * sign of the language is a token `bad`.
 */
export function tokensOf(source: Source, inside: boolean): Token[] {
  const { text } = source
  const tokens: Token[] = []
  let braces = 0
  for (;;) {
    const blank = skipBlanks(source)
    const { at } = source
    const where = { start: at, newline: blank === 'line', spaced: blank !== undefined }
    const c = text[at]
    if (c === undefined || (inside && c === '}' && braces === 0)) {
      tokens.push({ type: 'end', text: '', ...where, end: at })
      return tokens
    }
    if (inside && c === '{') braces++
    if (inside && c === '}') braces--
    const string = textAt(source, tokens.at(-1), where)
    if (string) tokens.push(string)
    else tokens.push(plainToken(source, c, where))
  }
}

function plainToken(source: Source, c: string, where: Omit<Where, 'end'>): Token {
  const { text, at } = source
  const take = (type: 'name' | 'number' | 'sign' | 'bad', length: number): Token => {
    source.at = at + length
    return { type, text: text.slice(at, at + length), ...where, end: at + length }
  }
  if (/\d/.test(c)) return take('number', matchAt(numberPattern, text, at)?.length ?? 1)
  if (nameStart.test(c)) return take('name', matchAt(namePattern, text, at)?.length ?? 1)
  const sign = bySign.get(c)?.find((one) => text.startsWith(one, at))
  return sign ? take('sign', sign.length) : take('bad', 1)
}

function textAt(source: Source, before: Token | undefined, where: Omit<Where, 'end'>): TextToken | undefined {
  const { text, at } = source
  const c = text[at]
  if (c === "'" || c === '"') {
    const triple = text.startsWith(c.repeat(3), at)
    return readText(source, triple ? c.repeat(3) : c, c === '"', where)
  }
  if (source.noSlashy || endsValue(before, where.newline)) return undefined
  if (c === '/' && text[at + 1] !== '=') return readText(source, '/', true, where)
  if (c === '$' && text[at + 1] === '/') return readText(source, '/$', true, where)
  return undefined
}

/** Behind a value a slash divides. */
function endsValue(token: Token | undefined, newline: boolean): boolean {
  if (!token || newline) return false
  if (token.type === 'name') return !/^(return|in|case|assert|throw)$/.test(token.text)
  if (token.type === 'number' || token.type === 'text') return true
  return /^[)\]}]$/.test(token.text)
}

/** Blanks, comments and joined lines; `line` where a line ends in them. */
function skipBlanks(source: Source): 'line' | 'blank' | undefined {
  const { text } = source
  let found: 'line' | 'blank' | undefined
  for (;;) {
    const c = text[source.at]
    if (c === '\n' || c === '\r') {
      found = 'line'
      source.at++
    } else if (c === ' ' || c === '\t' || c === '\f' || c === '\u00a0' || c === '\ufeff') {
      found ??= 'blank'
      source.at++
    } else if (c === '\\' && /^\r?\n/.test(text.slice(source.at + 1, source.at + 3))) {
      found ??= 'blank'
      source.at += text[source.at + 1] === '\r' ? 3 : 2
    } else if (c === '/' && text[source.at + 1] === '/') skipLine(source)
    else if (c === '#' && text[source.at + 1] === '!' && lineStart(text, source.at)) skipLine(source)
    else if (c === '/' && text[source.at + 1] === '*') {
      const end = text.indexOf('*/', source.at + 2)
      const stop = end < 0 ? text.length : end + 2
      if (text.slice(source.at, stop).includes('\n')) found = 'line'
      source.comments?.push({ start: source.at, end: stop })
      found ??= 'blank'
      source.at = stop
    } else return found
  }
}

const lineStart = (text: string, at: number): boolean => at === 0 || text[at - 1] === '\n'

function skipLine(source: Source): void {
  const { text, at } = source
  const end = text.indexOf('\n', at)
  source.at = end < 0 ? text.length : end
  source.comments?.push({ start: at, end: source.at })
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}
