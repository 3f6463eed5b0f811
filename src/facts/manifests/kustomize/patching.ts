import { Text } from '../../../documents/text.ts'
import { DataNode, type Entry } from '../../../documents/tree.ts'
import { parseYaml } from '../../../documents/yaml.ts'
import type { Hidden } from '../../hidden.ts'
import type { Repository } from '../../repository.ts'
import { hiddenBecause } from '../helm/value.ts'
import { OpenMap, Unseen } from '../unseen.ts'
import { Impossible, operationsOf, patched } from './json-patch.ts'
import type { Absent, Kustomization } from './kustomization.ts'
import { strategic } from './merge.ts'
import { join } from './paths.ts'
import { changedTo, type Resource } from './resource.ts'
import { selects } from './selecting.ts'

/** A patch as a kustomization writes it: a file or a text, and what it is for. */
interface Written {
  readonly target: DataNode | undefined
  readonly path: string | undefined
  readonly inline: DataNode | undefined
  readonly node: DataNode
}

/** The patches under a key of a kustomization, and the files that they are in. */
export function patchesUnder(
  key: 'patchesStrategicMerge' | 'patches' | 'patchesJson6902',
  { document, folder }: Kustomization,
): readonly Written[] {
  return (document.get(key)?.items ?? []).map((node) => {
    const text = node.kind === 'scalar' ? node : undefined
    const isInline = text !== undefined && (text.text ?? '').includes('\n')
    const path = text && !isInline ? text.text : node.get('path')?.text
    return {
      target: node.get('target'),
      path: path === undefined ? undefined : (join(folder, path) ?? path),
      inline: isInline ? text : node.get('patch'),
      node,
    }
  })
}

/** What does not come of patches. */
export interface Lost {
  /** patches whose object is not among these */
  readonly unmet: DataNode[]
  /** what cannot be made, by its name */
  readonly absent: Absent[]
}

/**
 * Applies patches one after the other; what a patch that cannot be read may change is hidden.
 * @param lost takes the patches that name an object which is not among these, and those that kustomize refuses
 */
export async function withPatches(
  resources: readonly Resource[],
  patches: readonly Written[],
  repository: Repository,
  lost: Lost,
): Promise<readonly Resource[]> {
  let made = resources
  for (const patch of patches) {
    const documents = await documentsOf(patch, repository)
    if (documents?.some((document) => !patch.target && operationsOf(document))) refuse(patch, repository, lost)
    else if (documents) for (const document of documents) made = applied(made, document, patch, lost.unmet)
    else made = hiding(made, patch)
  }
  return made
}

/** Operations say nowhere whom they are for: kustomize ends there (api/internal/builtins/PatchTransformer.go). */
function refuse({ node }: Written, repository: Repository, { absent }: Lost): void {
  const why = 'kustomize refuses this patch: operations of JSON need a target, which says which objects they are for'
  repository.refuse(node.place, why, 'images', 'workloads', 'scales')
  absent.push({ name: `${node.file}, which kustomize refuses (a patch of it has no target)`, place: node.place })
}

async function documentsOf(
  { path, inline }: Written,
  repository: Repository,
): Promise<readonly DataNode[] | undefined> {
  if (path !== undefined) return repository.has(path) ? repository.yaml(path) : undefined
  if (!inline) return undefined
  const { documents, problem } = await parseYaml(new Text(inline.file, inline.text ?? ''))
  // offsets of the text are brought back to the file
  return problem ? undefined : documents.map((document) => placed(document, inline))
}

/** A tree that was read from the text of a node, with the places of the file. */
function placed(node: DataNode, of: DataNode): DataNode {
  const span = {
    start: of.offsetOf(node.span.start),
    end: of.offsetOf(Math.max(node.span.start, node.span.end - 1)) + 1,
  }
  const entries = node.entries.map((entry): Entry => ({ ...entry, value: placed(entry.value, of) }))
  const items = node.items.map((item) => placed(item, of))
  return new DataNode(node.kind, of.file, span, node.value, items, entries, node.tag, node.source)
}

function applied(
  resources: readonly Resource[],
  document: DataNode,
  patch: Written,
  unmet: DataNode[],
): readonly Resource[] {
  const operations = operationsOf(document)
  const { target } = patch
  const chosen = target ? selects(target) : named(document)
  const made: Resource[] = []
  let isMet = false
  for (const resource of resources) {
    const isChosen = chosen(resource)
    if (isChosen !== false) isMet = true
    if (isChosen === false) made.push(resource)
    else if (isChosen === undefined)
      made.push(unseen(resource, hiddenBecause(`whether a patch is for ${resource.name}`, patch.node.file)))
    else if (operations) {
      try {
        made.push(changedTo(resource, patched(resource.root, operations)))
      } catch (error) {
        if (!(error instanceof Impossible)) throw error
        made.push(
          unseen(resource, hiddenBecause(`what a patch makes of ${resource.name} (${error.message})`, patch.node.file)),
        )
      }
    } else {
      const root = strategic(resource.root, withoutName(document, resource))
      if (root) made.push(changedTo(resource, root))
    }
  }
  if (!isMet && !operations && document.kind === 'map') unmet.push(document)
  return made
}

/** Without a target a patch names its object, as it is called now or was called first. */
const named = (document: DataNode) => {
  const [kind, name] = [document.get('kind')?.text, document.at('metadata', 'name')?.text]
  return (resource: Resource) => resource.kind === kind && (resource.name === name || resource.originalName === name)
}

/** A patch with a target does not rename what it is for. */
function withoutName(document: DataNode, { root }: Resource): DataNode {
  const keep = (key: string) => root.entry(key)?.value
  const entries = document.entries.map((entry): Entry => {
    if (entry.key === 'kind' || entry.key === 'apiVersion') return { ...entry, value: keep(entry.key) ?? entry.value }
    if (entry.key !== 'metadata' || entry.value.kind !== 'map') return entry
    const inner = entry.value.entries.filter(({ key }) => key !== 'name' && key !== 'namespace')
    return { ...entry, value: new DataNode('map', entry.value.file, entry.value.span, null, [], inner, '', '') }
  })
  return new DataNode('map', document.file, document.span, null, [], entries, '', '')
}

function hiding(resources: readonly Resource[], patch: Written): readonly Resource[] {
  const chosen = patch.target ? selects(patch.target) : () => true
  const why = patch.path ?? patch.node.file
  return resources.map((resource) =>
    chosen(resource) === false
      ? resource
      : unseen(resource, hiddenBecause(`what ${why} makes of ${resource.name}`, why)),
  )
}

/** An object of which only the name is known. */
export function unseen(resource: Resource, hidden: Hidden): Resource {
  const { root } = resource
  const entries = root.entries.map(
    (entry): Entry =>
      ['apiVersion', 'kind', 'metadata'].includes(entry.key)
        ? entry
        : { ...entry, value: new Unseen(hidden, entry.value.place) },
  )
  return { ...resource, root: new OpenMap(hidden, root.place, entries) }
}
