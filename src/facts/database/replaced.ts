import type { Change } from './change.ts'
import { restOf } from './rest.ts'

const demandsUnique = /^demands unique values\b/

/** An index or a constraint is taken away, in SQL or by a call of a library: `dropUnique(`, `remove_index`, `drop index(`. */
const takesIndexAway =
  /\b(?:drop|remove)[_ \t]*(?:unique[_ \t]*)?(?:unique|index|constraint|key)(?:es)?(?:[_ \t]*if[_ \t]*exists)?\b/i

const comment = /(?:--|\/\/|#).*$/gm

/**
 * The changes of a script, of which those that demand unique values are looked at once more. In the place of what the script
 * takes away the new demand may be the looser one (one column more), and then nobody notices; nor does the former version
 * notice what is demanded of a column that it does not know.
 * @param text the script, without the way back
 * @param offset where it stands in what the changes have their places in
 */
export function withoutReplaced(changes: readonly Change[], text: string, offset: number): readonly Change[] {
  if (!changes.some(isDemand)) return changes
  const replaces = takesIndexAway.test(text.replace(comment, ''))
  const added = columnsAdded(text)
  return changes.map((change): Change => {
    if (!isDemand(change)) return change
    if (demandsOfNew(text, change.start - offset, added.to(change.table))) return { ...change, what: 'additive' }
    if (!replaces) return change
    return { ...change, what: 'open', keepsRows: true, detail: `${change.detail}, where others were demanded` }
  })
}

const isDemand = ({ what, detail }: Change) => what === 'breaking' && demandsUnique.test(detail)

/** Whether unique values are demanded of one of the columns that the same script adds to the table. */
function demandsOfNew(text: string, at: number, isAdded: (name: string) => boolean): boolean {
  const call = restOf(text, Math.max(0, at))
  // what changes a table holds the demands among other calls
  const inside = [...call.matchAll(/(?:->|\.)unique\(/g)].map(({ index }) => restOf(call, index))
  return (inside.length > 0 ? inside : [call]).every((one) => namesIn(one).some(isAdded))
}

const namesIn = (call: string): readonly string[] =>
  [...call.matchAll(/["'`:(,\s](\w+)["'`]?\s*[,)\]]/g)].map(([, name = '']) => name)

/** How a column is added, and to which table, where the same call tells it. */
const adds = [
  /\badd\s+(?:column\s+)?(?:if\s+not\s+exists\s+)?["'`]?(?<c>\w+)/gi,
  /\badd_?columns?\s*\(?\s*(?:["'`:](?<t>\w+)["'`]?|\w+)\s*,\s*(?:\w+\.)?(?:Column\(\s*)?(?:new \w+\(\{\s*name:\s*)?["'`:]?(?<c>\w+)/gi,
  /\bAddColumn<\w+>\(\s*(?:name:\s*)?"(?<c>\w+)"(?:,\s*(?:schema:\s*"\w+",\s*)?table:\s*"(?<t>\w+)")?/g,
  /\badd[\s(]+:(?<c>\w+)/g,
  /(?:\$table->|\b(?:t|table)\.)(?!unique|index|drop|primary|foreign|rename)\w+\(\s*["'`](?<c>\w+)["'`]/g,
]

/** The columns that a script adds, by their tables, in SQL or by a call of a library; where the table is not known, it may be any. */
function columnsAdded(text: string) {
  const tables = [...text.matchAll(begins)].map(({ index, 1: name = '' }) => ({ index, name }))
  const owners = new Map<string, Set<string>>()
  for (const pattern of adds) {
    let at = 0
    for (const { index, groups } of text.matchAll(pattern)) {
      while ((tables[at]?.index ?? index) < index) at++
      const owner = groups?.t ?? tables[at - 1]?.name ?? ''
      const name = groups?.c ?? ''
      owners.set(name, (owners.get(name) ?? new Set()).add(owner.toLowerCase()))
    }
  }
  const to = (table: string) => (name: string) => {
    const own = owners.get(name)
    return own !== undefined && (table === '' || own.has('') || own.has(lastName(table)))
  }
  return { to }
}

/** `ALTER TABLE "shop"."orders"`, `alterTable('orders', …`, `Schema::create('orders', …`, `change_table :orders` */
const begins =
  /(?:\b\w*table|Schema::create)[\s(]+(?:if\s+(?:not\s+)?exists\s+|only\s+)*(?:["'`]?\w+["'`]?\.)?["'`:]?(\w+)/gi

const lastName = (table: string): string => table.toLowerCase().replace(/^.*\./, '')
