import type { Place, Span } from './place.ts'
import type { Text } from './text.ts'

/** A Markdown file as a list of blocks in their order, with the headings that they stand under. */
export interface MarkdownDocument {
  readonly text: Text
  /** all headings in their order */
  readonly headings: readonly Heading[]
  readonly blocks: readonly Block[]
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
  /** code spans inside, with their places: commands in prose */
  readonly code: readonly { readonly text: string; readonly place: Place }[]
  /** 1 for an item of an ordered list */
  readonly ordered: boolean
}
