import type { Block, Heading, MarkdownDocument } from '../../documents/markdown.ts'
import type { Place } from '../../documents/place.ts'
import type { Text } from '../../documents/text.ts'

export type Markup = 'rst' | 'asciidoc' | 'plain'

/**
 * Reads reStructuredText, AsciiDoc or plain text into the form of a Markdown document, as far as headings, lists, code
 * and paragraphs go.
 * @param isHeading for plain text: which lines stand over what follows, though nothing marks them (`1.2.3 / 2020-01-01`)
 */
export function readOutline(text: Text, markup: Markup, isHeading?: (line: string) => boolean): MarkdownDocument {
  const lines = split(text.content)
  const blocks: Block[] = []
  const headings: Heading[] = []
  const adornments: string[] = []
  const place = (line: Line, last = line): Place => ({ file: text.file, start: line.start, end: last.end })
  const block = (kind: Block['kind'], content: string, first: Line, last: Line, ordered = false) => {
    const at = place(first, last)
    const span = { start: first.start, end: last.end }
    blocks.push({ kind, text: content, language: '', span, place: at, code: codeSpans(first, content, text), ordered })
  }
  const heading = (level: number, title: string, line: Line) => {
    headings.push({ level: Math.min(level, 6), title, place: place(line), index: blocks.length })
    block('heading', title, line, line)
  }

  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as Line
    const content = line.text.trim()
    if (content === '') continue
    const fence = fenceOf(content, markup)
    if (fence) {
      let end = i + 1
      while (end < lines.length && (lines[end] as Line).text.trim() !== fence) end++
      const inside = lines.slice(i + 1, end)
      const [first, last] = [inside[0] ?? line, inside.at(-1) ?? line]
      block('code', inside.map((inner) => inner.text).join('\n'), first, last)
      i = end
      continue
    }
    const marked = markedHeading(line.text, markup)
    if (marked) {
      heading(marked.level, marked.title, line)
      continue
    }
    const below = lines[i + 1]?.text.trim() ?? ''
    if (markup !== 'asciidoc' && isAdornment(below, content) && !isAdornment(content, content)) {
      heading(levelOf(below[0] as string, adornments), content, line)
      i++
      continue
    }
    if (isAdornment(content, content)) continue // an overline, or a rule
    if (!/^\s/.test(line.text) && isHeading?.(content)) {
      heading(1, content, line)
      continue
    }
    const item = /^\s*(?:([*+•-]+|\.{1,5}|#\.)|(\d{1,3}|[a-z])[.)])\s+(.*)$/.exec(line.text)
    if (item) {
      const ordered = item[2] !== undefined || /^[.#]/.test(item[1] as string)
      const end = continued(lines, i, true)
      block('item', [item[3], ...texts(lines, i + 1, end)].join(' '), line, lines[end] as Line, ordered)
      i = end
      continue
    }
    if (/^(?: {4}|\t| {2,}\$ )/.test(line.text) || /^\$ /.test(content)) {
      let end = i
      while (/^(?:\s|\$ )/.test(lines[end + 1]?.text ?? '')) end++
      const inside = lines.slice(i, end + 1)
      block('code', inside.map((inner) => inner.text.trim()).join('\n'), line, lines[end] as Line)
      i = end
      continue
    }
    const end = continued(lines, i, false)
    block('paragraph', texts(lines, i, end).join(' '), line, lines[end] as Line)
    i = end
  }
  return documentOf(text, headings, blocks)
}

interface Line {
  readonly text: string
  readonly start: number
  readonly end: number
}

function split(content: string): Line[] {
  const lines: Line[] = []
  let start = 0
  for (const text of content.split(/\r\n|\n|\r/)) {
    lines.push({ text, start, end: start + text.length })
    start += text.length
    start += content.startsWith('\r\n', start) ? 2 : 1
  }
  return lines
}

const texts = (lines: readonly Line[], from: number, to: number) =>
  lines.slice(from, to + 1).map((line) => line.text.trim())

/** The last line of a paragraph or an item that begins at `from`. */
function continued(lines: readonly Line[], from: number, item: boolean): number {
  let end = from
  for (let next = lines[end + 1]; next && next.text.trim() !== ''; next = lines[end + 1]) {
    if (/^\s*(?:[*+•-]|\d{1,3}[.)]|\.)\s/.test(next.text) || (item && !/^\s/.test(next.text))) break
    if (/^(={2,}|-{3,}|~{3,}|\^{3,}|#{3,}|\*{3,})\s*$/.test(lines[end + 2]?.text ?? '')) break
    if (/^[=#]{1,6} |^----/.test(next.text)) break
    end++
  }
  return end
}

function fenceOf(content: string, markup: Markup): string | undefined {
  if (markup === 'asciidoc' && /^(-{4,}|\.{4,}|={4,})$/.test(content)) return content[0] === '=' ? undefined : content
  return /^```/.test(content) ? '```' : undefined
}

function markedHeading(line: string, markup: Markup): { level: number; title: string } | undefined {
  const match = (markup === 'asciidoc' ? /^(={1,6}|#{1,6})\s+(.+?)\s*$/ : /^(#{1,6})\s+(.+?)[\s#]*$/).exec(line)
  if (!match || markup === 'rst') return undefined
  return { level: (match[1] as string).length, title: (match[2] as string).replace(/[*_`]/g, '') }
}

/** A line of one repeated mark, at least as long as the title (or three, in plain text that is not so exact). */
function isAdornment(line: string, title: string): boolean {
  return /^([=\-~^"'#*+`:.])\1{2,}$/.test(line) && line.length >= Math.min(title.length, 3)
}

function levelOf(mark: string, adornments: string[]): number {
  if (!adornments.includes(mark)) adornments.push(mark)
  return adornments.indexOf(mark) + 1
}

function codeSpans(line: Line, content: string, text: Text): Block['code'] {
  const spans: { text: string; place: Place }[] = []
  const from = line.start
  const source = text.content.slice(from, from + content.length + 200)
  for (const match of source.slice(0, source.search(/\n\s*\n|$(?![\s\S])/)).matchAll(/``?([^`\n]{1,300})``?/g)) {
    const start = from + match.index + match[0].indexOf(match[1] as string)
    spans.push({
      text: match[1] as string,
      place: { file: text.file, start, end: start + (match[1] as string).length },
    })
  }
  return spans
}

function documentOf(text: Text, headings: readonly Heading[], blocks: readonly Block[]): MarkdownDocument {
  const next = (heading: Heading) =>
    headings.find((other) => other.index > heading.index && other.level <= heading.level)
  return {
    text,
    headings,
    blocks,
    under: (heading) => blocks.slice(heading.index + 1, next(heading)?.index ?? blocks.length),
    sections: (heading) => {
      const end = next(heading)?.index ?? blocks.length
      return headings.filter((other) => other.index > heading.index && other.index < end)
    },
  }
}
