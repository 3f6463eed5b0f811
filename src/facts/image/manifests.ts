import type { Settings } from '../../config/settings.ts'
import type { EnvironmentClass } from '../../config/vocabulary.ts'
import { basename, dirname } from '../../documents/path.ts'
import { hasTemplateMarks } from '../../documents/pattern.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { lazily } from '../../sources/lazily.ts'
import { isForOwnMachine } from '../areas.ts'
import type { NamedEnvironment } from '../environments.ts'
import type { Hidden, Seen } from '../hidden.ts'
import { isChartTemplate } from '../manifests/chart-values.ts'
import { type Build, buildKustomizations } from '../manifests/kustomize/build.ts'
import { isKustomization } from '../manifests/kustomize/kustomization.ts'
import { objectsIn, plainManifests } from '../manifests/plain.ts'
import { environmentOfBuild, environmentOfManifest, namespaceOf } from '../manifests/where.ts'
import { classify } from '../pipeline/environment.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { plainPath } from './helm.ts'
import { imagesByLines } from './manifest-lines.ts'
import { imagesOf } from './object-images.ts'
import { filledIn, namesGiven } from './template-parameters.ts'

/** An image that a manifest of this repository names as what is to run. */
export interface DeployedByManifest {
  readonly reference: string
  readonly place: Place
  /** the environment that it runs in, by whatever tells of it; undefined where nothing does */
  readonly environment: Seen<EnvironmentClass> | undefined
  readonly source: 'manifest' | 'kustomization' | 'values' | 'code' | 'compose'
  /** in values: the keys that lead to it, in lower case */
  readonly path?: string
  /** the tag is left to whoever deploys (an empty `tag:` in values) */
  readonly open: boolean
  /** what hides it, where not even a part of it is seen; the reference then says whose it is */
  readonly hidden?: Hidden | undefined
  /** the container that it is the image of; undefined where that is not seen */
  readonly container?: string
  /** what decides whether it runs at all, where that is hidden */
  readonly condition?: Hidden | undefined
  /** a controller deploys it as it is said here, whatever pipelines do */
  readonly isDeclared?: boolean
}

