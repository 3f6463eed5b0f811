import { columns, shorten } from '../columns.ts'
import { plain } from '../harmless.ts'
import type { ReportInput } from '../reporter.ts'
import { locate } from '../source-context.ts'
import type { Finding } from './blocks.ts'
import { counted, type Style } from './style.ts'

/** Findings of one block that are listed in a line each. */
const LISTED = 8

/** The further findings of a block, by file: `line:column  message`, one line each; the first eight. */
export function moreLines(findings: readonly Finding[], input: ReportInput, style: Style): string[] {
  if (!findings.length) return []
  const listed = findings.length === LISTED + 1 ? findings : findings.slice(0, LISTED)
  const lines = [style.paint.dim(`  and ${findings.length} more:`)]
  let file: string | undefined
  for (const { first, others } of listed) {
    const { place } = first
    const [heading, label] = split(locate(place, input.textOf), place.file)
    if (heading !== file) lines.push(`  ${style.paint.cyan(plain(heading))}`)
    file = heading
    const left = `    ${style.paint.dim(label.padStart(label ? 7 : 0))}${label ? '  ' : ''}`
    const places = others.length ? ` (${others.length + 1} places)` : ''
    const used = 4 + (label ? Math.max(7, label.length) + 2 : 0) + columns(places)
    lines.push(`${left}${shorten(plain(first.message), style.width - used)}${style.paint.dim(places)}`)
  }
  const rest = findings.slice(listed.length)
  if (rest.length) {
    const files = new Set(rest.map(({ first }) => first.place.file))
    const where = files.has('') ? '' : ` in ${counted(files.size, 'file')}`
    lines.push(style.paint.dim(`    … and ${rest.length} more${where}; --verbose shows them`))
  }
  return lines
}

/** `file:line:column` as file and `line:column`; what has no line is a heading of its own. */
function split(at: string, file: string): [heading: string, label: string] {
  return file && at.startsWith(`${file}:`) ? [file, at.slice(file.length + 1)] : [at, '']
}
