import type { DataNode } from '../../../documents/tree.ts'
import type { Manifest } from '../dialect/manifests.ts'
import { isOpen } from '../dialect/open-text.ts'
import { byName, type Names, type Reading } from './dialect.ts'
import { textWith } from './values.ts'

/** A template with the spec that its own references are looked up in. */
export interface Found {
  readonly template: DataNode | undefined
  readonly spec: DataNode | undefined
  /** as people call it: `build`, `ci-templates/build` */
  readonly name: string
  /** unique in the repository, for circles */
  readonly id: string
}

/**
 * Follows a step or task: `inline`, `template` of the same spec, `templateRef` of a WorkflowTemplate (or a cluster's) of
 * this repository.
 */
export function follow(node: DataNode, spec: DataNode | undefined, names: Names, reading: Reading): Found {
  const inline = node.get('inline')
  if (inline)
    return { template: inline, spec, name: node.get('name')?.text ?? 'inline', id: `${node.file}:${inline.span.start}` }
  const ref = node.get('templateRef')
  const name = textWith((ref ?? node).get('template')?.text ?? '', names)
  if (!ref) return inSpec(spec, name)
  const owner = textWith(ref.get('name')?.text ?? '', names)
  const manifest = templateNamed(owner, ref.file, ref.get('clusterScope')?.value === true, reading)
  if (!manifest) return { template: undefined, spec: undefined, name: `${owner}/${name}`, id: '' }
  reading.used.add(idOf(manifest))
  return { ...inSpec(manifest.node.get('spec'), name), name: `${owner}/${name}` }
}

/** A template of a spec by its name. */
export function inSpec(spec: DataNode | undefined, name: string): Found {
  const template = isOpen(name) ? undefined : byName(spec?.get('templates')).get(name)
  return { template, spec, name, id: template ? `${template.file}:${template.span.start}` : '' }
}

/** A WorkflowTemplate, or one of the cluster. */
export function templateNamed(
  name: string,
  from: string,
  cluster: boolean,
  { manifests }: Reading,
): Manifest | undefined {
  const kinds = cluster
    ? ['ClusterWorkflowTemplate', 'WorkflowTemplate']
    : ['WorkflowTemplate', 'ClusterWorkflowTemplate']
  return manifests.find([kinds[0] as string], name, from) ?? manifests.find([kinds[1] as string], name, from)
}

/** What a manifest is told apart by: its file and name. */
export function idOf(manifest: Manifest): string {
  return `${manifest.file}#${manifest.name}`
}
