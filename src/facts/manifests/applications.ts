import type { Settings } from '../../config/settings.ts'
import { dirname } from '../../documents/path.ts'
import { Text } from '../../documents/text.ts'
import type { DataNode } from '../../documents/tree.ts'
import { parseYaml } from '../../documents/yaml.ts'
import { environmentOfName, environmentOfPath, type NamedEnvironment } from '../environments.ts'
import type { Hidden } from '../hidden.ts'
import { type Manifest, readManifests } from '../pipeline/dialect/manifests.ts'
import type { Repository } from '../repository.ts'
import { applicationsOfSet, isOpenTree } from './application-sets.ts'
import { written } from './helm/traced.ts'
import { type Dict, hiddenBecause, type Val } from './helm/value.ts'
import { fromTree, inOrder, put } from './helm/values.ts'
import { join } from './kustomize/paths.ts'
import { hiddenOf } from './unseen.ts'

/** A chart of this repository as a controller deploys it: an Application of Argo CD, a HelmRelease of Flux. */
export interface Application {
  /** the folder of the chart */
  readonly chart: string
  readonly environment: NamedEnvironment
  /** files of values that it names, in their order; undefined where it names none */
  readonly files: readonly string[]
  /** what it gives itself, over all files */
  readonly values: Dict
  /** values come from objects of the cluster, or from files that are not here */
  readonly isOpen: boolean
}

/** The charts of this repository that controllers deploy to an environment that can be told. */
export async function applicationsIn(repository: Repository, settings: Settings): Promise<Application[]> {
  const manifests = await readManifests(repository, {
    api: /^(argoproj\.io|helm\.toolkit\.fluxcd\.io)\//,
    kinds: new Set(['Application', 'ApplicationSet', 'HelmRelease']),
  })
  const found: Application[] = []
  for (const manifest of manifests.ofKind('ApplicationSet')) {
    for (const { node, name, environments, isPatched } of applicationsOfSet(manifest, repository)) {
      const one = await ofArgo(node, repository, isOpenTree)
      const told = environments
        .map((each) => environmentOfName(each, settings, true))
        .find((each) => each !== undefined)
      const environment = one && (told ?? environmentOf({ ...manifest, name }, one.namespace, settings))
      if (one && environment) found.push({ ...one, environment, isOpen: one.isOpen || isPatched })
    }
  }
  for (const manifest of manifests.ofKind('Application', 'HelmRelease')) {
    const one = manifest.kind === 'Application' ? await ofArgo(manifest.node, repository) : await ofFlux(manifest)
    const environment = one && environmentOf(manifest, one.namespace, settings)
    if (one && environment) found.push({ ...one, environment })
  }
  return found
}

/**
 * The chart that an Application or HelmRelease of a rendered chart deploys (an app of apps). What tells no environment of
 * its own goes where the chart that makes it goes; what is hidden of it may give any values.
 */
export async function applicationMade(
  { root, condition }: { readonly root: DataNode; readonly condition: Hidden | undefined },
  environment: NamedEnvironment,
  repository: Repository,
  settings: Settings,
): Promise<Application | undefined> {
  const [kind, name] = [root.get('kind')?.text, root.at('metadata', 'name')?.text ?? '']
  if (kind !== 'Application' && kind !== 'HelmRelease') return undefined
  const one = kind === 'Application' ? await ofArgo(root, repository, holdsUnseen) : ofFlux({ node: root })
  if (!one) return undefined
  const own = environmentOf({ name, file: '' }, one.namespace, settings)
  const isOpen = one.isOpen || condition !== undefined || (kind === 'HelmRelease' && holdsUnseen(root))
  return { ...one, environment: own ?? environment, isOpen }
}

const holdsUnseen = (node: DataNode): boolean =>
  hiddenOf(node) !== undefined || node.items.some(holdsUnseen) || node.entries.some(({ value }) => holdsUnseen(value))

function environmentOf(
  { name, file }: Pick<Manifest, 'name' | 'file'>,
  namespace: string | undefined,
  settings: Settings,
): NamedEnvironment | undefined {
  const spoken = namespace ? environmentOfName(namespace, settings) : undefined
  return spoken ?? environmentOfName(name, settings) ?? environmentOfPath(dirname(file), settings)
}

type Found = Omit<Application, 'environment'> & { readonly namespace: string | undefined }

