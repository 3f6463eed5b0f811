import type { DataNode } from '../../../documents/tree.ts'
import { changedAt, eachItem, emptyMap, scalar, withKey } from '../edit.ts'
import { changedTo, type Resource } from './resource.ts'

type Change = (resource: Resource) => Resource

/** Kinds that have no namespace. */
const clusterWide =
  /^(Namespace|Node|PersistentVolume|ClusterRole|ClusterRoleBinding|CustomResourceDefinition|StorageClass|PriorityClass|APIService|ValidatingWebhookConfiguration|MutatingWebhookConfiguration|ValidatingAdmissionPolicy|ValidatingAdmissionPolicyBinding|IngressClass|RuntimeClass|VolumeAttachment|CSIDriver|CSINode|ClusterIssuer|PodSecurityPolicy|CertificateSigningRequest)$/

/** `namespace:` for all that has one, and for the accounts `default` that bindings name. */
export function inNamespace(node: DataNode): Change {
  const name = node.text ?? ''
  return (resource) => {
    if (/^(ClusterRoleBinding|RoleBinding)$/.test(resource.kind)) {
      // other accounts get the namespace with their new name, where they are found
      const subjects = changedAt(resource.root, ['subjects'], (list) =>
        eachItem(list, (item) =>
          item.get('name')?.text === 'default' ? withKey(item, 'namespace', scalar(name, node.place)) : item,
        ),
      )
      return named(changedTo(resource, subjects))
    }
    return named(resource)
  }
  function named(resource: Resource): Resource {
    if (resource.kind === 'Namespace') {
      return changedTo(
        resource,
        changedAt(resource.root, ['metadata', 'name'], () => scalar(name, node.place)),
      )
    }
    if (clusterWide.test(resource.kind)) return resource
    return changedTo(
      resource,
      changedAt(resource.root, ['metadata', 'namespace'], () => scalar(name, node.place), true),
    )
  }
}

/** `namePrefix` and `nameSuffix`. */
export function renamed(prefix: string, suffix: string): Change {
  return (resource) => {
    if (/^(CustomResourceDefinition|APIService|Namespace)$/.test(resource.kind)) return resource
    const change = (node: DataNode | undefined) =>
      node?.text === undefined ? node : scalar(`${prefix}${node.text}${suffix}`, node.place)
    return changedTo(resource, changedAt(resource.root, ['metadata', 'name'], change))
  }
}

const workloads = /^(Deployment|StatefulSet|DaemonSet|ReplicaSet|Job)$/

/** Puts pairs into a map, over what is there. */
const put =
  (pairs: DataNode) =>
  (map: DataNode | undefined): DataNode => {
    let made = map?.kind === 'map' ? map : emptyMap(pairs.place)
    for (const { key, value } of pairs.entries) made = withKey(made, key, value)
    return made
  }

/** `commonLabels` and `labels`: on objects, where asked for on what their pods carry and what selects them. */
export function labelled(pairs: DataNode, onSelectors: boolean, onTemplates: boolean): Change {
  const set = put(pairs)
  return (resource) => {
    const { kind } = resource
    const isRollout = kind === 'Deployment' || kind === 'ReplicaSet' || kind === 'DaemonSet' || kind === 'StatefulSet'
    let root = changedAt(resource.root, ['metadata', 'labels'], set, true)
    if (onSelectors || onTemplates) {
      if (workloads.test(kind)) root = changedAt(root, ['spec', 'template', 'metadata', 'labels'], set, true)
      if (kind === 'ReplicationController')
        root = changedAt(root, ['spec', 'template', 'metadata', 'labels'], set, true)
      if (kind === 'CronJob')
        root = changedAt(root, ['spec', 'jobTemplate', 'spec', 'template', 'metadata', 'labels'], set, true)
      if (kind === 'CronJob') root = changedAt(root, ['spec', 'jobTemplate', 'metadata', 'labels'], set, true)
    }
    if (kind === 'StatefulSet' && (onSelectors || onTemplates)) {
      root = changedAt(root, ['spec', 'volumeClaimTemplates'], (list) =>
        eachItem(list, (item) => changedAt(item, ['metadata', 'labels'], set, true)),
      )
    }
    if (!onSelectors) return changedTo(resource, root)
    if (kind === 'Service' || kind === 'ReplicationController') root = changedAt(root, ['spec', 'selector'], set, true)
    if (isRollout) root = changedAt(root, ['spec', 'selector', 'matchLabels'], set, true)
    if (kind === 'Job' || kind === 'PodDisruptionBudget')
      root = changedAt(root, ['spec', 'selector', 'matchLabels'], set)
    if (kind === 'NetworkPolicy') root = onPolicy(root, set)
    return changedTo(resource, root)
  }
}

