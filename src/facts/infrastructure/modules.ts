import { basename, dirname, join } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { Hidden } from '../hidden.ts'
import { isRemote } from '../manifests/kustomize/paths.ts'
import type { Repository } from '../repository.ts'
import type { InfrastructureModule } from '../schema/terraform.ts'
import { chartDependencies, pinOfVersion } from './chart-dependencies.ts'

type Pinned = Pick<InfrastructureModule, 'source' | 'version' | 'pinned'>

/**
 * Templates that ARM links to (`templateLink`), Bicep's modules from registries, roles of Ansible Galaxy, charts that charts
 * take in, and what kustomizations take from elsewhere, each with how it is fixed
 * (learn.microsoft.com/azure/azure-resource-manager/templates/linked-templates, …/bicep/modules;
 * docs.ansible.com/ansible/latest/galaxy/user_guide.html; kubectl.docs.kubernetes.io, "resources").
 */
export async function linkedModules(repository: Repository): Promise<readonly InfrastructureModule[]> {
  const found: InfrastructureModule[] = []
  const add = (name: string, place: Place, pin: Pinned) => {
    const id = `${place.file}: ${name}${place.start === undefined ? '' : `@${place.start}`}`
    found.push({ id, file: place.file, name, ...pin, chart: false, place } as InfrastructureModule)
  }
  for (const { path, area, size } of repository.ending('.json', '.bicep', '.yml', '.yaml')) {
    // larger files are data
    if (area !== 'main' || size > 400_000) continue
    if (path.endsWith('.bicep')) await bicep(path, repository, add)
    else if (isOfChart(path, repository)) {
      for (const { name, node, ...pin } of await chartDependencies(path, repository)) add(name, node.place, pin)
    } else if (/(^|\/)(collections\/|roles\/)?requirements\.ya?ml$/.test(path)) await galaxy(path, repository, add)
    else if (path.endsWith('.json')) await arm(path, repository, add)
    else if (/(^|\/)kustomization\.ya?ml$/.test(path)) await remoteBases(path, repository, add)
  }
  return found
}

/** A Chart.yaml, or what stood beside it before Helm 3. */
const isOfChart = (path: string, repository: Repository) =>
  basename(path) === 'Chart.yaml' ||
  (basename(path) === 'requirements.yaml' && repository.has(join(dirname(path), 'Chart.yaml')))

type Add = (name: string, place: Place, pin: Pinned) => void

