import type { AST } from 'toml-eslint-parser'
import { continued, maximumDepth, type Note, type Problem, tooDeep } from './note.ts'
import { flowOffsets } from './offsets.ts'
import type { Span } from './place.ts'
import type { Text } from './text.ts'
import { DataNode, type Entry, type Scalar } from './tree.ts'

export interface TomlResult {
  /** undefined where there is a problem */
  readonly document?: DataNode
  /** always empty: what TOML forbids, every reader refuses */
  readonly notes: readonly Note[]
  readonly problem?: Problem
}

/**
 * TOML 1.0 as one tree: tables, dotted keys and arrays of tables become maps and lists, each with the place of its
 * (first) header or key. Dates stay text. Never rejects.
 */
export async function parseToml(text: Text): Promise<TomlResult> {
  const { parseTOML, ParseError } = await import('toml-eslint-parser')
  try {
    const { body } = parseTOML(text.content)
    return { document: new Builder(text).build(body[0]), notes: [] }
  } catch (error) {
    return { notes: [], problem: problemOf(error, error instanceof ParseError ? error.index : 0) }
  }
}

function problemOf(error: unknown, at: number): Problem {
  if (error instanceof RangeError) return { message: tooDeep, span: { start: 0, end: 0 } }
  const message = error instanceof Error ? error.message : String(error)
  return {
    message: `not valid TOML: ${continued(message)}`,
    span: { start: at, end: at },
  }
}

/** A table or array that is still growing. */
interface Growing {
  readonly node: DataNode
  readonly span: { start: number; end: number }
  readonly items: DataNode[]
  readonly entries: Entry[]
  /** the tables and arrays in it */
  readonly inside: Map<string, Growing>
}

class Builder {
  readonly #growing = new Map<DataNode, Growing>()

  constructor(readonly text: Text) {}

  build(program: AST.TOMLTopLevelTable): DataNode {
    const root = this.#grow('map', program.range)
    for (const part of program.body) {
      if (part.type === 'TOMLKeyValue') this.#keyValue(root, part, 0)
      else this.#table(root, part)
    }
    return root.node
  }

  #table(root: Growing, table: AST.TOMLTable): void {
    const end = table.range[1]
    const keys = table.key.keys
    let at = root
    for (const [i, key] of keys.entries()) {
      const isNewItem = table.kind === 'array' && i === keys.length - 1
      at = isNewItem ? this.#newItem(at, key, table.range) : this.#descend(at, key, table.range)
      at.span.end = Math.max(at.span.end, end)
    }
    for (const pair of table.body) this.#keyValue(at, pair, keys.length)
  }

  /** `[[key]]`: a new map at the end of the list. */
  #newItem(parent: Growing, key: AST.TOMLBare | AST.TOMLQuoted, range: readonly [number, number]): Growing {
    const list = this.#child(parent, key, 'list', range)
    list.span.end = Math.max(list.span.end, range[1])
    const item = this.#grow('map', range)
    list.items.push(item.node)
    return item
  }

  /** Into a table, made where it is not there yet; into the last one of an array of tables. */
  #descend(parent: Growing, key: AST.TOMLBare | AST.TOMLQuoted, range: readonly [number, number]): Growing {
    const child = this.#child(parent, key, 'map', range)
    const last = child.items.at(-1)
    return (last && this.#growing.get(last)) ?? child
  }

  #child(
    parent: Growing,
    key: AST.TOMLBare | AST.TOMLQuoted,
    kind: 'map' | 'list',
    range: readonly [number, number],
  ): Growing {
    const name = nameOf(key)
    const found = parent.inside.get(name)
    if (found) return found
    const made = this.#grow(kind, range)
    parent.entries.push({ key: name, keySpan: spanOf(key.range), value: made.node })
    parent.inside.set(name, made)
    return made
  }

  #keyValue(table: Growing, pair: AST.TOMLKeyValue, depth: number): void {
    const keys = pair.key.keys
    let at = table
    for (const key of keys.slice(0, -1)) {
      at = this.#descend(at, key, [key.range[0], pair.range[1]])
      at.span.end = Math.max(at.span.end, pair.range[1])
    }
    const last = keys.at(-1) as AST.TOMLBare | AST.TOMLQuoted
    const value = this.#value(pair.value, depth + keys.length)
    at.entries.push({ key: nameOf(last), keySpan: spanOf(last.range), value })
  }

  #value(value: AST.TOMLContentNode, depth: number): DataNode {
    if (depth > maximumDepth) throw new RangeError(tooDeep)
    if (value.type === 'TOMLValue') return this.#scalar(value)
    const growing = this.#grow(value.type === 'TOMLArray' ? 'list' : 'map', value.range)
    if (value.type === 'TOMLArray') growing.items.push(...value.elements.map((item) => this.#value(item, depth + 1)))
    else for (const pair of value.body) this.#keyValue(growing, pair, depth + 1)
    return growing.node
  }

  #scalar(value: AST.TOMLValue): DataNode {
    const span = spanOf(value.range)
    const typed: Scalar = typeof value.value === 'object' ? this.text.slice(span) : value.value
    const offsets = value.kind === 'string' ? this.#offsets(value) : undefined
    return new DataNode('scalar', this.text.file, span, typed, [], [], '', this.text.slice(span), offsets)
  }

  #offsets(value: AST.TOMLStringValue): (index: number) => number {
    const quotes = value.multiline ? 3 : 1
    let start = value.range[0] + quotes
    // A line end right behind the opening quotes is not part of the value.
    if (value.multiline) start += /^\r?\n/.exec(this.text.content.slice(start, start + 2))?.[0].length ?? 0
    const body = { start, end: value.range[1] - quotes }
    const escapes = value.style === 'basic' ? 'backslash' : 'none'
    return flowOffsets(this.text.content, body, value.value, { escapes, folds: false })
  }

  #grow(kind: 'map' | 'list', [start, end]: readonly [number, number]): Growing {
    const span = { start, end }
    const items: DataNode[] = []
    const entries: Entry[] = []
    const node = new DataNode(kind, this.text.file, span, null, items, entries, '', '')
    const growing = { node, span, items, entries, inside: new Map() }
    this.#growing.set(node, growing)
    return growing
  }
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value
}

function spanOf([start, end]: readonly [number, number]): Span {
  return { start, end }
}
