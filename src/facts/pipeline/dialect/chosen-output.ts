import { escaped } from '../../../documents/pattern.ts'
import {
  type If,
  type List,
  type Node,
  parseShell,
  type Redirect,
  type Simple,
  type Word,
} from '../../../documents/shell/index.ts'
import { anyTrue, combined, compared, copyOf, joined, type State } from './chosen-values.ts'
import { anyOf, known, type Outcome, single, toText, union, unknown } from './outcome.ts'

/*
 * What a script writes for an output where it chooses among texts of its own: `if [[ $GITHUB_REF == refs/tags/* ]]; then
 * env=production; else env=staging; fi; echo "env=$env" >> $GITHUB_OUTPUT`. The script is walked, not run: a test whose
 * sides are known under this start decides, any other leaves both ways open, and what cannot be followed is unknown.
 */

/** What a script finds: variables that it does not set itself, and what a template puts into it. */
export interface Given {
  readonly variable: (name: string) => Outcome
  /** `${{ … }}` as written, as a text */
  readonly template: (written: string) => Outcome
}

const longest = 20_000
const deepest = 30

/**
 * What may stand in the output of that name when the script has ended under one start.
 * @param file the file that it is written to: variables go to another one
 * @param unwritten what is found there where nothing is written
 */
export function chosenOutput(
  script: string,
  name: string,
  given: Given,
  file: 'GITHUB_OUTPUT' | 'GITHUB_ENV' = 'GITHUB_OUTPUT',
  unwritten: Outcome = known(''),
): Outcome {
  if (script.length > longest) return unknown
  const walk = new Walk(script, given, file)
  const end = walk.list(parseShell(script).list, { variables: new Map(), outputs: new Map() }, false)
  const ends = [...walk.ended, ...(end ? [end] : [])]
  if (walk.isLost || ends.length === 0) return unknown
  return union(...ends.map(({ outputs }) => outputs.get(name) ?? unwritten))
}

class Walk {
  readonly #text: string
  readonly #given: Given
  readonly #file: string
  readonly #functions = new Map<string, Node>()
  #depth = 0
  /** where `exit 0` left it */
  readonly ended: State[] = []
  /** something may write outputs that cannot be followed */
  isLost = false

  constructor(text: string, given: Given, file: string) {
    this.#text = text
    this.#given = given
    this.#file = file
  }

  /** The state after a list of commands; undefined where none comes to its end. */
  list({ items }: List, from: State, gathered: boolean): State | undefined {
    let state: State | undefined = from
    for (const { node } of items) {
      if (!state) return undefined
      state = this.#node(node, state, gathered)
    }
    return state
  }

  /** `gathered`: what is printed goes into the file of outputs, by a redirect around it */
  #node(node: Node, state: State, gathered: boolean): State | undefined {
    if (this.#depth > deepest) {
      this.isLost = true
      return state
    }
    this.#depth++
    const after = this.#step(
      node,
      state,
      gathered || ('redirects' in node && isInto(this.#file, node.redirects, this.#text)),
    )
    this.#depth--
    return after
  }

