import type { Span } from '../../../../documents/place.ts'
import { lastAtOrBefore } from '../../../../documents/search.ts'

/** Text with make's variables filled in, and where each unit of it came from. */
export interface Expanded {
  readonly text: string
  /** the span in the unexpanded text from which a span of `text` was made; references are taken whole */
  readonly spanOf: (start: number, end: number) => Span
}

/** What an expansion asks, and what it does on the way. */
export interface MakeScope {
  /** the raw value of a variable; undefined where it is not known */
  readonly get: (name: string) => string | undefined
  /** `$(eval NAME = value)` */
  readonly set: (name: string, value: string) => void
  /** `$(eval include file)` */
  readonly include: (file: string) => void
  /** the files that a pattern of `$(wildcard …)` names */
  readonly files: (glob: string) => readonly string[]
}

/** How deep functions and variables may nest, and how long a value may become. */
const deepest = 12
const longest = 4096

/**
 * Expands `$(NAME)`, `${NAME}`, `$$` and the functions that matter (GNU make's manual, chapters 6 and 8). What is not
 * known becomes the shell's `${NAME}`; `$(shell …)` becomes the shell's `$(…)`; other functions become nothing that
 * could be taken for a command.
 */
export function expandMake(text: string, scope: MakeScope): Expanded {
  const pieces: Piece[] = []
  let made = ''
  const add = (part: string, from: number, to: number) => {
    if (part === '') return
    pieces.push({ start: made.length, from, to, exact: part.length === to - from })
    made += part
  }
  let at = 0
  while (at < text.length) {
    const dollar = text.indexOf('$', at)
    if (dollar < 0) break
    add(text.slice(at, dollar), at, dollar)
    const { value, end } = reference(text, dollar, scope, 0)
    add(value, dollar, end)
    at = end
  }
  add(text.slice(at), at, text.length)
  return {
    text: made,
    spanOf: (start, end) => {
      const first = pieceAt(pieces, start)
      const last = pieceAt(pieces, Math.max(start, end - 1))
      if (!first || !last) return { start: 0, end: text.length }
      return {
        start: first.exact ? first.from + start - first.start : first.from,
        end: last.exact ? Math.min(last.to, last.from + end - last.start) : last.to,
      }
    },
  }
}

interface Piece {
  /** where it begins in the expanded text */
  readonly start: number
  readonly from: number
  readonly to: number
  readonly exact: boolean
}

const pieceAt = (pieces: readonly Piece[], index: number): Piece | undefined =>
  pieces[lastAtOrBefore(pieces, index, ({ start }) => start)]

/** All of a text, expanded. */
function expandAll(text: string, scope: MakeScope, depth: number): string {
  if (depth > deepest) return '${MAKE_VALUE}'
  let made = ''
  let at = 0
  for (let dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', at)) {
    made += text.slice(at, dollar)
    const { value, end } = reference(text, dollar, scope, depth)
    made += value
    at = end
    if (made.length > longest) return '${MAKE_VALUE}'
  }
  return made + text.slice(at)
}

/** What stands at a dollar sign, and where the text goes on. */
function reference(text: string, at: number, scope: MakeScope, depth: number): { value: string; end: number } {
  const next = text[at + 1]
  if (next === undefined) return { value: '$', end: at + 1 }
  if (next === '$') return { value: '$', end: at + 2 }
  // GitHub's own, put in by the pipeline on the command line
  if (next === '{' && text[at + 2] === '{') {
    const close = text.indexOf('}}', at)
    const end = close < 0 ? text.length : close + 2
    return { value: text.slice(at, end), end }
  }
  if (next !== '(' && next !== '{') return { value: variable(next, scope, depth), end: at + 2 }
  const end = closing(text, at + 1)
  return { value: inside(text.slice(at + 2, end - 1), scope, depth), end }
}

/** The place behind the bracket that closes the one at `at`. */
function closing(text: string, at: number): number {
  const open = text[at]
  const close = open === '(' ? ')' : '}'
  let depth = 0
  for (let i = at; i < text.length; i++) {
    if (text[i] === open) depth++
    else if (text[i] === close && --depth === 0) return i + 1
  }
  return text.length + 1
}

