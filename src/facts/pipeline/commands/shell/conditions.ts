import type { Place } from '../../../../documents/place.ts'
import type { List, Node, Word } from '../../../../documents/shell/index.ts'
import type { Condition, Run } from '../../model.ts'
import { oneLine, renderWord, renderWords } from './render.ts'
import { isOpen, valueIn } from './run-values.ts'
import type { Context, Shell } from './state.ts'

type Answer = boolean | undefined
type Predicate = (run: Run) => Answer

/** The condition that a list of commands succeeds, as `if` asks it: what its last command tells, as far as it is a test. */
export function conditionOf(list: List, shell: Shell, context: Context): Condition {
  const { text } = context.source
  const first = list.items[0]?.node
  const last = list.items.at(-1)?.node
  const start = first?.span.start ?? list.span.start
  const end = last?.span.end ?? list.span.end
  return {
    text: withoutBrackets(oneLine(text.slice(start, end))),
    place: context.source.placeOf(start, end),
    holds: last && list.items.length === 1 ? predicateOf(last, shell, context) : unknown,
  }
}

/** The same of a single command: the left side of `&&`. */
export function conditionOfNode(node: Node, shell: Shell, context: Context): Condition {
  return conditionOf({ items: [{ node, background: false }], span: node.span }, shell, context)
}

/** A condition of which nothing is known but its text. */
export function unknownCondition(text: string, place: Place): Condition {
  return { text: oneLine(text), place, holds: unknown }
}

const unknown: Predicate = () => undefined

/** `[ "$A" = b ]` reads better without the brackets, and equal tests get equal texts. */
function withoutBrackets(text: string): string {
  const [open] = /^(?:\[\[?|test)(?=\s)/.exec(text) ?? []
  if (open === undefined) return text
  const behind = text.slice(open.length)
  const inside = open === 'test' ? behind : behind.replace(/\]\]?$/, '')
  if (open !== 'test' && !/\s$/.test(inside)) return text
  return /\s\]|\[\s/.test(inside.trim()) ? text : inside.trim()
}

