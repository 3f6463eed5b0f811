import type { Span } from './place.ts'

/** How a scalar is written: what stands between its source and its value. */
export interface Style {
  /** `\n` and friends (JSON, YAML's double quotes, TOML's basic strings), `''` for one quote, or nothing */
  readonly escapes: 'backslash' | 'doubled' | 'none'
  /** Line ends inside become spaces, as YAML has it for plain and quoted scalars. */
  readonly folds: boolean
}

/**
 * Where the units of a scalar's value stand in the file.
 *
 * @param content the file
 * @param body the scalar without its quotes
 * @param value what the parser made of it
 * @returns the offset in the file for an index into `value`; `value.length` gives the body's end. Worked out when first
 *   asked; where source and value cannot be brought together the nearest earlier offset is given.
 */
export function flowOffsets(content: string, body: Span, value: string, style: Style): (index: number) => number {
  return lazily(value.length, () => alignFlow(content, body, value, style))
}

/**
 * The same for a block scalar of YAML (`|` or `>`).
 *
 * @param block from the header (`|-2`) to the end of the last line
 */
export function blockOffsets(content: string, block: Span, value: string): (index: number) => number {
  return lazily(value.length, () => alignBlock(content, block, value))
}

function lazily(length: number, make: () => Int32Array): (index: number) => number {
  let offsets: Int32Array | undefined
  return (index) => {
    offsets ??= make()
    return offsets[Math.max(0, Math.min(index, length))] as number
  }
}

const fold = /[ \t]*\r?\n[ \t]*/y

function alignFlow(content: string, body: Span, value: string, style: Style): Int32Array {
  const offsets = new Int32Array(value.length + 1)
  let at = body.start
  for (let i = 0; i < value.length; i++) {
    if (style.escapes === 'backslash') at = skipEscapedLineEnd(content, at, style.folds)
    offsets[i] = Math.min(at, body.end)
    const unit = value[i]
    if (style.folds && (unit === ' ' || unit === '\n')) {
      fold.lastIndex = at
      if (fold.test(content)) {
        at = unit === '\n' && value[i + 1] === '\n' ? fold.lastIndex : skipBlank(content, fold.lastIndex)
        continue
      }
    }
    if (style.escapes === 'backslash' && content[at] === '\\') {
      const length = escapeLength(content, at)
      // An escape beyond the basic plane makes two units of the value; both stand at its backslash.
      if (length === 10 && isPair(value, i)) offsets[++i] = at
      at += length
    } else if (style.escapes === 'doubled' && unit === "'" && content[at + 1] === "'") at += 2
    else at += unit === '\n' && content[at] === '\r' && content[at + 1] === '\n' ? 2 : 1
  }
  offsets[value.length] = body.end
  return offsets
}

function skipBlank(content: string, at: number): number {
  fold.lastIndex = at
  while (fold.test(content)) at = fold.lastIndex
  fold.lastIndex = 0
  return at
}

const escapedLineEnd = { yaml: /\\\r?\n[ \t]*/y, toml: /\\[ \t]*\r?\n\s*/y }

function skipEscapedLineEnd(content: string, at: number, folds: boolean): number {
  if (content[at] !== '\\') return at
  const pattern = folds ? escapedLineEnd.yaml : escapedLineEnd.toml
  pattern.lastIndex = at
  while (pattern.test(content)) at = pattern.lastIndex
  return at
}

function escapeLength(content: string, at: number): number {
  const kind = content[at + 1]
  return kind === 'x' ? 4 : kind === 'u' ? 6 : kind === 'U' ? 10 : 2
}

function isPair(value: string, index: number): boolean {
  return (value.codePointAt(index) ?? 0) > 0xffff
}

function alignBlock(content: string, block: Span, value: string): Int32Array {
  const offsets = new Int32Array(value.length + 1)
  const folded = content[block.start] === '>'
  const indent = blockIndent(content, block, value)
  let at = lineStart(content, afterLine(content, block.start), indent)
  for (let i = 0; i < value.length; i++) {
    offsets[i] = Math.min(at, block.end)
    const unit = value[i]
    const lineEnd = isLineEnd(content, at)
    if (unit === '\n' || (folded && unit === ' ' && lineEnd)) {
      if (!lineEnd) continue
      at = lineStart(content, afterLine(content, at), indent)
      // In a folded scalar the line ends between two lines are one more than the value has.
      if (folded && value[i + 1] !== '\n')
        while (at < block.end && isLineEnd(content, at)) at = lineStart(content, afterLine(content, at), indent)
    } else at++
  }
  offsets[value.length] = Math.min(at, block.end)
  return offsets
}

/** How many spaces the parser took from the front of each line: seen on the first line that has content. */
function blockIndent(content: string, block: Span, value: string): number {
  let blank = 0
  while (value[blank] === '\n') blank++
  // Leading blank lines are kept one by one, so the line with the first content has the same number in both.
  let line = afterLine(content, block.start)
  for (let i = 0; i < blank; i++) line = afterLine(content, line)
  return leadingSpaces(content, line) - leadingSpaces(value, blank)
}

function leadingSpaces(content: string, from: number): number {
  let at = from
  while (content[at] === ' ') at++
  return at - from
}

function afterLine(content: string, from: number): number {
  const end = content.indexOf('\n', from)
  return end < 0 ? content.length : end + 1
}

function lineStart(content: string, line: number, indent: number): number {
  let at = line
  while (at < line + indent && content[at] === ' ') at++
  return at
}

function isLineEnd(content: string, at: number): boolean {
  return at >= content.length || content[at] === '\n' || (content[at] === '\r' && content[at + 1] === '\n')
}
