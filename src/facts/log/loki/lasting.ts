import { basename } from '../../../documents/path.ts'
import { type DataNode, walk } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { type Building, builtObjects, ofKinds } from '../../manifests/as-built.ts'
import type { BuiltTree } from '../../manifests/trees.ts'
import { hiddenOf } from '../../manifests/unseen.ts'
import { namespaceOf } from '../../manifests/where.ts'
import { composeFiles } from '../../platform/compose.ts'
import type { LokiSettings } from './settings.ts'

/**
 * Logs on a disk that goes with its pod are kept until that pod is replaced, whatever the settings say: hidden, since nobody
 * knows how long that is. Undefined where they are in a store of objects, or on a disk that lasts.
 */
export async function lastsNot(loki: LokiSettings, tree: BuiltTree, building: Building): Promise<Hidden | undefined> {
  if (!isOnDisk(loki)) return undefined
  const isGone = loki.values
    ? isWithoutDisk(loki)
    : await (tree.isObject ? runsWithoutDisk(tree, building) : isComposedWithoutDisk(tree.file, building))
  if (!isGone) return undefined
  return new Hidden(
    `how long the Loki of ${tree.file} keeps logs, whose disk goes with its ${tree.isObject || loki.values ? 'pod' : 'container'}`,
    {
      kind: 'file',
      text: `give the Loki of ${tree.file} a volume that lasts, or a store of objects`,
    },
  )
}

/** The newest schema says where logs are put; without one, what is stored where. */
function isOnDisk({ layers }: LokiSettings): boolean {
  const stores = layers.flatMap((layer) => {
    const schemas = (layer.get('schema_config') ?? layer.get('schemaConfig'))?.get('configs')?.items ?? []
    return schemas.at(-1)?.get('object_store')?.text ?? []
  })
  const type = layers.map((layer) => layer.get('storage')?.get('type')?.text).find((one) => one !== undefined)
  return /^filesystem$/.test(type ?? stores[0] ?? 'filesystem')
}

/**
 * The charts of Loki from version 3 on keep a disk unless they are told otherwise; older ones, whose whole configuration is
 * below `config`, only where they are told to (`persistence.enabled`).
 */
function isWithoutDisk({ values, layers }: LokiSettings): boolean {
  const disks = (values ? [...walk(values)] : []).filter(
    (node) => node.get('enabled') && isPersistence(node, values as DataNode),
  )
  if (disks.some((disk) => hiddenOf(disk) ?? disk.get('enabled')?.text === 'true')) return false
  const isOlder = layers.every((layer) => layer.get('schemaConfig') === undefined)
  return isOlder || disks.some((disk) => disk.get('enabled')?.text === 'false')
}

const isPersistence = (node: DataNode, values: DataNode) =>
  [...walk(values)].some(({ entries }) => entries.some(({ key, value }) => key === 'persistence' && value === node))

/** Whether the programs of Loki in the same namespace have nothing but disks of their pods. */
async function runsWithoutDisk({ root, environment }: BuiltTree, building: Building): Promise<boolean> {
  const { objects } = await builtObjects(building, programs)
  const own = objects.filter(
    (one) =>
      namespaceOf(one.root) === namespaceOf(root) &&
      one.environment?.name === environment?.name &&
      [...walk(one.root)].some((node) => /(^|\/)loki(:|@|$)/.test(node.get('image')?.text ?? '')),
  )
  if (own.length === 0) return false
  return own.every(({ root: program }) => {
    const volumes = program.at('spec', 'template', 'spec', 'volumes')
    const lasting = ['persistentVolumeClaim', 'hostPath', 'nfs', 'csi', 'ephemeral']
    const isKept = (volumes?.items ?? []).some((volume) => lasting.some((key) => volume.get(key)))
    return !isKept && !program.at('spec', 'volumeClaimTemplates') && !hiddenOf(volumes)
  })
}

const programs = ofKinds(['StatefulSet', 'Deployment', 'DaemonSet'])

/** Whether a service of a compose file that is deployed is given the configuration, and nothing to keep logs in. */
async function isComposedWithoutDisk(file: string, { repository, settings, workflows }: Building): Promise<boolean> {
  for (const { document, base } of await composeFiles(repository, settings, workflows)) {
    for (const { key, value } of document?.get('services')?.entries ?? []) {
      const volumes = [...(value.get('volumes')?.items ?? []), ...(base?.at('services', key, 'volumes')?.items ?? [])]
      const names = volumes.map(
        (volume) => volume.text ?? `${volume.get('source')?.text}:${volume.get('target')?.text}`,
      )
      const isGiven = (name: string) => name.includes(basename(file))
      if (names.some(isGiven) && names.every((name) => isGiven(name) || /\.ya?ml(:ro)?$/.test(name))) return true
    }
  }
  return false
}
