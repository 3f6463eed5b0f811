import type { Settings } from '../../config/settings.ts'
import { basename, dirname } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { environmentOfName, environmentOfPath, type NamedEnvironment } from '../environments.ts'
import type { Hidden } from '../hidden.ts'
import { classOfJobName, declaredClass } from '../pipeline/environment.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { ObservationName } from '../table.ts'
import { chartsOf, isChartTemplate } from './chart-values.ts'
import { type Build, buildKustomizations } from './kustomize/build.ts'
import { isKustomization } from './kustomize/kustomization.ts'

/** An object as it is deployed to one environment; each part of it has the place that a person would edit. */
export interface BuiltObject {
  readonly root: DataNode
  readonly environment: NamedEnvironment | undefined
  /** what a command that deploys it would name: a file, the folder of a kustomization or of a chart */
  readonly source: string
  /** what decides whether it is made, where that is hidden */
  readonly condition?: Hidden | undefined
}

/** Which objects are wanted. */
export interface Wanted {
  /** what a text says that may hold one */
  readonly text: RegExp
  /** what is lost with a file that cannot be parsed */
  readonly loses: readonly ObservationName[]
}

/** A manifest that no kustomization takes in and no chart writes. */
export interface PlainFile {
  readonly path: string
  /** undefined where it is to be filled in first, or broken */
  readonly documents: readonly DataNode[] | undefined
  /** it lies beside a kustomization that does not name it: only a command that names it deploys it */
  readonly isBeside: boolean
}

/** The manifests that are deployed as they are written, of those whose text may hold what is wanted. */
export async function plainManifests(repository: Repository, { text, loses }: Wanted): Promise<PlainFile[]> {
  const charts = new Set((await chartsOf(repository)).map(({ folder }) => folder))
  const { owned, folders } = await buildKustomizations(repository)
  const found: PlainFile[] = []
  for (const file of repository.ending('.yaml', '.yml', '.json')) {
    const { path } = file
    if (file.area !== 'main' || path.startsWith('.github/') || owned.has(path) || isKustomization(file)) continue
    if (isChartTemplate(path, (folder) => charts.has(folder)) || !repository.mayHold(path, 'apiVersion')) continue
    const content = (await repository.text(path))?.content
    if (content === undefined || !text.test(content)) continue
    // a template of some engine: what it holds is not known before it is rendered
    if (/^\s*\{\{/m.test(content)) continue
    const documents = await repository.yaml(path)
    if (!documents && !/\{\{|\{%|<%/.test(content)) repository.claim(path, ...loses)
    found.push({ path, documents, isBeside: folders.has(dirname(path)) })
  }
  return found
}

/** The objects of a document: those of a list, and of a Template of OpenShift, whose parameters whoever deploys gives. */
export function objectsIn(document: DataNode): readonly DataNode[] {
  const kind = document.get('kind')?.text ?? ''
  const inner = kind === 'List' ? document.get('items') : kind === 'Template' ? document.get('objects') : undefined
  return inner ? inner.items.flatMap(objectsIn) : [document]
}

/** The environment of a manifest: its namespace, a folder or the name of its file, the first that tells. */
export function environmentOfManifest(
  { namespace, file }: { readonly namespace: string; readonly file: string },
  settings: Settings,
): NamedEnvironment | undefined {
  const spoken = namespace ? environmentOfName(namespace, settings) : undefined
  return spoken ?? environmentOfPath(dirname(file), settings) ?? ofFile(file, settings)
}

function ofFile(file: string, settings: Settings): NamedEnvironment | undefined {
  const name = basename(file).replace(/\.(ya?ml|json)$/, '')
  const kind = declaredClass(file, settings) ?? classOfJobName(name, settings)
  return kind && { name: kind, class: kind }
}

/** The environment of what a kustomization makes: its folder, its namespace, else that of the object. */
export function environmentOfBuild(
  { folder, document }: Pick<Build, 'folder' | 'document'>,
  namespace: string,
  settings: Settings,
): NamedEnvironment | undefined {
  const own = document.get('namespace')?.text
  return (
    environmentOfPath(folder, settings) ??
    (own ? environmentOfName(own, settings) : undefined) ??
    (namespace ? environmentOfName(namespace, settings) : undefined)
  )
}

const namespaceOf = (root: DataNode) => root.at('metadata', 'namespace')?.text ?? ''

/** Whether a text of the service, a template of a chart among them, may hold what is wanted: a look that parses nothing. */
async function isSomewhere(repository: Repository, { text }: Wanted, inCharts: boolean): Promise<boolean> {
  const isChart = (folder: string) => repository.has(folder ? `${folder}/Chart.yaml` : 'Chart.yaml')
  for (const { path, area } of repository.ending('.yaml', '.yml', '.json', '.tpl')) {
    if (area !== 'main' || (inCharts && !isChartTemplate(path, isChart))) continue
    if (!inCharts && !repository.mayHold(path, 'apiVersion')) continue
    const content = (await repository.text(path))?.content
    if (content !== undefined && text.test(content)) return true
  }
  return false
}

/**
 * The objects of a kind as they are built: those of manifests and of charts, with the values of each
 * environment. Nothing is built, and the renderer is not loaded, where no text may hold one.
 */
export async function builtObjects(
  repository: Repository,
  settings: Settings,
  workflows: readonly Workflow[],
  wanted: Wanted,
): Promise<BuiltObject[]> {
  const found = (await isSomewhere(repository, wanted, false))
    ? await manifestObjects(repository, settings, wanted)
    : []
  if (!(await isSomewhere(repository, wanted, true))) return found
  const { deployedCharts } = await import('./deployed-charts.ts')
  for (const { chart, environment, templates } of await deployedCharts(repository, settings, workflows)) {
    for (const { root, condition } of templates.flatMap(({ objects }) => objects))
      for (const one of objectsIn(root)) found.push({ root: one, environment, source: chart.folder, condition })
  }
  return found
}

/**
 * The objects of manifests: those that kustomizations take in as they leave them, once for each that no other takes in;
 * patches of what comes from elsewhere, as far as they tell; all others as they are written.
 */
async function manifestObjects(repository: Repository, settings: Settings, wanted: Wanted): Promise<BuiltObject[]> {
  const found: BuiltObject[] = []
  const { builds } = await buildKustomizations(repository)
  for (const build of builds) {
    for (const root of [...build.resources.map(({ root }) => root), ...build.unmet].flatMap(objectsIn)) {
      found.push({ root, environment: environmentOfBuild(build, namespaceOf(root), settings), source: build.folder })
    }
  }
  for (const { path, documents } of await plainManifests(repository, wanted)) {
    for (const root of (documents ?? []).flatMap(objectsIn)) {
      const environment = environmentOfManifest({ namespace: namespaceOf(root), file: path }, settings)
      found.push({ root, environment, source: path })
    }
  }
  return found
}
