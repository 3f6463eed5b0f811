import type { Change } from './change.ts'

const makes = /^creates the (table|model|view)\b/
const takesAway = /^(drops|renames) the (table|model|view|materialized view)\b/

/**
 * The changes of a script without those to what it has made itself: nobody has read it before, and the rows that it
 * begins with go when it goes. What it takes away and makes
 * anew under the same name (a view with another query, a table that SQLite cannot alter) is there afterwards: whether in
 * the old form cannot be told.
 */
export function withoutFresh(changes: readonly Change[]): readonly Change[] {
  const made = new Set<string>()
  const all = new Set<string>()
  for (const change of changes) remember(change, all)
  const left: Change[] = []
  for (const change of changes) {
    const { what, table, detail, seeds } = change
    const isFresh = (what === 'breaking' || seeds) && table !== '' && made.has(table)
    remember(change, made)
    if (isFresh) continue
    const isAnew = what === 'breaking' && takesAway.test(detail) && all.has(table)
    left.push(isAnew ? anew(change) : change)
  }
  return left
}

/** A script of a migration by its number or date, which says when it runs: `V12__orders.sql`, `20250630224901_votes.rb`. */
const numbered = /(^|\/)[VU]?\d[\w.-]*$/i

/** What is called so makes again what has been there for long. */
const makesAgain = /squash|baseline|initial|existing|snapshot/i

/** What is asked of the history before a table counts as new. */
export interface Newness {
  /** whether a folder held migrations before the recent ones */
  hasOlder(folder: string): boolean
  /** whether no version was shipped between two recent migrations */
  together(first: string, second: string): Promise<boolean>
}

/**
 * What recent migrations have made themselves, each folder on its own: the former version knows nothing of a new table,
 * whatever a migration that ships with it demands of it. Only where older migrations lie in the same folder: one that has
 * only recent ones may have been begun for a database that was there before.
 */
export class RecentlyMade {
  /** the tables of each folder, with the migration that made them */
  private readonly made = new Map<string, Map<string, string>>()
  private readonly newness: Newness

  constructor(newness: Newness) {
    this.newness = newness
  }

  /** The changes of the next migration, in the order of their files, without those to what is new. */
  async without(file: string, changes: readonly Change[]): Promise<readonly Change[]> {
    const folder = file.slice(0, file.lastIndexOf('/') + 1)
    if (!numbered.test(file) || !this.newness.hasOlder(folder)) return changes
    const made = this.made.get(folder) ?? new Map<string, string>()
    this.made.set(folder, made)
    const left: Change[] = []
    for (const change of changes) {
      const by = change.what === 'breaking' ? made.get(change.table) : undefined
      if (by === undefined || !(await this.newness.together(by, file))) left.push(change)
    }
    if (!makesAgain.test(file)) {
      const names = new Set<string>()
      for (const change of changes) remember(change, names)
      for (const name of names) if (name !== '') made.set(name, file)
    }
    return left
  }
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
