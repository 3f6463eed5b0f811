import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { cannotFail } from '../health/idle-check.ts'
import type { Hidden, Seen } from '../hidden.ts'
import { hiddenItem, hiddenOf } from '../manifests/unseen.ts'
import { type Manner, unseen } from './model.ts'

/** What is kept of a Kubernetes object: enough to count it, to watch it and to patch it. */
export interface Thing {
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly file: string
  readonly place: Place
  readonly replicas: Seen<number>
  readonly readiness: Seen<boolean>
  readonly liveness: Seen<boolean>
  readonly goesBack: Seen<boolean>
  readonly manner: Manner
  /** of an autoscaler or a canary: the workload that it is about */
  readonly about?: string
}

const running = /^(Deployment|StatefulSet|DaemonSet|Rollout|DeploymentConfig)$/
const about = /^(HorizontalPodAutoscaler|ScaledObject|Canary)$/

/** Whether a text may hold one of the objects that count here. */
export const mayHoldThings =
  /\bkind["']?:\s*["']?(Deployment|StatefulSet|DaemonSet|Rollout|DeploymentConfig|HorizontalPodAutoscaler|ScaledObject|Canary)\b/

/** The objects of a document that count here; those of lists and OpenShift's templates among them. */
export function thingsOf(document: DataNode): Thing[] {
  const kind = document.get('kind')?.text ?? ''
  if (kind === 'List') return (document.get('items')?.items ?? []).flatMap(thingsOf)
  if (kind === 'Template') return (document.get('objects')?.items ?? []).flatMap(thingsOf)
  const name = document.at('metadata', 'name')
  const hiddenName = hiddenOf(name)
  if (!name || !(name.text || hiddenName) || !(running.test(kind) || about.test(kind))) return []
  const title = name.text ?? `a ${kind} of ${document.file}`
  const spec = document.get('spec')
  const scaled = spec?.at('scaleTargetRef', 'name') ?? spec?.at('targetRef', 'name')
  const target = scaled?.text ?? (hiddenOf(scaled) && '?')
  // a part of an object is a patch of one
  if (running.test(kind) && !containersOf(document)) return []
  const counted =
    kind === 'HorizontalPodAutoscaler' ? 'minReplicas' : kind === 'ScaledObject' ? 'minReplicaCount' : 'replicas'
  const replicas = spec?.get(counted)
  return [
    {
      kind,
      name: title,
      namespace: document.at('metadata', 'namespace')?.text ?? '',
      file: document.file,
      place: spec?.entry(counted) ? (replicas as DataNode).place : name.place,
      replicas: countOf(replicas, title, kind === 'ScaledObject' ? 0 : 1),
      readiness: hasProbe(document, 'readinessProbe'),
      liveness: hasProbe(document, 'livenessProbe'),
      goesBack: goesBack(kind, spec),
      manner: mannerOf(kind, spec),
      ...(target !== undefined && { about: target }),
    },
  ]
}

/** A number as written; what is left to a template's parameter is hidden, and what is left out is the documented default. */
export function countOf(node: DataNode | undefined, name: string, preset: number): Seen<number> {
  const hidden = hiddenOf(node)
  if (hidden) return hidden
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return preset
  const written = node.text ?? ''
  return /^\d+$/.test(written)
    ? Number(written)
    : unseen(`how many of ${name} run (${written || 'no number'})`, node.file)
}

const containersOf = (document: DataNode) => document.at('spec', 'template', 'spec', 'containers')

function hasProbe(document: DataNode, probe: string): Seen<boolean> {
  const containers = containersOf(document)
  let hidden: Hidden | undefined = hiddenItem(containers)
  for (const container of containers?.items ?? []) {
    const found = container.get(probe)
    const command = found?.at('exec', 'command')
    if (command && hiddenOf(command) === undefined && cannotFail(command.items.map(({ text }) => text ?? '$'))) continue
    if ((found?.entries.length ?? 0) > 0) return true
    hidden ??= hiddenOf(found)
  }
  return hidden ?? false
}

/**
 * What takes a failed rollout back by itself: the analysis of an Argo Rollout or its `progressDeadlineAbort`
 * (argo-rollouts.readthedocs.io/en/stable/features/specification), and the deployment process of OpenShift, which scales
 * the former one up again when it gives up (docs.openshift.com: "Rolling strategy").
 */
function goesBack(kind: string, spec: DataNode | undefined): Seen<boolean> {
  const strategy = spec?.get('strategy')
  if (kind === 'DeploymentConfig') {
    const type = strategy?.get('type')?.text ?? 'Rolling'
    return type === 'Rolling' || type === 'Recreate'
  }
  if (kind !== 'Rollout') return false
  const hidden = hiddenOf(strategy) ?? hiddenOf(strategy?.get('canary')) ?? hiddenItem(strategy?.at('canary', 'steps'))
  if (hidden) return hidden
  const canary = strategy?.get('canary')
  const blueGreen = strategy?.get('blueGreen')
  return (
    spec?.get('progressDeadlineAbort')?.text === 'true' ||
    canary?.get('analysis') !== undefined ||
    (canary?.get('steps')?.items ?? []).some((step) => step.get('analysis') !== undefined) ||
    blueGreen?.get('prePromotionAnalysis') !== undefined ||
    blueGreen?.get('postPromotionAnalysis') !== undefined
  )
}

/**
 * How a new version takes over (kubernetes.io, "Deployments": Strategy; the same for StatefulSets and DaemonSets): a
 * quarter at a time where nothing is said, at once by `Recreate` or where all may be gone. A Rollout of Argo moves in the
 * steps of its canary, or beside the old one.
 */
function mannerOf(kind: string, spec: DataNode | undefined): Manner {
  const strategy = spec?.get('strategy') ?? spec?.get('updateStrategy')
  const hidden = hiddenOf(strategy) ?? hiddenOf(strategy?.get('type')) ?? hiddenOf(strategy?.get('rollingUpdate'))
  if (hidden) return hidden
  if (kind === 'Rollout') return strategy?.get('blueGreen') || strategy?.get('canary') ? 'gradual' : 'at-once'
  if (/^(Recreate|OnDelete|Custom)$/.test(strategy?.get('type')?.text ?? '')) return 'at-once'
  const bounds = strategy?.get('rollingUpdate') ?? strategy?.get('rollingParams')
  const gone = bounds?.get('maxUnavailable')
  const all = spec?.get('replicas')?.text ?? ''
  const isAll = /^\d+$/.test(gone?.text ?? '') && /^([2-9]|\d{2,})$/.test(all) && Number(gone?.text) >= Number(all)
  return hiddenOf(gone) ?? (gone?.text === '100%' || isAll ? 'at-once' : 'gradual')
}

/** The workloads among things that are deployed together, with what their autoscalers and canaries say. */
export function settled<T extends Thing>(things: readonly T[]): T[] {
  const scalers = new Map<string, Thing>()
  const canaries = new Set<string>()
  for (const thing of things) {
    if (!thing.about) continue
    // a scaler of a workload whose name is hidden may be that of any
    if (thing.about === '?') continue
    if (thing.kind === 'Canary') canaries.add(`${thing.namespace}/${thing.about}`)
    else scalers.set(`${thing.namespace}/${thing.about}`, thing)
  }
  const unknown = things.find((thing) => thing.about === '?')
  return things
    .filter(({ kind }) => !about.test(kind))
    .map((thing) => {
      const key = `${thing.namespace}/${thing.name}`
      const scaler = scalers.get(key)
      return {
        ...thing,
        ...(unknown && !scaler && { replicas: unseen(`how many of ${thing.name} run`, unknown.file) }),
        ...(scaler && { replicas: scaler.replicas, place: scaler.place }),
        ...(canaries.has(key) && { goesBack: true, manner: 'gradual' as const }),
      }
    })
}
