import { type Command, Mistake, type Operand, type Piece, type Pipe, type Stretch, type Template } from './ast.ts'
import { constantOf } from './constants.ts'
import { type Part, partsOf, type Token } from './lexer.ts'

/** A file's templates: what it writes itself, and what it defines. */
export interface Parsed {
  readonly main: Template
  readonly defines: ReadonlyMap<string, Template>
}

const deepest = 200

/** Reads a template of Go's text/template (pkg.go.dev/text/template). Throws {@link Mistake}. */
export function parseTemplate(file: string, content: string, isMade = false): Parsed {
  const reader = new Reader(file, content, isMade)
  const pieces = reader.list(false).pieces
  return { main: { file, content, pieces, isMade }, defines: reader.defines }
}

/** The word that ends a list of pieces. */
interface Ended {
  readonly pieces: Piece[]
  readonly by: 'end' | 'else' | undefined
  /** what stands behind `else` */
  readonly rest: Words | undefined
  readonly end: number
}

class Reader {
  readonly defines = new Map<string, Template>()
  readonly #parts: readonly Part[]
  #next = 0
  #depth = 0

  constructor(
    readonly file: string,
    readonly content: string,
    readonly isMade: boolean,
  ) {
    this.#parts = partsOf(content)
  }

  list(isInside: boolean): Ended {
    if (++this.#depth > deepest) throw new Mistake('blocks stand too deep in each other', 0)
    const pieces: Piece[] = []
    while (this.#next < this.#parts.length) {
      const part = this.#parts[this.#next++] as Part
      if (!part.tokens) {
        pieces.push({ kind: 'text', start: part.start, end: part.end })
        continue
      }
      const words = new Words(part.tokens, part)
      const word = words.keyword()
      if (word === 'end' || word === 'else') {
        if (!isInside) throw new Mistake(`an unexpected ${word}`, part.start)
        this.#depth--
        return { pieces, by: word, rest: word === 'else' ? words : undefined, end: part.end }
      }
      const piece = this.#piece(word, words, part)
      if (piece) pieces.push(piece)
    }
    if (isInside) throw new Mistake('a block is not ended', this.content.length)
    this.#depth--
    return { pieces, by: undefined, rest: undefined, end: this.content.length }
  }

  #piece(word: string | undefined, words: Words, part: Stretch): Piece | undefined {
    switch (word) {
      case 'if':
      case 'with':
      case 'range':
        return this.#block(word, words, part)
      case 'break':
      case 'continue':
        return { kind: word, ...span(part) }
      case 'define': {
        this.#define(words)
        return undefined
      }
      case 'block': {
        const name = this.#named(words)
        const pipe = words.pipe()
        this.#body(name)
        return { kind: 'template', name, pipe, ...span(part) }
      }
      case 'template': {
        const name = words.string()
        return { kind: 'template', name, pipe: words.isDone() ? undefined : words.pipe(), ...span(part) }
      }
      default:
        return words.isDone() ? undefined : { kind: 'action', pipe: words.pipe(), ...span(part) }
    }
  }

  #named(words: Words): string {
    return words.string()
  }

  #define(words: Words): void {
    this.#body(words.string())
  }

  #body(name: string): void {
    const { pieces, by } = this.list(true)
    if (by !== 'end') throw new Mistake('an unexpected else', 0)
    const { file, content, isMade } = this
    // an empty definition does not replace another one
    const isEmpty = pieces.every(
      (piece) => piece.kind === 'text' && content.slice(piece.start, piece.end).trim() === '',
    )
    if (!isEmpty || !this.defines.has(name)) this.defines.set(name, { file, content, pieces, isMade })
  }

  #block(kind: 'if' | 'with' | 'range', words: Words, part: Stretch): Piece {
    const pipe = words.pipe()
    const body = this.list(true)
    let otherwise: readonly Piece[] = []
    if (body.by === 'else' && body.rest) {
      const word = body.rest.keyword()
      if (word === 'if' || word === 'with') {
        // `else if` shares the `end` of the whole
        otherwise = [this.#block(word, body.rest, { start: part.start, end: body.end })]
      } else {
        const rest = this.list(true)
        if (rest.by !== 'end') throw new Mistake('an unexpected else', part.start)
        otherwise = rest.pieces
      }
    }
    return { kind, pipe, body: body.pieces, otherwise, ...span(part) }
  }
}

