import { parseTokens } from '../markdown/parse.ts'
import type { Span } from '../place.ts'
import type { Text } from '../text.ts'
import { markupComments } from './markup.ts'

/** The comments of Markdown: HTML's, where Markdown takes them as HTML. In code they are examples. */
export async function markdownComments(text: Text): Promise<readonly Span[]> {
  const { tokens, lines } = await parseTokens(text.content)
  const found: Span[] = []
  for (const { type, map, children } of tokens) {
    if (!map || (type !== 'html_block' && type !== 'inline')) continue
    const start = lines[map[0]]?.start ?? 0
    const end = lines[map[1] - 1]?.end ?? text.content.length
    const slice = text.content.slice(start, end)
    if (type === 'html_block') {
      found.push(...markupComments(slice).map((span) => ({ start: start + span.start, end: start + span.end })))
      continue
    }
    let from = 0
    for (const child of children ?? []) {
      // code that shows a comment is passed over by its own text
      const part = child.type === 'code_inline' || child.type === 'html_inline' ? child.content : ''
      const at = part ? slice.indexOf(part, from) : -1
      if (at < 0) continue
      from = at + part.length
      if (child.type === 'html_inline' && part.startsWith('<!--')) found.push({ start: start + at, end: start + from })
    }
  }
  return found
}