function inside(body: string, scope: MakeScope, depth: number): string {
  const call = /^\s*([\w-]+)[ \t\n]+([\s\S]*)$/.exec(body)
  if (!call) return variable(expandAll(body, scope, depth + 1).replace(/:.*$/s, ''), scope, depth)
  const [, name = '', rest = ''] = call
  if (depth > deepest) return '${MAKE_VALUE}'
  switch (name) {
    case 'shell':
      return `$(${expandAll(rest, scope, depth + 1)})`
    case 'eval':
      evaluate(rest, scope, depth)
      return ''
    case 'info':
    case 'warning':
    case 'error':
      return ''
    case 'if': {
      const [condition = '', yes = '', no = ''] = argumentsIn(rest)
      const known = expandAll(condition.trim(), scope, depth + 1)
      if (known.trim() === '') return expandAll(no.trim(), scope, depth + 1)
      // Not known: what both sides come to is run through, the first wins.
      const first = expandAll(yes.trim(), scope, depth + 1)
      if (!/\$[{(]/.test(known) || first !== '') return first
      // what the pipeline hands over is there, whatever it is: `$(if $(TAG),,$(eval TAG=main))` is for who hands over nothing
      if (known.includes('${{')) return first
      return expandAll(no.trim(), scope, depth + 1)
    }
    case 'or':
      return (
        argumentsIn(rest)
          .map((part) => expandAll(part.trim(), scope, depth + 1))
          .find((part) => part !== '') ?? ''
      )
    case 'strip':
    case 'sort':
    case 'abspath':
    case 'realpath':
      return expandAll(rest, scope, depth + 1).trim()
    case 'call': {
      const [called = '', ...args] = argumentsIn(rest)
      const body = scope.get(called.trim())
      if (body === undefined) return ''
      const get = (name: string) => (/^\d$/.test(name) ? (args[Number(name) - 1] ?? '') : scope.get(name))
      return expandAll(body, { ...scope, get }, depth + 1)
    }
    case 'wildcard':
    case 'filter':
    case 'filter-out':
    case 'patsubst':
    case 'notdir':
    case 'addprefix':
    case 'addsuffix':
      return ofNames(name, rest, scope, depth)
    case 'value':
      return scope.get(rest.trim()) ?? ''
    default:
      return unknownOf(name)
  }
}

/** What a function gives that is not computed, as a variable of the shell. */
const unknownOf = (name: string) => `\${MAKE_${name.toUpperCase().replaceAll('-', '_')}}`

/** Functions on lists of names (GNU make's manual, 8.2, 8.3 and 4.4.3), where all the names are known. */
function ofNames(name: string, rest: string, scope: MakeScope, depth: number): string {
  const [first = [], all = [], third = []] = argumentsIn(rest).map((part) =>
    expandAll(part, scope, depth + 1)
      .split(/\s+/)
      .filter(Boolean),
  )
  if ([...first, ...all, ...third].some((one) => one.includes('$'))) return unknownOf(name)
  switch (name) {
    case 'wildcard':
      return first.flatMap((glob) => scope.files(glob)).join(' ')
    case 'notdir':
      return first.map((one) => one.replace(/^.*\//, '')).join(' ')
    case 'addprefix':
      return all.map((one) => `${first[0] ?? ''}${one}`).join(' ')
    case 'addsuffix':
      return all.map((one) => `${one}${first[0] ?? ''}`).join(' ')
    case 'patsubst':
      return third.map((one) => substituted(first[0] ?? '', all[0] ?? '', one)).join(' ')
  }
  const matches = (one: string) => first.some((pattern) => fits(pattern, one))
  return all.filter((one) => matches(one) === (name === 'filter')).join(' ')
}

/** A name that fits a pattern, with what `%` stands for in the other; any other name as it is. */
function substituted(pattern: string, replacement: string, name: string): string {
  if (!fits(pattern, name)) return name
  const at = pattern.indexOf('%')
  const stem = at < 0 ? undefined : name.slice(at, name.length - (pattern.length - at - 1))
  return stem === undefined ? replacement : replacement.replace('%', () => stem)
}

function fits(pattern: string, name: string): boolean {
  const at = pattern.indexOf('%')
  if (at < 0) return pattern === name
  const [before, after] = [pattern.slice(0, at), pattern.slice(at + 1)]
  return name.length >= pattern.length - 1 && name.startsWith(before) && name.endsWith(after)
}

/** Arguments of a function or of `ifeq`, parted at commas outside brackets. */
export function argumentsIn(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '(' || c === '{') depth++
    else if (c === ')' || c === '}') depth--
    else if (c === ',' && depth === 0) {
      parts.push(text.slice(from, i))
      from = i + 1
    }
  }
  parts.push(text.slice(from))
  return parts
}

function evaluate(text: string, scope: MakeScope, depth: number): void {
  const include = /^\s*-?include\s+(.+)$/s.exec(text)
  if (include) {
    scope.include(expandAll((include[1] as string).trim(), scope, depth + 1))
    return
  }
  const set = /^\s*(?:export\s+|override\s+)*([A-Za-z_]\w*)\s*(?::{0,2}|\?|\+)=\s*([\s\S]*)$/.exec(text)
  if (set) scope.set(set[1] as string, expandAll((set[2] as string).trim(), scope, depth + 1))
}

function variable(name: string, scope: MakeScope, depth: number): string {
  if (name === 'MAKE') return 'make'
  const value = scope.get(name)
  if (value === undefined || depth > deepest) return `\${${name.replace(/\W+/g, '_') || 'MAKE'}}`
  const filled = expandAll(value, scope, depth + 1)
  return filled.length > longest ? '${MAKE_VALUE}' : filled
}
