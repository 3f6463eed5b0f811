import type { Span } from '../place.ts'
import type { Item, List, Node, ShellScript } from './ast.ts'
import { readCompound } from './compound.ts'
import { type Cursor, deepest, peek, skipBlanks, startsWith, takeLineEnd, unparsed } from './cursor.ts'
import { readSimple } from './simple.ts'

/**
 * Parses a shell script (POSIX and bash, with the placeholders of template languages in it). Never throws and takes
 * linear time; what is no shell becomes a node `unparsed`.
 */
export function parseShell(text: string): ShellScript {
  return parse(text)
}

/** The comments of a shell script, in their order. */
export function shellComments(text: string): readonly Span[] {
  const found: Span[] = []
  parse(text, found)
  const byStart = new Map(found.map((span) => [span.start, span]))
  return [...byStart.values()].sort((a, b) => a.start - b.start)
}

function parse(text: string, comments?: Span[]): ShellScript {
  const cursor: Cursor = {
    text,
    at: 0,
    end: text.length,
    depth: 0,
    credit: 10_000 + 20 * text.length,
    pending: [],
    substituted: (inner) => within(inner, () => readList(inner)),
    ...(comments ? { comments } : {}),
  }
  const items: Item[] = []
  while (cursor.at < cursor.end) {
    const list = readList(cursor)
    for (const item of list.items) items.push(item)
    if (cursor.at >= cursor.end) break
    // A word or bracket that closes what was never opened.
    const start = cursor.at
    cursor.at += Math.max(1, reservedAt(cursor).length)
    items.push({ node: unparsed(start, cursor.at), background: false })
  }
  return { text, list: { items, span: { start: 0, end: text.length } } }
}

const closing = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}'])

/** Runs a reader one level deeper; beyond the limit it reads nothing. */
function within(cursor: Cursor, read: () => List): List {
  if (cursor.depth >= deepest) {
    const start = cursor.at
    cursor.at = cursor.end
    return { items: [{ node: unparsed(start, cursor.end), background: false }], span: { start, end: cursor.end } }
  }
  cursor.depth++
  const list = read()
  cursor.depth--
  return list
}

/**
 * Reads commands up to a word or character that closes something: `fi`, `done`, `}`, `)`, `;;`. What it closes is for
 * the caller to see.
 */
export function readList(cursor: Cursor): List {
  const start = cursor.at
  const items: Item[] = []
  for (;;) {
    skipSeparators(cursor)
    if (cursor.at >= cursor.end || closesHere(cursor)) break
    const before = cursor.at
    const node = readChain(cursor)
    skipBlanks(cursor)
    const background = peek(cursor) === '&' && peek(cursor, 1) !== '&'
    if (background) cursor.at++
    if (node) items.push({ node, background })
    if (cursor.at === before) {
      // A character that begins nothing: passed over, so that every text ends.
      cursor.at++
      items.push({ node: unparsed(before, cursor.at), background: false })
    }
  }
  return { items, span: { start, end: cursor.at } }
}

function skipSeparators(cursor: Cursor): void {
  for (;;) {
    skipBlanks(cursor)
    if (peek(cursor) === ';' && peek(cursor, 1) !== ';' && peek(cursor, 1) !== '&') cursor.at++
    else if (!takeLineEnd(cursor)) return
  }
}

function closesHere(cursor: Cursor): boolean {
  const c = peek(cursor)
  return c === ')' || c === ';' || closing.has(reservedAt(cursor))
}

/** The unquoted word of letters and signs at the cursor, if it could be a reserved one; else an empty string. */
export function reservedAt(cursor: Cursor): string {
  const pattern = /(?:[a-z]+|[{}!]|\[\[)(?=[\s;&|()<>]|$)/y
  pattern.lastIndex = cursor.at
  const found = pattern.exec(cursor.text)?.[0] ?? ''
  // Inside backquotes the text goes on behind the end.
  if (cursor.at + found.length > cursor.end) return ''
  if (found || cursor.end === cursor.text.length) return found
  const rest = cursor.text.slice(cursor.at, Math.min(cursor.end, cursor.at + 8))
  return cursor.at + rest.length === cursor.end && /^([a-z]+|[{}!])$/.test(rest) ? rest : ''
}

/** `a && b || c` */
function readChain(cursor: Cursor): Node | undefined {
  const start = cursor.at
  const first = readPipeline(cursor)
  if (!first) return undefined
  const rest: { operator: '&&' | '||'; node: Node }[] = []
  for (;;) {
    skipBlanks(cursor)
    const operator = startsWith(cursor, '&&') ? '&&' : startsWith(cursor, '||') ? '||' : undefined
    if (!operator) break
    cursor.at += 2
    skipLines(cursor)
    const node = readPipeline(cursor)
    if (!node) break
    rest.push({ operator, node })
  }
  return rest.length ? { kind: 'chain', first, rest, span: { start, end: cursor.at } } : first
}

/** Blanks, comments and line ends. */
export function skipLines(cursor: Cursor): void {
  do skipBlanks(cursor)
  while (takeLineEnd(cursor))
}

function readPipeline(cursor: Cursor): Node | undefined {
  const start = cursor.at
  let negated = false
  for (let word = reservedAt(cursor); word === '!' || word === 'time'; word = reservedAt(cursor)) {
    cursor.at += word.length
    if (word === '!') negated = !negated
    skipBlanks(cursor)
    if (word === 'time' && startsWith(cursor, '-p ')) cursor.at += 3
  }
  if (!negated && startsWith(cursor, '!(')) {
    cursor.at++
    negated = true
  }
  const parts: Node[] = []
  for (;;) {
    skipBlanks(cursor)
    const node = readCommand(cursor)
    if (node) parts.push(node)
    skipBlanks(cursor)
    if (!node || peek(cursor) !== '|' || peek(cursor, 1) === '|') break
    cursor.at += peek(cursor, 1) === '&' ? 2 : 1
    skipLines(cursor)
  }
  if (parts.length === 0) return negated ? unparsed(start, cursor.at) : undefined
  if (parts.length === 1 && !negated) return parts[0] as Node
  return { kind: 'pipeline', negated, parts, span: { start, end: cursor.at } }
}

/** One command, compound or simple; undefined where none begins. */
export function readCommand(cursor: Cursor): Node | undefined {
  if (cursor.depth >= deepest) {
    const start = cursor.at
    cursor.at = cursor.end
    return unparsed(start, cursor.end)
  }
  cursor.depth++
  const node = readCompound(cursor) ?? readSimple(cursor)
  cursor.depth--
  return node
}