/** Whether a command only tests something: `[ … ]`, `[[ … ]]`, `(( … ))`, `test`, `grep -q`, and chains of those. */
export function isTest(node: Node): boolean {
  switch (node.kind) {
    case 'test':
    case 'arithmetic':
      return true
    case 'pipeline':
      return node.parts.every(isTest) || (node.negated && node.parts.length === 1 && isTest(node.parts[0] as Node))
    case 'chain':
      return isTest(node.first) && node.rest.every((next) => isTest(next.node))
    case 'group':
      return node.body.items.every((item) => isTest(item.node))
    case 'simple': {
      const program = node.words[0]?.parts[0]
      // `${{ inputs.fast }} && …`: what a template puts there alone is a truth value
      if (node.words.length === 1 && node.words[0]?.parts.length === 1 && program?.kind === 'opaque') return true
      const name = program?.kind === 'literal' ? program.value : ''
      if (/^(\[|test|true|false|:|command|type|which|hash|grep|egrep|fgrep)$/.test(name)) return true
      return node.words.length === 0 && node.redirects.length === 0
    }
    default:
      return false
  }
}

function predicateOf(node: Node, shell: Shell, context: Context): Predicate {
  switch (node.kind) {
    case 'test':
      return ofWords(lenient(node.words, shell, context))
    case 'simple': {
      const words = node.words.map((word) => renderWord(word, shell, context.source))
      const [program, ...rest] = words
      if (program === 'test') return ofWords(rest)
      if (program === '[') return ofWords(rest.at(-1) === ']' ? rest.slice(0, -1) : rest)
      if ((program === 'true' || program === ':') && rest.length === 0) return () => true
      if (program === 'false' && rest.length === 0) return () => false
      // `if $DEPLOY; then`
      const alone = node.words.length === 1 ? renderWords(node.words, shell, context.source) : []
      if (alone.length === 1) return (run) => asBoolean(valueIn(alone[0] as string, run))
      return unknown
    }
    case 'pipeline': {
      const only = node.parts.length === 1 ? node.parts[0] : undefined
      if (!only) return unknown
      const inner = predicateOf(only, shell, context)
      return node.negated ? negate(inner) : inner
    }
    case 'chain': {
      let all = predicateOf(node.first, shell, context)
      for (const { operator, node: next } of node.rest) {
        all = join(operator, all, predicateOf(next, shell, context))
      }
      return all
    }
    case 'group': {
      const only = node.body.items.length === 1 ? node.body.items[0] : undefined
      return only ? predicateOf(only.node, shell, context) : unknown
    }
    default:
      return unknown
  }
}

function lenient(words: readonly Word[], shell: Shell, context: Context): string[] {
  return words.map((word) => renderWord(word, shell, context.source))
}

const asBoolean = (value: string): Answer => (value === 'true' ? true : value === 'false' ? false : undefined)

const negate =
  (inner: Predicate): Predicate =>
  (run) => {
    const answer = inner(run)
    return answer === undefined ? undefined : !answer
  }

function join(operator: string, a: Predicate, b: Predicate): Predicate {
  const decisive = operator === '||'
  return (run) => {
    const first = a(run)
    const second = b(run)
    if (first === decisive || second === decisive) return decisive
    return first === undefined || second === undefined ? undefined : !decisive
  }
}

/** The words of a test, from `||` down to a single comparison. */
function ofWords(words: readonly string[]): Predicate {
  for (const [signs, operator] of [
    [['||', '-o'], '||'],
    [['&&', '-a'], '&&'],
  ] as const) {
    const at = words.findIndex((word, i) => i > 0 && signs.includes(word as never))
    if (at > 0) return join(operator, ofWords(words.slice(0, at)), ofWords(words.slice(at + 1)))
  }
  if (words[0] === '!') return negate(ofWords(words.slice(1)))
  const [a = '', operator = '', b = ''] = words
  if (words.length === 3) return (run) => compare(valueIn(a, run), operator, valueIn(b, run))
  if (words.length === 2 && (a === '-n' || a === '-z')) {
    return (run) => {
      const value = valueIn(operator, run)
      return isOpen(value) ? undefined : (value === '') === (a === '-z')
    }
  }
  if (words.length === 1) {
    return (run) => {
      const value = valueIn(a, run)
      return isOpen(value) ? undefined : value !== ''
    }
  }
  return unknown
}

/** A comparison of two texts by an operator of `test`; undefined where that cannot be told. */
export function compare(a: string, operator: string, b: string): Answer {
  if (isOpen(a) || isOpen(b)) return undefined
  switch (operator) {
    case '=':
    case '==':
      return matches(a, b)
    case '!=':
      return !matches(a, b)
    case '-eq':
      return Number(a) === Number(b)
    case '-ne':
      return Number(a) !== Number(b)
    case '=~': {
      const plain = /^\^?\(?([\w./|-]+)\)?\$?$/.exec(b)?.[1]
      if (plain === undefined) return undefined
      const options = plain.split('|')
      const start = b.startsWith('^')
      const end = b.endsWith('$')
      return options.some((option) =>
        start && end ? a === option : start ? a.startsWith(option) : end ? a.endsWith(option) : a.includes(option),
      )
    }
    default:
      return undefined
  }
}

/** A pattern with `*` and `?` only. */
export function matches(value: string, pattern: string): boolean {
  if (!/[*?]/.test(pattern)) return value === pattern
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(value)
}

/** The conditions of the arms of a `case`, in their order: each holds where its patterns match and no earlier ones do. */
export function armConditions(
  word: Word,
  arms: readonly { readonly patterns: readonly Word[]; readonly place: Place }[],
  shell: Shell,
  context: Context,
): readonly Condition[] {
  const value = renderWord(word, shell, context.source)
  const written = context.source.text.slice(word.span.start, word.span.end)
  const patterns = arms.map((arm) => arm.patterns.map((pattern) => renderWord(pattern, shell, context.source)))
  const oneOf = {}
  return arms.map((arm, index) => ({
    text: `${written} = ${(patterns[index] as string[]).join(' or ')}`,
    place: arm.place,
    oneOf,
    holds: (run) => {
      const known = valueIn(value, run)
      if (isOpen(known)) return undefined
      for (let i = 0; i <= index; i++) {
        const answers = (patterns[i] as string[]).map((pattern) =>
          isOpen(pattern) ? undefined : matches(known, pattern),
        )
        if (answers.includes(true)) return i === index
        if (answers.includes(undefined)) return undefined
      }
      return false
    },
  }))
}
