import type { Token } from 'markdown-it'
import type { Span } from '../place.ts'

/**
 * The words of inline tokens as a reader takes them: links by their text, images by their description, line breaks as such.
 * What is struck out (`~~so~~`) is not said.
 */
export function plainText(tokens: readonly Token[]): string {
  let text = ''
  for (const { type, content, children } of standing(tokens)) {
    if (type === 'text' || type === 'code_inline') text += content
    else if (type === 'softbreak' || type === 'hardbreak') text += '\n'
    else if (type === 'image') text += plainText(children ?? [])
  }
  return text
}

/** The tokens that are not struck out. */
function* standing(tokens: readonly Token[]): Generator<Token> {
  let struck = 0
  for (const token of tokens) {
    if (token.type === 's_open') struck++
    else if (token.type === 's_close') struck--
    else if (struck === 0) yield token
  }
}

/** A code span: its words, and where it stands in the inline content, with its backticks. */
export interface CodeSpan extends Span {
  readonly text: string
}

/** The code spans of an `inline` token in their order. */
export function codeSpans({ content, children }: Token): CodeSpan[] {
  const found: CodeSpan[] = []
  for (const { type, content: text, markup, meta } of standing(children ?? [])) {
    if (type !== 'code_inline') continue
    const start = (meta as { at: number }).at
    const runs = /`+/g
    runs.lastIndex = start + markup.length
    while (runs.exec(content)?.[0].length !== markup.length);
    found.push({ text, start, end: runs.lastIndex })
  }
  return found
}
