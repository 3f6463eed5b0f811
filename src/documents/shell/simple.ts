import type { Assignment, FunctionDefinition, HereDocument, Node, Redirect, Word } from './ast.ts'
import { type Cursor, peek, skipBlanks, startsWith, takeLineEnd } from './cursor.ts'
import { readCommand } from './parse.ts'
import { readWord } from './words.ts'

/** A simple command, or the definition of a function in POSIX's spelling; undefined where neither begins. */
export function readSimple(cursor: Cursor): Node | undefined {
  const start = cursor.at
  const assignments: Assignment[] = []
  const words: Word[] = []
  const redirects: Redirect[] = []
  let end = start
  for (;;) {
    skipBlanks(cursor)
    const redirect = readRedirect(cursor)
    if (redirect) {
      redirects.push(redirect)
      end = cursor.at
      continue
    }
    const assignment = words.length === 0 || declares(words) ? readAssignment(cursor) : undefined
    if (assignment) {
      assignments.push(assignment)
      end = cursor.at
      continue
    }
    const word = readWord(cursor)
    if (!word) break
    end = cursor.at
    words.push(word)
    if (words.length === 1 && assignments.length === 0 && redirects.length === 0) {
      const definition = readDefinition(cursor, word, start)
      if (definition) return definition
    }
  }
  if (!words.length && !assignments.length && !redirects.length) return undefined
  return { kind: 'simple', assignments, words, redirects, span: { start, end } }
}

const declaring = new Set(['export', 'declare', 'local', 'readonly', 'typeset'])

function declares(words: readonly Word[]): boolean {
  const [part, ...others] = words[0]?.parts ?? []
  return others.length === 0 && part?.kind === 'literal' && !part.quoted && declaring.has(part.value)
}

/** `name=value`, `name+=value`, `name[i]=value`, `name=(…)` */
function readAssignment(cursor: Cursor): Assignment | undefined {
  const start = cursor.at
  const begun = readTarget(cursor)
  if (!begun) return undefined
  const { name, plus, element } = begun
  const array: Word[] = element ? [element] : []
  let value: Word | undefined
  if (peek(cursor) === '(') {
    cursor.at++
    for (;;) {
      skipBlanks(cursor)
      if (takeLineEnd(cursor)) continue
      const word = readWord(cursor)
      if (!word) break
      array.push(word)
    }
    if (peek(cursor) === ')') cursor.at++
  } else {
    const at = cursor.at
    value = readWord(cursor) ?? { parts: [], span: { start: at, end: at } }
    if (element) {
      array.push(value)
      value = undefined
    }
  }
  return { name, append: plus, value, array, span: { start, end: cursor.at } }
}

/** What is assigned to: `name=`, `name+=`, `name[…]=`, in whose brackets texts and commands may stand. */
function readTarget(cursor: Cursor): { name: string; plus: boolean; element: Word | undefined } | undefined {
  const start = cursor.at
  const pattern = /([A-Za-z_]\w*)(?:(\+?)=|\[)/y
  pattern.lastIndex = start
  const [whole = '', name = '', plus = ''] = pattern.exec(cursor.text) ?? []
  if (whole === '' || start + whole.length > cursor.end) return undefined
  cursor.at += whole.length
  if (!whole.endsWith('[')) return { name, plus: plus === '+', element: undefined }
  const element = readSubscript(cursor)
  const [end] = /^\]\+?=/.exec(cursor.text.slice(cursor.at, Math.min(cursor.at + 3, cursor.end))) ?? []
  if (!element || end === undefined) {
    // a word is read here again: what looking ahead cost counts
    cursor.credit -= cursor.at - start
    cursor.at = start
    return undefined
  }
  cursor.at += end.length
  return { name, plus: end.includes('+'), element }
}

/** The words between the brackets of an element, as one; on one line, and only while looking ahead may cost more. */
function readSubscript(cursor: Cursor): Word | undefined {
  const start = cursor.at
  const parts: Word['parts'][number][] = []
  while (cursor.at < cursor.end && cursor.credit > 0) {
    const c = peek(cursor)
    if (c === ']') return { parts, span: { start, end: cursor.at } }
    if (c === ' ' || c === '\t') {
      cursor.at++
      continue
    }
    const word = readWord(cursor, 'subscript')
    if (!word) return undefined
    parts.push(...word.parts)
  }
  return undefined
}

const operator = /(\d*)(&>>|&>|<<<|<<-|<<|<>|<&|>>|>&|>\||<|>)/y

/** A redirection; undefined where none begins. The body of a here-document is filled in at the next line end. */
function readRedirect(cursor: Cursor): Redirect | undefined {
  operator.lastIndex = cursor.at
  const match = operator.exec(cursor.text)
  if (!match || operator.lastIndex > cursor.end) return undefined
  const [whole, digits = '', sign = ''] = match
  // `<(…)` and `>(…)` are words, and so is CircleCI's `<< parameters.x >>`.
  if ((sign === '<' || sign === '>') && cursor.text[cursor.at + whole.length] === '(') return undefined
  if (sign === '<<' && /<<\s*[A-Za-z][\w.-]*\s*>>/y.test(cursor.text.slice(cursor.at, cursor.at + 200)))
    return undefined
  const start = cursor.at
  cursor.at += whole.length
  skipBlanks(cursor)
  const at = cursor.at
  const target = readWord(cursor) ?? { parts: [], span: { start: at, end: at } }
  const redirect: { -readonly [K in keyof Redirect]: Redirect[K] } = {
    operator: sign,
    descriptor: digits === '' ? undefined : Number(digits),
    target,
    document: undefined,
    span: { start, end: cursor.at },
  }
  if (sign === '<<' || sign === '<<-') {
    cursor.pending.push({
      delimiter: target.parts
        .map((part) => (part.kind === 'literal' ? part.value : cursor.text.slice(part.span.start, part.span.end)))
        .join(''),
      quoted: target.parts.some((part) => part.kind === 'literal' && part.quoted),
      stripTabs: sign === '<<-',
      settle: (document: HereDocument) => {
        redirect.document = document
      },
    })
  }
  return redirect
}

/** Redirections behind a compound command. */
export function readRedirects(cursor: Cursor): Redirect[] {
  const found: Redirect[] = []
  for (;;) {
    skipBlanks(cursor)
    const redirect = readRedirect(cursor)
    if (!redirect) return found
    found.push(redirect)
  }
}

/** `name () command`, with the name read already. */
function readDefinition(cursor: Cursor, name: Word, start: number): FunctionDefinition | undefined {
  const before = cursor.at
  skipBlanks(cursor)
  if (peek(cursor) !== '(') {
    cursor.at = before
    return undefined
  }
  cursor.at++
  skipBlanks(cursor)
  if (peek(cursor) !== ')') {
    cursor.at = before
    return undefined
  }
  cursor.at++
  return readBody(cursor, cursor.text.slice(name.span.start, name.span.end), start)
}

/** The body of a function, over line ends in front of it. */
export function readBody(cursor: Cursor, name: string, start: number): FunctionDefinition | undefined {
  do skipBlanks(cursor)
  while (takeLineEnd(cursor))
  const body = readCommand(cursor)
  if (!body || startsWith(cursor, '()')) return undefined
  return { kind: 'function', name, body, span: { start, end: cursor.at } }
}
