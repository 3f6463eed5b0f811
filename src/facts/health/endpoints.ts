import { dirname } from '../../documents/path.ts'
import type { InfrastructureResource } from '../infrastructure/resource.ts'
import type { Building } from '../manifests/as-built.ts'
import type { SmokeTest } from '../schema/pipeline.ts'
import type { HealthEndpoint } from '../schema/service.ts'
import type { Workload } from '../schema/workload.ts'
import { plainName, unseen } from '../workload/model.ts'
import { describedEndpoints } from './api.ts'
import { checkedEndpoints, checksOfCode } from './checks.ts'
import { endpointsInCode } from './code.ts'
import { healthEndpoints } from './compare.ts'
import type { Declared } from './declared.ts'
import { endpointsOfLibraries } from './frameworks.ts'
import { probedEndpoints } from './probes.ts'

/** What is known already when endpoints are looked for. */
interface Known {
  readonly smokeTests: readonly SmokeTest[]
  readonly workloads: readonly Workload[]
  readonly resources: readonly InfrastructureResource[]
}

/** All health endpoints that something here declares, each with whether a smoke test asks for it. */
export async function endpointsOf(
  building: Building,
  { smokeTests, workloads, resources }: Known,
): Promise<HealthEndpoint[]> {
  const { repository, settings } = building
  // git searches the code while the other files are looked at
  const [code, probed, checked, ofLibraries, described] = await Promise.all([
    endpointsInCode(repository),
    probedEndpoints(building),
    checkedEndpoints(repository),
    endpointsOfLibraries(repository),
    describedEndpoints(repository),
  ])
  const declared: Declared[] = [
    ...code.declared,
    ...probed.map((one) => ({ ...one, service: plainName(one.service, settings) })),
    ...checksOfCode(resources),
    ...checked,
    ...ofLibraries,
    ...described,
    ...workloads.filter(({ kind }) => kind === 'chart' || kind === 'elsewhere').map(fromElsewhere),
  ]
  const running = new Set(workloads.map(({ kind, name }) => `${kind} ${plainName(name, settings)}`))
  const images = new Set(
    repository.named('Dockerfile').flatMap(({ path, area }) => (area === 'main' ? [dirname(path)] : [])),
  )
  const folders = new Set(declared.flatMap(({ by, service }) => (by === 'code' || by === 'framework' ? [service] : [])))
  const isOne = Math.max(running.size, images.size, folders.size) <= 1
  return healthEndpoints(declared, code.mentions, smokeTests, { isOne })
}

/** A chart that is not here may probe whatever it wants. */
const fromElsewhere = ({ name, file, place }: Workload): Declared => ({
  by: 'probe',
  segments: unseen(`which paths the probes of the chart ${name} ask`, file),
  rooted: true,
  sure: true,
  service: name,
  place,
})
