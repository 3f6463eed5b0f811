import type { Change } from './change.ts'
import { restOf } from './rest.ts'

const demandsUnique = /^demands unique values\b/

/* An index or a constraint is taken away, in SQL or by a call of a library: `dropUnique(`, `remove_index`, `drop index(`. */
const takesIndexAway =
  /\b(?:drop|remove)[_ \t]*(?:unique[_ \t]*)?(?:unique|index|constraint|key)(?:es)?(?:[_ \t]*if[_ \t]*exists)?\b/i

/**
 * The changes of a script, of which those that demand unique values are looked at once more. In the place of what the script
 * takes away the new demand may be the looser one (one column more), and then nobody notices; nor does the former version
 * notice what is demanded of a column that it does not know.
 * @param text the script, without the way back
 * @param offset where it stands in what the changes have their places in
 */
export function withoutReplaced(changes: readonly Change[], text: string, offset: number): readonly Change[] {
  if (!changes.some(isDemand)) return changes
  const replaces = takesIndexAway.test(text)
  return changes.map((change): Change => {
    if (!isDemand(change)) return change
    if (demandsOfNew(text, change.start - offset)) return { ...change, what: 'additive' }
    if (!replaces) return change
    return { ...change, what: 'open', keepsRows: true, detail: `${change.detail}, where others were demanded` }
  })
}

const isDemand = ({ what, detail }: Change) => what === 'breaking' && demandsUnique.test(detail)

/** Whether unique values are demanded of a column that the same script adds. */
function demandsOfNew(text: string, at: number): boolean {
  const call = restOf(text, Math.max(0, at))
  // what changes a table holds the demands among other calls
  const inside = [...call.matchAll(/(?:->|\.)unique\(/g)].map(({ index }) => restOf(call, index))
  const names = new Set(added(text))
  return (inside.length > 0 ? inside : [call]).every((one) => namesIn(one).some((name) => names.has(name)))
}

const namesIn = (call: string): readonly string[] =>
  [...call.matchAll(/["'`:(,\s](\w+)["'`]?\s*[,)\]]/g)].map(([, name = '']) => name)

const adds = [
  /\badd\s+(?:column\s+)?(?:if\s+not\s+exists\s+)?["'`]?(\w+)/gi,
  /\badd_?columns?\s*\(?\s*["'`:]?\w+["'`]?\s*,\s*(?:\w+\.)?(?:Column\(\s*)?(?:new \w+\(\{\s*name:\s*)?["'`:]?(\w+)/gi,
  /\bAddColumn<\w+>\(\s*(?:name:\s*)?"(\w+)"/g,
  /\badd[\s(]+:(\w+)/g,
  /(?:\$table->|\b(?:t|table)\.)(?!unique|index|drop|primary|foreign|rename)\w+\(\s*["'`](\w+)["'`]/g,
]

/** The columns that a script adds, in SQL or by a call of a library. */
function* added(text: string): Generator<string> {
  for (const pattern of adds) for (const [, name = ''] of text.matchAll(pattern)) yield name
}