/** argo-cd.readthedocs.io/en/stable/user-guide/helm: parameters win over values objects, these over texts, these over files. */
async function ofArgo(
  node: DataNode,
  repository: Repository,
  isUnfilled: (node: DataNode) => boolean = () => false,
): Promise<Found | undefined> {
  const spec = node.get('spec')
  const source = sourcesOf(node).find((one) => one.get('path')?.text)
  const path = join('', source?.get('path')?.text ?? '')
  const helm = source?.get('helm')
  if (!source || !path || !repository.has(`${path}/Chart.yaml`)) return undefined
  const files: string[] = []
  let isOpen = (helm?.get('fileParameters')?.items.length ?? 0) > 0
  for (const { text = '' } of helm?.get('valueFiles')?.items ?? []) {
    const file = valueFile(text, path)
    if (file !== undefined && repository.has(file)) files.push(file)
    else if (helm?.get('ignoreMissingValueFiles')?.text !== 'true') isOpen = true
  }
  const namespace = spec?.at('destination', 'namespace')?.text
  // what an ApplicationSet fills in that is not known may be any of its values
  if (helm && isUnfilled(helm)) return { chart: path, files, values: new Map(), isOpen: true, namespace }
  const layers: Dict[] = []
  const text = helm?.get('values')
  if (text?.text !== undefined) {
    const { documents, problem } = await parseYaml(new Text(text.file, text.text))
    if (problem) isOpen = true
    for (const document of documents) if (document.kind === 'map') layers.push(within(document, text))
  }
  const object = helm?.get('valuesObject')
  if (object?.kind === 'map') layers.push(fromTree(object) as Dict)
  const values = inOrder(layers)
  for (const item of helm?.get('parameters')?.items ?? []) {
    const [name, value] = [item.get('name')?.text, item.get('value')]
    if (name === undefined) continue
    if (/[[\]\\]/.test(name))
      put(values, [name.split(/[[.]/)[0] as string], hiddenBecause(`.Values.${name}, which a parameter sets`))
    else
      put(
        values,
        name.split('.'),
        value ? written(typed(value.text ?? '', item.get('forceString')?.text === 'true'), value.place) : '',
      )
  }
  return { chart: path, files, values, isOpen, namespace }
}

/** Where a file of values lies: beside the chart, from the root (`/env/prod.yaml`), or in another source (`$values/…`). */
const valueFile = (written: string, chart: string) =>
  /^[$/]/.test(written) ? join('', written.replace(/^(\$[\w-]+)?\//, '')) : join(chart, written)

/** The files of values of this repository that Applications of Argo CD name, each with where it is named. */
export async function valueFilesOfApplications(
  repository: Repository,
): Promise<readonly { readonly path: string; readonly node: DataNode }[]> {
  const manifests = await readManifests(repository, {
    api: /^argoproj\.io\//,
    kinds: new Set(['Application', 'ApplicationSet']),
  })
  const made = manifests.ofKind('ApplicationSet').flatMap((set) => applicationsOfSet(set, repository))
  return [...manifests.ofKind('Application'), ...made].flatMap(({ node }) =>
    sourcesOf(node).flatMap((source) => {
      const chart = join('', source.get('path')?.text ?? '')
      return (source.at('helm', 'valueFiles')?.items ?? []).flatMap((item) => {
        const path = chart === undefined ? undefined : valueFile(item.text ?? '', chart)
        // of what is not here nobody can tell whether it is another repository's
        return path !== undefined && repository.has(path) ? [{ path, node: item }] : []
      })
    }),
  )
}

/** The values of their own that charts of this repository have, which Applications of Argo CD keep in step; each where it is named. */
export async function chartValuesOfApplications(
  repository: Repository,
): Promise<readonly { readonly path: string; readonly node: DataNode }[]> {
  const manifests = await readManifests(repository, { api: /^argoproj\.io\//, kinds: new Set(['Application']) })
  return manifests.ofKind('Application').flatMap(({ node }) =>
    sourcesOf(node).flatMap((source) => {
      const chart = source.get('path')
      const folder = join('', chart?.text ?? '') ?? ''
      const path = join(folder, 'values.yaml') ?? ''
      return chart && repository.has(join(folder, 'Chart.yaml') ?? '') && repository.has(path)
        ? [{ path, node: chart }]
        : []
    }),
  )
}

function sourcesOf(application: DataNode): readonly DataNode[] {
  const spec = application.get('spec')
  const only = spec?.get('source')
  return spec?.get('sources')?.items ?? (only ? [only] : [])
}

/** `--set` makes numbers and truths of what looks like one. */
function typed(text: string, isText: boolean): string | bigint | boolean | null {
  if (isText) return text
  if (/^(true|false)$/.test(text)) return text === 'true'
  if (text === 'null') return null
  return /^-?(0|[1-9]\d*)$/.test(text) ? BigInt(text) : text
}

/** The values of a text inside of a manifest: each stands where the text does. */
function within(document: DataNode, text: DataNode): Dict {
  const placed = (node: DataNode): Val => {
    if (node.kind === 'list') return node.items.map(placed)
    if (node.kind === 'map') return new Map(node.entries.map(({ key, value }) => [key, placed(value)]))
    const plain = fromTree(node, false)
    const [start, end] = [
      text.offsetOf(node.span.start),
      text.offsetOf(Math.max(node.span.start, node.span.end - 1)) + 1,
    ]
    return written(plain as string, { file: text.file, start, end })
  }
  return placed(document) as Dict
}

/** fluxcd.io/flux/components/helm/helmreleases: its own values win over those of the cluster's objects. */
function ofFlux({ node }: Pick<Manifest, 'node'>): Found | undefined {
  const spec = node.get('spec')
  const chart = spec?.at('chart', 'spec')
  const path = join('', chart?.get('chart')?.text ?? '')
  if (chart?.at('sourceRef', 'kind')?.text !== 'GitRepository' || path === undefined) return undefined
  const values = spec?.get('values')
  return {
    chart: path,
    files: [],
    values: values?.kind === 'map' ? (fromTree(values) as Dict) : new Map(),
    isOpen: (spec?.get('valuesFrom')?.items.length ?? 0) > 0 || chart.get('valuesFiles') !== undefined,
    namespace: spec?.get('targetNamespace')?.text ?? node.at('metadata', 'namespace')?.text,
  }
}
