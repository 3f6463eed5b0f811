import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { isThisRepository, ownerOf, ownPath, pathAtHost } from '../../address.ts'
import type { Repository } from '../../repository.ts'
import { type Manifest, type Manifests, readManifests } from '../dialect/manifests.ts'

/** What a controller takes from another place than this repository, as a manifest here says. */
export interface Followed {
  readonly what: 'chart' | 'git'
  readonly name: string
  /** the address that it is taken from */
  readonly source: string
  /** the constraint, or the ref; empty where there is none */
  readonly version: string
  /** its key says that the ref is a commit or a tag */
  readonly fixed: boolean
  readonly party: 'own' | 'third'
  readonly place: Place
}

/**
 * Charts of registries, and git repositories of others, that Applications, HelmReleases and Flux's sources of this
 * repository have a controller deliver. What a template fills in is left out, and so is a repository of which git does not
 * tell whether it is this one.
 */
export async function followedElsewhere(repository: Repository): Promise<readonly Followed[]> {
  return [...(await ofArgoCd(repository)), ...(await ofFlux(repository))]
}

async function ofArgoCd(repository: Repository): Promise<Followed[]> {
  const manifests = await readManifests(repository, {
    api: /^argoproj\.io\//,
    kinds: new Set(['Application', 'ApplicationSet']),
  })
  const specs = [
    ...manifests.ofKind('Application').map(({ name, node }) => ({ name, spec: node.get('spec') })),
    ...manifests
      .ofKind('ApplicationSet')
      .map(({ name, node }) => ({ name, spec: node.at('spec', 'template', 'spec') })),
  ]
  return specs.flatMap(({ name, spec }) =>
    [spec?.get('source') ?? [], spec?.get('sources')?.asList ?? []].flat().flatMap((source) => {
      const address = source.get('repoURL')?.text ?? ''
      const revision = source.get('targetRevision')
      const version = revision?.text ?? ''
      const place = (revision ?? source).place
      const chart = source.get('chart')?.text
      return chart === undefined
        ? ofGit(name, address, version === 'HEAD' ? '' : version, /^refs\/tags\//.test(version), place, repository)
        : ofRegistry(chart, address, version, place, repository)
    }),
  )
}

async function ofFlux(repository: Repository): Promise<Followed[]> {
  const manifests = await readManifests(repository, {
    api: /^(helm|source)\.toolkit\.fluxcd\.io\//,
    kinds: new Set(['HelmRelease', 'HelmRepository', 'GitRepository', 'OCIRepository']),
  })
  return [
    ...manifests.ofKind('HelmRelease').flatMap((release) => ofRelease(release, manifests, repository)),
    ...manifests.ofKind('GitRepository').flatMap(({ name, node, place }) => {
      const ref = refOf(node.at('spec', 'ref'), ['commit', 'name', 'semver', 'tag', 'branch'])
      const fixed = ref?.key === 'commit' || ref?.key === 'tag' || /^refs\/tags\//.test(ref?.text ?? '')
      const address = node.at('spec', 'url')?.text ?? ''
      return ofGit(name, address, ref?.text ?? '', fixed, ref?.place ?? place, repository)
    }),
  ]
}

/** The chart of a release, where it comes from a registry; one of a git repository is that repository's. */
function ofRelease({ node }: Manifest, manifests: Manifests, repository: Repository): Followed[] {
  const chart = node.at('spec', 'chart', 'spec')
  const ref = chart?.get('sourceRef')
  const name = chart?.get('chart')?.text
  if (!chart || name === undefined || ref?.get('kind')?.text !== 'HelmRepository') return []
  const registry = manifests.find(['HelmRepository'], ref.get('name')?.text ?? '', node.file)
  const version = chart.get('version')
  const address = registry?.node.at('spec', 'url')?.text ?? ref.get('name')?.text ?? ''
  return ofRegistry(name, address, version?.text ?? '', (version ?? chart).place, repository)
}

/** The first of these keys that a ref has: they stand in the order in which the controller prefers them. */
function refOf(ref: DataNode | undefined, keys: readonly string[]) {
  for (const key of keys) {
    const node = ref?.get(key)
    if (node?.text) return { key, text: node.text, place: node.place }
  }
  return undefined
}

function ofRegistry(name: string, source: string, version: string, place: Place, repository: Repository): Followed[] {
  if (isOpen(name + source + version)) return []
  return [{ what: 'chart', name, source, version, fixed: false, party: partyOf(source, repository), place }]
}

function ofGit(
  name: string,
  source: string,
  version: string,
  fixed: boolean,
  place: Place,
  repository: Repository,
): Followed[] {
  if (isOpen(name + source + version) || isThisRepository(source, repository) !== false) return []
  // a fork of this repository, or its own address before it was renamed or is written in
  if (lastOf(source) === ownPath(repository)?.split('/').at(-1)) return []
  return [{ what: 'git', name, source, version, fixed, party: partyOf(source, repository), place }]
}

/**
 * How what a controller follows is fixed: by a commit, by a tag or the whole of a version. A range (`^4.0.0`, `>=4.1`) takes
 * whatever comes next, and a part of a version (`v4.1`) may be a branch.
 */
export function pinOfRevision({
  version,
  fixed,
}: Pick<Followed, 'version' | 'fixed'>): 'sha' | 'version' | 'moving' | 'none' {
  if (version === '') return 'none'
  if (/^[\da-f]{40}$/i.test(version)) return 'sha'
  if (fixed && !/^(refs\/tags\/)?latest$/.test(version)) return 'version'
  return /(^|[/_v-])\d+\.\d+\.\d+([-+][\w.+-]+)?$/.test(version) && !/[<>=~^*]/.test(version) ? 'version' : 'moving'
}

/** Whether a template or a substitution is still to fill a part of it in. */
const isOpen = (text: string) => /[{$<]/.test(text)

const lastOf = (address: string) => pathAtHost(address)?.split('/').at(-1)

const partyOf = (address: string, repository: Repository) =>
  pathAtHost(address)?.split('/').at(-2) === ownerOf(repository) ? 'own' : 'third'
