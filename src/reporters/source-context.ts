import { mask } from '../documents/mask.ts'
import { isInFile, type Place } from '../documents/place.ts'
import type { Text } from '../documents/text.ts'
import { columns, takeEnd, takeStart } from './columns.ts'
import { plain } from './harmless.ts'

/** A line of a file around the stretch that a place names, harmless to print: `before` + `marked` + `after`. */
export interface Excerpt {
  readonly number: number
  readonly before: string
  readonly marked: string
  readonly after: string
}

/**
 * The first line of a place, with its tabs as two spaces, cut around the stretch to at most `width` columns. Undefined
 * where there is no text, no offset, or nothing but blanks to show.
 */
export function excerptOf(
  place: Place,
  textOf: (file: string) => Text | undefined,
  width: number,
): Excerpt | undefined {
  if (place.start === undefined || !isInFile(place)) return undefined
  const text = textOf(place.file)
  if (!text) return undefined
  const { line: number, column } = text.position(place.start)
  const line = text.line(number)
  if (line.trim() === '') return undefined
  const from = column - 1
  const length = Math.max(0, (place.end ?? place.start + 1) - place.start)
  const to = from + line.slice(from, from + length).trimEnd().length
  const safe = place.secret ? coveredParts(line, from, to) : maskedParts(line, from, to)
  const show = (part: string) => plain(part.replace(/\t/g, '  '))
  return fit({ number, before: show(safe.before), marked: show(safe.marked), after: show(safe.after) }, width)
}

/**
 * The three parts of a line without its secrets. A mask changes the length of the line: where one is needed, the parts are
 * masked each by itself, and where a secret reaches over their borders the whole line is marked.
 */
function maskedParts(line: string, from: number, to: number): { before: string; marked: string; after: string } {
  const parts = { before: line.slice(0, from), marked: line.slice(from, to), after: line.slice(to) }
  const whole = mask(line)
  if (whole === line) return parts
  const each = { before: mask(parts.before), marked: mask(parts.marked), after: mask(parts.after) }
  return each.before + each.marked + each.after === whole ? each : { before: '', marked: whole, after: '' }
}

/** The parts of a line on which a secret is marked: all of it is covered, and what stands around it is masked as elsewhere. */
function coveredParts(line: string, from: number, to: number): { before: string; marked: string; after: string } {
  return { before: mask(line.slice(0, from)), marked: '***', after: mask(line.slice(to)) }
}

/** How much of the line stays before the stretch at the least, when it is cut there. */
const LEAD = 8

function fit({ number, before, marked, after }: Excerpt, width: number): Excerpt {
  const sum = columns(before) + columns(marked) + columns(after)
  if (sum <= width) return { number, before, marked, after: after.trimEnd() }
  let lead = before
  // The beginning of the line tells most: it stays while the stretch begins in its first half.
  if (columns(before) >= width / 2) {
    const spare = width - columns(marked) - columns(after) - 1
    lead = `…${takeEnd(before, Math.max(LEAD, Math.min(spare, columns(before) - 1)))}`
  }
  const room = width - columns(lead)
  if (columns(marked) + columns(after) <= room) return { number, before: lead, marked, after }
  if (columns(marked) < room) {
    return { number, before: lead, marked, after: `${takeStart(after, room - columns(marked) - 1)}…` }
  }
  return { number, before: lead, marked: takeStart(marked, room - 1), after: '…' }
}

/** `file:line:column`, `file`, the setting's name, or both: how a place is called in text. */
export function locate(place: Place, textOf: (file: string) => Text | undefined): string {
  const { setting, ...asked } = place
  if (setting !== undefined) return isInFile(place) ? `${locate(asked, textOf)}, ${setting}` : setting
  const location = place.start === undefined ? undefined : textOf(place.file)?.location(place.start)
  return location ?? (place.file || 'the repository')
}
