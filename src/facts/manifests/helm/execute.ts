import { type Hidden, isHidden } from '../../hidden.ts'
import type { Libraries, Machine } from './functions/calling.ts'
import { callOf, printed } from './functions/index.ts'
import type { Holes } from './holes.ts'
import { FileSet } from './objects-given.ts'
import { assignedIn, changesMaps } from './template/assigned.ts'
import { type Command, Mistake, type Operand, type Piece, type Pipe, type Template } from './template/ast.ts'
import { parseTemplate } from './template/parse.ts'
import { TextMaker, Traced } from './traced.ts'
import {
  bare,
  type Dict,
  GivenUp,
  hiddenBecause,
  isDict,
  isList,
  Method,
  Refusal,
  sortedKeys,
  truth,
  type Val,
} from './value.ts'
import type { Worlds } from './worlds.ts'

/** How deep templates may call each other. */
const deepest = 60

interface Variable {
  readonly name: string
  value: Val
}

/** Where a rendering stands: the variables that are in sight, innermost last. */
interface Frame {
  readonly template: Template
  readonly out: TextMaker
  readonly variables: Variable[]
}

/** What all templates of a chart share while they are rendered. */
export interface Shared {
  readonly templates: ReadonlyMap<string, Template>
  readonly holes: Holes
  readonly worlds: Worlds
  readonly libraries: Libraries
  /** counts work; throws where there is too much of it */
  spend(cost: number): void
}

const leaving = { break: Symbol('break'), continue: Symbol('continue') } as const
type Leaving = (typeof leaving)['break' | 'continue'] | undefined

/** Runs templates of Go's text/template, three-valued. Throws {@link Refusal} where the engine would, {@link GivenUp} where we end. */
export class Execution implements Machine {
  readonly libraries: Libraries
  #depth = 0
  /** templates that `tpl` texts define */
  readonly #made = new Map<string, Template>()

  constructor(readonly shared: Shared) {
    this.libraries = shared.libraries
  }

  hole(hidden: Hidden): string {
    return this.shared.holes.of(hidden)
  }

  inHole(text: string): Hidden | undefined {
    return this.shared.holes.in(text)
  }

  spend(cost: number): void {
    this.shared.spend(cost)
  }

  /** The text that a template writes with the given data. */
  run(template: Template, data: Val): Traced {
    if (++this.#depth > deepest) throw new GivenUp('templates call each other too deep')
    const frame: Frame = { template, out: new TextMaker(), variables: [{ name: '$', value: data }] }
    this.#pieces(template.pieces, data, frame)
    this.#depth--
    return frame.out.made()
  }

  include(name: string, data: Val): Val {
    const template = this.#made.get(name) ?? this.shared.templates.get(name)
    if (!template) return hiddenBecause(`the template "${name}", which is not here`, 'this repository')
    return this.run(template, data)
  }

  tpl(text: Val, data: Val): Val {
    const content = bare(text) as string
    this.spend(content.length)
    if (!content.includes('{{')) return text
    try {
      const { main, defines } = parseTemplate('', content, true)
      for (const [name, template] of defines) this.#made.set(name, template)
      const made = this.run(main, data)
      const source = text instanceof Traced ? text.source : undefined
      return source ? new Traced(made.value, [{ at: 0, source: { ...source, exact: false } }]) : made
    } catch (error) {
      if (error instanceof Mistake) throw new Refusal(error.message)
      throw error
    }
  }

  #pieces(pieces: readonly Piece[], dot: Val, frame: Frame): Leaving {
    const inSight = frame.variables.length
    for (const piece of pieces) {
      const left = this.#piece(piece, dot, frame)
      if (left) {
        frame.variables.length = inSight
        return left
      }
    }
    frame.variables.length = inSight
    return undefined
  }

