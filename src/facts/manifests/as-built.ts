import type { Settings } from '../../config/settings.ts'
import { groupBy } from '../../documents/group.ts'
import { dirname } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { NamedEnvironment } from '../environments.ts'
import { Hidden } from '../hidden.ts'
import { once } from '../once.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { ObservationName } from '../table.ts'
import { chartsOf, isChartTemplate } from './chart-values.ts'
import type { DeployedChart } from './deployed-charts.ts'
import { manifestTemplates } from './filled-in.ts'
import { buildKustomizations } from './kustomize/build.ts'
import { isKustomization } from './kustomize/kustomization.ts'
import { objectsIn, plainManifests, type Wanted } from './plain.ts'
import { environmentOfBuild, environmentOfManifest, namespaceOf } from './where.ts'

/** An object as it is deployed to one environment; each part of it has the place that a person would edit. */
export interface BuiltObject {
  readonly root: DataNode
  readonly environment: NamedEnvironment | undefined
  /** what a command that deploys it would name: a file, the folder of a kustomization or of a chart */
  readonly source: string
  readonly by: 'file' | 'kustomization' | 'chart'
  /** a patch of an object that comes from elsewhere: what else that holds is not seen */
  readonly isPart: boolean
  /** its file lies beside a kustomization that does not name it */
  readonly isBeside: boolean
  /** what decides whether it is made, where that is hidden */
  readonly condition?: Hidden | undefined
}

/** A text that may write what is wanted, and of which nobody can tell what it writes. */
export interface UnreadText {
  readonly file: string
  /** what in it speaks of what is wanted */
  readonly place: Place
  readonly environment: NamedEnvironment | undefined
  readonly hidden: Hidden
}

/** The objects of a kind as they are built, and the texts of which it cannot be told. */
export interface AsBuilt {
  readonly objects: readonly BuiltObject[]
  readonly unread: readonly UnreadText[]
  /** the files of values that charts of this repository were written with: of each the keys that are for charts from elsewhere */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>
}

/** What objects are built from. */
export interface Building {
  readonly repository: Repository
  readonly settings: Settings
  readonly workflows: readonly Workflow[]
}

/** Objects of some kinds, by what their texts say. */
export const ofKinds = (kinds: readonly string[], ...loses: readonly ObservationName[]): Wanted => ({
  text: new RegExp(`\\bkind["']?:\\s*["']?(${kinds.join('|')})\\b`),
  kinds: new Set(kinds),
  loses,
})

/**
 * The objects of a kind as they are built: those of manifests and of charts, with the values of each
 * environment. Nothing is built, and the renderer is not loaded, where no text may hold one.
 */
export async function builtObjects(building: Building, wanted: Wanted): Promise<AsBuilt> {
  const { inManifests, inCharts } = await textsWith(wanted, building.repository)
  const manifests = inManifests ? await manifestObjects(building, wanted) : nothing
  if (inCharts.size === 0) return manifests
  const charts = await chartObjects(building, wanted, inCharts)
  return {
    objects: [...manifests.objects, ...charts.objects],
    unread: [...manifests.unread, ...charts.unread],
    values: charts.values,
  }
}

const nothing: AsBuilt = { objects: [], unread: [], values: new Map() }

/** Whether any text may hold what is wanted: asked before what judges it is loaded. */
export async function mayBuild(repository: Repository, wanted: Wanted): Promise<boolean> {
  const { inManifests, inCharts } = await textsWith(wanted, repository)
  return inManifests || inCharts.size > 0
}

/** Whether manifests, and which files of charts, may hold what is wanted: a look that parses nothing, once for each wish. */
const textsWith = once(async ({ text }: Wanted, repository: Repository) => {
  const charts = new Set((await chartsOf(repository)).map(({ folder }) => folder))
  const inCharts = new Set<string>()
  let inManifests = false
  for (const { path, area } of repository.ending('.yaml', '.yml', '.json', '.tpl')) {
    if (area !== 'main') continue
    const isTemplate = isChartTemplate(path, (folder) => charts.has(folder))
    // what values or other files of a chart say, its templates may write
    const isGiven = !isTemplate && charts.size > 0 && (/values/i.test(path) || isInside(path, charts))
    // a kustomization may say no version of its own (kubectl.docs.kubernetes.io, "kustomization")
    const mayMake = repository.mayHold(path, 'apiVersion') || isKustomization({ path })
    const isManifest = !isTemplate && !inManifests && !path.endsWith('.tpl') && mayMake
    if (!isTemplate && !isGiven && !isManifest) continue
    if (!text.test((await repository.text(path))?.content ?? '')) continue
    if (isTemplate || isGiven) inCharts.add(path)
    if (isManifest) inManifests = true
  }
  inManifests ||= (await manifestTemplates(repository)).some(({ content }) => text.test(content))
  return { inManifests, inCharts }
})

