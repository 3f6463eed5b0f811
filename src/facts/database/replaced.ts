import type { Change } from './change.ts'

const demandsUnique = /^demands unique values\b/

/* An index or a constraint is taken away, in SQL or by a call of a library: `dropUnique(`, `remove_index`, `drop index(`. */
const takesIndexAway =
  /\b(?:drop|remove)[_ \t]*(?:unique[_ \t]*)?(?:unique|index|constraint|key)(?:es)?(?:[_ \t]*if[_ \t]*exists)?\b/i

/**
 * The changes of a script, of which one that demands unique values in the place of what the script takes away is open: the
 * new demand may be the looser one (one column more), and then nobody notices.
 * @param text the script, without the way back
 */
export const withoutReplaced = (changes: readonly Change[], text: string): readonly Change[] =>
  takesIndexAway.test(text)
    ? changes.map((change) =>
        change.what === 'breaking' && demandsUnique.test(change.detail)
          ? { ...change, what: 'open', keepsRows: true, detail: `${change.detail}, where others were demanded` }
          : change,
      )
    : changes
