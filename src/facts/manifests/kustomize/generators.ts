import { createHash } from 'node:crypto'
import { basename } from '../../../documents/path.ts'
import type { DataNode, Entry } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { emptyMap, scalar, withEntries } from '../edit.ts'
import { hiddenBecause } from '../helm/value.ts'
import { OpenMap } from '../unseen.ts'
import { join } from './paths.ts'
import type { Resource } from './resource.ts'

/** What a generator makes, and how it meets an object of the same name that is there already. */
export interface Generated {
  readonly resource: Resource
  readonly behaviour: 'create' | 'merge' | 'replace'
}

/** The ConfigMap or Secret of an item of `configMapGenerator` or `secretGenerator`. */
export async function generated(
  item: DataNode,
  kind: 'ConfigMap' | 'Secret',
  folder: string,
  options: DataNode | undefined,
  repository: Repository,
): Promise<Generated | undefined> {
  const name = item.get('name')
  if (!name?.text) return undefined
  const pairs = new Map<string, DataNode>()
  let isOpen = false
  const add = (key: string, text: string, at: DataNode) =>
    pairs.set(key, scalar(kind === 'Secret' ? Buffer.from(text).toString('base64') : text, at.place))
  for (const literal of item.get('literals')?.items ?? []) {
    const [, key, value = ''] = /^([^=]+)=(.*)$/s.exec(literal.text ?? '') ?? []
    if (key !== undefined) add(key, value.replace(/^(["'])(.*)\1$/s, '$2'), literal)
  }
  for (const file of item.get('files')?.items ?? []) {
    const [, key, path = ''] = /^(?:([^=]+)=)?(.*)$/s.exec(file.text ?? '') ?? []
    const text = await textOf(repository, folder, path)
    if (text === undefined) isOpen = true
    else pairs.set(key ?? basename(path), ofFile(text, kind, join(folder, path) as string))
  }
  for (const env of [...(item.get('envs')?.items ?? []), ...(item.get('env') ? [item.get('env') as DataNode] : [])]) {
    const text = await textOf(repository, folder, env.text ?? '')
    if (text === undefined) isOpen = true
    for (const line of (text ?? '').split(/\r?\n/)) {
      const [, key, value = ''] = /^\s*([^#=\s][^=]*)=(.*)$/.exec(line) ?? []
      if (key !== undefined) add(key, value, env)
    }
  }
  const own = item.get('options')
  const suffix = own?.get('disableNameSuffixHash') ?? options?.get('disableNameSuffixHash')
  const hidden = hiddenBecause(`the files of ${name.text}`, 'this repository')
  const entries = [...pairs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]): Entry => ({ key, keySpan: value.span, value }))
  const data = isOpen ? new OpenMap(hidden, item.place, entries) : withEntries(emptyMap(item.place), entries)
  const metadata = metadataOf(name, item, [options, own])
  const type = item.get('type') ?? scalar('Opaque', item.place)
  const root = withEntries(emptyMap(item.place), [
    entry('apiVersion', scalar('v1', item.place)),
    entry('kind', scalar(kind, item.place)),
    entry('metadata', metadata),
    ...(entries.length > 0 || isOpen ? [entry('data', data)] : []),
    ...(kind === 'Secret' ? [entry('type', type)] : []),
  ])
  const namespace = item.get('namespace')?.text ?? ''
  const made = {
    root,
    kind,
    name: name.text,
    namespace,
    originalName: name.text,
    originalNamespace: namespace,
    isHashed: suffix?.text !== 'true',
  }
  const behaviour = item.get('behavior')?.text
  return { resource: made, behaviour: behaviour === 'merge' || behaviour === 'replace' ? behaviour : 'create' }
}

/** A file as a value: it is what a person would edit. */
function ofFile(text: string, kind: string, file: string): DataNode {
  const value = kind === 'Secret' ? Buffer.from(text).toString('base64') : text
  return scalar(value, { file, start: 0, end: text.length })
}

const entry = (key: string, value: DataNode): Entry => ({ key, keySpan: value.span, value })

function metadataOf(name: DataNode, item: DataNode, options: readonly (DataNode | undefined)[]): DataNode {
  const map = (key: string) => {
    const all = options.flatMap((one) => one?.get(key)?.entries ?? [])
    return all.length > 0 ? [entry(key, withEntries(emptyMap(item.place), all))] : []
  }
  const namespace = item.get('namespace')
  return withEntries(emptyMap(item.place), [
    ...map('annotations'),
    ...map('labels'),
    entry('name', name),
    ...(namespace ? [entry('namespace', namespace)] : []),
  ])
}

async function textOf(repository: Repository, folder: string, path: string): Promise<string | undefined> {
  const inside = join(folder, path)
  return inside !== undefined && repository.has(inside) ? (await repository.text(inside))?.content : undefined
}

/** Lays a generated object over one that is there (`behavior: merge`). */
export function laidOver(below: Resource, above: Resource): Resource {
  const data = above.root.get('data')
  const known = below.root.get('data')
  const entries = new Map([...(known?.entries ?? []), ...(data?.entries ?? [])].map((one) => [one.key, one]))
  const merged = withEntries(known ?? data ?? emptyMap(below.root.place), [...entries.values()])
  const root = withEntries(below.root, [
    ...below.root.entries.filter(({ key }) => key !== 'data'),
    entry('data', merged),
  ])
  return { ...below, root }
}

/** The sign that kustomize adds to a generated name; undefined where a part of the content is hidden (api/hasher/hasher.go, which looks for the name where there is none). */
export function signOf({ root, kind }: Resource): string | undefined {
  const data = root.get('data')
  if (data instanceof OpenMap) return undefined
  const pairs: Record<string, string> = {}
  for (const { key, value } of [...(data?.entries ?? [])].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    if (value.text === undefined) return undefined
    pairs[key] = value.text
  }
  const content =
    kind === 'Secret'
      ? { data: pairs, kind, name: '', type: root.get('type')?.text ?? '' }
      : { data: pairs, kind, name: '' }
  const written = JSON.stringify(content).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const digest = createHash('sha256').update(written).digest('hex').slice(0, 10)
  const letters: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' }
  return [...digest].map((sign) => letters[sign] ?? sign).join('')
}
