import type { HclAttribute, HclBlock, HclBody } from './ast.ts'
import { type Cursor, deeper, Failure, fail, peek, skipLines, skipSpace, word } from './cursor.ts'
import { readQuoted } from './template.ts'

/** Takes a failure; false when there were so many that the rest of the file need not be read. */
export type Report = (failure: Failure) => boolean

/**
 * Reads attributes and blocks up to the closing brace, which is left, or the end. An item that cannot be read is
 * reported, and reading goes on behind its line.
 */
export function readBody(cursor: Cursor, report: Report, nested: boolean): HclBody {
  const attributes: HclAttribute[] = []
  const blocks: HclBlock[] = []
  const start = cursor.at
  for (;;) {
    const before = { at: cursor.at, end: cursor.end, brackets: cursor.brackets, depth: cursor.depth }
    try {
      skipLines(cursor)
      const c = peek(cursor)
      if (c === '' || (c === '}' && nested)) break
      const item = readItem(cursor, report)
      if ('value' in item) attributes.push(item)
      else blocks.push(item)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      if (!report(error)) cursor.at = cursor.end
      const stopped = Math.max(cursor.at, before.at + 1)
      Object.assign(cursor, before)
      cursor.at = behindMistake(cursor, stopped, nested ? start : undefined)
    }
  }
  return { attributes, blocks, span: { start, end: cursor.at } }
}

/** Where reading goes on: behind the line, but for a block on one line, begun at `opened`, whose brace still closes it. */
function behindMistake({ text, end }: Cursor, at: number, opened: number | undefined): number {
  const found = text.indexOf('\n', at)
  const lineEnd = found < 0 ? end : Math.min(found, end)
  const brace = text.lastIndexOf('}', lineEnd)
  const closes = opened !== undefined && brace >= at && !text.slice(opened, at).includes('\n')
  return closes ? brace : lineEnd
}

function readItem(cursor: Cursor, report: Report): HclAttribute | HclBlock {
  const start = cursor.at
  const name = word(cursor)
  if (name === undefined) {
    const c = peek(cursor)
    fail(cursor, c === '}' ? 'this brace closes nothing' : `\`${c}\` begins neither an attribute nor a block`)
  }
  const nameSpan = { start, end: cursor.at }
  skipSpace(cursor)
  if (peek(cursor) === '=' && cursor.text[cursor.at + 1] !== '=') {
    cursor.at++
    const value = cursor.expression(cursor)
    endLine(cursor)
    return { name, nameSpan, value, span: { start, end: value.span.end } }
  }
  const labels = readLabels(cursor)
  const head = { start, end: labels.end ?? nameSpan.end }
  if (peek(cursor) !== '{') fail(cursor, `\`=\` or a block is missing behind ${name}`)
  cursor.at++
  const body = deeper(cursor, () => readBody(cursor, report, true))
  // what was read of it is kept
  if (peek(cursor) === '}') cursor.at++
  else report(new Failure(`the block ${name} is never closed`, head))
  return { type: name, labels: labels.texts, body, head, span: { start, end: cursor.at } }
}

function readLabels(cursor: Cursor): { texts: readonly string[]; end: number | undefined } {
  const texts: string[] = []
  let end: number | undefined
  for (;;) {
    skipSpace(cursor)
    if (peek(cursor) === '"') {
      const label = readQuoted(cursor)
      const parts = label.kind === 'template' ? label.parts : []
      texts.push(parts.map((part) => (part.kind === 'text' ? part.value : '')).join(''))
    } else {
      const name = word(cursor)
      if (name === undefined) return { texts, end }
      texts.push(name)
    }
    end = cursor.at
  }
}

/** An attribute ends with its line, or before the brace of a block on one line; some write a comma there. */
function endLine(cursor: Cursor): void {
  skipSpace(cursor)
  const c = peek(cursor)
  if (c === '' || c === '\n' || c === '}') return
  fail(
    cursor,
    c === ';' ? '`;` separates nothing; give each argument a line of its own' : 'something stands behind the value',
  )
}
