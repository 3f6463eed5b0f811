import type { Expression } from '../../documents/bicep/ast.ts'
import type { Span } from '../../documents/place.ts'

/*
 * Expressions in the texts of ARM's JSON (learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions):
 * calls, members and items, texts in single quotes, whole numbers.
 */

/** The expression that a text of a template holds; a text without brackets is itself, `[[` stands for a bracket. */
export function expressionIn(text: string, span: Span): Expression {
  if (!text.startsWith('[') || !text.endsWith(']')) return { kind: 'literal', value: text, span }
  if (text.startsWith('[[')) return { kind: 'literal', value: text.slice(1), span }
  const reader = new Reader(text, span)
  try {
    const found = reader.expression(0)
    return reader.isAtEnd() ? found : { kind: 'unread', span }
  } catch (error) {
    if (error instanceof NotRead) return { kind: 'unread', span }
    throw error
  }
}

class NotRead extends Error {}

/** How deep calls may stand in one another; people write ten. */
const deepest = 100

class Reader {
  #at = 1

  constructor(
    readonly text: string,
    readonly span: Span,
  ) {}

  isAtEnd(): boolean {
    this.#space()
    return this.#at === this.text.length - 1
  }

  expression(depth: number): Expression {
    if (depth > deepest) throw new NotRead()
    const { span } = this
    let found = this.#primary(depth)
    for (let links = 0; links < deepest; links++) {
      this.#space()
      if (this.#take('.')) {
        found = { kind: 'member', object: found, key: { kind: 'literal', value: this.#word(), span }, span }
      } else if (this.#take('[')) {
        const key = this.expression(depth + 1)
        this.#need(']')
        found = { kind: 'member', object: found, key, span }
      } else return found
    }
    throw new NotRead()
  }

  #primary(depth: number): Expression {
    this.#space()
    const { span } = this
    const quoted = this.#match(/'((?:[^']|'')*)'/y)
    if (quoted !== undefined) return { kind: 'literal', value: quoted.replaceAll("''", "'"), span }
    const number = this.#match(/(-?\d+)/y)
    if (number !== undefined) return { kind: 'literal', value: Number(number), span }
    const name = this.#word()
    const args: Expression[] = []
    this.#need('(')
    this.#space()
    if (!this.#take(')')) {
      do args.push(this.expression(depth + 1))
      while (this.#take(','))
      this.#need(')')
    }
    return { kind: 'call', name, of: undefined, args, span }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.text)
    if (found) this.#at += found[0].length
    return found?.[1]
  }

  #word(): string {
    this.#space()
    const found = this.#match(/([A-Za-z_][\w.]*?)(?=\s*[^\w.]|\.)/y) ?? this.#match(/(\w+)/y)
    if (found === undefined) throw new NotRead()
    return found
  }

  #space(): void {
    while (/\s/.test(this.text.charAt(this.#at))) this.#at++
  }

  #take(sign: string): boolean {
    this.#space()
    if (this.text.charAt(this.#at) !== sign) return false
    this.#at++
    return true
  }

  #need(sign: string): void {
    if (!this.#take(sign)) throw new NotRead()
  }
}
