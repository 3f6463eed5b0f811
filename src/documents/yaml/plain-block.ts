import { blockOffsets } from '../offsets.ts'
import { DataNode } from '../tree.ts'
import { nothing, refuse, signs } from './plain-scalar.ts'

/** `|` or `>`, with or without `-`; other headers are seldom. */
const header = /([|>])(-?)(?: *| +#[^\n]*)(?=\n)/y

/**
 * A block scalar whose header stands here, in a collection at a column (YAML 1.2.2, 8.1). Its span ends with its last
 * line that holds something.
 */
export function readBlock(file: string, content: string, start: number, column: number): DataNode {
  header.lastIndex = start
  const [, style, strip] = header.exec(content) ?? refuse()
  const { lines, end } = linesOf(content, header.lastIndex, column)
  const value = (style === '|' ? lines.join('\n') : folded(lines)) + (strip ? '' : '\n')
  const shown = content.slice(start, end).trimEnd()
  const offsets = blockOffsets(content, { start, end: Math.min(end + 1, content.length) }, value)
  const span = { start, end: start + shown.length }
  return new DataNode('scalar', file, span, value, nothing, nothing, '', shown, offsets)
}

/** The lines without their indentation, blank ones at the end left out, and where the last of them ends. */
function linesOf(content: string, from: number, column: number): { lines: readonly string[]; end: number } {
  const lines: string[] = []
  let indent = -1
  let widest = 0
  let kept = 0
  let end = from
  for (let at = from; at < content.length; ) {
    const line = at + 1
    let first = line
    while (content.charCodeAt(first) === signs.space) first++
    at = content.indexOf('\n', first)
    if (at < 0) at = content.length
    if (first === at) {
      // spaces beyond the indentation are text
      widest = Math.max(widest, first - line)
      lines.push('')
      continue
    }
    if (indent < 0 && first - line > column) indent = first - line
    if (indent < 0 || first - line < indent) break
    lines.push(content.slice(line + indent, at))
    kept = lines.length
    end = at
  }
  if (widest > indent || !lines[kept - 1]?.trim()) refuse()
  lines.length = kept
  return { lines, end }
}

/** Lines joined by spaces; blank lines are line ends, and lines that are indented deeper keep theirs. */
function folded(lines: readonly string[]): string {
  let value = ''
  let join = ''
  let isDeep = false
  let begun = false
  for (const line of lines) {
    if (!begun && line === '') {
      value += '\n'
      continue
    }
    begun = true
    if (line[0] === ' ' || line[0] === '\t') {
      if (join === ' ') join = '\n'
      else if (!isDeep && join === '\n') join = '\n\n'
      value += join + line
      join = '\n'
      isDeep = true
    } else if (line === '') {
      if (join === '\n') value += '\n'
      else join = '\n'
    } else {
      value += join + line
      join = ' '
      isDeep = false
    }
  }
  return value
}