/** Both words, in any order; from the start, since a text with thousands of one and none of the other is common, too. */
const mayRun = {
  text: /^(?=[\s\S]*?\bimage["']?:)[\s\S]*?\bkind["']?:/,
  loses: ['images'],
} as const

/** Images in Kubernetes manifests, as kustomizations and charts make them, and in values of charts from elsewhere. */
export async function deployedByManifests(
  repository: Repository,
  settings: Settings,
  workflows: readonly Workflow[],
): Promise<DeployedByManifest[]> {
  const { builds } = await buildKustomizations(repository)
  const found = builds.flatMap((build) => inBuild(build, settings))
  const charts = new Set(repository.named('Chart.yaml').map((file) => dirname(file.path)))
  const given = lazily(() => namesGiven(workflows))
  for (const file of await plainManifests(repository, mayRun)) {
    if (isValues(file.path, charts) || isForOwnMachine(file.path)) continue
    for (const document of file.documents ?? []) {
      for (const image of objectsIn(document).flatMap((root) => ofObject(root, settings)))
        found.push({ ...image, reference: filledIn(image.reference, document, given) })
    }
    if (!file.documents && !file.isFilledIn) found.push(...(await ofLines(repository, file.path, settings)))
  }
  // the renderer is loaded where there is a chart
  const written =
    charts.size > 0 ? await (await import('./charts.ts')).deployedByCharts(repository, settings, workflows) : undefined
  found.push(...(written?.images ?? []))
  for (const { path, area } of repository.ending('.yaml', '.yml')) {
    if (area !== 'main' || path.startsWith('.github/') || isChartTemplate(path, (folder) => charts.has(folder)))
      continue
    if (isValues(path, charts) && !written?.files.has(path)) found.push(...(await inValues(repository, path, settings)))
  }
  return unique(found)
}

/** What a kustomization makes, patches of what comes from elsewhere, and what it sets for images that no object here names. */
function inBuild(build: Build, settings: Settings): DeployedByManifest[] {
  const roots = [...build.resources.map(({ root }) => root), ...build.unmet].flatMap(objectsIn)
  const found = roots.flatMap((root) => {
    const environment = environmentOfBuild(build, namespaceOf(root), settings)
    const said = told(environment, namespaceOf(root) || overlayOf(`${build.folder}/`), settings)
    return imagesOf(root).map((image): DeployedByManifest => {
      const source = isKustomization({ path: image.place.file }) ? 'kustomization' : 'manifest'
      return { ...image, environment: said, source, open: false }
    })
  })
  if (build.isComponent) return found
  for (const [name, item] of build.unmetImages) {
    const tag = item.get('digest') ?? item.get('newTag')
    if (!name || !tag?.text) continue
    const reference = `${item.get('newName')?.text ?? name}${item.get('digest') ? '@' : ':'}${tag.text}`
    const namespace = build.document.get('namespace')?.text ?? overlayOf(`${build.folder}/`)
    const environment = told(environmentOfBuild(build, '', settings), namespace, settings)
    found.push({ reference, place: tag.place, environment, source: 'kustomization', open: false })
  }
  return found
}

function ofObject(root: DataNode, settings: Settings): DeployedByManifest[] {
  const environment = environmentOf(namespaceOf(root), root.file, settings)
  return imagesOf(root).map((image) => ({ ...image, environment, source: 'manifest', open: false }))
}

/** The images of a manifest that is no YAML before it is filled in, by its lines. */
async function ofLines(repository: Repository, path: string, settings: Settings): Promise<DeployedByManifest[]> {
  const text = await repository.text(path)
  return ((text && imagesByLines(text)) ?? []).map(({ reference, start, end, namespace }) => {
    const environment = environmentOf(namespace, path, settings)
    return { reference, place: { file: path, start, end }, environment, source: 'manifest', open: false }
  })
}

const environmentOf = (namespace: string, file: string, settings: Settings) =>
  told(environmentOfManifest({ namespace, file }, settings), namespace || overlayOf(file), settings)

/** The class of an environment; where only a name is known that tells none, that is hidden by its name. */
function told(
  known: NamedEnvironment | undefined,
  name: string,
  settings: Settings,
): Seen<EnvironmentClass> | undefined {
  return known?.class ?? (name ? classify(name, settings) : undefined)
}

/** An image that runs in several environments is one: that of production where it runs there. */
function unique(images: readonly DeployedByManifest[]): DeployedByManifest[] {
  const found = new Map<string, DeployedByManifest>()
  for (const image of images) {
    const key = `${image.reference}\0${image.place.file}\0${image.place.start}`
    if (!found.has(key) || image.environment === 'production') found.set(key, image)
  }
  return [...found.values()]
}

/** `k8s/overlays/staging/kustomization.yaml` → `staging` */
function overlayOf(path: string): string {
  return /(?:overlays?|environments?|envs?)\/([^/]+)\//.exec(path)?.[1] ?? ''
}

function isValues(path: string, charts: ReadonlySet<string>): boolean {
  const name = basename(path)
  return /^values([._-].*)?\.ya?ml$/.test(name) || (/values/.test(name) && charts.size > 0)
}

async function inValues(repository: Repository, path: string, settings: Settings): Promise<DeployedByManifest[]> {
  const text = await repository.text(path)
  if (!text?.content.includes('image')) return []
  const said = /values[._-](.+)\.ya?ml$/.exec(path)?.[1] ?? overlayOf(path)
  const environment = said ? classify(said, settings) : undefined
  const documents = await repository.yaml(path)
  if (!documents && !hasTemplateMarks(text.content)) repository.claim(path, 'images')
  const found: DeployedByManifest[] = []
  for (const document of documents ?? []) {
    for (const [node, path] of mapsOf(document)) {
      const image = node.get('image')
      const repositoryNode = image?.get('repository') ?? image?.get('name')
      if (!image || !repositoryNode?.text) continue
      const registry = image.get('registry')?.text
      const name = registry ? `${registry}/${repositoryNode.text}` : repositoryNode.text
      const tag = image.get('tag')
      const digest = image.get('digest')?.text
      found.push({
        reference: `${name}${tag?.text ? `:${tag.text}` : ''}${digest ? `@${digest}` : ''}`,
        place: tag?.text ? tag.place : repositoryNode.place,
        environment,
        source: 'values',
        path: plainPath(`${path}image`),
        open: !tag?.text && !digest,
      })
    }
  }
  return found
}

/** Every map with the keys that lead to it, each followed by a dot. Lists have no keys that `--set image.tag` could name. */
function* mapsOf(root: DataNode): Generator<readonly [DataNode, string]> {
  const open: (readonly [DataNode, string])[] = [[root, '']]
  // each once, however often aliases name it
  const seen = new Set<DataNode>()
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, path] = next
    if (seen.has(node)) continue
    seen.add(node)
    if (node.kind === 'map') yield next
    for (let i = node.entries.length - 1; i >= 0; i--) {
      const { key, value } = node.entries[i] as DataNode['entries'][number]
      if (value) open.push([value, `${path}${key}.`])
    }
    for (let i = node.items.length - 1; i >= 0; i--) open.push([node.items[i] as DataNode, `${path}${i}.`])
  }
}
