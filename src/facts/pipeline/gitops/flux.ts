import type { DataNode } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { type Manifest, type Manifests, readManifests } from '../dialect/manifests.ts'
import { isOpen } from '../dialect/open-text.ts'
import { cleanPath, hasFolder, isHere } from './source.ts'
import type { Sync } from './workflow.ts'

/** What Flux's Kustomizations and HelmReleases keep in step with paths of this repository. */
export async function readFlux(repository: Repository): Promise<Sync[]> {
  const manifests = await readManifests(repository, {
    api: /^((kustomize|helm|source)\.toolkit|source\.extensions)\.fluxcd\.io\//,
    kinds: new Set(['Kustomization', 'HelmRelease', 'GitRepository', 'ArtifactGenerator']),
  })
  const found: Sync[] = []
  for (const manifest of manifests.ofKind('Kustomization')) {
    const path = manifest.node.at('spec', 'path')?.text ?? ''
    found.push(...syncOf(manifest, manifest.node.at('spec', 'sourceRef'), path, manifests, repository))
  }
  for (const manifest of manifests.ofKind('HelmRelease')) {
    const chart = manifest.node.at('spec', 'chart', 'spec')
    // a chart of a registry is another project's; one of this repository is its own
    if (chart?.at('sourceRef', 'kind')?.text !== 'GitRepository') continue
    found.push(...syncOf(manifest, chart.get('sourceRef'), chart.get('chart')?.text ?? '', manifests, repository))
  }
  return found
}

function syncOf(
  manifest: Manifest,
  ref: DataNode | undefined,
  path: string,
  manifests: Manifests,
  repository: Repository,
): Sync[] {
  const made = ref?.get('kind')?.text === 'ExternalArtifact'
  if (!ref || !(made || ref.get('kind')?.text === 'GitRepository') || isOpen(path)) return []
  const name = made ? sourceOfArtifact(ref, manifest, manifests) : ref.get('name')?.text
  if (name === undefined) return []
  const source = manifests.find(['GitRepository'], name, manifest.file)
  const address = source?.node.at('spec', 'url')?.text ?? ''
  // `flux-system` is made by the bootstrap and follows the repository that it stands in
  const here = source ? isHere(address, path, repository) : made || hasFolder(path, repository)
  if (!here) return []
  const revision = source?.node.at('spec', 'ref')
  const named = revision?.get('branch') ?? revision?.get('tag') ?? revision?.get('semver')
  const spec = manifest.node.get('spec')
  const clean = cleanPath(path)
  return [
    {
      system: 'flux',
      name: manifest.name,
      file: manifest.file,
      place: manifest.place,
      // an artifact has folders of its own
      path: made ? '' : clean,
      // without a reference it is the branch `master` (fluxcd.io/flux/components/source/gitrepositories, "Reference")
      revision: named?.text ?? (source && !revision ? 'master' : undefined),
      // a source that is made elsewhere, as the bootstrap's may be
      revisionUnseen: !source || (revision !== undefined && named === undefined),
      revisionPlace: (named ?? ref).place,
      automatic: spec?.get('suspend')?.value !== true,
      targets: known([spec?.get('targetNamespace')?.text, spec?.at('kubeConfig', 'secretRef', 'name')?.text]),
      hints: known([clean, manifest.name, manifest.file]),
    },
  ]
}

const known = (texts: readonly (string | undefined)[]) =>
  texts.filter((text) => text !== undefined && text !== '' && !isOpen(text)) as string[]

/** The GitRepository that an ArtifactGenerator cuts an artifact from. */
function sourceOfArtifact(ref: DataNode, manifest: Manifest, manifests: Manifests): string | undefined {
  const wanted = ref.get('name')?.text
  const makes = (one: Manifest) =>
    (one.node.at('spec', 'artifacts')?.asList ?? []).some((artifact) => artifact.get('name')?.text === wanted)
  const all = manifests.ofKind('ArtifactGenerator').filter(makes)
  const folder = manifest.file.replace(/[^/]*$/, '')
  const generator = all.find(({ file }) => file.startsWith(folder)) ?? all[0]
  const git = (generator?.node.at('spec', 'sources')?.asList ?? []).find(
    (one) => one.get('kind')?.text === 'GitRepository',
  )
  return git?.get('name')?.text
}
