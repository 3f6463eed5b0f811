import { basename, dirname, join } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { Repository } from '../repository.ts'
import type { InfrastructureModule } from '../schema/terraform.ts'

/** A chart that another one takes in. */
export interface ChartDependency extends Pick<InfrastructureModule, 'source' | 'version' | 'pinned'> {
  readonly name: string
  readonly node: DataNode
}

/**
 * The charts of other repositories that a chart takes in, each with how it is fixed: by an exact version, by the lock file
 * beside it, or by a copy that is kept below `charts/`. `3.17` is a range, as Helm reads it (helm.sh/docs, "Chart
 * dependencies"; github.com/Masterminds/semver, "Wildcards in Comparisons").
 * @param path of a Chart.yaml, or of the requirements.yaml that stood for it before Helm 3
 */
export async function chartDependencies(path: string, repository: Repository): Promise<readonly ChartDependency[]> {
  const folder = dirname(path)
  const [root] = (await repository.yaml(path)) ?? []
  const locked = await lockedIn(
    join(folder, basename(path) === 'Chart.yaml' ? 'Chart.lock' : 'requirements.lock'),
    repository,
  )
  const charts = join(folder, 'charts')
  const kept = new Set(repository.under(charts).map((file) => nameOfKept(file.path.slice(charts.length + 1))))
  const found: ChartDependency[] = []
  for (const node of root?.get('dependencies')?.items ?? []) {
    const name = node.get('name')?.text ?? ''
    const source = node.get('repository')?.text ?? ''
    const version = node.get('version')?.text ?? ''
    const isHere = source === '' || source.startsWith('file:') || kept.has(name)
    if (name === '' || isHere || /[{$]/.test(source + version)) continue
    found.push({ name, source, version, pinned: locked.has(name) ? 'version' : pinOfVersion(version), node })
  }
  return found
}

/** `shop/Chart.yaml`, `shop-1.2.3.tgz`: the chart that a file is, or is of. Else undefined. */
function nameOfKept(file: string): string | undefined {
  const [, folder, archive] = /^(?:([^/]+)\/Chart\.yaml|([^/]+)-v?\d+\.\d+\.\d+[^/]*\.tgz)$/.exec(file) ?? []
  return folder ?? archive
}

async function lockedIn(path: string, repository: Repository): Promise<ReadonlySet<string>> {
  if (!repository.has(path)) return new Set()
  const [root] = (await repository.yaml(path)) ?? []
  return new Set((root?.get('dependencies')?.items ?? []).flatMap((item) => item.get('name')?.text ?? []))
}

/** How the version of a chart fixes it: a range, and what Helm reads as one, is another version tomorrow. */
export function pinOfVersion(version: string): 'version' | 'moving' | 'none' {
  if (/^(\*|[xX])?$/.test(version)) return 'none'
  return /^=?\s*v?\d+\.\d+\.\d+([-+][\w.+-]+)?$/.test(version) ? 'version' : 'moving'
}
