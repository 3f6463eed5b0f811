import type { Change } from './change.ts'

const makes = /^creates the (table|model|view)\b/
const takesAway = /^(drops|renames) the (table|model|view|materialized view)\b/

/**
 * The changes of a script without those to what it has made itself: nobody has read it before. What it takes away and makes
 * anew under the same name (a view with another query, a table that SQLite cannot alter) is there afterwards: whether in
 * the old form cannot be told.
 */
export function withoutFresh(changes: readonly Change[]): readonly Change[] {
  const made = new Set<string>()
  const all = new Set<string>()
  for (const change of changes) remember(change, all)
  const left: Change[] = []
  for (const change of changes) {
    const { what, table, detail } = change
    const isFresh = what === 'breaking' && table !== '' && made.has(table)
    remember(change, made)
    if (isFresh) continue
    const isAnew = what === 'breaking' && takesAway.test(detail) && all.has(table)
    left.push(isAnew ? anew(change) : change)
  }
  return left
}

/** The names under which a script has made something, after one more change. */
function remember({ table, detail, becomes }: Change, made: Set<string>): void {
  if (makes.test(detail)) made.add(table)
  if (becomes && made.has(table)) made.add(becomes)
}

const anew = (change: Change): Change => ({
  ...change,
  what: 'open',
  keepsRows: /^\w+ the (materialized )?view/.test(change.detail),
  detail: `${change.detail} and makes it anew`,
})
