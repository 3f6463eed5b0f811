import { basename, dirname } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { Text } from '../../documents/text.ts'
import { type DataNode, walk } from '../../documents/tree.ts'
import type { Repository, RepositoryFile } from '../repository.ts'
import { plainPath } from './helm.ts'
import { applyKustomizations, isKustomization, kustomizationsOf } from './kustomize.ts'
import { imagesByLines, workloads } from './manifest-lines.ts'

/** An image that a manifest of this repository names as what is to run. */
export interface DeployedByManifest {
  readonly reference: string
  readonly place: Place
  /** what the manifest says of its environment: a namespace or the folder of an overlay; empty where nothing */
  readonly environment: string
  readonly source: 'manifest' | 'kustomization' | 'values'
  /** in values: the keys that lead to it, in lower case */
  readonly path?: string
  /** the tag is left to whoever deploys (an empty `tag:` in values) */
  readonly open: boolean
}

/** A cheap look at the text before anything is parsed: only manifests have both lines at the left. */
const manifestText = /^\s{0,4}(- )?apiVersion:/m

/** Images in Kubernetes manifests, as kustomizations change them, and Helm values of the service itself. */
export async function deployedByManifests(repository: Repository): Promise<DeployedByManifest[]> {
  const charts = new Set(repository.named('Chart.yaml').map((file) => dirname(file.path)))
  const found: DeployedByManifest[] = []
  for (const file of repository.ending('.yaml', '.yml')) {
    if (file.area !== 'main' || file.path.startsWith('.github/')) continue
    if (isKustomization(file) || isChartTemplate(file.path, (folder) => charts.has(folder))) continue
    if (isValues(file, charts)) found.push(...(await inValues(repository, file)))
    else found.push(...(await inManifest(repository, file)))
  }
  return applyKustomizations(found, await kustomizationsOf(repository))
}

/**
 * Whether a path is that of a template of a chart, which is no YAML before it is rendered.
 * @param isChart whether a folder holds a chart
 */
export function isChartTemplate(path: string, isChart: (folder: string) => boolean): boolean {
  const at = path.lastIndexOf('/templates/')
  return at >= 0 ? isChart(path.slice(0, at)) : path.startsWith('templates/') && isChart('')
}

function isValues(file: RepositoryFile, charts: ReadonlySet<string>): boolean {
  const name = basename(file.path)
  return /^values([._-].*)?\.ya?ml$/.test(name) || (/values/.test(name) && charts.size > 0)
}

async function inManifest(repository: Repository, file: RepositoryFile): Promise<DeployedByManifest[]> {
  if (!repository.mayHold(file.path, 'apiVersion')) return []
  const text = await repository.text(file.path)
  if (!text || !manifestText.test(text.content) || !text.content.includes('image:')) return []
  // A template of some engine: what it holds is not known before it is rendered.
  if (/^\s*\{\{/m.test(text.content)) return []
  const lines = imagesByLines(text)
  if (lines) {
    return lines.map(({ reference, start, end, namespace }) => ({
      reference,
      place: { file: file.path, start, end },
      environment: namespace || overlayOf(file.path),
      source: 'manifest',
      open: false,
    }))
  }
  const documents = await documentsOf(text, repository)
  return documents.flatMap((document) => inObject(document))
}

/** The documents of a file that names images: evidence, unless it is to be filled in first. */
async function documentsOf(text: Text, repository: Repository): Promise<readonly DataNode[]> {
  const documents = await repository.yaml(text.file)
  if (!documents && !/\{\{|\{%|<%/.test(text.content)) repository.claim(text.file, 'images')
  return documents ?? []
}

function inObject(document: DataNode): DeployedByManifest[] {
  const kind = document.get('kind')?.text ?? ''
  if (kind === 'List') return (document.get('items')?.items ?? []).flatMap(inObject)
  // OpenShift's: `${NAME}` in it is a parameter that whoever deploys gives
  if (kind === 'Template') return (document.get('objects')?.items ?? []).flatMap(inObject)
  const isKnative = kind === 'Service' && document.get('apiVersion')?.text?.startsWith('serving.')
  if (!workloads.test(kind) && !isKnative) return []
  const environment = document.at('metadata', 'namespace')?.text ?? overlayOf(document.file)
  const found: DeployedByManifest[] = []
  for (const node of walk(document)) {
    if (node.kind !== 'map') continue
    for (const list of ['containers', 'initContainers']) {
      for (const container of node.get(list)?.items ?? []) {
        const image = container.get('image')
        if (!image?.text) continue
        found.push({ reference: image.text, place: image.place, environment, source: 'manifest', open: false })
      }
    }
  }
  return found
}

/** `k8s/overlays/staging/kustomization.yaml` → `staging` */
export function overlayOf(path: string): string {
  return /(?:overlays?|environments?|envs?)\/([^/]+)\//.exec(path)?.[1] ?? ''
}

async function inValues(repository: Repository, file: RepositoryFile): Promise<DeployedByManifest[]> {
  const text = await repository.text(file.path)
  if (!text?.content.includes('image')) return []
  const environment = /values[._-](.+)\.ya?ml$/.exec(file.path)?.[1] ?? overlayOf(file.path)
  const found: DeployedByManifest[] = []
  for (const document of await documentsOf(text, repository)) {
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
