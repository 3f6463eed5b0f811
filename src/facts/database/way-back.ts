import { Hidden, type Seen } from '../hidden.ts'
import type { Change } from './change.ts'
import { sqlChanges } from './sql.ts'

/** A way back. */
export interface Back {
  /** what it does: read only where that is asked */
  readonly down: () => readonly Change[]
  /** in its own words, for what is no statement that is read */
  readonly written: string
}

/** A migration there, with its text. */
interface There {
  readonly file: string
  readonly up: readonly Change[]
  /** the text that the spans of `up` are in */
  readonly content: string
}

/** What is said of a migration: whether a way back is written, and whether that takes its rows back. */
export const reversal = (there: There, back: Back | undefined) => ({
  reversible: back !== undefined,
  reversesData: back !== undefined && takesRowsBack(there, back),
})

/** What is in another file, or in another change set: `\i x.sql`, `source x.sql`, `@x.sql`, `changeSetId: 4`. */
const elsewhere = /^[ \t]*(?:\\ir?|source|@@?)\s*['"]?[\w./-]+\.sql\b|\bchangeset(?:id|path)\b/im

/**
 * Whether the way back takes back the rows that the way there changed: of each table whose rows it changes the way back
 * changes rows too, and gives some where some were taken; or it drops what was filled. A statement on other tables takes
 * nothing back. Hidden where what the way back does cannot be told.
 */
export function takesRowsBack({ file, up, content }: There, { down: read, written }: Back): Seen<boolean> {
  const changes = up.filter(({ what }) => what === 'data')
  if (changes.length === 0) return true
  const down = read()
  const isOpen = down.some(({ what, keepsRows }) => what === 'open' && !keepsRows) || elsewhere.test(written)
  let hidden: Hidden | undefined
  for (const change of changes) {
    const answer = undone(change, up, content, down)
    if (answer === true) continue
    if (answer === false && !isOpen) return false
    hidden ??= new Hidden(`whether the way back of ${file} undoes that it ${change.detail}`, {
      kind: 'file',
      text: `write what takes ${file} back in statements on the same tables`,
    })
  }
  return hidden ?? true
}

/** Whether one change is taken back; undefined where that cannot be told. */
function undone(change: Change, up: readonly Change[], content: string, down: readonly Change[]): boolean | undefined {
  if (change.table === '') return down.some(mayBring) ? undefined : false
  const ofTable = down.filter(({ table }) => table === change.table)
  const rows = ofTable.filter(({ what }) => what === 'data')
  if (takesRows(change)) return rows.some((one) => !takesRows(one)) || (mayBeRows(down) ? undefined : false)
  const goesWhole = ofTable.some(({ detail }) => /^drops the (table|view)\b/.test(detail))
  if (rows.length > 0 || (goesWhole && isFresh(change, up))) return true
  const dropped = ofTable.flatMap(
    ({ detail }) => /^drops the column .*\.([^.]+)$/.exec(detail)?.[1]?.toLowerCase() ?? [],
  )
  if (dropped.length > 0) return fillsOnly(content.slice(change.start, change.end), dropped) ? true : undefined
  // a table that is given back under its name brings its rows along
  return ofTable.some(mayBring) || mayBeRows(down) || isFresh(change, up) ? undefined : false
}

const takesRows = ({ detail }: Change) => /^(deletes|empties)/.test(detail)

/** A change of rows whose table is not known may be the one that is looked for, and a table may come back by its name. */
const mayBeRows = (down: readonly Change[]) =>
  down.some((one) => (one.what === 'data' && one.table === '') || (/^renames /.test(one.detail) && !formsColumn(one)))

/**
 * How a change is told that says what a column is called, what it takes and what it must be: whatever it was before, the rows
 * keep what they hold.
 */
const ofForm =
  /^(?:changes (?!rows)|alters |retypes |tightens |forbids |allows |demands |takes the default |renames(?:,| or| the column| a column))/

/** Whether a change forms a column alone, and brings no row. */
export const formsColumn = ({ what, detail, keepsRows }: Change): boolean =>
  keepsRows === true || (what !== 'data' && ofForm.test(detail))

/** Whether a change of the way back may bring rows, or take those away that were brought. */
const mayBring = (one: Change): boolean => (one.what === 'data' || one.what === 'breaking') && !formsColumn(one)

/** A table that the migration itself makes goes with what is done to that. */
const isFresh = ({ table }: Change, up: readonly Change[]) =>
  up.some((one) => one.table === table && one.detail.startsWith('creates the table'))

/** Whether an UPDATE gives values to nothing but some columns. */
function fillsOnly(statement: string, columns: readonly string[]): boolean {
  const set = /\bSET\b([\s\S]*?)(?:\bFROM\b|\bWHERE\b|;|$)/i.exec(statement)?.[1]
  const given = [...(set ?? '').matchAll(/(?:^|,)\s*["`[]?(?:\w+["`\]]?\.["`[]?)?(\w+)["`\]]?\s*=/g)]
  return given.length > 0 && given.every(([, name]) => columns.includes((name as string).toLowerCase()))
}

/** The lines behind `--rollback` of formatted SQL, as one script. */
export const rollbackLines = (content: string): string =>
  [...content.matchAll(/^--\s*rollback\s+(\S.*)$/gim)].map(([, sql]) => sql).join('\n')

/** What stands behind a mark such as `-- migrate:down`. */
export function behind(content: string, mark: RegExp): string {
  const found = mark.exec(content)
  return found ? content.slice(found.index + found[0].length) : ''
}

/** A way back that is written in SQL. */
export const backInSql = (written: string): Back => ({ down: () => sqlChanges(written), written })
