import type { Code, Heading, Html, ListItem, Nodes, Paragraph, RootContent } from 'mdast'
import { type Block, blockOf } from '../markdown.ts'
import type { Place, Span } from '../place.ts'
import type { Text } from '../text.ts'
import { codeSpans, plainText } from './inline.ts'
import type { Part } from './parse.ts'
import { type Row, tableOf } from './table.ts'

/** A block, with its level where it is a heading (0 for all others). */
export interface Found {
  readonly block: Block
  readonly level: number
}

interface Waiting {
  readonly node: RootContent | ListItem
  readonly ordered: boolean
}

/** The library's trees → blocks in the order of the file. */
export function blocksOf(text: Text, parts: readonly Part[], frontMatter: Span | undefined): Found[] {
  const found: Found[] = []
  if (frontMatter) found.push(plain(blockOf(text, 'other', text.slice(frontMatter), frontMatter)))
  for (const { root, offset } of parts) {
    const maker = makerFor(text, offset)
    // A stack of our own: quotes and lists nest as deep as someone likes.
    const stack: Waiting[] = root.children.toReversed().map((node) => ({ node, ordered: false }))
    for (let next = stack.pop(); next; next = stack.pop()) {
      const { node, ordered } = next
      // Definitions that were put behind a part stand beyond the file's end or in the next part.
      if (node.type === 'definition') continue
      if (node.type === 'listItem') {
        found.push(maker.item(node, ordered))
        const [first, ...rest] = node.children
        push(stack, first?.type === 'paragraph' ? rest : node.children, ordered)
      } else if (node.type === 'list') push(stack, node.children, node.ordered === true)
      else if (node.type === 'blockquote') push(stack, node.children, false)
      else found.push(...maker.leaf(node))
    }
  }
  return found
}

function push(stack: Waiting[], nodes: readonly (RootContent | ListItem)[], ordered: boolean): void {
  for (let i = nodes.length - 1; i >= 0; i--) stack.push({ node: nodes[i] as RootContent, ordered })
}

function makerFor(text: Text, offset: number) {
  const spanOf = ({ position }: Nodes): Span => ({
    start: offset + (position?.start.offset ?? 0),
    end: Math.min(offset + (position?.end.offset ?? 0), text.content.length),
  })
  const placeOf = (span: Span): Place => ({ file: text.file, ...span })

  const prose = (kind: Block['kind'], node: Nodes, span = spanOf(node)): Block => ({
    ...blockOf(text, kind, plainText(node).trim(), span),
    code: codeSpans(node).map((code) => ({ text: code.value, place: placeOf(spanOf(code)) })),
  })

  function leaf(node: RootContent): Found[] {
    switch (node.type) {
      case 'heading':
        return [heading(node)]
      case 'paragraph':
        return paragraph(node)
      case 'code':
        return [plain(code(node))]
      case 'html':
        return [html(node)]
      default:
        return [plain(blockOf(text, 'other', '', spanOf(node)))]
    }
  }

  function heading(node: Heading): Found {
    const block = prose('heading', node)
    return { block: { ...block, text: block.text.replace(/\s+/g, ' ') }, level: node.depth }
  }

  function paragraph(node: Paragraph): Found[] {
    const table = tableOf(text.slice(spanOf(node)), plainText(node))
    if (!table) return [plain(prose('paragraph', node))]
    const { start } = spanOf(node)
    const spans = codeSpans(node).map((span) => ({ text: span.value, place: placeOf(spanOf(span)) }))
    const block = (row: Row, kind: Block['kind']): Found => {
      const span = { start: start + row.start, end: start + row.end }
      const inside = spans.filter(({ place }) => (place.start ?? 0) >= span.start && (place.start ?? 0) < span.end)
      return plain({ ...blockOf(text, kind, row.text, span), code: inside })
    }
    return [
      ...(table.before ? [block(table.before, 'paragraph')] : []),
      ...table.rows.map((row) => block(row, 'table')),
    ]
  }

  /** An item is its first paragraph; what else it holds follows as blocks of its own. */
  function item(node: ListItem, ordered: boolean): Found {
    const whole = spanOf(node)
    const [first] = node.children
    if (first?.type !== 'paragraph')
      return plain({ ...blockOf(text, 'item', '', { start: whole.start, end: whole.start + 1 }), ordered })
    return plain({ ...prose('item', first, { start: whole.start, end: spanOf(first).end }), ordered })
  }

  function code(node: Code): Block {
    const language = (node.lang ?? '').replace(/^\{\.?|\}$/g, '').toLowerCase()
    const span = spanOf(node)
    return { ...blockOf(text, 'code', node.value, span), language, lines: linesOf(node.value, span) }
  }

  /** The lines of a block of code in the file, where a fence and the indentation of a list stand around them. */
  function linesOf(value: string, span: Span): Span[] {
    let from =
      text.content.startsWith('```', span.start) || text.content.startsWith('~~~', span.start)
        ? text.content.indexOf('\n', span.start) + 1
        : span.start
    return value.split('\n').map((line) => {
      const content = line.trim()
      const at = content ? text.content.indexOf(content, from) : from
      if (at < 0 || at > span.end) return span
      from = at + content.length
      return { start: at, end: from }
    })
  }

  function html(node: Html): Found {
    const span = spanOf(node)
    const heading = /^<h([1-6])\b[^>]*>([\s\S]*)<\/h\1>\s*$/i.exec(node.value)
    const words = withoutTags(heading?.[2] ?? node.value)
    return { block: blockOf(text, heading ? 'heading' : 'html', words, span), level: Number(heading?.[1] ?? 0) }
  }

  return { leaf, item }
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
