import type { DataNode } from '../../documents/tree.ts'
import { changesOfEntries, changesOfXml } from './liquibase.ts'
import { sqlChanges } from './sql.ts'
import type { Back } from './way-back.ts'

/** The `<rollback>` of a change set (docs.liquibase.com/workflows/liquibase-community/liquibase-rollback.html); empty ones are none. */
export function rollbackInXml(body: string): Back | undefined {
  const parts = [...body.matchAll(/<rollback\b([^>]*?)(?:\/>|>([\s\S]*?)<\/rollback>)/g)]
  const written = parts.map(([, attributes, inside]) => `${attributes} ${inside ?? ''}`).join('\n')
  if (!/\w/.test(written)) return undefined
  const texts = parts.map(([, , inside]) => inside ?? '')
  const down = () => texts.flatMap((text) => (/<\w/.test(text) ? changesOfXml(text, 0) : sqlChanges(plain(text))))
  return { down, written }
}

const plain = (text: string) => text.replace(/<!\[CDATA\[|\]\]>/g, '')

/** The `rollback` of a change set in YAML or JSON: a script, or a list of changes. */
export function rollbackOf(set: DataNode, content: string): Back | undefined {
  const node = set.get('rollback')
  const { start = 0, end = 0 } = node?.place ?? {}
  if (!node || (node.kind === 'scalar' ? !node.text?.trim() : node.asList.length === 0)) return undefined
  const down = () =>
    node.asList.flatMap((item) => (item.kind === 'scalar' ? sqlChanges(item.text ?? '') : changesOfEntries(item)))
  return { down, written: content.slice(start, end) }
}
