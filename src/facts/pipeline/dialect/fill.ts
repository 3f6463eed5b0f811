import { lastAtOrBefore } from '../../../documents/search.ts'
/** A stretch of a text: literal, or an expression with the text between its braces. */
export interface Piece {
  readonly start: number
  readonly end: number
  /** undefined: literal */
  readonly expression?: string
}

/**
 * Cuts a text at what a dialect puts in (`<< x >>`, `$(x)`, `$[[ x ]]`).
 * @param pattern global; its first group is the expression
 */
export function piecesOf(text: string, pattern: RegExp): Piece[] {
  const found: Piece[] = []
  let at = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) found.push({ start: at, end: match.index })
    const end = match.index + match[0].length
    found.push({ start: match.index, end, expression: match[1] ?? '' })
    at = end
  }
  if (at < text.length) found.push({ start: at, end: text.length })
  return found
}

/** A text with what is known put in, and where its units stood before. */
export interface Filled {
  readonly text: string
  /** the unit of the original text where the unit `index` of the new one begins */
  readonly startOf: (index: number) => number
  /** the unit of the original text where a stretch that ends at `index` (exclusive) of the new one ends */
  readonly endOf: (index: number) => number
}

/**
 * Puts in every expression of which `resolve` knows the text; the others stay as they are written.
 * @param parts of `text`, in order and without gaps
 */
export function fillPieces(
  text: string,
  parts: readonly Piece[],
  resolve: (expression: string) => string | undefined,
): Filled {
  if (!parts.some((part) => part.expression !== undefined)) return { text, startOf: (i) => i, endOf: (i) => i }
  const segments: { at: number; length: number; piece: Piece; literal: boolean }[] = []
  let out = ''
  for (const piece of parts) {
    const value = piece.expression === undefined ? undefined : resolve(piece.expression)
    const written = value ?? text.slice(piece.start, piece.end)
    segments.push({ at: out.length, length: written.length, piece, literal: value === undefined })
    out += written
  }
  const segmentAt = (index: number) => segments[lastAtOrBefore(segments, index, ({ at }) => at)]
  return {
    text: out,
    startOf: (index) => {
      const segment = segmentAt(index)
      if (!segment) return index
      return segment.literal ? segment.piece.start + (index - segment.at) : segment.piece.start
    },
    endOf: (index) => {
      const segment = segmentAt(Math.max(0, index - 1))
      if (!segment) return index
      return segment.literal ? segment.piece.start + (index - segment.at) : segment.piece.end
    },
  }
}
