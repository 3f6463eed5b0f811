import type { DataNode, Entry } from '../../../documents/tree.ts'
import { withEntries, withItems } from '../edit.ts'
import { Unseen } from '../unseen.ts'

/** Kinds whose lists Kubernetes' own types know; those of others are replaced as wholes. */
const known =
  /^(Deployment|StatefulSet|DaemonSet|ReplicaSet|ReplicationController|Pod|PodTemplate|Job|CronJob|Service|ServiceAccount|HorizontalPodAutoscaler|MutatingWebhookConfiguration|ValidatingWebhookConfiguration|Node|Endpoints)$/

/** Lists whose items are told apart by a key (patchMergeKey of k8s.io/api); all others are replaced. */
const keys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  volumes: ['name'],
  env: ['name'],
  imagePullSecrets: ['name'],
  secrets: ['name'],
  webhooks: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  resourceClaims: ['name'],
}

/**
 * Lays a strategic merge patch over an object (kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches):
 * undefined where it is deleted.
 */
export function strategic(target: DataNode, patch: DataNode): DataNode | undefined {
  const kind = target.get('kind')?.text ?? ''
  return merged(target, patch, known.test(kind), '')
}

const isNull = (node: DataNode) => node.kind === 'scalar' && node.value === null && !(node instanceof Unseen)

function merged(target: DataNode | undefined, patch: DataNode, isKnown: boolean, key: string): DataNode | undefined {
  if (target instanceof Unseen) return patch.kind === 'scalar' ? patch : target
  if (patch instanceof Unseen) return patch
  if (isNull(patch)) return undefined
  if (patch.kind === 'map') return mergedMap(target, patch, isKnown)
  if (patch.kind === 'list' && target?.kind === 'list' && isKnown) return mergedList(target, patch, key)
  if (patch.kind === 'list' && isKnown)
    return withItems(
      patch,
      patch.items.filter((item) => directive(item) !== 'delete'),
    )
  return patch
}

const directive = (node: DataNode) => node.get('$patch')?.text

function mergedMap(target: DataNode | undefined, patch: DataNode, isKnown: boolean): DataNode | undefined {
  const order = directive(patch)
  if (order === 'delete') return undefined
  const own = patch.entries.filter((entry) => entry.key !== '$patch' && !entry.key.startsWith('$setElementOrder'))
  if (order === 'replace') return withEntries(patch, own)
  const under = target?.kind === 'map' ? target : undefined
  const entries: Entry[] = [...(under?.entries ?? [])]
  const index = new Map(entries.map((entry, i) => [entry.key, i]))
  for (const entry of own) {
    const at = index.get(entry.key)
    const before = at === undefined ? undefined : entries[at]?.value
    const value = merged(before, entry.value, isKnown, entry.key)
    if (at !== undefined) {
      if (value) entries[at] = { ...(entries[at] as Entry), value }
      else entries[at] = { ...(entries[at] as Entry), key: '' }
    } else if (value) {
      index.set(entry.key, entries.length)
      entries.push({ ...entry, value })
    }
  }
  return withEntries(
    under ?? patch,
    entries.filter(({ key }) => key !== ''),
  )
}

/** What tells the items of a list apart: `ports` of containers by their port, those of Services by theirs. */
function keysOf(key: string, items: readonly DataNode[]): readonly string[] | undefined {
  if (key === 'ports')
    return items.some((item) => item.get('containerPort')) ? ['containerPort', 'protocol'] : ['port', 'protocol']
  return keys[key]
}

function mergedList(target: DataNode, patch: DataNode, key: string): DataNode {
  const items = [...target.items, ...patch.items]
  const names = items.every(({ kind }) => kind === 'map') ? keysOf(key, items) : undefined
  if (patch.items.some((item) => directive(item) === 'replace'))
    return withItems(
      patch,
      patch.items.filter((item) => directive(item) !== 'replace'),
    )
  if (!names) return patch
  const of = (item: DataNode) =>
    names.map((name) => item.get(name)?.text ?? (name === 'protocol' ? 'TCP' : '')).join('\0')
  const left = new Map(target.items.map((item) => [of(item), item]))
  const made: DataNode[] = []
  for (const item of patch.items) {
    const id = of(item)
    const value = merged(left.get(id), item, true, '')
    left.delete(id)
    if (value) made.push(value)
  }
  // what is patched comes first
  return withItems(target, [...made, ...left.values()])
}
