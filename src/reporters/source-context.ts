import type { Place } from '../documents/place.ts'
import type { Text } from '../documents/text.ts'

/** A line of a file with the stretch that a place names. Columns are 0-based offsets into `line`. */
export interface Excerpt {
  readonly number: number
  readonly line: string
  readonly start: number
  readonly end: number
}

/** The first line of a place, tabs made spaces and cut around the stretch to at most `width` characters. */
export function excerptOf(
  place: Place,
  textOf: (file: string) => Text | undefined,
  width: number,
): Excerpt | undefined {
  if (place.start === undefined || place.setting !== undefined) return undefined
  const text = textOf(place.file)
  if (!text) return undefined
  const position = text.position(place.start)
  const raw = text.line(position.line)
  if (raw.trim() === '') return undefined
  const from = position.column - 1
  const length = Math.max(1, Math.min((place.end ?? place.start + 1) - place.start, raw.length - from))
  return cut(
    {
      number: position.line,
      line: raw.replace(/\t/g, '  '),
      start: spread(raw, from),
      end: spread(raw, from + length),
    },
    width,
  )
}

/** The index after tabs have become two spaces each. */
function spread(raw: string, index: number): number {
  let tabs = 0
  for (let i = 0; i < index; i++) if (raw.charCodeAt(i) === 9) tabs++
  return index + tabs
}

function cut(excerpt: Excerpt, width: number): Excerpt {
  const { line, start, end } = excerpt
  if (line.length <= width) return excerpt
  // The beginning of the line tells most: it stays while the stretch begins in its first half.
  const left = start < width / 2 ? 0 : Math.min(start - 8, line.length - width + 1)
  const shown = `${left ? '…' : ''}${line.slice(left + (left ? 1 : 0), left + width - 1)}${left + width - 1 < line.length ? '…' : ''}`
  return { ...excerpt, line: shown, start: start - left, end: Math.min(end - left, shown.length) }
}

/** `file:line:column`, `file`, or the setting's name: how a place is called in text. */
export function locate(place: Place, textOf: (file: string) => Text | undefined): string {
  if (place.setting !== undefined) return place.setting
  const text = place.start === undefined ? undefined : textOf(place.file)
  if (!text || place.start === undefined) return place.file || 'the repository'
  const { line, column } = text.position(place.start)
  return `${place.file}:${line}:${column}`
}
