import type { DataNode } from '../../../documents/tree.ts'
import { scalar, withItems, withKey } from '../edit.ts'
import { changedTo, type Resource } from './resource.ts'

/** Keys under which a name of an object of some kind stands (api/internal/konfig/builtinpluginconsts/namereference.go). */
const byParent: Readonly<Record<string, readonly [key: string, kind: string]>> = {
  configMapKeyRef: ['name', 'ConfigMap'],
  configMapRef: ['name', 'ConfigMap'],
  configMap: ['name', 'ConfigMap'],
  secretKeyRef: ['name', 'Secret'],
  secretRef: ['name', 'Secret'],
  secret: ['secretName', 'Secret'],
  persistentVolumeClaim: ['claimName', 'PersistentVolumeClaim'],
  service: ['name', 'Service'],
}

const byKey: Readonly<Record<string, string>> = {
  serviceAccountName: 'ServiceAccount',
  serviceName: 'Service',
  priorityClassName: 'PriorityClass',
}

/** Objects that others name get their new names there too; a scaler's target among them. */
export function withReferences(resources: readonly Resource[]): readonly Resource[] {
  const renamed = new Map<string, Resource>()
  for (const resource of resources) {
    const { kind, name, originalName, namespace, originalNamespace } = resource
    if (name !== originalName || namespace !== originalNamespace) renamed.set(`${kind} ${originalName}`, resource)
  }
  if (renamed.size === 0) return resources
  return resources.map((resource) => changedTo(resource, followed(resource.root, '', renamed, 0)))
}

function followed(node: DataNode, parent: string, renamed: ReadonlyMap<string, Resource>, depth: number): DataNode {
  if (depth > 40) return node
  if (node.kind === 'list') {
    const items = node.items.map((item) => followed(item, parent, renamed, depth + 1))
    return items.some((item, i) => item !== node.items[i]) ? withItems(node, items) : node
  }
  let made = node
  for (const { key, value } of node.kind === 'map' ? node.entries : []) {
    const kind = kindNamed(node, key, parent)
    const target = kind === undefined || value.text === undefined ? undefined : renamed.get(`${kind} ${value.text}`)
    const isMeant = target && (parent !== 'subjects' || isOf(node.get('namespace')?.text, target))
    const next = isMeant
      ? scalar(target.name, value.place)
      : value.kind === 'scalar'
        ? value
        : followed(value, key, renamed, depth + 1)
    if (isMeant && parent === 'subjects' && target.namespace !== '')
      made = withKey(made, 'namespace', scalar(target.namespace, value.place))
    if (next !== value) made = withKey(made, key, next)
  }
  return made
}

/** Whether an account of a binding is the one of this build: its namespace was that of the account. */
const isOf = (namespace = '', { originalNamespace }: Resource) =>
  namespace === originalNamespace || (namespace === 'default' && originalNamespace === '') || namespace === ''

/** The kind of object that a key names. */
function kindNamed(node: DataNode, key: string, parent: string): string | undefined {
  if (byKey[key]) return byKey[key]
  const [wanted, kind] = byParent[parent] ?? []
  if (wanted === key) return kind
  if (key !== 'name') return undefined
  if (parent === 'imagePullSecrets' || parent === 'secrets') return 'Secret'
  // projected volumes name both by `name`
  if (parent === 'secret') return 'Secret'
  if (['scaleTargetRef', 'roleRef', 'subjects', 'targetRef'].includes(parent)) return node.get('kind')?.text
  return undefined
}
