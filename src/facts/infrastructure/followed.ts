import { followedElsewhere, pinOfRevision } from '../pipeline/gitops/elsewhere.ts'
import type { Repository } from '../repository.ts'
import type { InfrastructureModule } from '../schema/terraform.ts'
import { pinOfVersion } from './chart-dependencies.ts'

/**
 * The charts and the git repositories of others that a controller delivers as manifests of this repository say, each with
 * how it is fixed. A repository of the same owner is delivered from where it is reviewed, and is no module of this one
 * (fluxcd.io/flux/components/helm/helmreleases, "Version"; argo-cd.readthedocs.io, "Tracking and Deployment Strategies").
 */
export async function followedModules(repository: Repository): Promise<readonly InfrastructureModule[]> {
  const followed = await followedElsewhere(repository)
  if (followed.length === 0) return []
  const own = await ownCharts(repository)
  return followed
    .filter(({ what, party, name }) => (what === 'chart' ? !own.has(name) : party === 'third'))
    .map((one) => ({
      id: `${one.place.file}: ${one.name}${one.place.start === undefined ? '' : `@${one.place.start}`}`,
      file: one.place.file,
      name: one.name,
      source: one.source,
      version: one.version,
      pinned: one.what === 'chart' ? pinOfVersion(one.version) : pinOfRevision(one),
      chart: one.what === 'chart',
      place: one.place,
    }))
}

/** The names of the charts that are made here: whatever registry they come back from, they are no module of another's. */
export async function ownCharts(repository: Repository): Promise<ReadonlySet<string>> {
  const names = new Set<string>()
  for (const { path } of repository.named('Chart.yaml')) {
    const [root] = (await repository.yaml(path)) ?? []
    names.add(root?.get('name')?.text ?? '')
  }
  return names
}
