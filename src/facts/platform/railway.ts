import type { Settings } from '../../config/settings.ts'
import { basename, dirname } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { environmentOfName, environmentOfPath, type NamedEnvironment } from '../environments.ts'
import type { Seen } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import type { Deployment } from '../schema/pipeline.ts'
import { type Running, unseen } from '../workload/model.ts'
import { deployedBy } from './deployed-by.ts'

/**
 * The service that a railway.json or railway.toml is for, in each of its environments. With a health check path the former
 * deployment stays until the new one answers there, and nobody asks again later. What the file leaves out is set in the
 * dashboard (docs.railway.com/config-as-code/reference, /deployments/healthchecks).
 */
export async function railwayWorkloads(
  repository: Repository,
  settings: Settings,
  deployments: readonly Deployment[],
): Promise<Running[]> {
  const found: Running[] = []
  for (const { path, area } of repository.named('railway.json', 'railway.toml')) {
    if (area !== 'main') continue
    const root = await (path.endsWith('.json') ? repository.json(path) : repository.toml(path))
    const common = root?.get('deploy')
    if (!root || common?.get('cronSchedule')) continue
    const named = (root.get('environments')?.entries ?? []).flatMap(({ key, value }) => {
      const environment = environmentOfName(key, settings, true)
      return environment ? [{ environment, own: value.get('deploy') }] : []
    })
    const own = environmentOfPath(dirname(path), settings)
    const others = (own ? [own] : deployedBy(deployments, /railway/i)).filter(
      (one) => !named.some(({ environment }) => environment.name === one?.name),
    )
    const uses = [...named, ...others.map((environment) => ({ environment, own: undefined }))]
    for (const use of uses) found.push(serviceOf(use.environment, [use.own, common], root))
  }
  return found
}

function serviceOf(
  environment: NamedEnvironment | undefined,
  levels: readonly (DataNode | undefined)[],
  root: DataNode,
): Running {
  const { file } = root
  const kind = 'Railway service'
  const name = basename(dirname(file)) || 'service'
  const said = (key: string) => levels.map((level) => level?.get(key)).find((node) => node !== undefined)
  const path = said('healthcheckPath')
  const checked: Seen<boolean> = path
    ? Boolean(path.text)
    : unseen(`whether Railway asks ${name} before it gets traffic`, file)
  return {
    kind,
    name,
    service: `${kind} ${file}`,
    environment,
    replicas: countOf(said, name, file),
    readiness: checked,
    liveness: false,
    goesBack: checked === true ? true : unseen(`what follows where ${name} does not begin`, file),
    source: file,
    byHelm: false,
    file,
    place: (path ?? root.get('deploy') ?? root).place,
  }
}

/** How many there are in all regions together. */
function countOf(said: (key: string) => DataNode | undefined, name: string, file: string): Seen<number> {
  const regions = said('multiRegionConfig')?.entries.map(({ value }) => value.get('numReplicas')?.text ?? '')
  const texts = regions && regions.length > 0 ? regions : [said('numReplicas')?.text ?? '']
  if (!texts.every((text) => /^\d+$/.test(text))) return unseen(`how many of ${name} run`, file)
  return texts.reduce((sum, text) => sum + Number(text), 0)
}
