import { dirname } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { isKustomization } from '../image/kustomize.ts'
import { isChartTemplate } from '../image/manifests.ts'
import { join } from '../image/paths.ts'
import type { Repository } from '../repository.ts'

/** An object that says how a version is rolled out, or what is looked at meanwhile. */
export interface RolloutObject {
  readonly kind: 'Rollout' | 'Canary' | 'AnalysisTemplate' | 'ClusterAnalysisTemplate' | 'MetricTemplate'
  readonly name: string
  readonly namespace: string
  readonly file: string
  readonly node: DataNode
}

/** What a kustomization changes of such objects. */
export interface Changed {
  readonly kind: string
  /** undefined: any of the kind */
  readonly name: string | undefined
  readonly folder: string
  readonly file: string
}

export interface RolloutObjects {
  readonly objects: readonly RolloutObject[]
  readonly changed: readonly Changed[]
  /** templates of charts that roll out with an analysis */
  readonly templates: readonly Place[]
}

const kinds = /^[ \t]*kind["']?:\s*["']?(Rollout|Canary|AnalysisTemplate|ClusterAnalysisTemplate|MetricTemplate)\b/m

/** Reads the objects of Argo Rollouts and Flagger in manifests. */
export async function rolloutObjects(repository: Repository): Promise<RolloutObjects> {
  const objects: RolloutObject[] = []
  const templates: Place[] = []
  const { changed, patches } = await changedByKustomize(repository)
  for (const { path, area } of repository.ending('.yaml', '.yml')) {
    if (area !== 'main' || patches.has(path) || !repository.mayHold(path, 'apiVersion')) continue
    const text = await repository.text(path)
    if (!text || !kinds.test(text.content)) continue
    if (isChartTemplate(path, (folder) => repository.has(join(folder, 'Chart.yaml')))) {
      const found = /^[ \t]*kind:\s*(Rollout|Canary)\b/m.exec(text.content)
      const looks = found?.[1] === 'Canary' || /analysis/i.test(text.content)
      if (found && looks) templates.push({ file: path, start: found.index, end: found.index + found[0].length })
      continue
    }
    const documents = await repository.yaml(path)
    if (!documents) repository.claim(path, 'rollbackTriggers')
    objects.push(...(documents ?? []).flatMap(objectsOf))
  }
  return { objects, changed, templates }
}

function objectsOf(document: DataNode): readonly RolloutObject[] {
  const kind = document.get('kind')?.text ?? ''
  if (kind === 'List') return (document.get('items')?.items ?? []).flatMap(objectsOf)
  const group = document.get('apiVersion')?.text?.split('/')[0]
  const name = document.at('metadata', 'name')?.text
  const isOurs = group === 'argoproj.io' ? /^(Rollout|(Cluster)?AnalysisTemplate)$/ : /^(Canary|MetricTemplate)$/
  if (name === undefined || !(group === 'argoproj.io' || group === 'flagger.app') || !isOurs.test(kind)) return []
  const namespace = document.at('metadata', 'namespace')?.text ?? ''
  return [{ kind: kind as RolloutObject['kind'], name, namespace, file: document.file, node: document }]
}

/** What patches speak of analyses: their files are no objects, and what they aim at is no longer as it is written. */
async function changedByKustomize(repository: Repository) {
  const changed: Changed[] = []
  const patches = new Set<string>()
  for (const file of repository.files) {
    if (file.area !== 'main' || !isKustomization(file)) continue
    const [document] = (await repository.yaml(file.path)) ?? []
    const folder = dirname(file.path)
    for (const key of ['patches', 'patchesStrategicMerge', 'patchesJson6902']) {
      for (const item of document?.get(key)?.items ?? []) {
        const path = item.get('path')?.text ?? (item.text?.includes('\n') ? undefined : item.text)
        const patch = path === undefined ? undefined : join(folder, path)
        if (patch !== undefined) patches.add(patch)
        const text =
          patch === undefined ? (item.get('patch')?.text ?? item.text) : (await repository.text(patch))?.content
        const kind = item.at('target', 'kind')?.text ?? kinds.exec(text ?? '')?.[1]
        if (kind === undefined || !/Rollout|Canary|Template/.test(kind) || !speaksOfAnalysis.test(text ?? '')) continue
        const name = item.at('target', 'name')?.text ?? /^\s*name:\s*["']?([\w.-]+)/m.exec(text ?? '')?.[1]
        changed.push({ kind, name: name && /^[\w-]+$/.test(name) ? name : undefined, folder, file: patch ?? file.path })
      }
    }
  }
  return { changed, patches }
}

const speaksOfAnalysis = /anal[yi]|metrics|threshold|condition|query|strategy|dryRun|\bargs\b/i
