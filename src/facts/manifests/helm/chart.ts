import { dirname, join } from '../../../documents/path.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { wholeFile } from './traced.ts'
import { type Dict, hiddenBecause, type Val } from './value.ts'
import { fromTree } from './values.ts'

/** A template of a chart. */
export interface ChartFile {
  /** as Helm names it: `shop/templates/web.yaml` */
  readonly name: string
  readonly file: string
  readonly content: string
}

/** A chart of this repository with all that its rendering may ask for. */
export interface LoadedChart {
  readonly folder: string
  readonly name: string
  readonly metadata: DataNode
  readonly isLibrary: boolean
  readonly values: Dict
  readonly templates: readonly ChartFile[]
  /** templates that cannot be read, or are too large */
  readonly unread: readonly string[]
  /** what is no template, by its path in the chart: `.Files.Get` */
  readonly files: ReadonlyMap<string, Val>
  readonly dependencies: readonly Dependency[]
}

/** A chart that another takes in. */
export interface Dependency {
  /** the key of its values */
  readonly name: string
  readonly written: string
  readonly condition: string
  readonly tags: readonly string[]
  /** undefined where the chart is not in this repository */
  readonly chart: LoadedChart | undefined
  /** `import-values`: what of its values becomes the parent's */
  readonly imports: readonly Import[]
  readonly node: DataNode
}

/** A table of a chart's values that its parent takes over, and where it puts it. */
export interface Import {
  readonly child: readonly string[]
  readonly parent: readonly string[]
}

const largest = 500_000
const deepest = 10

/**
 * Reads a chart (helm.sh/docs/topics/charts) with the charts in its `charts/` and those of `file://` in this repository.
 * Undefined where its Chart.yaml cannot be read.
 */
export async function loadChart(
  repository: Repository,
  folder: string,
  above: readonly string[] = [],
): Promise<LoadedChart | undefined> {
  const at = (path: string) => (folder ? `${folder}/${path}` : path)
  const [metadata] = (await repository.yaml(at('Chart.yaml'))) ?? []
  const name = metadata?.get('name')?.text
  if (!metadata || !name || above.includes(folder) || above.length > deepest) return undefined
  const [values] = repository.has(at('values.yaml')) ? ((await repository.yaml(at('values.yaml'))) ?? []) : []
  const templates: ChartFile[] = []
  const files = new Map<string, Val>()
  const unread: string[] = []
  const paths = repository.under(folder).map(({ path }) => path.slice(folder ? folder.length + 1 : 0))
  for (const path of paths) {
    const isTemplate = path.startsWith('templates/')
    if (path.startsWith('charts/') || /\.(tgz|png|jpg)$/.test(path) || (!isTemplate && path === 'values.yaml')) continue
    const text = await repository.text(at(path))
    const content = text && text.content.length <= largest ? text.content : undefined
    if (isTemplate) {
      if (content === undefined) unread.push(at(path))
      else templates.push({ name: `${name}/${path}`, file: at(path), content })
    } else if (!/(^|\/)Chart\.yaml$/.test(path))
      files.set(
        path,
        content === undefined ? hiddenBecause(`what ${at(path)} holds`, at(path)) : wholeFile(at(path), content),
      )
  }
  const usesFiles = templates.some(({ content }) => content.includes('.Files'))
  return {
    folder,
    name,
    metadata,
    isLibrary: metadata.get('type')?.text === 'library',
    values: values?.kind === 'map' ? (fromTree(values) as Dict) : new Map(),
    templates,
    unread,
    files: usesFiles ? files : new Map(),
    dependencies: await dependenciesOf(repository, folder, metadata, [...above, folder]),
  }
}

async function dependenciesOf(
  repository: Repository,
  folder: string,
  metadata: DataNode,
  above: readonly string[],
): Promise<Dependency[]> {
  const at = (path: string) => (folder ? `${folder}/${path}` : path)
  const [old] = repository.has(at('requirements.yaml')) ? ((await repository.yaml(at('requirements.yaml'))) ?? []) : []
  const wanted = [metadata, old].flatMap((one) => one?.get('dependencies')?.items ?? [])
  const inside = new Map<string, string>()
  for (const { path } of repository.under(at('charts'))) {
    const rest = path.slice(at('charts').length + 1)
    if (!/^[^/]+\/Chart\.yaml$/.test(rest)) continue
    const [own] = (await repository.yaml(path)) ?? []
    const name = own?.get('name')?.text
    if (name) inside.set(name, dirname(path))
  }
  const found: Dependency[] = []
  const taken = new Set<string>()
  for (const node of wanted) {
    const written = node.get('name')?.text
    if (!written) continue
    const local = node.get('repository')?.text?.match(/^file:\/\/(.*)$/)?.[1]
    const path = inside.get(written) ?? (local === undefined ? undefined : join(folder, local))
    taken.add(written)
    found.push({
      name: node.get('alias')?.text ?? written,
      written,
      condition: node.get('condition')?.text ?? '',
      tags: (node.get('tags')?.items ?? []).flatMap((tag) => tag.text ?? []),
      chart: path === undefined ? undefined : await loadChart(repository, path, above),
      imports: (node.get('import-values')?.items ?? []).map(importOf),
      node,
    })
  }
  for (const [name, path] of inside) {
    if (taken.has(name)) continue
    const chart = await loadChart(repository, path, above)
    if (chart) found.push({ name, written: name, condition: '', tags: [], chart, imports: [], node: chart.metadata })
  }
  return found
}

/** `- data` takes `exports.data`, a pair says from where to where (helm.sh/docs/topics/charts, "import-values"). */
function importOf(item: DataNode): Import {
  const path = (text: string | undefined) => (text ?? '').split('.').filter((key) => key !== '')
  if (item.kind === 'scalar') return { child: ['exports', ...path(item.text)], parent: [] }
  return { child: path(item.get('child')?.text), parent: path(item.get('parent')?.text) }
}