  #step(node: Node, state: State, gathered: boolean): State | undefined {
    switch (node.kind) {
      case 'simple':
        return this.#simple(node, state, gathered)
      case 'if':
        return this.#if(node, state, gathered)
      case 'case': {
        const value = this.#word(node.word, state)
        const ways: { readonly body: List; readonly holds: boolean | undefined }[] = node.arms.map((arm) => ({
          body: arm.body,
          holds: anyTrue(arm.patterns.map((pattern) => compared(value, '==', this.#word(pattern, state)))),
        }))
        return this.#ways(ways, undefined, state, gathered)
      }
      case 'chain': {
        let now: State | undefined = this.#node(node.first, state, gathered)
        let answer = this.#truth(node.first, state)
        for (const { operator, node: next } of node.rest) {
          if (!now) return undefined
          const wants = operator === '&&'
          if (answer !== undefined && answer !== wants) continue
          const then = this.#node(next, copyOf(now), gathered)
          const own = this.#truth(next, now)
          now = answer === undefined ? joined([now, then]) : then
          answer = answer === undefined ? undefined : own
        }
        return now
      }
      case 'pipeline': {
        const last = node.parts.at(-1)
        const tees = last?.kind === 'simple' && isTeeInto(this.#file, this.#written(last))
        let now: State | undefined = state
        for (const part of node.parts) if (now && part !== last) now = this.#node(part, now, gathered || tees)
        return now && last && !tees ? this.#node(last, now, gathered) : now
      }
      case 'group': {
        if (!node.subshell) return this.list(node.body, state, gathered)
        const inside = this.list(node.body, copyOf(state), gathered)
        return { variables: state.variables, outputs: inside?.outputs ?? state.outputs }
      }
      case 'loop': {
        const inside = copyOf(state)
        if (node.variable) inside.variables.set(node.variable, unknown)
        const once = this.list(node.body, inside, gathered)
        const both = joined([state, once]) as State
        // what a round changes may change again in the next
        for (const [name, value] of both.variables)
          if (value !== state.variables.get(name)) both.variables.set(name, unknown)
        return both
      }
      case 'function':
        this.#functions.set(node.name, node.body)
        return state
      case 'unparsed':
        this.isLost = true
        return state
      default:
        return state
    }
  }

  #if({ branches, otherwise }: If, state: State, gathered: boolean): State | undefined {
    let now: State = state
    const ways = branches.map(({ test, body }) => {
      // a test may be a command that sets something
      now = this.list(test, now, gathered) ?? now
      const last = test.items.at(-1)?.node
      return { body, holds: last ? this.#truth(last, now) : undefined }
    })
    return this.#ways(ways, otherwise, now, gathered)
  }

  /** The first way that holds is gone; those before it that may hold are possible too. */
  #ways(
    ways: readonly { readonly body: List; readonly holds: boolean | undefined }[],
    otherwise: List | undefined,
    state: State,
    gathered: boolean,
  ): State | undefined {
    const ends: (State | undefined)[] = []
    for (const { body, holds } of ways) {
      if (holds === false) continue
      ends.push(this.list(body, copyOf(state), gathered))
      if (holds) return joined(ends)
    }
    ends.push(otherwise ? this.list(otherwise, copyOf(state), gathered) : state)
    return joined(ends)
  }

  #simple(node: Simple, state: State, gathered: boolean): State | undefined {
    const [program = '', ...rest] = node.words.map((word) => this.#word(word, state)).map((one) => single(one) ?? '$')
    const sets = node.words.length === 0 || /^(export|declare|local|readonly|typeset)$/.test(String(program))
    if (sets) {
      for (const { name, value, append, array } of node.assignments)
        state.variables.set(name, append || array.length || !value ? unknown : this.#word(value, state))
      return state
    }
    const body = this.#functions.get(String(program))
    if (body) return this.#node(body, state, gathered)
    switch (program) {
      case 'exit':
        if (rest.length === 0 || rest[0] === '0') this.ended.push(state)
        return undefined
      case 'echo':
      case 'printf':
        this.#print(node, state, gathered)
        return state
      case 'read':
      case 'mapfile':
      case 'unset':
        for (const word of rest) state.variables.set(String(word), unknown)
        return state
      case '.':
      case 'source':
      case 'eval':
        this.isLost = true
        return state
      default:
        // what else prints there is not followed
        if (gathered && !/^(set|cd|true|:|test|\[|sleep|tee)$/.test(String(program))) this.isLost = true
        return state
    }
  }

  /** `echo "name=value"` into the file, or the older `::set-output`. */
  #print(node: Simple, state: State, gathered: boolean): void {
    const words = node.words.slice(1).filter((word) => !/^-[neE]+$/.test(this.#slice(word)))
    const first = words[0] ? this.#slice(words[0]).replace(/^["']/, '') : ''
    if (this.#slice(node.words[0] as Word) === 'printf' && first.includes('%')) {
      if (gathered || first.startsWith('::set-output ')) this.isLost = true
      return
    }
    const older = /^::set-output name=([\w-]+)::/.exec(first)
    if (!older && !gathered) return
    const start = older ?? /^([A-Za-z_][\w-]*)=/.exec(first)
    if (!start) {
      // a heading of several lines, or a name that is not known
      this.isLost = true
      return
    }
    const parts = words.map((word) => this.#word(word, state))
    const all = parts.reduce((a, b) => combined(combined(a, known(' ')), b))
    const values = all.values.map((value) =>
      toText(value)
        .slice((start[0] as string).length)
        .replace(/\\n$/, ''),
    )
    state.outputs.set(start[1] as string, all.open ? anyOf(values, {}) : anyOf(values))
  }

  /** Whether a command succeeds, as far as it only tests something that is known. */
  #truth(node: Node, state: State): boolean | undefined {
    if (node.kind === 'pipeline') {
      const [only, second] = node.parts
      const inner = only && !second ? this.#truth(only, state) : undefined
      return inner === undefined ? undefined : inner !== node.negated
    }
    if (node.kind === 'group') {
      const [only, second] = node.body.items
      return only && !second ? this.#truth(only.node, state) : undefined
    }
    if (node.kind === 'chain') {
      let all = this.#truth(node.first, state)
      for (const { operator, node: next } of node.rest) {
        const other = this.#truth(next, state)
        const decides = operator === '||'
        all =
          all === decides || other === decides
            ? decides
            : all === undefined || other === undefined
              ? undefined
              : !decides
      }
      return all
    }
    if (node.kind === 'test') return this.#tested(node.words, state)
    if (node.kind !== 'simple') return undefined
    const [program, ...rest] = node.words
    if (!program) return true
    const name = this.#slice(program)
    if (name === 'test') return this.#tested(rest, state)
    if (name === '[') return this.#tested(rest.slice(0, -1), state)
    if (name === 'true' || name === ':' || name === 'echo') return true
    return name === 'false' ? false : undefined
  }

  /** The words of a test: one comparison, and those that `&&`, `||` and `!` join. */
  #tested(words: readonly Word[], state: State): boolean | undefined {
    for (const [sign, decides] of [
      ['||', true],
      ['-o', true],
      ['&&', false],
      ['-a', false],
    ] as const) {
      const at = words.findIndex((word, i) => i > 0 && this.#slice(word) === sign)
      if (at < 0) continue
      const sides = [this.#tested(words.slice(0, at), state), this.#tested(words.slice(at + 1), state)]
      return sides.includes(decides) ? decides : sides.includes(undefined) ? undefined : !decides
    }
    const [first, second, third] = words
    if (!first) return undefined
    if (this.#slice(first) === '!') {
      const inner = this.#tested(words.slice(1), state)
      return inner === undefined ? undefined : !inner
    }
    if (second && third && words.length === 3)
      return compared(this.#word(first, state), this.#slice(second), this.#word(third, state))
    const flag = this.#slice(first)
    if (second && words.length === 2 && (flag === '-n' || flag === '-z')) {
      const answer = compared(this.#word(second, state), '==', known(''))
      return answer === undefined ? undefined : answer === (flag === '-z')
    }
    return undefined
  }

  /** What a word may come to. */
  #word({ parts }: Word, state: State): Outcome {
    let all: Outcome = known('')
    for (const part of parts) {
      if (part.kind === 'literal') all = combined(all, known(part.value))
      else if (part.kind === 'opaque') {
        const written = this.#text.slice(part.span.start, part.span.end)
        all = combined(all, written.startsWith('${{') ? this.#given.template(written) : unknown)
      } else if (part.kind === 'variable') all = combined(all, this.#variable(part, state))
      else all = combined(all, unknown)
    }
    return all
  }

  #variable({ name, operator, operand }: { name: string; operator: string; operand: string }, state: State): Outcome {
    const value = state.variables.get(name) ?? this.#given.variable(name)
    if (operator === '') return value
    // `${GITHUB_REF#refs/heads/}`
    if (/^##?$/.test(operator) && /^[\w./-]*$/.test(operand) && !value.open)
      return anyOf(value.values.map((one) => toText(one).replace(new RegExp(`^${escaped(operand)}`), '')))
    return unknown
  }

  #slice({ span }: Word): string {
    return this.#text.slice(span.start, span.end)
  }

  #written({ span }: Simple): string {
    return this.#text.slice(span.start, span.end)
  }
}

const isInto = (file: string, redirects: readonly Redirect[], text: string): boolean =>
  redirects.some(({ target }) => text.slice(target.span.start, target.span.end).includes(file))

const isTeeInto = (file: string, text: string): boolean => /^tee\b/.test(text) && text.includes(file)
