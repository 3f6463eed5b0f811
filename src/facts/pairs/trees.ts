import type { HclExpression } from '../../documents/hcl/ast.ts'
import type { Text } from '../../documents/text.ts'
import { DataNode, type Entry } from '../../documents/tree.ts'
import type { Repository } from '../repository.ts'

/** A file of settings as one tree of keys; undefined where it cannot be read, or holds several documents. */
export async function treeOf(repository: Repository, path: string): Promise<DataNode | undefined> {
  if (path.endsWith('.json')) return repository.json(path)
  if (path.endsWith('.tfvars')) {
    const [file, text] = await Promise.all([repository.hcl(path), repository.text(path)])
    if (!file || !text) return undefined
    return map(
      path,
      file.body.span,
      file.body.attributes.map(({ name, nameSpan, value }) => ({
        key: name,
        keySpan: nameSpan,
        value: ofExpression(value, text),
      })),
    )
  }
  if (path.endsWith('terragrunt.hcl')) {
    const [file, text] = await Promise.all([repository.hcl(path), repository.text(path)])
    const inputs = file?.body.attributes.find(({ name }) => name === 'inputs')?.value
    return inputs?.kind === 'map' && text ? ofExpression(inputs, text) : undefined
  }
  if (/(^|\/)\.env[^/]*$/.test(path)) {
    const text = await repository.text(path)
    return text && ofVariables(text)
  }
  const documents = await repository.yaml(path)
  if (documents?.length === 0) return map(path, { start: 0, end: 0 }, [])
  const only = documents?.length === 1 ? documents[0] : undefined
  // of Cloud Foundry: its one application
  const applications = /(^|\/)(cf[-_]?)?manifest[^/]*$/i.test(path) ? only?.get('applications') : undefined
  if (applications) return applications.items.length === 1 ? applications.items[0] : undefined
  return only
}

const map = (file: string, span: { start: number; end: number }, entries: readonly Entry[]) =>
  new DataNode('map', file, span, null, [], entries, '', '')
const scalar = (file: string, span: { start: number; end: number }, value: string) =>
  new DataNode('scalar', file, span, value, [], [], '', value)

/** Maps by their keys; everything else is compared as it is written. */
export function ofExpression(value: HclExpression, text: Text): DataNode {
  if (value.kind === 'list')
    return new DataNode(
      'list',
      text.file,
      value.span,
      null,
      value.items.map((item) => ofExpression(item, text)),
      [],
      '',
      '',
    )
  if (value.kind === 'map') {
    const entries = value.entries.map(({ key, value: inner }) => ({
      key: plain(text.slice(key.span)),
      keySpan: key.span,
      value: ofExpression(inner, text),
    }))
    return map(text.file, value.span, entries)
  }
  return scalar(text.file, value.span, plain(text.slice(value.span)))
}

const plain = (written: string) => written.replace(/^"(.*)"$/s, '$1')

/** `NAME=value` on lines of their own, as dotenv reads them. */
function ofVariables(text: Text): DataNode {
  const entries: Entry[] = []
  for (const match of text.content.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*?)[ \t]*\r?$/gm)) {
    const [all, key = '', written = ''] = match
    const start = match.index + all.indexOf(key)
    const at = match.index + all.lastIndexOf(written)
    const value = written.replace(/^(["'])(.*)\1$/, '$2')
    entries.push({
      key,
      keySpan: { start, end: start + key.length },
      value: scalar(text.file, { start: at, end: at + written.length }, value),
    })
  }
  return map(text.file, { start: 0, end: text.content.length }, entries)
}
