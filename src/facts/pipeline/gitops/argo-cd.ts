import type { DataNode } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { type Manifest, readManifests } from '../dialect/manifests.ts'
import { filledText, isOpen } from '../dialect/open-text.ts'
import { type Element, elementsOf, fillingOf } from './generators.ts'
import { cleanPath, isHere } from './source.ts'
import { environmentsOf } from './values-files.ts'
import type { Sync } from './workflow.ts'

/** Most applications that one ApplicationSet is taken to make. */
const mostElements = 100

/** What Argo CD's Applications and ApplicationSets of this repository keep in step with paths of this repository. */
export async function readArgoCd(repository: Repository): Promise<Sync[]> {
  const manifests = await readManifests(repository, {
    api: /^argoproj\.io\//,
    kinds: new Set(['Application', 'ApplicationSet']),
  })
  const found: Sync[] = []
  for (const manifest of manifests.ofKind('Application')) {
    const spec = manifest.node.get('spec')
    if (spec) found.push(...syncsOf(manifest, spec, manifest.name, new Map(), repository))
  }
  for (const manifest of manifests.ofKind('ApplicationSet')) {
    const template = manifest.node.at('spec', 'template')
    const spec = template?.get('spec')
    if (!template || !spec) continue
    const elements = elementsOf(manifest.node.at('spec', 'generators'), repository).slice(0, mostElements)
    for (const element of elements.length ? elements : [new Map<string, string>()]) {
      const name = filled(template.at('metadata', 'name'), element) || manifest.name
      found.push(...syncsOf(manifest, spec, isOpen(name) ? manifest.name : name, element, repository))
    }
  }
  const apps = new Map(found.map((sync) => [sync.file, sync]))
  return found.filter((sync) => !bringsOnlyApps(sync, apps, repository))
}

/**
 * Whether an application brings nothing but applications that are known by themselves (argo-cd.readthedocs.io, "Cluster
 * Bootstrapping": the root of an app of apps): what it deploys is theirs to tell, and where to.
 * @param apps what is known, by its file
 */
function bringsOnlyApps({ path }: Sync, apps: ReadonlyMap<string, Sync>, repository: Repository): boolean {
  if (path === '') return false
  const brought = repository
    .under(path)
    .map((file) => file.path)
    .filter((file) => /\.(ya?ml|json)$/.test(file) && !/(^|\/)kustomization\.ya?ml$/.test(file))
  // one that brings itself is no reason
  const further = brought.some((file) => apps.get(file)?.path !== path)
  return further && brought.every((file) => apps.has(file))
}

function filled(node: DataNode | undefined, element: Element): string {
  return filledText(
    node?.text ?? '',
    /\{\{-?\s*\.?([^{}]*?)\s*-?\}\}/g,
    (hole) => fillingOf(hole, element) ?? element.get(hole.replace(/\s*\|.*$/, '').trim()),
  )
}

/** `source`, or the one of `sources` that is this repository's. */
function syncsOf(manifest: Manifest, spec: DataNode, name: string, element: Element, repository: Repository): Sync[] {
  const sources = spec.get('sources')?.asList ?? (spec.get('source') ? [spec.get('source') as DataNode] : [])
  for (const source of sources) {
    const path = source.get('path') ? filled(source.get('path'), element) : undefined
    if (!isHere(filled(source.get('repoURL'), element), path, repository)) continue
    const revision = filled(source.get('targetRevision'), element)
    const destination = spec.get('destination')
    const clean = path === undefined || isOpen(path) ? '' : cleanPath(path)
    const values = source.at('helm', 'valueFiles')?.asList.map((item) => filled(item, element)) ?? []
    const automated = spec.entry('syncPolicy')?.value.entry('automated')
    return [
      {
        system: 'argo-cd',
        name,
        file: manifest.file,
        place: manifest.place,
        path: clean,
        revision: revision === '' || revision === 'HEAD' || isOpen(revision) ? undefined : revision,
        revisionUnseen: isOpen(revision),
        revisionPlace: (source.get('targetRevision') ?? source).place,
        automatic: automated !== undefined && automated.value.get('enabled')?.value !== false,
        targets: known([filled(destination?.get('namespace'), element), filled(destination?.get('name'), element)]),
        hints: known([clean, name, ...values, ...element.values(), manifest.file]),
        perEnvironment: environmentsOf(clean, values, manifest.file, repository),
      },
    ]
  }
  return []
}

const known = (texts: readonly string[]) => texts.filter((text) => text !== '' && !isOpen(text))
