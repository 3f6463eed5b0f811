import type { JSONScanner } from 'jsonc-parser'
import { maximumDepth, type Note, type Problem, tooDeep } from './note.ts'
import { flowOffsets } from './offsets.ts'
import type { Span } from './place.ts'
import type { Text } from './text.ts'
import { DataNode, type Entry, type Scalar } from './tree.ts'

export interface JsonResult {
  /** undefined where there is a problem */
  readonly document?: DataNode
  /** Keys that stand twice. Comments and trailing commas are taken without a word. */
  readonly notes: readonly Note[]
  readonly problem?: Problem
}

/** JSON with comments and trailing commas (what tsconfig, VS Code and Renovate write). Never rejects. */
export async function parseJson(text: Text): Promise<JsonResult> {
  const { createScanner } = await import('jsonc-parser')
  const reader = new Reader(text, createScanner(text.content, true))
  const document = reader.read()
  return document ? { document, notes: reader.notes } : { notes: [], problem: reader.problem as Problem }
}

// The scanner's kinds are a `const enum`, which modules compiled one by one cannot import.
const token = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  unknown: 16,
  end: 17,
} satisfies Record<string, number> as Readonly<Record<Name, number>>

type Name =
  | 'openBrace'
  | 'closeBrace'
  | 'openBracket'
  | 'closeBracket'
  | 'comma'
  | 'colon'
  | 'null'
  | 'true'
  | 'false'
  | 'string'
  | 'number'
  | 'unknown'
  | 'end'

interface Frame {
  readonly node: DataNode
  readonly span: { start: number; end: number }
  readonly items: DataNode[]
  readonly entries: Entry[]
}

/** Reads token by token with a stack of its own, so that a deep document costs no more than a flat one. */
class Reader {
  readonly notes: Note[] = []
  problem: Problem | undefined
  readonly #stack: Frame[] = []
  #kind = 0

  constructor(
    readonly text: Text,
    readonly scanner: JSONScanner,
  ) {}

  read(): DataNode | undefined {
    this.#next()
    if (this.#kind === token.end) return this.#fail('the file is empty')
    const root = this.#open()
    while (root && !this.problem && this.#stack.length) this.#step(this.#stack.at(-1) as Frame)
    if (!this.problem && this.#kind !== token.end) this.#fail('something follows the end of the document')
    return this.problem ? undefined : root
  }

  /** One item or entry of the innermost map or list, or its end. */
  #step(frame: Frame): void {
    const list = frame.node.kind === 'list'
    const close = list ? token.closeBracket : token.closeBrace
    if (frame.items.length + frame.entries.length > 0 && this.#kind !== close) {
      if (this.#kind === token.comma) this.#next()
      else this.#fail(`expected a comma or ${list ? ']' : '}'}`)
    }
    if (this.problem) return
    if (this.#kind === close) this.#close(frame)
    else if (list) this.#item(frame)
    else this.#entry(frame)
  }

  #item(frame: Frame): void {
    const item = this.#open()
    if (item) frame.items.push(item)
  }

  #entry(frame: Frame): void {
    const key = this.scanner.getTokenValue()
    const keySpan = this.#span()
    this.#expect(token.string, 'expected a key in double quotes')
    this.#expect(token.colon, 'expected a colon behind the key')
    const value = this.problem ? undefined : this.#open()
    if (value) frame.entries.push({ key, keySpan, value })
  }

  #expect(kind: number, otherwise: string): void {
    if (this.#kind === kind) this.#next()
    else this.#fail(otherwise)
  }

  #close(frame: Frame): void {
    frame.span.end = this.#span().end
    this.#stack.pop()
    this.#next()
    const last = new Map<string, number>()
    for (const [i, { key, keySpan }] of frame.entries.entries()) {
      if (last.has(key))
        this.notes.push({
          message: `the key "${key.slice(0, 60)}" stands twice in this object; the last one counts`,
          span: keySpan,
        })
      last.set(key, i)
    }
    if (last.size < frame.entries.length)
      frame.entries.splice(0, frame.entries.length, ...frame.entries.filter((entry, i) => last.get(entry.key) === i))
  }

  /** A scalar, or the beginning of a map or list. */
  #open(): DataNode | undefined {
    const span = this.#span()
    switch (this.#kind) {
      case token.openBrace:
      case token.openBracket:
        return this.#collection(this.#kind === token.openBrace ? 'map' : 'list', span)
      case token.null:
        return this.#scalar(null, span)
      case token.true:
      case token.false:
        return this.#scalar(this.#kind === token.true, span)
      case token.number:
        return this.#scalar(Number(this.scanner.getTokenValue()), span)
      case token.string:
        return this.#scalar(this.scanner.getTokenValue(), span)
      case token.end:
        return this.#fail('the document ends too early')
      default:
        return this.#fail('expected a value')
    }
  }

  #collection(kind: 'map' | 'list', { start, end }: Span): DataNode | undefined {
    if (this.#stack.length >= maximumDepth) return this.#fail(tooDeep)
    const span = { start, end }
    const items: DataNode[] = []
    const entries: Entry[] = []
    const node = new DataNode(kind, this.text.file, span, null, items, entries, '', '')
    this.#stack.push({ node, span, items, entries })
    this.#next()
    return node
  }

  #scalar(value: Scalar, span: Span): DataNode {
    const node = new DataNode(
      'scalar',
      this.text.file,
      span,
      value,
      [],
      [],
      '',
      this.text.slice(span),
      this.#offsets(value, span),
    )
    this.#next()
    return node
  }

  #offsets(value: Scalar, span: Span): ((index: number) => number) | undefined {
    if (typeof value !== 'string') return undefined
    const body = { start: span.start + 1, end: span.end - 1 }
    if (value.length === body.end - body.start) return (index) => body.start + index
    return flowOffsets(this.text.content, body, value, { escapes: 'backslash', folds: false })
  }

  #span(): Span {
    const start = this.scanner.getTokenOffset()
    return { start, end: start + this.scanner.getTokenLength() }
  }

  #next(): void {
    this.#kind = this.scanner.scan()
    const error = this.scanner.getTokenError()
    if (error) this.#fail(scanErrors[error] ?? 'this cannot be read')
    else if (this.#kind === token.unknown)
      this.#fail(`unexpected ${JSON.stringify(this.scanner.getTokenValue().slice(0, 20))}`)
  }

  #fail(message: string): undefined {
    const reason = message === tooDeep ? message : `not valid JSON: ${message}`
    this.problem ??= { message: reason, span: this.#span() }
    return undefined
  }
}

/** By jsonc-parser's `ScanError`. */
const scanErrors: Readonly<Record<number, string>> = {
  1: 'a comment does not end',
  2: 'a string does not end',
  3: 'a number does not end',
  4: 'a \\u escape is not four hexadecimal digits',
  5: 'an unknown escape in a string',
  6: 'a control character in a string',
}
