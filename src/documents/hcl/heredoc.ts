import type { HclExpression, HclTemplatePart } from './ast.ts'
import { type Cursor, fail } from './cursor.ts'
import { readParts } from './template.ts'

const opening = /<<(-?)([\p{L}_][\p{L}\p{N}_-]*)[ \t]*\r?\n/uy

/** Reads `<<EOT … EOT`; `<<-EOT` takes away the indentation that all lines have. */
export function readHeredoc(cursor: Cursor): HclExpression {
  const start = cursor.at
  opening.lastIndex = start
  const found = opening.exec(cursor.text)
  if (!found) fail(cursor, 'behind `<<` stands a name, and then a line end')
  const [head, dash, name = ''] = found
  const bodyStart = start + head.length
  const close = closeOf(cursor, bodyStart, name)
  if (!close) fail(cursor, `no line with only ${name} ends this text`, start)
  const { end } = cursor
  cursor.at = bodyStart
  cursor.end = close.start
  const parts = readParts(cursor, false)
  cursor.end = end
  cursor.at = close.end
  return { kind: 'template', parts: dash ? unindented(parts) : parts, span: { start, end: cursor.at } }
}

/** The line that holds only the name, and where the name on it ends. */
function closeOf({ text, end }: Cursor, from: number, name: string): { start: number; end: number } | undefined {
  for (let line = from; line < end; ) {
    const lineEnd = text.indexOf('\n', line)
    const next = lineEnd < 0 || lineEnd > end ? end : lineEnd
    let at = line
    while (text[at] === ' ' || text[at] === '\t') at++
    if (text.startsWith(name, at) && text.slice(at + name.length, next).trim() === '') {
      return { start: line, end: at + name.length }
    }
    line = next + 1
  }
  return undefined
}

/** Blank lines do not count; a line that begins with something put in has no indentation. */
function unindented(parts: readonly HclTemplatePart[]): readonly HclTemplatePart[] {
  let least = Number.POSITIVE_INFINITY
  let atStart = true
  for (const part of parts) {
    if (part.kind !== 'text') {
      if (atStart) least = 0
      atStart = false
      continue
    }
    const lines = part.value.split('\n')
    for (const [i, line] of lines.entries()) {
      const isLast = i === lines.length - 1
      if ((i > 0 || atStart) && (line.trim() !== '' || (isLast && line !== ''))) {
        least = Math.min(least, line.length - line.trimStart().length)
      }
    }
    atStart = lines.at(-1) === ''
  }
  if (least === 0 || !Number.isFinite(least)) return parts
  const indentation = new RegExp(`^[ \\t]{1,${least}}`)
  let isStart = true
  return parts.map((part) => {
    if (part.kind !== 'text') {
      isStart = false
      return part
    }
    const lines = part.value.split('\n')
    const value = lines.map((line, i) => (i > 0 || isStart ? line.replace(indentation, '') : line)).join('\n')
    isStart = lines.at(-1) === ''
    return { ...part, value }
  })
}
