import { Mistake, type Stretch } from './ast.ts'

/** A word of an action. */
export interface Token {
  readonly kind: 'space' | 'word' | 'field' | 'variable' | 'string' | 'number' | 'char' | 'sign'
  readonly text: string
}

/** A stretch of a template: text as it is written out (trimmed), or an action with its words. */
export type Part = Stretch & ({ readonly tokens?: undefined } | { readonly tokens: readonly Token[] })

const isSpace = (sign: string | undefined) => sign === ' ' || sign === '\t' || sign === '\r' || sign === '\n'

/** The texts and actions of a template; comments are left out, and what `{{-` and `-}}` trim. Throws {@link Mistake}. */
export function partsOf(content: string): Part[] {
  const parts: Part[] = []
  let at = 0
  while (at < content.length) {
    const open = content.indexOf('{{', at)
    const end = open < 0 ? content.length : open
    const trims = open >= 0 && content[open + 2] === '-' && isSpace(content[open + 3])
    let textEnd = end
    if (trims) while (textEnd > at && isSpace(content[textEnd - 1])) textEnd--
    if (textEnd > at) parts.push({ start: at, end: textEnd })
    if (open < 0) break
    const begin = open + (trims ? 3 : 2)
    const { close, tokens } = content.slice(begin).match(/^\s*\/\*/)
      ? comment(content, begin, open)
      : action(content, begin, open)
    if (tokens) parts.push({ start: open, end: close.end, tokens })
    at = close.end
    if (close.trims) while (isSpace(content[at])) at++
  }
  return parts
}

interface Close {
  readonly end: number
  readonly trims: boolean
}

function comment(content: string, from: number, open: number): { close: Close; tokens?: undefined } {
  const end = content.indexOf('*/', content.indexOf('/*', from) + 2)
  if (end < 0) throw new Mistake('a comment is not closed', open)
  const rest = /^(\s-)?\}\}/.exec(content.slice(end + 2, end + 8).replace(/^\s+(?=-\}\})/, ' '))
  const close = content.indexOf('}}', end)
  if (!rest || close < 0) throw new Mistake('a comment is not closed', open)
  return { close: { end: close + 2, trims: rest[1] !== undefined } }
}

const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['space', /[ \t\r\n]+/y],
  ['string', /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y],
  ['char', /'(?:[^'\\\n]|\\.)+'/y],
  ['field', /\.[\p{L}_][\p{L}\p{N}_]*/uy],
  ['variable', /\$[\p{L}\p{N}_]*/uy],
  ['number', /[+-]?(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d+)?\.?)/y],
  ['word', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['sign', /:=|[=|(),.]/y],
]

function action(content: string, from: number, open: number): { close: Close; tokens: readonly Token[] } {
  const tokens: Token[] = []
  for (let at = from; at < content.length; ) {
    if (content.startsWith('}}', at)) return { close: { end: at + 2, trims: false }, tokens }
    if (content.startsWith('-}}', at) && isSpace(content[at - 1]))
      return { close: { end: at + 3, trims: true }, tokens }
    const token = tokenAt(content, at)
    if (!token) throw new Mistake(`"${content.slice(at, at + 10).split('\n')[0]}" is not understood`, at)
    tokens.push(token)
    at += token.text.length
  }
  throw new Mistake('an action is not closed', open)
}

function tokenAt(content: string, at: number): Token | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const found = pattern.exec(content)
    if (found) return { kind, text: found[0] }
  }
  return undefined
}
