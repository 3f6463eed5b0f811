/** A line of a table: offsets from the start of the paragraph, and its cells as plain text with ` | ` between. */
export interface Row {
  readonly start: number
  readonly end: number
  readonly text: string
}

export interface Table {
  /** lines of prose that stand right above the table */
  readonly before: Row | undefined
  /** the header and the rows, without the line of dashes */
  readonly rows: readonly Row[]
}

/**
 * CommonMark has no tables: GitHub's (github.github.com/gfm, "Tables") come as a paragraph of lines with pipes.
 *
 * @param source the paragraph as written
 * @param words the same as plain text
 * @returns undefined where the paragraph holds no table
 */
export function tableOf(source: string, words: string): Table | undefined {
  if (!source.includes('|') || !source.includes('-')) return undefined
  const lines = linesOf(source)
  const at = lines.findIndex(
    ({ text }, i) => i > 0 && text.includes('-') && isDelimiter(text) && lines[i - 1]?.text.includes('|'),
  )
  if (at < 0) return undefined
  // Plain text has the same lines, unless a code span goes over two of them.
  const plain = words.split('\n')
  const row = (line: Row, i: number): Row => ({
    ...line,
    text: cells((plain.length === lines.length && plain[i]) || line.text),
  })
  const rows = lines.map(row)
  const first = lines[0] as Row
  const last = lines[at - 2]
  const before = last && {
    start: first.start,
    end: last.end,
    text: lines
      .slice(0, at - 1)
      .map((_, i) => plain[i] ?? '')
      .join('\n'),
  }
  return { before, rows: rows.filter((_, i) => i >= at - 1 && i !== at) }
}

function linesOf(source: string): Row[] {
  const lines: Row[] = []
  for (const match of source.matchAll(/[^\n]+/g)) {
    const text = match[0].replace(/\r$/, '')
    lines.push({ start: match.index, end: match.index + text.length, text })
  }
  return lines
}

function cells(line: string): string {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim())
    .join(' | ')
}

/** `|---|:-:|` */
function isDelimiter(line: string): boolean {
  const cells = line
    .replace(/^[\s>]*\|?/, '')
    .trimEnd()
    .replace(/\|$/, '')
    .split('|')
  return cells.every((cell) => /^:?-+:?$/.test(cell.trim()))
}
