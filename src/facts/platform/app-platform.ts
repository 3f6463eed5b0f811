import type { Settings } from '../../config/settings.ts'
import { basename } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { environmentOfName, type NamedEnvironment } from '../environments.ts'
import type { Seen } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import type { Deployment } from '../schema/pipeline.ts'
import { plainName, type Running, unseen } from '../workload/model.ts'
import { deployedBy } from './deployed-by.ts'

const tools = /doctl|digitalocean/i

/**
 * The services and workers of App Platform of DigitalOcean (`.do/app.yaml`). A service is asked at its port, or at the path
 * that is written, before it gets traffic; where it does not answer, the last healthy deployment stays. Static sites,
 * functions and jobs do not keep running (docs.digitalocean.com/products/app-platform/reference/app-spec,
 * /how-to/manage-health-checks, /support/my-app-deployment-failed-because-of-a-health-check). `deploy.template.yaml` is for
 * a button that others press.
 */
export async function appPlatformWorkloads(
  repository: Repository,
  settings: Settings,
  deployments: readonly Deployment[],
): Promise<Running[]> {
  const found: Running[] = []
  for (const { path, area } of repository.ending('.yaml', '.yml')) {
    if (area !== 'main' || !/(^|\/)\.do\/[^/]+$/.test(path) || /^deploy\.template\./.test(basename(path))) continue
    const [document] = (await repository.yaml(path)) ?? []
    const app = document?.get('spec') ?? document
    if (!app) continue
    const own = environmentOf(app, path, settings)
    const name = app.get('name')?.text ?? 'app'
    for (const environment of own ? [own] : deployedBy(deployments, tools)) {
      for (const one of app.get('services')?.items ?? [])
        found.push(componentOf(one, name, path, environment, settings, true))
      for (const one of app.get('workers')?.items ?? [])
        found.push(componentOf(one, name, path, environment, settings, false))
    }
  }
  return found
}

/** `app-production.yaml`, `staging.yaml`, `name: shop-staging` */
function environmentOf(app: DataNode, path: string, settings: Settings): NamedEnvironment | undefined {
  const words = basename(path)
    .replace(/\.ya?ml$/, '')
    .replace(/^(app|spec)[-._]?/, '')
  return (
    (words ? environmentOfName(words, settings) : undefined) ?? environmentOfName(app.get('name')?.text ?? '', settings)
  )
}

function componentOf(
  one: DataNode,
  appName: string,
  path: string,
  environment: NamedEnvironment | undefined,
  settings: Settings,
  isService: boolean,
): Running {
  const kind = isService ? 'App Platform service' : 'App Platform worker'
  const name = plainName(one.get('name')?.text ?? appName, settings)
  const asks = isService ? true : unseen(`what App Platform asks of ${name}`, path)
  return {
    kind,
    name,
    service: `${kind} ${name}`,
    environment,
    replicas: countOf(one, name),
    readiness: asks,
    liveness: one.get('liveness_health_check') ? true : unseen(`what starts an ill ${name} anew`, path),
    goesBack: asks,
    source: path,
    byHelm: false,
    file: path,
    place: (one.get('name') ?? one).place,
  }
}

/** The least that scaling keeps, else the number that is written, else one. */
function countOf(one: DataNode, name: string): Seen<number> {
  const node = one.at('autoscaling', 'min_instance_count') ?? one.get('instance_count')
  if (!node) return 1
  return /^\d+$/.test(node.text ?? '') ? Number(node.text) : unseen(`how many instances of ${name} run`, node.file)
}
