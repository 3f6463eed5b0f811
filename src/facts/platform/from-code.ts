import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import type { NamedEnvironment } from '../environments.ts'
import { isHidden, type Seen } from '../hidden.ts'
import type { InfrastructureResource } from '../infrastructure/resource.ts'
import { runsOf } from '../infrastructure/where.ts'
import { plainName, type Running, unseen } from '../workload/model.ts'
import { otherPlatforms } from './clouds.ts'
import { ecsWorkloads } from './ecs.ts'

/** What is told of a workload that infrastructure code makes. */
export type Told = Pick<Running, 'kind' | 'replicas' | 'readiness' | 'liveness' | 'goesBack'> & {
  readonly name: Seen<string> | undefined
  readonly place: Place
}

/** The programs that infrastructure code keeps running on platforms that are no Kubernetes. */
export function workloadsOfCode(all: readonly InfrastructureResource[], settings: Settings): readonly Running[] {
  return runsOf(all).flatMap((run) =>
    [...ecsWorkloads(run), ...otherPlatforms(run, all)].map(([resource, told]) => runningOf(resource, told, settings)),
  )
}

function runningOf(of: InfrastructureResource, { name, ...told }: Told, settings: Settings): Running {
  const known = typeof name === 'string' && name !== '' ? name : of.name
  const shown = plainName(known, settings)
  // a name that is hidden is made of its environment; where it is declared is the same in each
  const service = isHidden(name) ? of.address : shown
  return {
    ...told,
    ...doubted(of, told),
    name: shown,
    service: `${told.kind} ${service}`,
    environment: environmentOf(of),
    source: of.file,
    byHelm: false,
    file: of.file,
  }
}

function environmentOf({ environment, environmentName }: InfrastructureResource): NamedEnvironment | undefined {
  return isHidden(environment) ? undefined : { name: environmentName || environment, class: environment }
}

/** What may not be there at all lacks nothing for certain. */
function doubted(
  { exists, address, file }: InfrastructureResource,
  told: Pick<Told, 'readiness' | 'liveness' | 'replicas'>,
) {
  if (!isHidden(exists)) return {}
  const hidden = unseen(`whether ${address} is made`, file)
  const kept = (flag: Seen<boolean>) => (flag === true ? flag : hidden)
  return { readiness: kept(told.readiness), liveness: kept(told.liveness), replicas: hidden }
}
