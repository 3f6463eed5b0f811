import type { Span } from '../place.ts'
import type { List, Node, Redirect, ShellScript, Simple, Word } from './ast.ts'
import { parseShell } from './parse.ts'

/** A simple command with its words as they are written, quotes removed. */
export interface Command {
  /** program first; variables and substitutions as they are written (`${NAME}`, `$(date)`) */
  readonly words: readonly string[]
  /** `A=1` in front of it, likewise */
  readonly assignments: Readonly<Record<string, string>>
  readonly span: Span
  /** whether it runs hangs on another command: in a branch, a loop or a function, behind a test or `||` */
  readonly sometimes?: true
}

/** All simple commands of a script in the order of the text, those in branches, functions and substitutions too. */
export function commandsOf(text: string): readonly Command[] {
  const script = parseShell(text)
  const always = new Set(alwaysRun(script))
  const named = [...simpleCommands(script.list)].filter((node) => node.words.length > 0)
  return named.map((node) => ({
    words: node.words.map((word) => writtenWord(word, text)),
    assignments: Object.fromEntries(
      node.assignments.map(({ name, value }) => [name, value ? writtenWord(value, text) : '']),
    ),
    span: node.span,
    ...(!always.has(node) && { sometimes: true as const }),
  }))
}

/** The commands of a script that run unless one before them fails. */
function* alwaysRun({ text, list }: ShellScript): Generator<Simple> {
  for (const { node } of list.items) yield* alwaysIn(node, text)
}

function* alwaysIn(node: Node, text: string): Generator<Simple> {
  if (node.kind === 'simple') yield node
  else if (node.kind === 'pipeline') for (const part of node.parts) yield* alwaysIn(part, text)
  else if (node.kind === 'group') yield* alwaysRun({ text, list: node.body })
  else if (node.kind === 'chain') {
    yield* alwaysIn(node.first, text)
    let before = node.first
    for (const { operator, node: next } of node.rest) {
      if (isTest(before, text)) return
      if (operator === '&&') yield* alwaysIn(next, text)
      before = next
    }
  }
}

function isTest(node: Node, text: string): boolean {
  const [program] = node.kind === 'simple' ? node.words : []
  return node.kind === 'test' || (program !== undefined && /^(\[|test)$/.test(writtenWord(program, text)))
}

/** A word without its quotes, everything else as written; `$x` is spelt `${x}`, and backquotes are `$(…)`. */
export function writtenWord(word: Word, text: string): string {
  return word.parts
    .map((part) => {
      if (part.kind === 'literal') return part.value
      if (part.kind === 'variable' && part.operator === '') return `\${${part.name}}`
      return asSubstitution(text.slice(part.span.start, part.span.end))
    })
    .join('')
}

/** Backquotes in the other spelling, in which a blank inside separates no words. */
export function asSubstitution(written: string): string {
  return /^`.*`$/s.test(written) ? `$(${written.slice(1, -1)})` : written
}

/** Every simple command below a list, those that only assign too. */
export function* simpleCommands(list: List): Generator<Simple> {
  for (const { node } of list.items) yield* simpleIn(node)
}

function* simpleIn(node: Node): Generator<Simple> {
  switch (node.kind) {
    case 'simple':
      for (const { value, array } of node.assignments) yield* inWords(value ? [value, ...array] : array)
      yield* inWords(node.words)
      yield* inRedirects(node.redirects)
      yield node
      break
    case 'pipeline':
      for (const part of node.parts) yield* simpleIn(part)
      break
    case 'chain':
      yield* simpleIn(node.first)
      for (const { node: next } of node.rest) yield* simpleIn(next)
      break
    case 'if':
      for (const { test, body } of node.branches) {
        yield* simpleCommands(test)
        yield* simpleCommands(body)
      }
      if (node.otherwise) yield* simpleCommands(node.otherwise)
      break
    case 'loop':
      yield* inWords(node.words ?? [])
      if (node.test) yield* simpleCommands(node.test)
      yield* simpleCommands(node.body)
      break
    case 'case':
      yield* inWords([node.word])
      for (const { body } of node.arms) yield* simpleCommands(body)
      break
    case 'group':
      yield* simpleCommands(node.body)
      break
    case 'function':
      yield* simpleIn(node.body)
      break
    case 'test':
      yield* inWords(node.words)
      break
    default:
  }
}

function* inWords(words: readonly Word[]): Generator<Simple> {
  for (const { parts } of words)
    for (const part of parts) if (part.kind === 'substitution') yield* simpleCommands(part.list)
}

function* inRedirects(redirects: readonly Redirect[]): Generator<Simple> {
  for (const { target } of redirects) yield* inWords([target])
}