async function arm(path: string, repository: Repository, add: Add): Promise<void> {
  const text = (await repository.text(path))?.content
  if (!text || !/deploymentTemplate\.json#/i.test(text) || !text.includes('templateLink')) return
  const root = await repository.json(path)
  const variables = root?.get('variables')
  for (const link of linksIn(root)) {
    const uri = link.get('uri') ?? link.get('relativePath') ?? link.get('id')
    if (!uri?.text || link.get('relativePath')) continue
    const written = resolved(uri.text, variables)
    add(nameOf(written), uri.place, pinOfUri(written))
  }
}

/** Every `templateLink`, in the order of the file. */
function* linksIn(root: DataNode | undefined): Generator<DataNode> {
  const stack = root ? [root] : []
  for (let node = stack.pop(); node; node = stack.pop()) {
    for (let i = node.items.length - 1; i >= 0; i--) stack.push(node.items[i] as DataNode)
    for (let i = node.entries.length - 1; i >= 0; i--) {
      const entry = node.entries[i] as DataNode['entries'][number]
      if (entry.key === 'templateLink') yield entry.value
      else stack.push(entry.value)
    }
  }
}

/** `[concat(variables('base'), 'x.json')]` as far as variables hold plain texts; the rest is left as `…`. */
function resolved(text: string, variables: DataNode | undefined): string {
  if (!text.startsWith('[')) return text
  const parts = [...text.matchAll(/variables\('([^']*)'\)|(?:parameters|reference|deployment)\([^)]*\)|'([^']*)'/g)]
  return parts
    .map(([, variable, plain]) => {
      const value = variable === undefined ? plain : variables?.get(variable)?.text
      return value === undefined || value.startsWith('[') ? '…' : value
    })
    .join('')
}

const nameOf = (uri: string) => basename(uri).replace(/\?.*$|…/g, '') || 'template'

function pinOfUri(uri: string): Pinned {
  const [, base = '', ref] =
    /^(https?:\/\/raw\.githubusercontent\.com\/[^/]+\/[^/]+)\/(?:refs\/(?:heads|tags)\/)?([^/]+)/.exec(uri) ?? []
  if (ref !== undefined) return { source: base, version: ref, pinned: pinOfRef(ref) }
  if (/[/_-]v?\d+\.\d+\.\d+/.test(uri)) return { source: uri, version: '', pinned: 'version' }
  const hidden = new Hidden(`which version of ${nameOf(uri)} is linked`, {
    kind: 'file',
    text: `link ${nameOf(uri)} with its version in the address`,
  })
  return { source: uri, version: '', pinned: hidden }
}

function pinOfRef(ref: string): InfrastructureModule['pinned'] {
  if (/^[\da-f]{40}$/i.test(ref)) return 'sha'
  return /(^|\D)\d+\.\d+\.\d+/.test(ref) ? 'version' : 'moving'
}

/** `module x 'br/public:avm/res/x:0.1.0' = {`; a path is a file of this repository. */
async function bicep(path: string, repository: Repository, add: Add): Promise<void> {
  const text = (await repository.text(path))?.content ?? ''
  for (const match of text.matchAll(/^[ \t]*module[ \t]+(\w+)[ \t]+'((?:br|ts)[/:][^'\n]*)'/gm)) {
    const [all, name = '', written = ''] = match
    const start = match.index + all.indexOf('module')
    const version = /:([^:/]+)$/.exec(written)?.[1] ?? ''
    const pin = {
      source: written.replace(/:[^:/]+$/, ''),
      version,
      pinned: version ? pinOfRef(version) : 'none',
    } as const
    add(name, { file: path, start, end: match.index + all.length }, pin)
  }
}

/** Roles and collections; without a version the newest is taken. */
async function galaxy(path: string, repository: Repository, add: Add): Promise<void> {
  const [root] = (await repository.yaml(path)) ?? []
  const lists = root?.kind === 'list' ? [root] : [root?.get('roles'), root?.get('collections')]
  for (const item of lists.flatMap((list) => list?.items ?? [])) {
    const source = item.get('src')?.text ?? item.get('name')?.text ?? item.text
    if (!source) continue
    const version = item.get('version')?.text ?? ''
    const pinned = !version ? 'none' : /^(==?)?\s*v?\d+\.\d+(\.\d+)?$/.test(version) ? 'version' : pinOfRef(version)
    add(source, item.place, { source, version, pinned })
  }
}

/** Resources, bases and components of a kustomization that lie in another repository, and the charts that it inflates. */
async function remoteBases(path: string, repository: Repository, add: Add): Promise<void> {
  const [root] = (await repository.yaml(path)) ?? []
  const items = ['resources', 'bases', 'components'].flatMap((list) => root?.get(list)?.items ?? [])
  for (const { text, place } of items) if (text && isRemote(text)) add(text, place, pinOfBase(text))
  for (const chart of root?.get('helmCharts')?.items ?? []) {
    const [name, source, version] = ['name', 'repo', 'version'].map((key) => chart.get(key)?.text ?? '')
    // without a repository it lies in a folder of this one
    if (name && source) add(name, (chart.get('version') ?? chart).place, inflated(source, version ?? ''))
  }
}

const inflated = (source: string, version: string): Pinned => ({ source, version, pinned: pinOfVersion(version) })

/** A base by its `?ref=` (or `?version=`, its older name), a file by the branch, tag or version in its address. */
function pinOfBase(written: string): Pinned {
  const ref = /[?&](?:ref|version)=([^&]+)/.exec(written)?.[1]
  if (ref !== undefined) return { source: written.replace(/\?.*$/, ''), version: ref, pinned: pinOfRef(ref) }
  const isFile = /^https?:\/\//.test(written) && /\.(ya?ml|json)$/.test(written)
  return isFile ? pinOfUri(written) : { source: written, version: '', pinned: 'none' }
}
