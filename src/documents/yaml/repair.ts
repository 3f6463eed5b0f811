import type { Document, Node } from 'yaml'

/** Spaces put at the start of some lines, so that a strict parser takes them; offsets can be led back. */
export interface Repaired {
  readonly content: string
  readonly original: (offset: number) => number
}

/** Lines from `start` to `end` (offsets of the content that was parsed) stand too far to the left. */
export interface UnderIndented {
  readonly start: number
  readonly end: number
}

interface Fault {
  readonly pos: readonly number[]
  readonly code: string
  readonly message: string
}

/**
 * Quoted scalars and flow collections may go over several lines. YAML 1.2 wants those lines indented deeper than their
 * parent; libyaml and what is made from it (Go, Python, Ruby, so Kubernetes, Ansible, GitLab) do not look.
 *
 * @param fault the first error of the parse
 * @returns the stretch from the construct's first character to its last, or undefined where the fault is another one
 */
export function underIndented(
  content: string,
  fault: Fault,
  document: Document,
  visit: Visit,
): UnderIndented | undefined {
  const at = fault.pos[0] ?? 0
  const quote = fault.code === 'MISSING_CHAR' && /^Missing closing ["']quote/.test(fault.message)
  const flow = fault.code === 'BAD_INDENT' && /^Flow (map|sequence) in block collection/.test(fault.message)
  if (!quote && !flow) return undefined
  const start = outermost(document, visit, (node) =>
    quote ? endsAt(node, at) && /["']/.test(content[node.range?.[0] ?? -1] ?? '') : isOpenFlow(node, at),
  )
  if (start === undefined) return undefined
  const end = quote ? quoteEnd(content, start) : bracketEnd(content, start)
  const inside = end === undefined ? '' : content.slice(start, end)
  // A document marker ends everything, and without a line end there is nothing to indent.
  return end === undefined || !inside.includes('\n') || /\n(---|\.\.\.)\s/.test(inside) ? undefined : { start, end }
}

type Visit = (document: Document, visitor: { Node(key: unknown, node: unknown): symbol | undefined }) => void

function outermost(
  document: Document,
  visit: Visit,
  test: (node: Node & { flow?: boolean }) => boolean,
): number | undefined {
  let found: number | undefined
  visit(document, {
    Node(_key, node) {
      if (found === undefined && test(node as Node)) found = (node as Node).range?.[0]
      return undefined
    },
  })
  return found
}

function endsAt(node: Node, at: number): boolean {
  return node.range?.[1] === at
}

function isOpenFlow(node: Node & { flow?: boolean }, at: number): boolean {
  const [start, , end] = node.range ?? [0, 0, 0]
  return node.flow === true && start < at && at <= end + 1
}

/** Behind the closing quote of the scalar that opens at `start`. */
function quoteEnd(content: string, start: number): number | undefined {
  const quote = content[start]
  for (let i = start + 1; i < content.length; i++) {
    if (quote === '"' && content[i] === '\\') i++
    else if (content[i] === quote) {
      if (quote === '"' || content[i + 1] !== quote) return i + 1
      i++
    }
  }
  return undefined
}

/** Behind the bracket that closes the collection that opens at `start`; quotes and comments are passed over. */
function bracketEnd(content: string, start: number): number | undefined {
  let depth = 0
  for (let i = start; i < content.length; i++) {
    const unit = content[i] as string
    const starts = /[\s[{,:]/.test(content[i - 1] ?? '\n')
    if ((unit === '"' || unit === "'") && starts) {
      const end = quoteEnd(content, i)
      if (end === undefined) return undefined
      i = end - 1
    } else if (unit === '#' && /\s/.test(content[i - 1] ?? '\n')) {
      const end = content.indexOf('\n', i)
      if (end < 0) return undefined
      i = end
    } else if (unit === '[' || unit === '{') depth++
    else if ((unit === ']' || unit === '}') && --depth === 0) return i + 1
  }
  return undefined
}

/** Indents the lines of each stretch below its first character. Blank lines stay. */
export function indent(content: string, { start, end }: UnderIndented): Repaired {
  const column = start - (content.lastIndexOf('\n', start - 1) + 1)
  const inserted: number[] = []
  let made = content.slice(0, start)
  let from = start
  for (let line = content.indexOf('\n', start) + 1; line > 0 && line < end; line = content.indexOf('\n', line) + 1) {
    if (/[\r\n]/.test(content[line] ?? '')) continue
    made += content.slice(from, line) + ' '.repeat(column + 1)
    inserted.push(line)
    from = line
  }
  return { content: made + content.slice(from), original: back(inserted, column + 1) }
}

/** An offset of the repaired content → of the content before; what was inserted leads to the start of its line. */
function back(lines: readonly number[], width: number): (offset: number) => number {
  return (offset) => {
    let low = 0
    let high = lines.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((lines[middle] as number) + middle * width <= offset) low = middle + 1
      else high = middle
    }
    if (low === 0) return offset
    return Math.max(lines[low - 1] as number, offset - low * width)
  }
}
