import type { Span } from '../place.ts'

/** The kinds of the scanner's tokens that are comments, and its end (a `const enum`, which cannot be imported). */
const token = { lineComment: 12, blockComment: 13, end: 17 } as const

/** The comments of JSON that has some. */
export async function jsonComments(content: string): Promise<readonly Span[]> {
  const { createScanner } = await import('jsonc-parser')
  const scanner = createScanner(content, false)
  const found: Span[] = []
  for (let kind: number = scanner.scan(); kind !== token.end; kind = scanner.scan()) {
    if (kind !== token.lineComment && kind !== token.blockComment) continue
    const start = scanner.getTokenOffset()
    found.push({ start, end: start + scanner.getTokenLength() })
  }
  return found
}