/** Whether one of the folders holds a path, at any depth. */
function isInside(path: string, folders: ReadonlySet<string>): boolean {
  for (let at = dirname(path); ; at = dirname(at)) {
    if (folders.has(at)) return true
    if (at === '') return false
  }
}

/**
 * The objects of manifests: those that kustomizations take in as they leave them, once for each that no other takes in;
 * patches of what comes from elsewhere, as far as they tell; all others as they are written.
 */
async function manifestObjects({ repository, settings }: Building, wanted: Wanted): Promise<AsBuilt> {
  const objects = ofAny(await kustomizedObjects(repository, settings), wanted.kinds)
  const unread: UnreadText[] = []
  for (const path of (await buildKustomizations(repository)).unread) {
    if (wanted.loses.length > 0 && wanted.text.test((await repository.text(path))?.content ?? ''))
      repository.claim(path, ...wanted.loses)
  }
  for (const { path, documents, isBeside, isTemplate } of await plainManifests(repository, wanted)) {
    for (const root of (documents ?? []).flatMap(objectsIn)) {
      const environment = environmentOfManifest({ namespace: namespaceOf(root), file: path }, settings)
      objects.push({ root, environment, source: path, by: 'file', isPart: false, isBeside })
    }
    if (documents || (!isTemplate && wanted.loses.length > 0)) continue
    const environment = environmentOfManifest({ namespace: '', file: path }, settings)
    const hidden = new Hidden(`what ${path} writes, which is filled in first`, {
      kind: 'file',
      text: `keep ${path} as it is deployed in this repository`,
    })
    unread.push({ file: path, place: await placeIn(path, wanted, repository), environment, hidden })
  }
  return { ...nothing, objects, unread }
}

/** Objects by what their kind is written as; those whose kind is hidden have no text for it, and may be of any. */
type ByKind = ReadonlyMap<string, readonly BuiltObject[]>

function ofAny(objects: ByKind, kinds: ReadonlySet<string> | undefined): BuiltObject[] {
  if (!kinds) return [...objects.values()].flat()
  return [...kinds, ''].flatMap((kind) => objects.get(kind) ?? [])
}

/** All objects that kustomizations make, by their kinds: whoever asks for some looks at these alone. */
const kustomizedObjects = once(async (repository: Repository, settings: Settings): Promise<ByKind> => {
  const found: BuiltObject[] = []
  for (const build of (await buildKustomizations(repository)).builds) {
    const add = (root: DataNode, isPart: boolean) => {
      const environment = environmentOfBuild(build, namespaceOf(root), settings)
      found.push({ root, environment, source: build.folder, by: 'kustomization', isPart, isBeside: false })
    }
    for (const { root } of build.resources) for (const one of objectsIn(root)) add(one, build.isComponent)
    for (const root of build.unmet.flatMap(objectsIn)) add(root, true)
  }
  return groupBy(found, ({ root }) => root.get('kind')?.text ?? '')
})

/** What charts write; templates that cannot be told count where they, or those that they may include, speak of it. */
async function chartObjects(
  { repository, settings, workflows }: Building,
  wanted: Wanted,
  texts: ReadonlySet<string>,
): Promise<AsBuilt> {
  const objects: BuiltObject[] = []
  const unread: UnreadText[] = []
  const values = new Map<string, Set<string>>()
  const { deployedCharts } = await import('./deployed-charts.ts')
  for (const deployed of await deployedCharts(repository, settings, workflows)) {
    const { chart, environment, templates } = deployed
    const made = { environment, source: chart.folder, by: 'chart', isPart: false, isBeside: false } as const
    for (const file of deployed.files) {
      const keys = values.get(file) ?? new Set<string>()
      for (const { key } of deployed.absent) keys.add(key)
      values.set(file, keys)
    }
    for (const template of templates) {
      for (const { root, condition } of template.objects)
        for (const one of objectsIn(root)) objects.push({ ...made, root: one, condition })
      const { file, hidden } = template
      if (!hidden || !(texts.has(file) || (await isWrittenElsewhere(file, deployed, texts, repository)))) continue
      unread.push({ file, place: await placeIn(file, wanted, repository), environment, hidden })
    }
  }
  return { objects, unread, values }
}

/** A template without a kind of its own that takes in others: the partials of its chart tell what it may write. */
async function isWrittenElsewhere(
  file: string,
  { chart }: DeployedChart,
  texts: ReadonlySet<string>,
  repository: Repository,
): Promise<boolean> {
  const content = (await repository.text(file))?.content ?? ''
  if (/^kind:/m.test(content) || !/\{\{-?\s*(include|template|tpl)\b/.test(content)) return false
  const inside = chart.folder ? `${chart.folder}/` : ''
  return [...texts].some((path) => path.startsWith(inside) && /(^|\/)_[^/]*$|\.tpl$/.test(path))
}

async function placeIn(file: string, { text }: Wanted, repository: Repository): Promise<Place> {
  const found = text.exec((await repository.text(file))?.content ?? '')
  return found ? { file, start: found.index, end: found.index + found[0].length } : { file }
}
