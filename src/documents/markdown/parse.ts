import type { Root, RootContent } from 'mdast'
import type { Span } from '../place.ts'

/** A part of the file as the library's tree; `offset` leads from its positions to the file's. */
export interface Part {
  readonly root: Root
  readonly offset: number
}

/**
 * The library's time grows with the square of the length (half a megabyte of changelog takes it ten seconds), so a long
 * file is cut at headings into parts of about this many characters.
 */
const partLength = 16_384

/** A stretch without a heading that is longer is no document that people read. */
const longestPart = 262_144

/** Markdown → the trees of its parts in their order, and the span of the front matter. */
export async function parseBlocks(content: string): Promise<{ roots: readonly Part[]; frontMatter: Span | undefined }> {
  const { fromMarkdown } = await import('mdast-util-from-markdown')
  const frontMatter = frontMatterOf(content)
  const definitions = definitionsOf(content)
  const roots: Part[] = []
  let start = frontMatter?.end ?? 0
  let length = partLength
  while (start < content.length) {
    const end = cut(content, start, length)
    if (end - start > longestPart) throw new Error(`more than ${longestPart} characters without a heading`)
    const part = content.slice(start, end)
    const root = fromMarkdown(calm(part) + (end - start < content.length ? referenced(part, definitions) : ''))
    if (
      end < content.length &&
      runsOn(
        part,
        root.children.findLast(({ position }) => (position?.start.offset ?? 0) < part.length),
      )
    ) {
      length = 2 * (end - start)
      continue
    }
    roots.push({ root, offset: start })
    start = end
    length = partLength
  }
  return { roots, frontMatter }
}

/** `---` YAML `---` (or `+++` TOML `+++`) at the very top, as Jekyll, Hugo and Docusaurus have it. */
function frontMatterOf(content: string): Span | undefined {
  const match =
    /^(---[ \t]*\r?\n(?:[\w#"'-].*\r?\n(?:.*\r?\n)*?)?(?:---|\.\.\.)|\+\+\+[ \t]*\r?\n(?:.*\r?\n)*?\+\+\+)[ \t]*(?:\r?\n|$)/.exec(
      content,
    )
  return match ? { start: 0, end: match[0].length } : undefined
}

/** The first heading at or after `start + length` before which the file can be cut; else its end. */
function cut(content: string, start: number, length: number): number {
  if (content.length - start <= 2 * length) return content.length
  const heading = /\n[ \t]*\r?\n(?=#{1,6}[ \t])/g
  heading.lastIndex = start + length
  return heading.test(content) ? heading.lastIndex : content.length
}

/**
 * A heading at the start of a line behind a blank one ends every paragraph, list and quote. Only an open fence or an
 * open HTML comment goes on over it: then the part must be longer.
 */
function runsOn(part: string, last: RootContent | undefined): boolean {
  if (last?.type !== 'code' && last?.type !== 'html') return false
  const source = part.slice(last.position?.start.offset ?? 0, last.position?.end.offset)
  if (last.type === 'html')
    return (
      /^<(script|pre|style|textarea|[!?])/i.test(source) && !/(-->|\?>|\]\]>|<\/\w+>|^<![A-Za-z][^>]*>)/.test(source)
    )
  const fence = /^(`{3,}|~{3,})/.exec(source)?.[1]
  if (!fence) return false
  const lastLine = source.slice(source.lastIndexOf('\n') + 1).trim()
  return !source.includes('\n') || !(lastLine.startsWith(fence) && /^(`+|~+)$/.test(lastLine))
}

/** Link definitions (`[1.2.0]: https://…`) hold for the whole file. `[^1]: …` is a footnote, which CommonMark has not. */
function definitionsOf(content: string): ReadonlySet<string> {
  const definition = /^ {0,3}\[([^\][\n^][^\][\n]{0,200})\]:[ \t]*(?:<[^<>\n]*>|[^\s<]\S*)[ \t]*(?:["'(].*)?\r?$/gm
  return new Set(Array.from(content.matchAll(definition), (match) => normal(match[1] as string)))
}

/** The definitions that a part needs, to be put behind it. */
function referenced(part: string, definitions: ReadonlySet<string>): string {
  const used = new Set<string>()
  for (const [, label] of part.matchAll(/\[([^\][]{1,200})\]/g)) {
    const name = normal(label as string)
    if (definitions.has(name)) used.add(name)
  }
  return used.size ? `\n\n${Array.from(used, (name) => `[${name}]: <x>`).join('\n')}\n` : ''
}

function normal(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase()
}

/** How many marks of emphasis or code one stretch without a blank line may have; the library compares each with each. */
const maximumMarks = 2_000

/** Takes the marks out of a stretch that has thousands of them (nobody wrote it); lengths stay. */
function calm(part: string): string {
  if (part.length < maximumMarks) return part
  return part.replace(/[^\n]+(?:\n[^\n]+)*/g, (stretch) => {
    const marks = stretch.match(/[*_]+|`+|\[|<|&/g)?.length ?? 0
    return marks < maximumMarks
      ? stretch
      : stretch.replace(/(\S)([*_`[<&]+)/g, (_all, before: string, run: string) => before + ' '.repeat(run.length))
  })
}
