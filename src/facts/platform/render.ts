import type { Settings } from '../../config/settings.ts'
import type { DataNode } from '../../documents/tree.ts'
import { environmentOfName, type NamedEnvironment } from '../environments.ts'
import type { Seen } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import { plainName, type Running, unseen } from '../workload/model.ts'

/** Types of services that keep running; a cron job and a static site do not, a store is another's. */
const running: Readonly<Record<string, string>> = {
  web: 'Render web service',
  pserv: 'Render private service',
  worker: 'Render worker',
}

/**
 * The services of a Blueprint of Render. A web service with a health check path gets no traffic before it answers there, is
 * started anew when it no longer does, and a deployment that never answers is cancelled while the former one goes on
 * (render.com/docs/health-checks, render.com/docs/blueprint-spec).
 */
export async function renderWorkloads(repository: Repository, settings: Settings): Promise<Running[]> {
  const found: Running[] = []
  for (const { path, area } of repository.named('render.yaml', 'render.yml')) {
    const root = area === 'main' ? (await repository.yaml(path))?.[0] : undefined
    if (!root) continue
    const add = (holder: DataNode, environment: NamedEnvironment | undefined) => {
      for (const service of holder.get('services')?.items ?? []) {
        const one = serviceOf(service, path, environment, settings)
        if (one) found.push(one)
      }
    }
    add(root, undefined)
    for (const project of root.get('projects')?.items ?? []) {
      for (const one of project.get('environments')?.items ?? [])
        add(one, environmentOfName(one.get('name')?.text ?? '', settings, true))
    }
  }
  return found
}

function serviceOf(
  service: DataNode,
  path: string,
  environment: NamedEnvironment | undefined,
  settings: Settings,
): Running | undefined {
  const [type, name] = [service.get('type')?.text ?? '', service.get('name')?.text]
  const kind = Object.hasOwn(running, type) ? running[type] : undefined
  if (!kind || name === undefined || service.get('runtime')?.text === 'static' || service.get('env')?.text === 'static')
    return undefined
  const checked = type === 'web' && Boolean(service.get('healthCheckPath')?.text)
  const told = checked ? true : unseen(`what Render asks of ${name} besides its port`, path)
  const shown = plainName(name, settings)
  return {
    kind,
    name: shown,
    service: `${kind} ${shown}`,
    environment: environment ?? environmentOfName(name, settings),
    replicas: countOf(service, name),
    readiness: told,
    liveness: told,
    // what stands on a disk is stopped before the new one begins
    goesBack: service.get('disk') ? unseen(`what follows where ${name} does not begin with its disk`, path) : told,
    source: path,
    byHelm: false,
    file: path,
    place: service.keyPlace('name'),
  }
}

/** The least that scaling keeps, else the number that is written, else one. */
function countOf(service: DataNode, name: string): Seen<number> {
  const node = service.at('scaling', 'minInstances') ?? service.get('numInstances')
  if (!node) return 1
  return /^\d+$/.test(node.text ?? '') ? Number(node.text) : unseen(`how many instances of ${name} run`, node.file)
}
