import { senseOf } from '../names/sense.ts'
import { isPasswordHash } from '../values/ordinary.ts'
import type { Found } from './find.ts'
import { bareLiteral, type Literal, literalAt } from './literal.ts'
import type { Name } from './name-at.ts'
import { breakAfter, lineEnd, lineStart } from './text.ts'

const MOST_ROWS = 30
const MOST = 6000

/**
 * The column of a name in `CREATE TABLE t (user …, password …)`: the literals in its place in rows that are inserted into
 * that table without naming columns.
 */
export function* rowsOfTable(content: string, name: Name): Generator<Found> {
  const head = content.slice(Math.max(0, name.start - 1500), name.start)
  const at = head.toLowerCase().lastIndexOf('create table')
  const table = at < 0 ? null : createTable.exec(head.slice(at))
  if (table === null || table[2]?.includes(';')) return
  const column = (table[2] as string).replace(/\([^()]*\)/g, '').split(',').length - 1
  const insert = new RegExp(String.raw`\binsert\s+into\s+[\w.\x60"[]{0,60}?\b${table[1]}[\x60"\]]?\s+values\s*`, 'gi')
  const rest = content.slice(name.end, name.end + MOST)
  for (const match of rest.matchAll(insert))
    yield* rowsAt(content, name.end + match.index + match[0].length, column, name)
}

const createTable =
  /^create\s+table\s+(?:if\s+not\s+exists\s+)?(?:[\w"`[\]]{1,60}\.)?[`"[]?(\w{1,60})[`"\]]?\s*\(([\s\S]*)$/i

/** The column of a name in `INSERT INTO t (user, password) VALUES ('a', '…'), (…)`: the literals of the rows. */
export function* insertedAt(content: string, name: Name): Generator<Found> {
  const head = content.slice(Math.max(0, name.start - 600), name.start)
  const open = /\binsert\s+(?:ignore\s+)?into\s+[\w.`"'[\]]{1,80}\s*\(([^()]*)$/i.exec(head)
  if (open === null) return
  const column = (open[1] as string).split(',').length - 1
  const rest = content.slice(name.end, name.end + MOST)
  const values = /^[^()]{0,600}\)\s*values\s*/i.exec(rest)
  if (values === null) return
  yield* rowsAt(content, name.end + values[0].length, column, name)
}

/**
 * What looks like a password or its hash in rows that are inserted into a table of users without naming columns, as where
 * `schema.sql` stands beside `data.sql`. `name` is the word `INSERT`.
 */
export function* rowsOfUsers(content: string, name: Name): Generator<Found> {
  const rest = content.slice(name.end, name.end + 200)
  const into =
    /^\s+into\s+[\w.`"[\]]{0,60}?(?:users?|accounts?|members?|logins?|admins?|customers?|employees|credentials?)[`"\]]?\s+values\s*/i.exec(
      rest,
    )
  if (into === null) return
  for (const cells of rowsFrom(content, name.end + into[0].length)) {
    for (const [column, cell] of cells.entries()) {
      if (cell === undefined || column === 0) continue
      if (isHash(cell.value)) yield { name: 'password hash', literal: cell, source: 'credentials-file', loose: true }
      else if (mixed.test(cell.value)) yield { name: 'password', literal: cell, loose: true, beside: true }
    }
  }
}

/** Letters with digits or signs: in the cells of users these are passwords, or addresses and dates, which are known. */
const mixed = /^(?=[^\s@]*[a-z])(?=\S*[\d!#$%^&*])(?!.*@[\w-]+\.)\S{6,60}$/i

const isHash = (value: string) =>
  isPasswordHash(value) || /^(?:[\da-f]{16}:)?(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{128})$/i.test(value)

/** The hashes in the column of a name like `password_hash`. */
export function* hashesAt(content: string, name: Name): Generator<Found> {
  for (const found of insertedAt(content, name))
    if (isHash(found.literal.value)) yield { ...found, name: 'password hash', source: 'credentials-file', loose: true }
}

/** `('a', 'b'), ('c', 'd')`: what stands in one column. */
function* rowsAt(content: string, from: number, column: number, name: Name): Generator<Found> {
  for (const cells of rowsFrom(content, from)) {
    const cell = cells[column]
    if (cell !== undefined) yield { name: name.text, literal: cell, loose: cells.length < 3, beside: cells.length > 2 }
  }
}

/** The cells of each row: `(…), (…)`. */
function* rowsFrom(content: string, from: number): Generator<readonly (Literal | undefined)[]> {
  let at = from
  for (let row = 0; row < MOST_ROWS && content[at] === '('; row++) {
    const { cells, end } = cellsAt(content, at + 1)
    yield cells
    const next = /^\s*,\s*/.exec(content.slice(end, end + 40))
    if (next === null) return
    at = end + next[0].length
  }
}

/** `HashBytes('MD5', '…')`: what is named before the value. */
const algorithm = /^(?:md[245]|sha[\d_-]*)$/i

function cellsAt(
  content: string,
  from: number,
): { readonly cells: readonly (Literal | undefined)[]; readonly end: number } {
  const cells: (Literal | undefined)[] = []
  let cell: Literal | undefined
  let depth = 0
  for (let at = from, last = Math.min(content.length, from + MOST); at < last; at++) {
    const character = content[at]
    if (character === "'" || character === '"') {
      const literal = literalAt(content, at, false)
      if (literal === undefined) return { cells, end: at }
      // of md5('…') and crypt('…', '…') the first
      if (cell === undefined || (depth > 0 && algorithm.test(cell.value))) cell = literal
      at = literal.after - 1
    } else if (character === '(') depth++
    else if ((character === ',' && depth === 0) || (character === ')' && depth-- === 0)) {
      cells.push(cell)
      cell = undefined
      if (character === ')') return { cells, end: at + 1 }
    }
  }
  return { cells, end: from + MOST }
}

/** The column of a name in the first line of a table (`user,password`): the cells of the first rows. */
export function* columnAt(content: string, name: Name): Generator<Found> {
  const start = lineStart(content, name.start)
  if (start > 3 || senseOf(name.text).strength < 2) return
  const header = content.slice(start, lineEnd(content, start))
  const separator = [',', ';', '\t', '|'].find((mark) => header.includes(mark))
  if (separator === undefined) return
  const column = content.slice(start, name.start).split(separator).length - 1
  let line = lineEnd(content, start)
  for (let row = 0; row < MOST_ROWS; row++) {
    line = breakAfter(content, line, MOST) + 1
    if (line === 0 || line >= content.length) return
    const cells = content.slice(line, lineEnd(content, line)).split(separator)
    const written = cells[column]
    if (written === undefined) return
    const value = written.trim().replace(/^"(.*)"$/, '$1')
    const at = line + cells.slice(0, column).join(separator).length + (column > 0 ? 1 : 0) + written.indexOf(value)
    yield {
      name: name.text,
      literal: bareLiteral(value, at),
    }
  }
}
