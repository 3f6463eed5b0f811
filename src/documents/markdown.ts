import type { Problem } from './note.ts'
import type { Place, Span } from './place.ts'
import { lastAtOrBefore } from './search.ts'
import type { Text } from './text.ts'

/** A Markdown file as a list of blocks in their order, with the headings that they stand under. */
export interface MarkdownDocument {
  readonly text: Text
  /** all headings in their order */
  readonly headings: readonly Heading[]
  readonly blocks: readonly Block[]
  /** Why the file could not be read as Markdown; it then has one block of kind `other` and no heading. */
  readonly problem?: Problem
  /** The blocks under a heading, down to the next one of the same or a higher level. */
  under(heading: Heading): readonly Block[]
  /** The headings under a heading (its sub-sections), likewise. */
  sections(heading: Heading): readonly Heading[]
}

export interface Heading {
  /** 1 to 6 */
  readonly level: number
  /** plain text, links and emphasis resolved */
  readonly title: string
  readonly place: Place
  /** index into `blocks` */
  readonly index: number
}

export interface Block {
  readonly kind: 'heading' | 'paragraph' | 'code' | 'item' | 'table' | 'html' | 'other'
  /** plain text of a paragraph, item or table row; the content of a code block */
  readonly text: string
  /** `bash`, `yaml` …, for code */
  readonly language: string
  readonly span: Span
  readonly place: Place
  /** Where the lines of a block of code stand in the file, each from its first character that is no blank. */
  readonly lines?: readonly Span[]
  /** code spans inside, with their places: commands in prose */
  readonly code: readonly { readonly text: string; readonly place: Place }[]
  /** 1 for an item of an ordered list */
  readonly ordered: boolean
}

/**
 * Markdown (CommonMark, with GitHub's tables) → blocks. Front matter is one block of kind `other`; `<h2>…</h2>` counts
 * as a heading; each row of a table and each item of a list is a block of its own, in the order of the file. Never
 * rejects.
 */
export async function parseMarkdown(text: Text): Promise<MarkdownDocument> {
  const [{ parseTokens }, { blocksOf }] = await Promise.all([
    import('./markdown/parse.ts'),
    import('./markdown/blocks.ts'),
  ])
  try {
    return document(text, blocksOf(text, await parseTokens(text.content)))
  } catch (error) {
    const reason = error instanceof RangeError ? 'nested too deeply' : (error as Error).message
    return document(text, [], { message: `not readable as Markdown: ${reason}`, span: { start: 0, end: 0 } })
  }
}

function document(text: Text, read: readonly { block: Block; level: number }[], problem?: Problem): MarkdownDocument {
  const whole = { start: 0, end: text.content.length }
  const blocks = problem ? [blockOf(text, 'other', text.content, whole)] : read.map(({ block }) => block)
  const headings: Heading[] = []
  for (const [index, { block, level }] of read.entries())
    if (level) headings.push({ level, title: block.text, place: block.place, index })
  const endOf = (heading: Heading) => {
    let next = lastAtOrBefore(headings, heading.index, ({ index }) => index) + 1
    while (next < headings.length && (headings[next] as Heading).level > heading.level) next++
    return headings[next]?.index ?? blocks.length
  }
  return {
    text,
    headings,
    blocks,
    ...(problem && { problem }),
    under: (heading) => blocks.slice(heading.index + 1, endOf(heading)),
    sections: (heading) => headings.filter(({ index }) => index > heading.index && index < endOf(heading)),
  }
}

/** A block with nothing special about it. */
export function blockOf(text: Text, kind: Block['kind'], content: string, span: Span): Block {
  return { kind, text: content, language: '', span, place: { file: text.file, ...span }, code: [], ordered: false }
}
