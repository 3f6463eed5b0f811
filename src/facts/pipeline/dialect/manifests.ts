import { groupBy } from '../../../documents/group.ts'
import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { vendoredAndListed } from '../../manifests/kustomize/listed.ts'
import type { Repository, RepositoryFile } from '../../repository.ts'

/** One object of Kubernetes as a file writes it. */
export interface Manifest {
  readonly file: string
  readonly apiVersion: string
  readonly kind: string
  /** `metadata.name`, else `generateName` without its closing dash; empty where it has neither */
  readonly name: string
  readonly node: DataNode
  readonly place: Place
}

/** A file that speaks of such objects and cannot be read. */
export interface UnreadManifests {
  readonly file: string
  /** the marks of a template are in it: Helm, Jinja, an engine of its own */
  readonly template: boolean
  /** the kinds that its text names */
  readonly kinds: readonly string[]
}

/** The objects of some kinds in a repository. */
export interface Manifests {
  readonly all: readonly Manifest[]
  readonly unread: readonly UnreadManifests[]
  /** Of one kind, in the order of the files. */
  ofKind(...kinds: readonly string[]): readonly Manifest[]
  /** Of one file, in its order. */
  ofFile(file: string): readonly Manifest[]
  /** By kind and name; of several of one name, the one nearest to the file that asks. */
  find(kinds: readonly string[], name: string, from: string): Manifest | undefined
}

/** Which objects are wanted. */
export interface Wanted {
  /** what `apiVersion` must be */
  readonly api: RegExp
  readonly kinds: ReadonlySet<string>
  /** files of a place that the system itself reads: looked at whatever their area, unless they are excluded */
  readonly wellKnown?: RegExp
}

/**
 * Finds objects of Kubernetes in the YAML files of the service (area `main`, those that a kustomization of it lists, and those
 * at a well-known place): one or
 * several in a file, in a `List`, or in the `objects` of a Template of OpenShift. A text that does not name the API is
 * not parsed.
 */
export async function readManifests(repository: Repository, wanted: Wanted): Promise<Manifests> {
  const all: Manifest[] = []
  const unread: UnreadManifests[] = []
  const listed = await vendoredAndListed(repository)
  for (const file of repository.ending('.yaml', '.yml')) {
    if (!(isCandidate(file, wanted) || listed.has(file.path)) || !repository.mayHold(file.path, 'apiVersion')) continue
    const text = (await repository.text(file.path))?.content
    if (text === undefined || !namesApi(text, wanted.api)) continue
    const documents = await repository.yaml(file.path)
    const objects = documents?.flatMap((document) => [...objectsIn(document, wanted)])
    if (objects) all.push(...objects)
    else {
      const kinds = [...text.matchAll(/^\s*(?:- )?kind:\s*["']?(\w+)/gm)].map((match) => match[1] as string)
      const named = [...new Set(kinds)].filter((kind) => wanted.kinds.has(kind))
      if (named.length) unread.push({ file: file.path, template: marks.test(text), kinds: named })
    }
  }
  const byKind = groupBy(all, ({ kind }) => kind)
  const byFile = groupBy(all, ({ file }) => file)
  const byName = groupBy(all, ({ kind, name }) => nameKey(kind, name))
  return {
    all,
    unread,
    ofKind: (...kinds) => kinds.flatMap((kind) => byKind.get(kind) ?? []),
    ofFile: (file) => byFile.get(file) ?? [],
    find: (kinds, name, from) =>
      nearest(
        kinds.flatMap((kind) => byName.get(nameKey(kind, name)) ?? []),
        from,
      ),
  }
}

const nameKey = (kind: string, name: string) => `${kind}/${name}`

/** Signs of Helm, Jinja and their like; what Tekton and Argo put in themselves (`{{inputs.x}}`, `{{ revision }}`) is none. */
const marks = /\{\{-|-\}\}|\{\{\s*(\.|\$|if\b|range\b|include\b|template\b|with\b|end\b|define\b|toYaml\b|tpl\b)|\{%|<%/

function isCandidate(file: RepositoryFile, { wellKnown }: Wanted): boolean {
  return file.area === 'main' || (file.area !== 'excluded' && wellKnown !== undefined && wellKnown.test(file.path))
}

const word = 'apiVersion'
const value = /apiVersion["']?:\s*["']?([\w./-]+)/y

/**
 * Whether a line sets `apiVersion` to such an API. The word is searched, and what stands around it is looked at: a pattern
 * that begins at each line takes several times as long, and is asked of every YAML file once for each system.
 */
function namesApi(text: string, api: RegExp): boolean {
  let from = 0
  for (let at = text.indexOf(word); at >= 0; ) {
    value.lastIndex = at
    const found = beginsLine(text, at, from) ? value.exec(text) : null
    if (found && api.test(found[1] as string)) return true
    if (found) from = value.lastIndex
    at = text.indexOf(word, found ? from : at + word.length)
  }
  return false
}

/** Whether only blanks, the dash of a list and a quote stand before it on its line, behind what was looked at before. */
function beginsLine(text: string, at: number, from: number): boolean {
  let i = at - 1
  if (text[i] === '"' || text[i] === "'") i--
  if (text[i] === ' ' && text[i - 1] === '-') i -= 2
  for (; i >= from; i--) {
    const sign = text[i] as string
    if (/[\n\r\u2028\u2029]/.test(sign)) return true
    if (!/\s/.test(sign)) return false
  }
  return from === 0
}

function* objectsIn(node: DataNode, wanted: Wanted): Generator<Manifest> {
  if (node.kind !== 'map') return
  const kind = node.get('kind')?.text ?? ''
  const list = /List$/.test(kind) ? node.get('items') : kind === 'Template' ? node.get('objects') : undefined
  if (list?.kind === 'list') {
    for (const item of list.items) yield* objectsIn(item, wanted)
    return
  }
  const apiVersion = node.get('apiVersion')?.text ?? ''
  if (!wanted.kinds.has(kind) || !wanted.api.test(apiVersion)) return
  const metadata = node.get('metadata')
  const name = metadata?.get('name')?.text ?? metadata?.get('generateName')?.text?.replace(/-+$/, '') ?? ''
  const place = (metadata?.get('name') ?? metadata?.get('generateName') ?? node.get('kind') ?? node).place
  yield { file: node.file, apiVersion, kind, name, node, place }
}

function nearest(among: readonly Manifest[], from: string): Manifest | undefined {
  let best: Manifest | undefined
  let closest = -1
  for (const one of among) {
    const shared = one.file === from ? Number.POSITIVE_INFINITY : sharedFolders(one.file, from)
    if (shared > closest) [best, closest] = [one, shared]
  }
  return best
}

function sharedFolders(a: string, b: string): number {
  const [left, right] = [a.split('/').slice(0, -1), b.split('/').slice(0, -1)]
  let shared = 0
  while (shared < left.length && left[shared] === right[shared]) shared++
  return shared
}