  #piece(piece: Piece, dot: Val, frame: Frame): Leaving {
    this.spend(1)
    const { file, content, isMade } = frame.template
    const source = isMade ? undefined : { file, start: piece.start, end: piece.end, exact: piece.kind === 'text' }
    switch (piece.kind) {
      case 'text':
        this.spend((piece.end - piece.start) >> 4)
        frame.out.add(content.slice(piece.start, piece.end), source)
        return undefined
      case 'action': {
        const value = this.#pipe(piece.pipe, dot, frame)
        if (piece.pipe.variables.length > 0) return undefined
        const text = printed(value, this)
        if (text instanceof Traced && text.source) frame.out.addSlice(text, 0, (text.value as string).length)
        else frame.out.add(bare(text) as string, source)
        return undefined
      }
      case 'template': {
        const data = piece.pipe ? this.#pipe(piece.pipe, dot, frame) : null
        const made = this.include(piece.name, data)
        if (made instanceof Traced) frame.out.addSlice(made, 0, (made.value as string).length)
        else if (isHidden(made)) frame.out.add(this.hole(made), source)
        return undefined
      }
      case 'break':
      case 'continue':
        return leaving[piece.kind]
      case 'range':
        return this.#range(piece, dot, frame)
      default:
        return this.#branch(piece, dot, frame)
    }
  }

  #branch(piece: Piece & { kind: 'if' | 'with' | 'range' }, dot: Val, frame: Frame): Leaving {
    const inSight = frame.variables.length
    const value = this.#pipe(piece.pipe, dot, frame)
    const holds = truth(value) ?? this.shared.worlds.decide(value as Hidden)
    const inside = piece.kind === 'with' ? value : dot
    const left = holds ? this.#pieces(piece.body, inside, frame) : this.#pieces(piece.otherwise, dot, frame)
    frame.variables.length = inSight
    return left
  }

  #range(piece: Piece & { kind: 'if' | 'with' | 'range' }, dot: Val, frame: Frame): Leaving {
    const inSight = frame.variables.length
    const { pipe } = piece
    const over = this.#pipe({ ...pipe, variables: [] }, dot, frame)
    const plain = bare(over)
    if (isHidden(plain)) {
      this.#unknownTimes(piece, plain, frame)
      return undefined
    }
    const pairs = pairsOf(plain)
    if (pairs.length === 0) return this.#pieces(piece.otherwise, dot, frame)
    for (const [key, value] of pairs) {
      this.spend(1)
      const [first, second] = pipe.variables
      if (pipe.assigns) {
        if (first !== undefined) this.#assign(frame, first, second === undefined ? value : key)
        if (second !== undefined) this.#assign(frame, second, value)
      } else {
        if (first !== undefined) frame.variables.push({ name: first, value: second === undefined ? value : key })
        if (second !== undefined) frame.variables.push({ name: second, value })
      }
      const left = this.#pieces(piece.body, value, frame)
      frame.variables.length = inSight
      if (left === leaving.break) break
    }
    return undefined
  }

  /** Nobody knows how often: a hole in the text, and what is assigned in it is hidden. */
  #unknownTimes(piece: Piece & { kind: 'if' | 'with' | 'range' }, over: Hidden, frame: Frame): void {
    if (changesMaps(piece.body)) throw new GivenUp(over.what)
    for (const name of assignedIn(piece.body)) {
      if (frame.variables.some((one) => one.name === name)) this.#assign(frame, name, hiddenBecause(over.what))
    }
    const { file, content, isMade } = frame.template
    // on a line of its own where its lines would stand, else where it stands
    const margin = /\n([ \t]*)[^\s]/.exec(`${content.slice(piece.body[0]?.start ?? 0, piece.body.at(-1)?.end)}`)?.[1]
    const sign = this.hole(over)
    const text = margin === undefined ? sign : `\n${margin}${sign}\n`
    frame.out.add(text, isMade ? undefined : { file, start: piece.start, end: piece.end, exact: false })
  }

  #assign(frame: Frame, name: string, value: Val): void {
    for (let i = frame.variables.length - 1; i >= 0; i--) {
      const variable = frame.variables[i] as Variable
      if (variable.name !== name) continue
      variable.value = value
      return
    }
    throw new Refusal(`undefined variable ${name}`)
  }

  #pipe(pipe: Pipe, dot: Val, frame: Frame): Val {
    let value: Val = null
    for (const [i, command] of pipe.commands.entries()) value = this.#command(command, i > 0 ? [value] : [], dot, frame)
    for (const name of pipe.variables) {
      if (pipe.assigns) this.#assign(frame, name, value)
      else frame.variables.push({ name, value })
    }
    return value
  }

  #command(command: Command, last: readonly Val[], dot: Val, frame: Frame): Val {
    const [first, ...rest] = command as readonly [Operand, ...Operand[]]
    this.spend(1)
    if (first.kind === 'function') {
      // these two end where it is decided
      if (first.name === 'and' || first.name === 'or') return this.#decided(first.name, rest, last, dot, frame)
      const args = rest.map((operand) => this.#operand(operand, [], dot, frame))
      return callOf(first.name)([...args, ...last], this)
    }
    const args = [...rest.map((operand) => this.#operand(operand, [], dot, frame)), ...last]
    if (args.length > 0 && first.kind !== 'fields') throw new Refusal('what is no function is called')
    return this.#operand(first, args, dot, frame)
  }

  #decided(name: 'and' | 'or', rest: readonly Operand[], last: readonly Val[], dot: Val, frame: Frame): Val {
    const args: Val[] = []
    for (const operand of rest) {
      const value = this.#operand(operand, [], dot, frame)
      args.push(value)
      if (truth(value) === (name === 'or')) return callOf(name)(args, this)
    }
    return callOf(name)([...args, ...last], this)
  }

  #operand(operand: Operand, args: readonly Val[], dot: Val, frame: Frame): Val {
    switch (operand.kind) {
      case 'constant':
        return operand.value
      case 'dot':
        return dot
      case 'variable':
        return this.#variable(operand.name, frame)
      case 'function':
        return callOf(operand.name)(args, this)
      case 'pipe': {
        const inSight = frame.variables.length
        const value = this.#pipe(operand.pipe, dot, frame)
        frame.variables.length = inSight
        return value
      }
      case 'fields':
        return this.#fields(operand, args, dot, frame)
    }
  }

  #variable(name: string, frame: Frame): Val {
    for (let i = frame.variables.length - 1; i >= 0; i--) {
      const variable = frame.variables[i] as Variable
      if (variable.name === name) return variable.value
    }
    throw new Refusal(`undefined variable ${name}`)
  }

  #fields({ of, names }: Operand & { kind: 'fields' }, args: readonly Val[], dot: Val, frame: Frame): Val {
    let value = this.#operand(of, [], dot, frame)
    for (const [i, name] of names.entries()) {
      const plain = bare(value)
      if (isHidden(plain)) return plain
      // Go ends here; it is more likely that values are given which are not here
      if (plain === null) return hiddenBecause(`a value ${name} of what no file here gives`)
      if (!isDict(plain)) {
        if (plain instanceof Method) throw new Refusal(`no field ${name}`)
        return hiddenBecause(`a value ${name} of what is no map`)
      }
      const found: Val = (plain instanceof FileSet && plain.methods.get(name)) || ((plain as Dict).get(name) ?? null)
      value = found instanceof Method ? found.call(i === names.length - 1 ? args : []) : found
    }
    return value
  }
}

function pairsOf(over: Exclude<Val, Traced | Hidden>): readonly (readonly [Val, Val])[] {
  if (over === null) return []
  if (isList(over)) return over.map((item, i) => [BigInt(i), item])
  if (isDict(over)) return sortedKeys(over).map((key) => [key, over.get(key) as Val])
  if (typeof over === 'bigint' || typeof over === 'number') {
    if (Number(over) > 10_000) throw new GivenUp('a loop is too long')
    return Array.from({ length: Math.max(0, Number(over)) }, (_, i) => [BigInt(i), BigInt(i)])
  }
  throw new Refusal(`range over ${typeof over}`)
}
