import type { Found } from './find.ts'
import { bareLiteral } from './literal.ts'
import type { Name } from './name-at.ts'
import { breakAfter, lineEnd, lineStart } from './text.ts'

const MOST_LINES = 8

/** What {@link loginsNear} calls what it finds. */
export const WRITTEN_LOGIN = 'login password'

/** A line that says how to get in. */
const speaks = /user|uname|login|log[ -]?in|account|credential|admin|e-?mail/i

/** `user:password` or `user / password` in code on the same line. */
const span = /`(?<user>[A-Za-z][\w.@+-]{1,40})\s?[:/]\s?(?<value>[^\s`/:|]{5,40})`/dg

/** A user and a password, each as code: `root@host` / `…`. */
const apart =
  /`(?<user>[A-Za-z][\w.+-]{1,30}(?:@[\w.-]{2,40})?)`\s?[/|:,]\s?(?:pass(?:word)?:?\s)?`(?<value>[^\s`]{4,40})`/dgi

/** `credentials: user / password`, `(user@host / password)`: behind a colon or in brackets, up to the end of the line. */
const slashed =
  /[:(][\s*_]{0,4}(?<user>[A-Za-z][\w.@+-]{1,40})\s?\/\s?(?<value>(?!\w+@v?\d)[^\s`/:|)*"']{5,40})(?=[).,]?[\s*]{0,4}(?:$|[(-]))/dg

/** `user: root, password: …`, `` `root` with password `…` ``, `user root (password …)`: both in one line. */
const told =
  /(?:(?:user|login|e-?mail|account|username)(?:[ _-]?(?:name|id))?[^\w=\n]{1,6}|`)(?<user>[A-Za-z][\w.@+-]{1,40})[^\w=\n]{1,8}(?:and |with |the ){0,3}pass(?:word|wd|code)?[^\w=\n]{1,6}(?:is )?[`*"']{0,3}(?<value>[^\s`"'*,;|]{4,40}?)(?=[`"'*,;|).]{0,4}(?:\s|$))/dgi

/** The same as the whole of a line, perhaps of a list or a block of code. */
const whole =
  /^[\s>*`-]{0,12}(?<user>[A-Za-z][\w.@+-]{1,40})`?\s?(?:[/|]\s?|:(?! ?[A-Za-z]+$)\s?)`?(?<value>(?!\d+\.[\dv])[^\s`|:/*"']{5,40})[\s`]{0,8}$/d

/** What stands before a colon, and is no user. */
const label = /^(?:user|username|name|login|e?-?mail|host|hostname|port|server|database|db|password|pass|url|id)$/i

/**
 * Logins that a text writes down behind a line that speaks of user and password: as code in that line, on one of the
 * lines that follow it, or in the column of a table.
 */
export function* loginsNear(content: string, name: Name): Generator<Found> {
  const start = lineStart(content, name.start)
  const end = lineEnd(content, name.start, 400)
  const line = content.slice(start, end)
  yield* labelled(content, start, line)
  if (!speaks.test(line)) return
  for (const pattern of [span, apart, slashed, told])
    for (const match of line.matchAll(pattern)) yield* login(start, match)
  const column = /\|\W*(?:user|uname|login|account|e-?mail)/i.test(`|${line}`)
    ? content.slice(start, name.start).split('|').length - 1
    : 0
  let from = end
  for (let lines = 0; lines < MOST_LINES; lines++) {
    from = breakAfter(content, from, 1000) + 1
    if (from === 0 || from >= content.length || from > end + 800) return
    const text = content.slice(from, lineEnd(content, from, 200))
    if (column > 0) {
      if (!text.includes('|')) return
      yield* cell(from, text, column)
      for (const match of text.matchAll(span)) yield* login(from, match)
    } else {
      const match = whole.exec(text)
      if (match !== null) yield* login(from, match)
      else yield* further(from, text)
    }
  }
}

/** Logins further down, which say less of themselves: spaces around the slash, or an address, and not `apiVersion: host/v1`. */
function* further(from: number, text: string): Generator<Found> {
  for (const pattern of [apart, slashed])
    for (const match of text.matchAll(pattern)) if (/@|\s\//.test(match[0])) yield* login(from, match)
}

/** `Password: …` on a line of its own, right below or above `User: …`. */
function* labelled(content: string, start: number, line: string): Generator<Found> {
  const match = ofPassword.exec(line)
  if (match === null) return
  const before = content.slice(Math.max(0, start - 120), start).trimEnd()
  const after = content.slice(start + line.length, start + line.length + 120).trimStart()
  if (!ofUser.test(before.slice(before.lastIndexOf('\n') + 1)) && !ofUser.test(after)) return
  const [from] = match.indices?.groups?.value ?? [0]
  yield found(bareLiteral(match.groups?.value ?? '', start + from))
}

const ofPassword =
  /^[\s>*`_|-]{0,12}(?:default\s)?pass(?:word|wd)?[*`_\s]{0,4}[:=][*`_\s]{0,6}(?<value>[^\s`*:]{4,40})[\s`*]{0,8}$/di

const ofUser =
  /^[\s>*`_|-]{0,12}(?:default\s)?(?:user|login|e-?mail|account)(?:[ _-]?(?:name|id))?[*`_\s]{0,4}[:=][*`_\s]{0,6}[^\s`*]/i

function* login(from: number, match: RegExpExecArray): Generator<Found> {
  const { user = '', value = '' } = match.groups ?? {}
  const [start, end] = match.indices?.groups?.value ?? [0, 0]
  if (!label.test(user)) yield { ...found(bareLiteral(value, from + start, from + end)), loose: true }
}

function* cell(from: number, text: string, column: number): Generator<Found> {
  const cells = text.split('|')
  const written = cells[column] ?? ''
  const value = written.replace(/^[\s`*"']+|[\s`*"']+$/g, '')
  const start = from + cells.slice(0, column).join('|').length + 1 + written.indexOf(value)
  if (/^[^\s:]{4,40}$/.test(value) && /[^-]/.test(value) && !/^(?:pass|fail)(?:ed)?$/i.test(value))
    yield { ...found(bareLiteral(value, start)), loose: !/^[A-Za-z]{6,}$/.test(value) || !namesUser(cells, column) }
}

/** Whether another cell of the row is the name of a user, so that a word in the column of passwords is one. */
const namesUser = (cells: readonly string[], column: number) =>
  cells.some((cell, at) => at !== column && /^[\s`*]*[A-Za-z][\w.+-]{2,30}(?:@[\w.-]+)?[\s`*]*$/.test(cell))

const found = (literal: Found['literal']): Found => ({ name: WRITTEN_LOGIN, literal, beside: true })