function onPolicy(root: DataNode, set: (map: DataNode | undefined) => DataNode): DataNode {
  const onPeers = (side: string) => (list: DataNode | undefined) =>
    eachItem(list, (rule) =>
      changedAt(rule, [side], (peers) =>
        eachItem(peers, (peer) => changedAt(peer, ['podSelector', 'matchLabels'], set)),
      ),
    )
  const own = changedAt(root, ['spec', 'podSelector', 'matchLabels'], set)
  return changedAt(changedAt(own, ['spec', 'ingress'], onPeers('from')), ['spec', 'egress'], onPeers('to'))
}

/** `commonAnnotations`, on objects and what their pods carry. */
export function annotated(pairs: DataNode): Change {
  const set = put(pairs)
  return (resource) => {
    let root = changedAt(resource.root, ['metadata', 'annotations'], set, true)
    if (workloads.test(resource.kind) || resource.kind === 'ReplicationController')
      root = changedAt(root, ['spec', 'template', 'metadata', 'annotations'], set, true)
    if (resource.kind === 'CronJob') {
      root = changedAt(root, ['spec', 'jobTemplate', 'metadata', 'annotations'], set, true)
      root = changedAt(root, ['spec', 'jobTemplate', 'spec', 'template', 'metadata', 'annotations'], set, true)
    }
    return changedTo(resource, root)
  }
}

/** `replicas:` by name. */
export function counted(counts: readonly DataNode[]): Change {
  return (resource) => {
    if (!/^(Deployment|StatefulSet|ReplicaSet|ReplicationController)$/.test(resource.kind)) return resource
    const found = counts
      .find((item) => [resource.name, resource.originalName].includes(item.get('name')?.text ?? ''))
      ?.get('count')
    return found
      ? changedTo(
          resource,
          changedAt(resource.root, ['spec', 'replicas'], () => found, true),
        )
      : resource
  }
}

/**
 * `images:` by the name that manifests write: each image of a container, in objects of any kind.
 * @param unmet holds the items that no object has named so far
 */
export function withImages(images: readonly DataNode[], unmet: Map<string, DataNode>): Change {
  const byName = new Map(images.map((image) => [image.get('name')?.text ?? '', image]))
  for (const [name, image] of byName) unmet.set(name, image)
  const change = (node: DataNode | undefined): DataNode | undefined => {
    const [, name = '', tag = '', digest = ''] =
      /^(.*?)(:[\w.{}-]*)?(@sha256:[\da-zA-Z.{}-]*)?$/.exec(node?.text ?? '') ?? []
    const image = byName.get(name)
    if (!node || !image) return node
    unmet.delete(name)
    const newTag = image.get('newTag')
    const newDigest = image.get('digest')
    const newName = image.get('newName')?.text ?? name
    const end = newDigest?.text ? `@${newDigest.text}` : newTag?.text ? `:${newTag.text}` : `${tag}${digest}`
    return scalar(
      `${newName}${end}${image.get('tagSuffix')?.text ?? ''}`,
      (newDigest ?? newTag ?? image.get('newName') ?? image).place,
    )
  }
  return (resource) =>
    resource.kind === 'CustomResourceDefinition'
      ? resource
      : changedTo(resource, inContainers(resource.root, change, 0))
}

function inContainers(
  node: DataNode,
  change: (image: DataNode | undefined) => DataNode | undefined,
  depth: number,
): DataNode {
  if (depth > 30) return node
  if (node.kind === 'list') return eachItem(node, (item) => inContainers(item, change, depth + 1)) ?? node
  let made = node
  for (const { key, value } of node.kind === 'map' ? node.entries : []) {
    if (value.kind === 'scalar') continue
    const isList = key === 'containers' || key === 'initContainers'
    const next =
      isList && value.kind === 'list'
        ? eachItem(value, (item) => changedAt(item, ['image'], change))
        : inContainers(value, change, depth + 1)
    if (next !== value) made = withKey(made, key, next)
  }
  return made
}
