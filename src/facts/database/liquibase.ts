import type { DataNode } from '../../documents/tree.ts'
import type { Change } from './change.ts'
import { withoutFresh } from './fresh.ts'
import { withoutReplaced } from './replaced.ts'
import { sqlChanges } from './sql.ts'

/** What Liquibase's change types do (docs.liquibase.com/change-types), by their names. */
const kinds: Readonly<Record<string, readonly [Change['what'], string]>> = {
  dropTable: ['breaking', 'drops the table'],
  dropColumn: ['breaking', 'drops a column of'],
  dropView: ['breaking', 'drops the view'],
  renameTable: ['breaking', 'renames the table'],
  renameColumn: ['breaking', 'renames a column of'],
  renameView: ['breaking', 'renames the view'],
  modifyDataType: ['breaking', 'changes a type in'],
  addNotNullConstraint: ['breaking', 'forbids nulls in'],
  addUniqueConstraint: ['breaking', 'demands unique values in'],
  mergeColumns: ['breaking', 'merges columns of'],
  createTable: ['additive', 'creates the table'],
  addColumn: ['additive', 'adds to'],
  createIndex: ['additive', 'adds an index to'],
  addForeignKeyConstraint: ['additive', 'adds a constraint to'],
  addPrimaryKey: ['additive', 'adds a key to'],
  addDefaultValue: ['additive', 'sets a default in'],
  createView: ['additive', 'creates the view'],
  createSequence: ['additive', 'creates a sequence'],
  dropIndex: ['additive', 'drops an index of'],
  dropForeignKeyConstraint: ['additive', 'loosens'],
  dropNotNullConstraint: ['additive', 'loosens'],
  dropUniqueConstraint: ['additive', 'loosens'],
  insert: ['data', 'adds rows to'],
  update: ['data', 'changes rows of'],
  delete: ['data', 'deletes rows of'],
  loadData: ['data', 'loads rows into'],
  loadUpdateData: ['data', 'loads rows into'],
  sqlFile: ['open', 'runs a script'],
  customChange: ['open', 'runs code'],
}

/** Every change set of a change log in YAML or JSON, with its id. */
export function* changeSets(root: DataNode): Generator<{ readonly id: string; readonly node: DataNode }> {
  for (const item of root.get('databaseChangeLog')?.items ?? []) {
    const node = item.get('changeSet')
    if (node) yield { id: node.get('id')?.text ?? '', node }
  }
}

/** What a change set in YAML or JSON changes. */
export function changesOfSet(set: DataNode): readonly Change[] {
  const items = set.get('changes')?.items ?? []
  const names = items.flatMap(({ entries }) =>
    entries.map(({ key, value }) => `${key} ${value.get('sql')?.text ?? ''}`),
  )
  return withoutReplaced(withoutFresh(items.flatMap(changesOfEntries)), names.join('\n'), 0)
}

/** What the changes in one item of a list do: `{addColumn: …}`. */
export function changesOfEntries(item: DataNode): readonly Change[] {
  const changes: Change[] = []
  for (const { key, value, keySpan } of item.entries) {
    const table = (value.get('tableName') ?? value.get('oldTableName') ?? value.get('viewName'))?.text ?? ''
    const span = { start: keySpan.start, end: value.place.end ?? keySpan.end }
    const known = kinds[key]
    if (known)
      changes.push({ what: known[0], detail: `${known[1]} ${table}`.trim(), table: table.toLowerCase(), ...span })
    else if (key === 'sql') {
      const text = value.kind === 'map' ? value.get('sql')?.text : value.text
      for (const change of sqlChanges(text ?? '')) changes.push({ ...change, ...span })
    }
  }
  return changes
}

const setInXml = /<changeSet\b([^>]*)>([\s\S]*?)<\/changeSet>/g

/** The change sets of an XML change log, with where their content begins. */
export function* changeSetsInXml(
  content: string,
): Generator<{ readonly id: string; readonly body: string; readonly start: number }> {
  for (const match of content.matchAll(setInXml)) {
    const id = /\bid\s*=\s*["']([^"']*)/.exec(match[1] ?? '')?.[1] ?? ''
    yield { id, body: match[2] ?? '', start: match.index + match[0].indexOf('>') + 1 }
  }
}

/**
 * How many change sets of each id a change log holds, by its text alone: of one that was there before, to tell what came
 * since. Ids are often plain numbers, which stand anywhere in a text, so only what is said to be an id counts.
 */
export function countIds(path: string, content: string): Map<string, number> {
  const ids = /\.xml$/i.test(path)
    ? [...changeSetsInXml(content)].map(({ id }) => id)
    : [...content.matchAll(idInData)].map(([, double, single, bare]) => double ?? single ?? bare ?? '')
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

const idInData =
  /(?<![\w.-])["']?id["']?\s*:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s,#}"'][^,#}\n]*?))[ \t]*(?=[,#}\n\r]|$)/g

/** What a change set in XML changes. */
export function changesOfXml(body: string, offset: number): readonly Change[] {
  const changes: Change[] = []
  const bare = body.replace(
    /<rollback\b[\s\S]*?<\/rollback>|<preConditions\b[\s\S]*?<\/preConditions>|<!--[\s\S]*?-->/g,
    (part) => part.replace(/[^\n]/g, ' '),
  )
  for (const match of bare.matchAll(/<(?:\w+:)?(\w+)\b([^>]*)>/g)) {
    const [, name = '', attributes = ''] = match
    const span = { start: offset + match.index, end: offset + match.index + match[0].length }
    const table = /\b(?:tableName|oldTableName|viewName)\s*=\s*["']([^"']*)/.exec(attributes)?.[1] ?? ''
    const known = kinds[name]
    if (known)
      changes.push({ what: known[0], detail: `${known[1]} ${table}`.trim(), table: table.toLowerCase(), ...span })
    else if (name === 'sql') {
      const end = bare.indexOf('</', match.index)
      const text = bare
        .slice(match.index + match[0].length, end < 0 ? bare.length : end)
        .replace(/^\s*<!\[CDATA\[|\]\]>\s*$/g, '')
      for (const change of sqlChanges(text)) changes.push({ ...change, ...span })
    }
  }
  return withoutReplaced(withoutFresh(changes), bare, offset)
}