const span = ({ start, end }: Stretch): Stretch => ({ start, end })

const keywords = new Set(['if', 'with', 'range', 'define', 'block', 'template', 'end', 'else', 'break', 'continue'])

/** The words of one action. */
class Words {
  #at = 0
  #depth = 0

  constructor(
    readonly tokens: readonly Token[],
    readonly part: Stretch,
  ) {}

  isDone(): boolean {
    this.#skip()
    return this.#at >= this.tokens.length
  }

  keyword(): string | undefined {
    this.#skip()
    const token = this.tokens[this.#at]
    if (token?.kind !== 'word' || !keywords.has(token.text)) return undefined
    this.#at++
    return token.text
  }

  string(): string {
    this.#skip()
    const token = this.tokens[this.#at++]
    const value = token && constantOf(token)
    if (typeof value !== 'string') throw new Mistake('a name in quotes is missing', this.part.start)
    return value
  }

  pipe(): Pipe {
    if (++this.#depth > deepest) throw new Mistake('brackets stand too deep in each other', this.part.start)
    const declared = this.#declared()
    const commands: Command[] = []
    for (;;) {
      const command = this.#command()
      if (command.length === 0) throw new Mistake('a command is missing', this.part.start)
      commands.push(command)
      if (!this.#takes('|')) break
    }
    this.#depth--
    return { ...declared, commands }
  }

  /** `$a :=`, `$a, $b :=`, `$a =` */
  #declared(): Pick<Pipe, 'variables' | 'assigns'> {
    const before = this.#at
    const variables: string[] = []
    do {
      this.#skip()
      const token = this.tokens[this.#at]
      if (token?.kind !== 'variable') break
      variables.push(token.text)
      this.#at++
    } while (this.#takes(','))
    for (const [sign, assigns] of [
      [':=', false],
      ['=', true],
    ] as const) {
      if (variables.length > 0 && this.#takes(sign)) return { variables, assigns }
    }
    this.#at = before
    return { variables: [], assigns: false }
  }

  #command(): Operand[] {
    const operands: Operand[] = []
    for (;;) {
      this.#skip()
      const token = this.tokens[this.#at]
      if (!token || (token.kind === 'sign' && '|)'.includes(token.text))) return operands
      operands.push(this.#fields(this.#operand(token)))
    }
  }

  #operand(token: Token): Operand {
    this.#at++
    switch (token.kind) {
      case 'field':
        this.#at--
        return { kind: 'dot' }
      case 'variable':
        return { kind: 'variable', name: token.text }
      case 'word': {
        if (token.text === 'true' || token.text === 'false') return { kind: 'constant', value: token.text === 'true' }
        if (token.text === 'nil') return { kind: 'constant', value: null }
        return { kind: 'function', name: token.text }
      }
      case 'sign':
        if (token.text === '.') return { kind: 'dot' }
        if (token.text === '(') {
          const pipe = this.pipe()
          if (!this.#takes(')')) throw new Mistake('a bracket is not closed', this.part.start)
          return { kind: 'pipe', pipe }
        }
        break
      default: {
        const value = constantOf(token)
        if (value !== undefined) return { kind: 'constant', value }
      }
    }
    throw new Mistake(`"${token.text}" is not understood`, this.part.start)
  }

  #fields(of: Operand): Operand {
    const names: string[] = []
    for (let token = this.tokens[this.#at]; token?.kind === 'field'; token = this.tokens[++this.#at]) {
      names.push(token.text.slice(1))
    }
    return names.length > 0 ? { kind: 'fields', of, names } : of
  }

  #takes(sign: string): boolean {
    const before = this.#at
    this.#skip()
    const token = this.tokens[this.#at]
    if (token?.kind === 'sign' && token.text === sign) {
      this.#at++
      return true
    }
    this.#at = before
    return false
  }

  #skip(): void {
    while (this.tokens[this.#at]?.kind === 'space') this.#at++
  }
}
