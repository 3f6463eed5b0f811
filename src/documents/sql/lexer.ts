import type { Span } from '../place.ts'

/** A token of SQL. Comments and space are none. */
export interface Token extends Span {
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'sign'
  /** words in upper case; names and strings without their quotes; everything else as written */
  readonly text: string
}

/** One statement, without its end. */
export interface Statement extends Span {
  readonly tokens: readonly Token[]
}

const word = /[A-Za-z_\u0080-\uffff][\w$#\u0080-\uffff]*/y
const dollar = /\$(?:[A-Za-z_]\w*)?\$/y
const number = /\d[\w.]*/y
/** A separator of SQL Server's tools, and the command of MySQL's client that changes the end of statements. */
const go = /^[ \t]*GO[ \t]*(?:\d+[ \t]*)?$/i
const delimiter = /^[ \t]*DELIMITER[ \t]+(\S+)[ \t]*$/i

/**
 * A script as statements of tokens, in what PostgreSQL, MySQL, SQL Server, SQLite and Oracle have in common: quoted names
 * ("a", `a`, [a]), strings ('a''b', E'a\'b', N'a', $tag$a$tag$), comments (-- and # to the end of the line, nested block
 * comments), `;`, `GO` and `DELIMITER`. What is not closed ends with the text. Linear; never throws. (Parsers that exist for
 * JavaScript know one dialect each, refuse what they do not know, or are under the GPL; tokens are enough to tell what a
 * statement changes.)
 */
export function statementsOf(sql: string): readonly Statement[] {
  const statements: Statement[] = []
  let tokens: Token[] = []
  let end = ';'
  let depth = 0
  /** BEGIN and CASE of a routine that are open: its own statements are none of the script */
  let blocks = 0
  let at = 0
  const finish = () => {
    const [first] = tokens
    if (first) statements.push({ tokens, start: first.start, end: tokens.at(-1)?.end ?? first.end })
    tokens = []
    depth = 0
    blocks = 0
  }
  const push = (kind: Token['kind'], text: string, start: number, stop: number) => {
    tokens.push({ kind, text, start, end: stop })
    at = stop
  }
  while (at < sql.length) {
    const c = sql[at] as string
    if (c === '\n' || at === 0) {
      const start = c === '\n' ? at + 1 : at
      const stop = endOfLine(sql, start)
      const line = sql.slice(start, Math.min(stop, start + 200))
      const set = delimiter.exec(line)
      if (set || go.test(line)) {
        finish()
        if (set) end = set[1] as string
        at = stop
        continue
      }
      if (c === '\n') {
        at++
        continue
      }
    }
    if (/\s/.test(c)) at++
    else if (sql.startsWith('--', at) || (c === '#' && end !== '#')) at = endOfLine(sql, at)
    else if (sql.startsWith('/*', at)) at = endOfComment(sql, at)
    else if (sql.startsWith(end, at) && (end !== ';' || (depth === 0 && blocks === 0))) {
      finish()
      at += end.length
    } else if (c === "'") push('string', ...quoted(sql, at, "'", isEscaped(tokens, at)))
    else if (c === '"' || c === '`') push('name', ...quoted(sql, at, c, false))
    else if (c === '[' && /\[[A-Za-z_][^\]\n]*\]/y.test(sql.slice(at, at + 140)))
      push('name', ...quoted(sql, at, ']', false))
    else if (c === '$' && matches(dollar, sql, at)) {
      const tag = matched(dollar, sql, at)
      const close = sql.indexOf(tag, at + tag.length)
      const stop = close < 0 ? sql.length : close + tag.length
      push('string', sql.slice(at + tag.length, close < 0 ? sql.length : close), at, stop)
    } else if (matches(word, sql, at)) {
      const text = matched(word, sql, at)
      push('word', text.toUpperCase(), at, at + text.length)
      if (isRoutine(tokens)) blocks = Math.max(0, blocks + blockOf(tokens))
    } else if (matches(number, sql, at)) {
      const text = matched(number, sql, at)
      push('number', text, at, at + text.length)
    } else {
      if (c === '(') depth++
      else if (c === ')') depth = Math.max(0, depth - 1)
      push('sign', c, at, at + 1)
    }
  }
  finish()
  return statements
}

const isRoutine = (tokens: readonly Token[]) =>
  tokens[0]?.text === 'CREATE' &&
  tokens.slice(1, 8).some(({ text }) => /^(FUNCTION|PROCEDURE|PROC|TRIGGER|PACKAGE|EVENT)$/.test(text))

/** What the last word opens or closes: `END IF` and `END LOOP` close what was not counted. */
function blockOf(tokens: readonly Token[]): number {
  const last = tokens.at(-1)?.text ?? ''
  if (tokens.at(-2)?.text === 'END' && /^(IF|LOOP|WHILE|REPEAT)$/.test(last)) return 1
  return last === 'BEGIN' || last === 'CASE' ? 1 : last === 'END' ? -1 : 0
}

function endOfLine(sql: string, at: number): number {
  const found = sql.indexOf('\n', at)
  return found < 0 ? sql.length : found
}

/** PostgreSQL and SQL Server nest block comments. */
function endOfComment(sql: string, start: number): number {
  let depth = 0
  const mark = /\/\*|\*\//g
  mark.lastIndex = start
  for (let match = mark.exec(sql); match; match = mark.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return mark.lastIndex
  }
  return sql.length
}

/** A quoted stretch from `start`; its end is the quote that is not doubled. */
function quoted(sql: string, start: number, quote: string, escapes: boolean): [string, number, number] {
  let at = start + 1
  for (;;) {
    const found = sql.indexOf(quote, at)
    if (found < 0) return [sql.slice(start + 1), start, sql.length]
    if (escapes && backslashes(sql, found) % 2 === 1) at = found + 1
    else if (sql[found + 1] === quote && quote !== ']') at = found + 2
    else return [sql.slice(start + 1, found), start, found + 1]
  }
}

function backslashes(sql: string, at: number): number {
  let count = 0
  while (sql[at - 1 - count] === '\\') count++
  return count
}

/** Only E'…' has escapes by the standard; MySQL's own are left alone, since a path in SQL Server ends in a backslash. */
function isEscaped(tokens: readonly Token[], at: number): boolean {
  const last = tokens.at(-1)
  return last?.kind === 'word' && last.text === 'E' && last.end === at
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at
  return pattern.test(text)
}

function matched(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}
