import type { Block, MarkdownDocument } from '../../documents/markdown.ts'
import type { Repository } from '../repository.ts'
import { readOutline } from './outline.ts'

const markdownEnding = /\.(md|markdown|mdx|mdown)$/i

/** How {@link isProse} paths end. */
export const proseKinds = ['md', 'markdown', 'mdx', 'mdown', 'adoc', 'asciidoc', 'rst'] as const

/** Whether a path is that of a document written for people, by its ending. */
export function isProse(path: string): boolean {
  return markdownEnding.test(path) || /\.(adoc|asciidoc|rst)$/i.test(path)
}

/**
 * A document for people in one form, whatever its markup. Undefined for what cannot be read.
 * @param isHeading for plain text: see `readOutline`
 */
export async function readProse(
  repository: Repository,
  path: string,
  isHeading?: (line: string) => boolean,
): Promise<MarkdownDocument | undefined> {
  if (markdownEnding.test(path)) return repository.markdown(path)
  const text = await repository.text(path)
  if (!text) return undefined
  const markup = /\.rst$/i.test(path) ? 'rst' : /\.(adoc|asciidoc)$/i.test(path) ? 'asciidoc' : 'plain'
  return readOutline(text, markup, markup === 'plain' ? isHeading : undefined)
}

/** The blocks before the next heading of any level: what a heading says itself. */
export function ownBlocks(document: MarkdownDocument, index: number): readonly Block[] {
  const blocks: Block[] = []
  for (let i = index + 1; i < document.blocks.length; i++) {
    const block = document.blocks[i] as Block
    if (block.kind === 'heading') break
    blocks.push(block)
  }
  return blocks
}

/** Whether a block is a comment that no reader sees. */
export function isComment(document: MarkdownDocument, block: Block): boolean {
  return (
    block.kind === 'html' &&
    document.text
      .slice(block.span)
      .replace(/<!--[\s\S]*?-->/g, '')
      .trim() === ''
  )
}
