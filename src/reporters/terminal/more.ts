import { columns, shorten, wrap } from '../columns.ts'
import { plain } from '../harmless.ts'
import type { ReportInput } from '../reporter.ts'
import { locate } from '../source-context.ts'
import type { Finding } from './blocks.ts'
import { counted, type Style } from './style.ts'

/** Findings of one block that are listed in a line each. */
const LISTED = 8

/**
 * The further findings of a block, by file: `line:column  message`, one line each; the first eight. What says the same of
 * several things at one place (the images of one command) takes one line. Only where a line cut short would say what
 * another one says is the whole message told.
 */
export function moreLines(findings: readonly Finding[], input: ReportInput, style: Style): string[] {
  if (!findings.length) return []
  const groups = gatherAlike(findings)
  const listed = groups.length === LISTED + 1 ? groups : groups.slice(0, LISTED)
  const lines = [style.paint.dim(`  and ${findings.length} more:`)]
  let file: string | undefined
  const rows = listed.map((group) => rowOf(group, input, style.width))
  for (const row of rows) {
    if (row.heading !== file) lines.push(`  ${style.paint.cyan(plain(row.heading))}`)
    file = row.heading
    const isAmbiguous = rows.some(({ cut, message }) => cut === row.cut && message !== row.message)
    const [start = '', ...goesOn] = isAmbiguous ? wrap(row.message, row.room) : [row.cut]
    const label = row.label && `${style.paint.dim(row.label)}  `
    lines.push(`    ${label}${start}${style.paint.dim(row.tail)}`)
    for (const line of goesOn) lines.push(' '.repeat(row.label ? 6 + row.label.length : 4) + line)
  }
  const rest = groups.slice(listed.length).flat()
  if (rest.length) {
    const files = new Set(rest.map(({ first }) => first.place.file))
    const where = files.has('') ? '' : ` in ${counted(files.size, 'file')}`
    lines.push(style.paint.dim(`    … and ${rest.length} more${where}; --verbose shows them`))
  }
  return lines
}

/** What one line tells of findings that are alike, and the columns that their message has. */
function rowOf([{ first, others }, ...alike]: [Finding, ...Finding[]], { textOf }: ReportInput, width: number) {
  const [heading, position] = split(locate(first.place, textOf), first.place.file)
  const label = position ? position.padStart(7) : ''
  const counts = [
    ...(alike.length ? [`${alike.length + 1} alike`] : []),
    ...(others.length ? [`${others.length + 1} places`] : []),
  ]
  const tail = counts.length ? ` (${counts.join(', ')})` : ''
  const room = width - (label ? 6 + label.length : 4) - columns(tail)
  // the heading has told the file; what is left of the line is for what is wrong with it
  const message = plain(withoutFile(first.message, heading))
  return { heading, label, tail, room, message, cut: shorten(message, room) }
}

/** `file:line:column` as file and `line:column`; what has no line is a heading of its own. */
function split(at: string, file: string): [heading: string, label: string] {
  return file && at.startsWith(`${file}:`) ? [file, at.slice(file.length + 1)] : [at, '']
}

/** A message without the file at its beginning. */
function withoutFile(message: string, file: string): string {
  return message.startsWith(`${file} `) ? message.slice(file.length + 1) : message
}

/** Findings at one place whose messages differ in one word stand together, where the first of them stood. */
function gatherAlike(findings: readonly Finding[]): [Finding, ...Finding[]][] {
  const groups: [Finding, ...Finding[]][] = []
  for (const finding of findings) {
    const group = groups.find(([member]) => areAlike(member, finding))
    if (group) group.push(finding)
    else groups.push([finding])
  }
  return groups
}

function areAlike(a: Finding, b: Finding): boolean {
  const [one, other] = [a.first, b.first]
  if (one.place.file !== other.place.file || one.place.start !== other.place.start) return false
  if (one.place.start === undefined || a.others.length !== b.others.length) return false
  const [words, others] = [one.message.split(' '), other.message.split(' ')]
  return words.length === others.length && words.filter((word, i) => word !== others[i]).length === 1
}
