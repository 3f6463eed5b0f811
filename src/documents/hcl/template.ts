import type { HclExpression, HclTemplatePart } from './ast.ts'
import { accept, bracketed, type Cursor, deeper, expect, fail, skipSpace, word } from './cursor.ts'

/** Reads a string in quotes, with what is put in. */
export function readQuoted(cursor: Cursor): HclExpression {
  const start = cursor.at++
  const parts = readParts(cursor, true)
  if (!accept(cursor, '"')) fail(cursor, 'this string is not closed on its line', start)
  return { kind: 'template', parts, span: { start, end: cursor.at } }
}

/** What ends a list of parts besides the end of the text: a directive such as `%{ else }`. */
type Stop = 'else' | 'endif' | 'endfor'

/**
 * Reads the parts of a template up to its end.
 * @param quoted in quotes, where a backslash escapes and a line end may not stand; else in a heredoc
 */
export function readParts(cursor: Cursor, quoted: boolean): readonly HclTemplatePart[] {
  const { parts, stop } = partsUntil(cursor, quoted, [])
  if (stop) fail(cursor, `\`%{ ${stop} }\` ends nothing`)
  return parts
}

interface Parts {
  readonly parts: readonly HclTemplatePart[]
  /** the directive that ended them, taken */
  readonly stop: Stop | undefined
}

function partsUntil(cursor: Cursor, quoted: boolean, stops: readonly Stop[]): Parts {
  const { text } = cursor
  const parts: HclTemplatePart[] = []
  let literal = ''
  let from = cursor.at
  let trims = false
  const close = (trimEnd: boolean) => {
    const value = trimEnd ? literal.trimEnd() : literal
    if (value) parts.push({ kind: 'text', value, span: { start: from, end: cursor.at } })
    literal = ''
  }
  const trimStart = () => {
    if (trims) literal = literal.trimStart()
    trims = false
  }
  while (cursor.at < cursor.end) {
    const plain = plainUntil(cursor, quoted)
    if (plain > cursor.at) {
      literal += text.slice(cursor.at, plain)
      cursor.at = plain
      trimStart()
      continue
    }
    const c = text[cursor.at] as string
    if (quoted && (c === '"' || c === '\n')) break
    if (c === '\\') {
      literal += readEscape(cursor)
      continue
    }
    const doubled = text.startsWith(`${c}${c}{`, cursor.at)
    if (doubled || text[cursor.at + 1] !== '{') {
      literal += doubled ? `${c}{` : c
      cursor.at += doubled ? 3 : 1
      continue
    }
    const strips = text[cursor.at + 2] === '~'
    close(strips)
    const start = cursor.at
    cursor.at += strips ? 3 : 2
    if (c === '$') parts.push(readInterpolation(cursor, start))
    else {
      const directive = readDirective(cursor, quoted, start, stops)
      if (typeof directive === 'string') return { parts, stop: directive }
      parts.push(directive)
    }
    trims = text[cursor.at - 2] === '~'
    from = cursor.at
  }
  close(false)
  return { parts, stop: undefined }
}

/** Where the next character stands that may mean something. */
function plainUntil({ text, at, end }: Cursor, quoted: boolean): number {
  for (let i = at; i < end; i++) {
    const c = text.charCodeAt(i)
    // $ %, and in quotes " \ and the line end
    if (c === 36 || c === 37 || (quoted && (c === 34 || c === 92 || c === 10))) return i
  }
  return end
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

function readEscape(cursor: Cursor): string {
  const { text, at } = cursor
  const next = text[at + 1] ?? ''
  const digits = next === 'u' ? 4 : next === 'U' ? 8 : 0
  const code = digits ? text.slice(at + 2, at + 2 + digits) : ''
  if (digits && new RegExp(`^[\\da-fA-F]{${digits}}$`).test(code) && Number.parseInt(code, 16) <= 0x10ffff) {
    cursor.at += 2 + digits
    return String.fromCodePoint(Number.parseInt(code, 16))
  }
  // Old configurations escape what needs none (`\.`); what a strict reader refuses stands for itself.
  cursor.at += next === '\n' ? 1 : 2
  return escapes[next] ?? `\\${next}`
}

function readInterpolation(cursor: Cursor, start: number): HclTemplatePart {
  const expression = inBraces(cursor, () => cursor.expression(cursor))
  return { kind: 'interpolation', expression, span: { start, end: cursor.at } }
}

/** Reads up to the closing brace, a strip marker before it allowed. The opening one is taken already. */
function inBraces<T>(cursor: Cursor, read: () => T): T {
  return bracketed(cursor, () => {
    const value = read()
    skipSpace(cursor)
    accept(cursor, '~')
    expect(cursor, '}')
    return value
  })
}

type Head =
  | { readonly kind: 'stop'; readonly stop: Stop }
  | { readonly kind: 'if'; readonly condition: HclExpression }
  | { readonly kind: 'for'; readonly names: readonly string[]; readonly list: HclExpression }

function readDirective(cursor: Cursor, quoted: boolean, start: number, stops: readonly Stop[]): HclTemplatePart | Stop {
  const head = inBraces(cursor, () => readHead(cursor))
  if (head.kind === 'stop') {
    if (!stops.includes(head.stop)) fail(cursor, `\`%{ ${head.stop} }\` ends nothing`, start)
    return head.stop
  }
  return deeper(cursor, () => {
    if (head.kind === 'for') {
      const [first = '', second] = head.names
      const { parts: body, stop } = partsUntil(cursor, quoted, ['endfor'])
      if (!stop) fail(cursor, 'this `for` has no `endfor`', start)
      const names = { key: second === undefined ? undefined : first, item: second ?? first }
      return { kind: 'for', ...names, list: head.list, body, span: { start, end: cursor.at } }
    }
    const then = partsUntil(cursor, quoted, ['else', 'endif'])
    const otherwise = then.stop === 'else' ? partsUntil(cursor, quoted, ['endif']) : undefined
    if (!then.stop || (otherwise && !otherwise.stop)) fail(cursor, 'this `if` has no `endif`', start)
    const span = { start, end: cursor.at }
    return { kind: 'if', condition: head.condition, then: then.parts, else: otherwise?.parts ?? [], span }
  })
}

function readHead(cursor: Cursor): Head {
  skipSpace(cursor)
  const name = word(cursor)
  if (name === 'else' || name === 'endif' || name === 'endfor') return { kind: 'stop', stop: name }
  if (name === 'if') return { kind: 'if', condition: cursor.expression(cursor) }
  if (name !== 'for') fail(cursor, 'this is no directive of a template')
  const names: string[] = []
  do {
    skipSpace(cursor)
    names.push(word(cursor) ?? fail(cursor, 'a name is missing'))
    skipSpace(cursor)
  } while (accept(cursor, ','))
  if (word(cursor) !== 'in') fail(cursor, '`in` is missing')
  return { kind: 'for', names, list: cursor.expression(cursor) }
}
