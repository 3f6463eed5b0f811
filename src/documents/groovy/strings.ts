import { type Source, type Token, tokensOf, type Where } from './lexer.ts'

/** A string, with the tokens of what is put in. */
export interface TextToken extends Where {
  readonly type: 'text'
  readonly text: string
  readonly parts: readonly RawPart[]
}

export type RawPart =
  | { readonly kind: 'literal'; readonly value: string; readonly offsetOf: (index: number) => number }
  | { readonly kind: 'tokens'; readonly tokens: readonly Token[]; readonly start: number; readonly end: number }

/** How deep strings may stand in one another. */
const deepest = 40

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', s: ' ' }

/**
 * Reads the string that begins here.
 * @param quote what closes it: a quote, three of them, `/`, or the `/$` of `$/ … /$`
 * @returns undefined for a slash that opens no string
 */
export function readText(
  source: Source,
  quote: string,
  interpolates: boolean,
  where: Omit<Where, 'end'>,
): TextToken | undefined {
  const { text } = source
  const begin = source.at
  const slashy = quote === '/' || quote === '/$'
  source.at += quote.length
  const builder = newBuilder()
  while (source.at < text.length) {
    const { at } = source
    const c = text[at] as string
    if (text.startsWith(quote, at)) {
      source.at = at + quote.length
      return finish(builder, quote, where, source.at)
    }
    if (c === '\n' && quote.length === 1 && !slashy) return finish(builder, '', where, at)
    if (c === '\\') readEscape(source, quote, builder)
    else if (c === '$' && interpolates && source.depth < deepest) interpolate(source, quote, builder)
    else {
      builder.add(c, at)
      source.at++
    }
  }
  if (!slashy) return finish(builder, '', where, text.length)
  source.at = begin
  source.noSlashy = true
  return undefined
}

function readEscape(source: Source, quote: string, builder: Builder): void {
  const { text, at } = source
  const next = text[at + 1] ?? ''
  if (quote === '/$') {
    builder.add('\\', at)
    source.at++
  } else if (quote === '/') {
    // Only the slash itself can be escaped; all other backslashes stand for themselves.
    builder.add(next === '/' ? '/' : '\\', at)
    source.at += next === '/' ? 2 : 1
  } else if (next === '\n' || (next === '\r' && text[at + 2] === '\n')) source.at += next === '\n' ? 2 : 3
  else if (next === 'u' && /^[\da-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) {
    builder.add(String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16)), at)
    source.at += 6
  } else {
    if (next) builder.add(escapes[next] ?? next, at)
    source.at += next ? 2 : 1
  }
}

const dotted = /\$[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*/uy

function interpolate(source: Source, quote: string, builder: Builder): void {
  const { text, at } = source
  if (text[at + 1] === '{') {
    source.at = at + 2
    source.depth++
    const tokens = tokensOf(source, true)
    source.depth--
    if (text[source.at] === '}') source.at++
    builder.put({ kind: 'tokens', tokens, start: at, end: source.at })
    return
  }
  if (quote === '/$' && (text[at + 1] === '$' || text[at + 1] === '/')) {
    builder.add(text[at + 1] as string, at)
    source.at += 2
    return
  }
  dotted.lastIndex = at
  const path = dotted.exec(text)?.[0]
  if (!path) {
    builder.add('$', at)
    source.at++
    return
  }
  builder.put({ kind: 'tokens', tokens: pathTokens(path.slice(1), at + 1), start: at, end: at + path.length })
  source.at = at + path.length
}

/** The tokens of `a.b.c`. */
function pathTokens(path: string, at: number): Token[] {
  const tokens: Token[] = []
  let start = at
  const put = (type: 'name' | 'sign' | 'end', text: string) => {
    tokens.push({ type, text, start, end: start + text.length, newline: false, spaced: false })
    start += text.length
  }
  path.split('.').forEach((name, index) => {
    if (index) put('sign', '.')
    put('name', name)
  })
  put('end', '')
  return tokens
}

interface Builder {
  add(unit: string, at: number): void
  put(part: RawPart): void
  parts(): RawPart[]
}

/** Gathers the text of a string, and where each unit of it stands. */
function newBuilder(): Builder {
  const parts: RawPart[] = []
  let units: string[] = []
  let places: number[] = []
  const close = () => {
    if (!units.length) return
    const value = units.join('')
    const starts = places
    const last = (starts.at(-1) as number) + 1
    parts.push({ kind: 'literal', value, offsetOf: (index) => starts[index] ?? last })
    units = []
    places = []
  }
  return {
    add(unit, at) {
      units.push(unit)
      places.push(at)
    },
    put(part) {
      close()
      parts.push(part)
    },
    parts() {
      close()
      return parts
    },
  }
}

function finish(builder: Builder, quote: string, where: Omit<Where, 'end'>, end: number): TextToken {
  return { type: 'text', text: quote, parts: builder.parts(), ...where, end }
}
