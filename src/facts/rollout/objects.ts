import type { Settings } from '../../config/settings.ts'
import { basename, join } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { NamedEnvironment } from '../environments.ts'
import type { Hidden } from '../hidden.ts'
import { chartsOf, isChartTemplate } from '../manifests/chart-values.ts'
import { kustomizationsIn } from '../manifests/kustomize/kustomization.ts'
import { hiddenOf } from '../manifests/unseen.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'

/** An object that says how a version is rolled out, or what is looked at meanwhile. */
export interface RolloutObject {
  readonly kind: 'Rollout' | 'Canary' | 'AnalysisTemplate' | 'ClusterAnalysisTemplate' | 'MetricTemplate'
  readonly name: string
  readonly namespace: string
  readonly file: string
  readonly node: DataNode
  /** of an object that a chart writes: the chart, and the environment whose values it has */
  readonly chart?: { readonly folder: string; readonly environment: NamedEnvironment | undefined }
  /** whether it is made at all, where that is hidden */
  readonly condition?: Hidden | undefined
}

/** What a kustomization changes of such objects. */
export interface Changed {
  readonly kind: string
  /** undefined: any of the kind */
  readonly name: string | undefined
  readonly folder: string
  readonly file: string
}

/** All that says here how versions are rolled out, and what hides or changes it. */
export interface RolloutObjects {
  readonly objects: readonly RolloutObject[]
  readonly changed: readonly Changed[]
  /** templates of charts that roll out with an analysis, of which nobody can tell what they write */
  readonly templates: readonly Place[]
}

/** What objects are read with. */
export interface Reading {
  readonly repository: Repository
  readonly settings: Settings
  readonly workflows: readonly Workflow[]
}

const kinds = /^[ \t]*kind["']?:\s*["']?(Rollout|Canary|AnalysisTemplate|ClusterAnalysisTemplate|MetricTemplate)\b/m

/** Reads the objects of Argo Rollouts and Flagger in manifests. */
export async function rolloutObjects(reading: Reading): Promise<RolloutObjects> {
  const { repository } = reading
  const objects: RolloutObject[] = []
  const inCharts = new Map<string, Place | undefined>()
  const { changed, patches } = await changedByKustomize(repository)
  for (const { path, area } of repository.ending('.yaml', '.yml')) {
    if (area !== 'main' || patches.has(path) || !repository.mayHold(path, 'apiVersion')) continue
    const text = await repository.text(path)
    if (!text || !kinds.test(text.content)) continue
    if (isChartTemplate(path, (folder) => repository.has(join(folder, 'Chart.yaml')))) {
      const found = /^[ \t]*kind:\s*(Rollout|Canary)\b/m.exec(text.content)
      const looks = found?.[1] === 'Canary' || /analysis/i.test(text.content)
      const place = found && { file: path, start: found.index, end: found.index + found[0].length }
      inCharts.set(path, looks && place ? place : undefined)
      continue
    }
    const documents = await repository.yaml(path)
    if (!documents) repository.claim(path, 'rollbackTriggers')
    objects.push(...(documents ?? []).flatMap(objectsOf))
  }
  const { written, hidden } = inCharts.size > 0 ? await ofCharts(reading, inCharts) : { written: [], hidden: [] }
  return { objects: [...objects, ...written], changed, templates: hidden }
}

/** What charts write with the values of each environment, and where templates roll out that cannot be told. */
async function ofCharts(
  { repository, settings, workflows }: Reading,
  inCharts: ReadonlyMap<string, Place | undefined>,
) {
  const written: RolloutObject[] = []
  const hidden = new Map<string, Place>()
  const read = new Set<string>()
  const charts = await chartsOf(repository)
  // the renderer is loaded where a chart rolls out
  const { deployedCharts } = await import('../manifests/deployed-charts.ts')
  for (const { chart, environment, templates } of await deployedCharts(repository, settings, workflows)) {
    for (const { file, objects, hidden: why } of templates) {
      read.add(file)
      const place = inCharts.get(file)
      if (why && place) hidden.set(file, place)
      for (const { root, condition } of objects) {
        const own = { file, condition, chart: { folder: chart.folder, environment } }
        written.push(...objectsOf(root).map((object) => ({ ...object, ...own })))
      }
    }
  }
  const isChart = (path: string) => charts.some(({ folder }) => path.startsWith(folder ? `${folder}/` : ''))
  // what a chart writes nothing of is switched off
  for (const [file, place] of inCharts) if (place && !read.has(file) && !isChart(file)) hidden.set(file, place)
  return { written, hidden: [...hidden.values()] }
}

function objectsOf(document: DataNode): readonly RolloutObject[] {
  const kind = document.get('kind')?.text ?? ''
  if (kind === 'List') return (document.get('items')?.items ?? []).flatMap(objectsOf)
  const group = document.get('apiVersion')?.text?.split('/')[0]
  const called = document.at('metadata', 'name')
  const name = called?.text ?? (hiddenOf(called) ? basename(document.file) : undefined)
  const isOurs = group === 'argoproj.io' ? /^(Rollout|(Cluster)?AnalysisTemplate)$/ : /^(Canary|MetricTemplate)$/
  if (name === undefined || !(group === 'argoproj.io' || group === 'flagger.app') || !isOurs.test(kind)) return []
  const namespace = document.at('metadata', 'namespace')?.text ?? ''
  return [{ kind: kind as RolloutObject['kind'], name, namespace, file: document.file, node: document }]
}

/** What patches speak of analyses: their files are no objects, and what they aim at is no longer as it is written. */
async function changedByKustomize(repository: Repository) {
  const changed: Changed[] = []
  const patches = new Set<string>()
  for (const { folder, document } of (await kustomizationsIn(repository)).values()) {
    for (const key of ['patches', 'patchesStrategicMerge', 'patchesJson6902']) {
      for (const item of document.get(key)?.items ?? []) {
        const path = item.get('path')?.text ?? (item.text?.includes('\n') ? undefined : item.text)
        const patch = path === undefined ? undefined : join(folder, path)
        if (patch !== undefined) patches.add(patch)
        const text =
          patch === undefined ? (item.get('patch')?.text ?? item.text) : (await repository.text(patch))?.content
        const kind = item.at('target', 'kind')?.text ?? kinds.exec(text ?? '')?.[1]
        if (kind === undefined || !/Rollout|Canary|Template/.test(kind) || !speaksOfAnalysis.test(text ?? '')) continue
        const name = item.at('target', 'name')?.text ?? /^\s*name:\s*["']?([\w.-]+)/m.exec(text ?? '')?.[1]
        changed.push({
          kind,
          name: name && /^[\w-]+$/.test(name) ? name : undefined,
          folder,
          file: patch ?? document.file,
        })
      }
    }
  }
  return { changed, patches }
}

const speaksOfAnalysis = /anal[yi]|metrics|threshold|condition|query|strategy|dryRun|\bargs\b/i
