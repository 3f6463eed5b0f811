import { Hidden, type Seen } from '../hidden.ts'
import { sqlChanges } from './sql.ts'

/**
 * Whether all that a migration of Django does to rows has its reverse written (docs.djangoproject.com, "Migration
 * operations": `RunPython(code, reverse_code)`, `RunSQL(sql, reverse_sql)`). `noop`, and a function without a body, take
 * nothing back; where the same migration makes a field or a model, that may go with what was filled in: hidden.
 */
export function reversesRows(content: string): Seen<boolean> {
  const operations = operationsOf(content)
  if (operations.every((operation) => hasReverse(operation, content))) return operations.length > 0
  if (!/\bmigrations\.(AddField|CreateModel)\(/.test(content)) return false
  return new Hidden('whether all rows that were changed go with what the migration adds', {
    kind: 'file',
    text: 'write the reverse of what is done to the rows',
  })
}

interface Operation {
  readonly sql: boolean
  readonly there: string
  readonly back: string | undefined
}

/** The operations that change rows. */
function operationsOf(content: string): readonly Operation[] {
  return [...content.matchAll(/\bRun(Python|SQL)\(/g)].flatMap((match) => {
    const sql = match[1] === 'SQL'
    const given = argumentsFrom(content, match.index + match[0].length)
    const named = (name: string) =>
      given.find((one) => new RegExp(`^${name}\\s*=`).test(one))?.replace(/^\w+\s*=\s*/, '')
    const plain = given.filter((one) => !/^\w+\s*=(?!=)/.test(one))
    const there = named(sql ? 'sql' : 'code') ?? plain[0] ?? ''
    const operation = { sql, there, back: named(sql ? 'reverse_sql' : 'reverse_code') ?? plain[1] }
    const changes = sql ? sqlChanges(unquoted(there)).some(({ what }) => what === 'data') : !noop.test(there)
    return changes ? [operation] : []
  })
}

const noop = /\.noop\s*$/

function hasReverse({ sql, back }: Operation, content: string): boolean {
  if (back === undefined || back === 'None' || noop.test(back)) return false
  if (sql) return /[a-z]/i.test(unquoted(back).replace(/select\s+1/i, ''))
  if (/^lambda\b[^:]*:\s*(None|\.\.\.|pass)?$/.test(back)) return false
  return doesSomething(back, content)
}

/** Whether a function of this file has a body; one from elsewhere is believed to. */
function doesSomething(name: string, content: string): boolean {
  if (!/^\w+$/.test(name)) return true
  const found = new RegExp(`^([ \\t]*)def ${name}\\([^)]*\\)[^:\\n]*:(.*(?:\\n(?:\\1[ \\t]+.*|[ \\t]*))*)`, 'm').exec(
    content,
  )
  if (!found) return true
  const body = (found[2] as string).replace(/"""[\s\S]*?"""|'''[\s\S]*?'''/g, '').replace(/#.*/g, '')
  return body.split('\n').some((line) => !/^\s*(pass|return( None)?|\.\.\.)?\s*$/.test(line))
}

const unquoted = (literal: string) => literal.replace(/"{3}|'{3}|["'[\]]/g, ' ')

/** The names that a lambda takes, before its colon. */
const inParameters = /^\s*(\w+\s*=\s*)?lambda\b[^:]*$/

/** The arguments of a call that begins here, without strings and brackets being cut. */
function argumentsFrom(content: string, start: number): readonly string[] {
  const found: string[] = []
  let depth = 0
  let from = start
  for (let at = start; at < content.length; at++) {
    const c = content[at] as string
    if (c === '"' || c === "'") at = endOfString(content, at)
    else if (c === '#') at = ends(content.indexOf('\n', at), content)
    else if ('([{'.includes(c)) depth++
    else if (')]}'.includes(c)) {
      if (depth-- > 0) continue
      found.push(content.slice(from, at))
      break
    } else if (c === ',' && depth === 0 && !inParameters.test(content.slice(from, at))) {
      found.push(content.slice(from, at))
      from = at + 1
    }
  }
  return found.map((one) => one.replace(/^[ \t]*#.*$/gm, '').trim()).filter((one) => one !== '')
}

function endOfString(content: string, start: number): number {
  const quote = content.startsWith((content[start] as string).repeat(3), start)
    ? content.slice(start, start + 3)
    : (content[start] as string)
  for (let at = start + quote.length; at < content.length; at++) {
    if (content[at] === '\\') at++
    else if (content.startsWith(quote, at)) return at + quote.length - 1
  }
  return content.length
}

const ends = (found: number, content: string) => (found < 0 ? content.length : found)
