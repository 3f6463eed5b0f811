import type { Settings } from '../../config/settings.ts'
import { groupBy } from '../../documents/group.ts'
import { dirname } from '../../documents/path.ts'
import type { NamedEnvironment } from '../environments.ts'
import { plainManifests } from '../manifests/plain.ts'
import { environmentOfManifest } from '../manifests/where.ts'
import type { Repository } from '../repository.ts'
import { kustomized } from './kustomize.ts'
import { plainName, type Running } from './model.ts'
import { mayHoldThings, settled, type Thing, thingsOf } from './objects.ts'

/** The workloads of Kubernetes manifests: those that kustomizations take in as they leave them, all others as written. */
export async function manifestWorkloads(repository: Repository, settings: Settings): Promise<Running[]> {
  const plain: (Thing & { readonly environment: NamedEnvironment | undefined })[] = []
  const files = await plainManifests(repository, { text: mayHoldThings, loses: ['workloads', 'scales'] })
  for (const { documents, isBeside } of files) {
    if (isBeside) continue
    for (const thing of (documents ?? []).flatMap(thingsOf))
      plain.push({ ...thing, environment: environmentOfManifest(thing, settings) })
  }
  const together = groupBy(plain, ({ environment, file }) => environment?.name ?? dirname(file))
  const running = [...together.values()].flatMap((group) => {
    const environment = group[0]?.environment
    return settled(group).map(
      (thing): Running => ({
        ...thing,
        environment,
        service: `${thing.kind} ${plainName(thing.name, settings)}`,
        byHelm: false,
        source: thing.file,
      }),
    )
  })
  return [...(await kustomized(repository, settings)), ...running]
}
