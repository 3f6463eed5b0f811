import type { Span } from '../place.ts'

/** The comments of XML and HTML; sections of character data have none. */
export function markupComments(content: string): readonly Span[] {
  const found: Span[] = []
  for (const match of content.matchAll(/<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)/g)) {
    if (match[0].startsWith('<!--')) found.push({ start: match.index, end: match.index + match[0].length })
  }
  return found
}
