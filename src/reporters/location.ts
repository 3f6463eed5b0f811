import { isInFile, type Place } from '../documents/place.ts'
import type { ReportInput } from './reporter.ts'

/** Where a finding is shown in formats that want a file and a line. Lines and columns count from 1. */
export interface Location {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  /** false: the finding has no file of its own, and this one stands for the repository */
  readonly own: boolean
}

/**
 * The file and the stretch on the first line of a place. What stands in no file is shown in the front file; what speaks
 * of a whole file, at its first line. Undefined where there is no file at all.
 */
export function locationOf(
  place: Place,
  { textOf, frontFile }: Pick<ReportInput, 'textOf' | 'frontFile'>,
): Location | undefined {
  const own = isInFile(place)
  const file = own ? place.file : frontFile
  if (!file) return undefined
  const text = own && place.start !== undefined ? textOf(file) : undefined
  if (!text) return { file, line: 1, column: 1, endLine: 1, endColumn: 2, own }
  const { line, column } = text.position(place.start as number)
  // A region over many lines is only annotated in a pull request when all of them were touched: name the first line.
  const rest = text.line(line).length - (column - 1)
  const length = Math.max(1, Math.min((place.end ?? (place.start as number) + rest) - (place.start as number), rest))
  return { file, line, column, endLine: line, endColumn: column + length, own }
}
