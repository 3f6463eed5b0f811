import type { Heading, MarkdownDocument } from '../../documents/markdown.ts'
import type { Place } from '../../documents/place.ts'

/**
 * A chapter without a heading: a paragraph that bold words lead, a term that its definition stands under, or an item of a
 * list that is no more than its bold words, with what they name below it.
 */
export interface LedChapter {
  readonly title: string
  readonly place: Place
  /** its blocks, from the one that is led to before `end` */
  readonly start: number
  readonly end: number
  /** the words of its first block without the title */
  readonly rest: string
  /** it is an item of a list */
  readonly item?: true
}

/** `2. **Roll back**:` alone on its line, above the commands. */
export const boldItem = /^\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\*\*|__)([^*_\n]{2,80}?)(?:\*\*|__):?[ \t]*(?=\n|$)/

const bold = /^\s{0,3}(?:\*\*|__)([^*_\n]{2,80}?)(?:\*\*|__)(?=[\s:.!—–-]|$)/
const definition = /^([^\n]{2,80})\n\s{0,3}[:~]\s+(\S)/

/** The words that lead a block, without the marks behind them. */
const titleIn = (source: string, ...forms: readonly RegExp[]): string | undefined =>
  forms
    .map((form) => form.exec(source)?.[1])
    .find((title) => title !== undefined)
    ?.replace(/[:.!]+$/, '')
    .trim()

/**
 * The chapters of a document that bold words lead (`**Rollback:** redeploy …`, or the words alone on their line), those of
 * lists of definitions (`Rollback`, and `: redeploy …` below it), and items of lists with a block of code each. Each goes on
 * to the next heading, rule, or paragraph that is led likewise; an item also to the next one that is not below it.
 */
export function ledChapters(document: MarkdownDocument): readonly LedChapter[] {
  const chapters: LedChapter[] = []
  let open: Omit<LedChapter, 'end'> | undefined
  const columnOf = ({ place }: { readonly place: Place }) => document.text.position(place.start ?? 0).column
  const close = (end: number) => {
    if (open) chapters.push({ ...open, end })
    open = undefined
  }
  document.blocks.forEach((block, index) => {
    if (block.kind === 'heading' || (block.kind === 'other' && block.text === '')) close(index)
    if (block.kind !== 'item' && block.kind !== 'paragraph') return
    const source = document.text.slice(block.span)
    if (block.kind === 'item') {
      const title = titleIn(source, boldItem)
      const goesOn = open && (!open.item || (title === undefined && columnOf(block) > columnOf(open)))
      if (goesOn) return
      close(index)
      const shows = document.blocks[index + 1]?.kind === 'code'
      if (title !== undefined && shows) open = { title, place: block.place, start: index, rest: '', item: true }
      return
    }
    const title = titleIn(source, bold, definition)
    if (title === undefined) return
    close(index)
    const rest = block.text.slice(block.text.indexOf(title) + title.length).replace(/^[\s:.!~—–-]+/, '')
    open = { title, place: block.place, start: index, rest }
  })
  close(document.blocks.length)
  return chapters
}

/** A chapter as if a heading stood over it, below all real ones. */
export const headingOf = ({ title, place, start }: LedChapter): Heading => ({ level: 7, title, place, index: start })
