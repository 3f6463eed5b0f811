import type { Token } from 'markdown-it'
import { type Block, blockOf } from '../markdown.ts'
import type { Place, Span } from '../place.ts'
import type { Text } from '../text.ts'
import { codeSpans, plainText } from './inline.ts'
import { finderOf } from './lines.ts'
import type { Parsed } from './parse.ts'
import { type Row, tableOf } from './table.ts'

/** A block, with its level where it is a heading (0 for all others). */
export interface Found {
  readonly block: Block
  readonly level: number
}

/** The library's tokens → blocks in the order of the file. */
export function blocksOf(text: Text, { tokens, lines, frontMatter }: Parsed): Found[] {
  const found: Found[] = []
  if (frontMatter) found.push(plain(blockOf(text, 'other', text.slice(frontMatter), frontMatter)))
  const maker = makerFor(text, lines)
  tokens.forEach((token, i) => {
    const next = tokens[i + 1]
    if (token.type === 'list_item_open')
      found.push(maker.item(token, next?.type === 'paragraph_open' ? tokens[i + 2] : undefined))
    else if (token.type === 'paragraph_open') {
      if (tokens[i - 1]?.type !== 'list_item_open') found.push(...maker.paragraph(next as Token))
    } else if (token.type === 'heading_open') found.push(maker.heading(token, next as Token))
    else if (token.type === 'fence' || token.type === 'code_block') found.push(plain(maker.code(token)))
    else if (token.type === 'html_block') found.push(maker.html(token))
    else if (token.type === 'hr') found.push(plain(maker.rule(token)))
  })
  return found
}

function makerFor(text: Text, lines: readonly Span[]) {
  const finder = finderOf(text, lines)
  const placeOf = (span: Span): Place => ({ file: text.file, ...span })
  const spanOf = (token: Token): Span => finder.spanOf(token, firstLine(token.content))
  const codeIn = (inline: Token): Block['code'] =>
    codeSpans(inline).map((code) => ({ text: code.text, place: placeOf(finder.within(inline, code)) }))

  const prose = (kind: Block['kind'], inline: Token, span: Span): Block => ({
    ...blockOf(text, kind, plainText(inline.children ?? []).trim(), span),
    code: codeIn(inline),
  })

  function heading(open: Token, inline: Token): Found {
    // nothing that can stand before a heading in its line has a hash
    const { start: words, end } = finder.spanOf(open, firstLine(inline.content))
    const start = open.markup.startsWith('#') ? text.content.indexOf('#', finder.lineOf(open).start) : words
    const block = prose('heading', inline, { start, end })
    return { block: { ...block, text: block.text.replace(/\s+/g, ' ') }, level: Number(open.tag.slice(1)) }
  }

  function paragraph(inline: Token): Found[] {
    const whole = spanOf(inline)
    const table = tableOf(text.slice(whole), plainText(inline.children ?? []))
    if (!table) return [plain(prose('paragraph', inline, whole))]
    const spans = codeIn(inline)
    const block = (row: Row, kind: Block['kind']): Found => {
      const span = { start: whole.start + row.start, end: whole.start + row.end }
      const inside = spans.filter(({ place }) => (place.start ?? 0) >= span.start && (place.start ?? 0) < span.end)
      return plain({ ...blockOf(text, kind, row.text, span), code: inside })
    }
    return [
      ...(table.before ? [block(table.before, 'paragraph')] : []),
      ...table.rows.map((row) => block(row, 'table')),
    ]
  }

  /** An item is its first paragraph; what else it holds follows as blocks of its own. */
  function item(open: Token, first: Token | undefined): Found {
    const start = finder.markerOf(open)
    const ordered = open.info !== ''
    if (!first) return plain({ ...blockOf(text, 'item', '', { start, end: start + 1 }), ordered })
    return plain({ ...prose('item', first, { start, end: spanOf(first).end }), ordered })
  }

  function code(token: Token): Block {
    const fenced = token.type === 'fence'
    const language = /^\s*\{?\.?(\S*?)\}?(?:\s|$)/.exec(token.info)?.[1]?.toLowerCase() ?? ''
    const span = fenced ? finder.spanOf(token, token.markup + token.info) : spanOf(token)
    const content = token.content.replace(/\n$/, '')
    return { ...blockOf(text, 'code', content, span), language, lines: linesOf(content, span, fenced) }
  }

  /** The lines of a block of code in the file, where a fence and the indentation of a list stand around them. */
  function linesOf(value: string, span: Span, fenced: boolean): Span[] {
    let from = fenced ? text.content.indexOf('\n', span.start) + 1 : span.start
    return value.split('\n').map((line) => {
      const content = line.trim()
      const at = content ? text.content.indexOf(content, from) : from
      if (at < 0 || at > span.end) return span
      from = at + content.length
      return { start: at, end: from }
    })
  }

  function html(token: Token): Found {
    const span = spanOf(token)
    const heading = /^ {0,3}<h([1-6])\b[^>]*>([\s\S]*)<\/h\1>\s*$/i.exec(token.content)
    const words = withoutTags(heading?.[2] ?? token.content)
    return { block: blockOf(text, heading ? 'heading' : 'html', words, span), level: Number(heading?.[1] ?? 0) }
  }

  function rule(token: Token): Block {
    const line = text.slice(finder.lineOf(token))
    const mark = token.markup[0]
    let at = line.length
    while (at > 0 && [mark, ' ', '\t'].includes(line[at - 1])) at--
    return blockOf(text, 'other', '', finder.spanOf(token, line.slice(at)))
  }

  return { heading, paragraph, item, code, html, rule }
}

function firstLine(content: string): string {
  const end = content.indexOf('\n')
  return end < 0 ? content : content.slice(0, end)
}

function plain(block: Block): Found {
  return { block, level: 0 }
}

/** What a reader sees of HTML: no comment, no tag. */
function withoutTags(html: string): string {
  return html
    .replace(/<!--[\s\S]*?(-->|$)/g, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
