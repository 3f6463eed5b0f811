import type { DataNode } from '../../../documents/tree.ts'

/** An object on its way through kustomizations. */
export interface Resource {
  readonly root: DataNode
  readonly kind: string
  readonly name: string
  readonly namespace: string
  /** as it was written, before anything changed its name: patches and references may still call it so */
  readonly originalName: string
  readonly originalNamespace: string
  /** made by a generator: a sign of its content is to be added to its name */
  readonly isHashed: boolean
}

/** The objects of a document, those of lists too. */
export function resourcesOf(document: DataNode): Resource[] {
  const kind = document.get('kind')?.text ?? ''
  if (/List$/.test(kind) && document.get('items')?.kind === 'list')
    return (document.get('items')?.items ?? []).flatMap(resourcesOf)
  const name = document.at('metadata', 'name')?.text ?? ''
  if (document.kind !== 'map' || kind === '') return []
  const namespace = document.at('metadata', 'namespace')?.text ?? ''
  return [{ root: document, kind, name, namespace, originalName: name, originalNamespace: namespace, isHashed: false }]
}

/** The same with a changed object, under its name. */
export function changedTo(resource: Resource, root: DataNode): Resource {
  if (root === resource.root) return resource
  const kind = root.get('kind')?.text ?? resource.kind
  const name = root.at('metadata', 'name')?.text ?? resource.name
  return { ...resource, root, kind, name, namespace: root.at('metadata', 'namespace')?.text ?? '' }
}
