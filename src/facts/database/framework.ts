import type { Seen } from '../hidden.ts'
import type { Change } from './change.ts'

/** How migrations of a library are written: which part is the way up, and what its calls change. */
export interface Framework {
  readonly name: string
  /** paths that may hold its migrations */
  readonly path: RegExp
  /** what its text holds besides, where the path alone does not tell */
  readonly text?: RegExp
  /** where the way up begins, and where the way down does; without `up`: at the beginning */
  readonly up?: RegExp
  readonly down?: RegExp
  /** parts that change no database: Django's state operations */
  readonly ignored?: RegExp
  /** whether the way back is made by itself for schema changes (`change` of Rails, operations of Django) */
  readonly reverses?: boolean
  /** what says that there is no way back */
  readonly irreversible?: RegExp
  /** what holds the reverse of a data migration, where that is not the way down */
  readonly reverse?: RegExp
  /** likewise, where more than a pattern tells it */
  readonly reversesRows?: (content: string) => Seen<boolean>
  readonly calls: readonly Call[]
}

/** A call and what it does. The group `t` is the table, `c` the column, `sql` a statement. */
export interface Call {
  readonly pattern: RegExp
  readonly what: Change['what'] | 'sql'
  readonly detail: string
  /** it defines a column anew: no row is changed by it */
  readonly keepsRows?: true
  /** on a table that the same migration makes it breaks nothing */
  readonly freshTable?: boolean
  /** only where the rest of the call (up to its end of line) holds this, or does not */
  readonly if?: RegExp
  readonly unless?: RegExp
}

/** any quote, or none */
const q = String.raw`["'\`:]?`
/** A call by its pattern, without flags. */
export const call = (pattern: string, what: Call['what'], detail: string, more: Partial<Call> = {}): Call => ({
  pattern: new RegExp(pattern, 'gm'),
  what,
  detail,
  ...more,
})
/** A quoted or plain name: of a table. */
export const table = `${q}(?<t>[\\w.]+)${q}`
/** Likewise of a column. */
export const column = `${q}(?<c>\\w+)${q}`
/** A string of any kind that holds SQL: the whole literal, several lines too */
export const sql = String.raw`(?:[a-zA-Z]{0,2}"""(?<sql3>[\s\S]*?)"""|<<[-~]?["']?(?<tag>\w+)["']?[^\n]*\n(?<sqlh>[\s\S]*?)\n\s*\k<tag>|[a-zA-Z]{0,2}@?"(?<sqld>(?:[^"\\]|\\.)*)"|[a-zA-Z]{0,2}'(?<sqls>(?:[^'\\]|\\.)*)'|\`(?<sqlb>(?:[^\`\\]|\\.)*)\`)`
