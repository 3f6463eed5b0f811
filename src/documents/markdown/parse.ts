import type { MarkdownIt, Token } from 'markdown-it'
import type { Span } from '../place.ts'

/** What the library read, and what leads from its line numbers to the file. */
export interface Parsed {
  readonly tokens: readonly Token[]
  /** the lines that the tokens' `map` counts, without their ends */
  readonly lines: readonly Span[]
  readonly frontMatter: Span | undefined
}

/** A list within a list is two levels. Nobody writes as many; each costs stack and a pass over the lines inside. */
const deepest = 200

let library: Promise<MarkdownIt> | undefined

/**
 * Markdown → the library's tokens.
 *
 * @throws RangeError where quotes and lists nest too deeply: the library leaves out what is inside
 */
export async function parseTokens(content: string): Promise<Parsed> {
  library ??= load()
  const markdown = await library
  const frontMatter = frontMatterOf(content)
  const start = frontMatter?.end ?? 0
  const tokens = markdown.parse(content.slice(start), {})
  if (tokens.some(isDeepest)) throw new RangeError('nested too deeply')
  return { tokens, lines: linesOf(content, start), frontMatter }
}

function isDeepest({ type, level }: Token): boolean {
  return level >= deepest - 1 && (type === 'list_item_open' || type === 'blockquote_open')
}

async function load(): Promise<MarkdownIt> {
  const { default: MarkdownIt } = await import('markdown-it')
  const markdown = new MarkdownIt('commonmark', { maxNesting: deepest }).enable('strikethrough')
  // Where links lead is not looked at: they need not be safe to click, nor be encoded.
  markdown.validateLink = () => true
  markdown.normalizeLink = (url) => url
  // The library keeps no places within a paragraph; those of code spans are wanted.
  markdown.inline.State = class extends markdown.inline.State {
    override push(type: string, tag: string, nesting: -1 | 0 | 1): Token {
      const token = super.push(type, tag, nesting)
      if (type === 'code_inline') token.meta = { at: this.pos }
      return token
    }
  }
  return markdown
}

/** `---` YAML `---` (or `+++` TOML `+++`) at the very top, as Jekyll, Hugo and Docusaurus have it. */
function frontMatterOf(content: string): Span | undefined {
  const match =
    /^(---[ \t]*\r?\n(?:[\w#"'-].*\r?\n(?:.*\r?\n)*?)?(?:---|\.\.\.)|\+\+\+[ \t]*\r?\n(?:.*\r?\n)*?\+\+\+)[ \t]*(?:\r?\n|$)/.exec(
      content,
    )
  return match ? { start: 0, end: match[0].length } : undefined
}

/** Lines end as CommonMark says: by a line feed, a carriage return or both. */
function linesOf(content: string, from: number): Span[] {
  const lines: Span[] = []
  const ending = /\r\n?|\n/g
  let start = from
  ending.lastIndex = from
  for (let match = ending.exec(content); match; match = ending.exec(content)) {
    lines.push({ start, end: match.index })
    start = ending.lastIndex
  }
  lines.push({ start, end: content.length })
  return lines
}
