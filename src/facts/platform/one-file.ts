import type { Settings } from '../../config/settings.ts'
import { basename, dirname } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { environmentOfName, environmentOfPath, type NamedEnvironment } from '../environments.ts'
import { isHidden, type Seen } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import { plainName, type Running, unseen } from '../workload/model.ts'

type Told = Pick<Running, 'kind' | 'name' | 'replicas' | 'readiness' | 'liveness' | 'goesBack' | 'place'>

/** The programs of Fly, Kamal, App Engine and Knative (Cloud Run), by the one file that each of them has. */
export async function oneFilePlatforms(repository: Repository, settings: Settings): Promise<Running[]> {
  const found: Running[] = []
  for (const { path, area, size } of repository.ending('.toml', '.yaml', '.yml')) {
    if (area !== 'main' || size > 200_000 || path.startsWith('.')) continue
    const name = basename(path)
    const add = (told: readonly Told[], own?: NamedEnvironment) => {
      for (const one of told) {
        const shown = plainName(one.name, settings)
        const environment = own ?? environmentIn(name, path, settings)
        const common = { source: path, byHelm: false, file: path, environment }
        found.push({ ...one, ...common, name: shown, service: `${one.kind} ${shown}` })
      }
    }
    if (/^fly[\w.-]*\.toml$/.test(name)) add(ofFly(await repository.toml(path)))
    else if (/(^|\/)config\/deploy(\.[\w-]+)?\.ya?ml$/.test(path)) add(await ofKamal(repository, path))
    else if (/^app[\w.-]*\.ya?ml$/.test(name)) add(ofAppEngine((await repository.yaml(path))?.[0]))
    if (!name.endsWith('.toml') && repository.mayHold(path, 'apiVersion')) {
      const content = (await repository.text(path))?.content ?? ''
      if (!/serving\.knative\.dev/.test(content) || /\{\{/.test(content)) continue
      for (const document of (await repository.yaml(path)) ?? []) {
        const namespace = document.at('metadata', 'namespace')?.text
        add(ofKnative(document), namespace ? environmentOfName(namespace, settings, true) : undefined)
      }
    }
  }
  return found
}

/** `fly.production.toml`, `deploy.staging.yml`, `production/service.yaml` */
function environmentIn(name: string, path: string, settings: Settings): NamedEnvironment | undefined {
  const words = name.replace(/\.\w+$/, '').replace(/^(fly|deploy|app|service)[-._]?/, '')
  return (words ? environmentOfName(words, settings) : undefined) ?? environmentOfPath(dirname(path), settings)
}

const countIn = (node: DataNode | undefined, otherwise: number, what: string): Seen<number> => {
  if (!node) return otherwise
  return /^\d+$/.test(node.text ?? '') ? Number(node.text) : unseen(what, node.file)
}

/**
 * Fly: checks hold a rollout and keep traffic away; no machine is started anew for them. Only blue-green goes back
 * (fly.io/docs/reference/configuration, fly.io/docs/reference/health-checks).
 */
function ofFly(root: DataNode | undefined): readonly Told[] {
  const name = root?.get('app')?.text
  if (!root || !(root.get('http_service') || root.get('services') || name)) return []
  const services = [root.get('http_service'), ...(root.get('services')?.asList ?? [])]
  const checked =
    (root.get('checks')?.entries.length ?? 0) > 0 ||
    services.some((one) =>
      ['checks', 'http_checks', 'tcp_checks'].some((key) => (one?.get(key)?.asList.length ?? 0) > 0),
    )
  return [
    {
      kind: 'Fly app',
      name: name ?? 'app',
      replicas: countIn(root.at('http_service', 'min_machines_running'), 0, `how many machines of ${name} run`),
      readiness: checked,
      liveness: checked ? unseen(`what starts an ill machine of ${name} anew`, root.file) : false,
      goesBack: root.at('deploy', 'strategy')?.text === 'bluegreen',
      place: root.get('app')?.place ?? root.place,
    },
  ]
}

/**
 * Kamal: its proxy asks `/up`, or the path that is written, before it lets traffic to a new container, and leaves the former
 * one there when it fails; nothing starts an ill one anew (kamal-deploy.org/docs/configuration/proxy).
 */
async function ofKamal(repository: Repository, path: string): Promise<readonly Told[]> {
  const [own] = (await repository.yaml(path)) ?? []
  const base = path.replace(/deploy\.[\w-]+(\.ya?ml)$/, 'deploy$1')
  const [common] = base !== path && repository.has(base) ? ((await repository.yaml(base)) ?? []) : []
  const said = (key: string) => own?.get(key) ?? common?.get(key)
  const name = said('service')?.text
  if (!own || !name || !said('image')) return []
  // with a file for each destination, the common one is deployed with one of them alone
  const stem = path.replace(/\.ya?ml$/, '')
  if (
    base === path &&
    repository.under(dirname(path)).some((file) => file.path.startsWith(`${stem}.`) && file.path !== path)
  )
    return []
  const servers = said('servers')
  const roles =
    servers?.kind === 'map'
      ? servers.entries.map(({ key, value }) => [key, value] as const)
      : [['web', servers] as const]
  return roles.flatMap(([role, node]): Told[] => {
    if (!node) return []
    const hosts = node.kind === 'map' ? node.get('hosts') : node
    const isWeb = role === 'web' || node.get('proxy')?.text === 'true'
    return [
      {
        kind: 'Kamal service',
        name: role === 'web' ? name : `${name} ${role}`,
        replicas: hosts?.kind === 'list' ? hosts.items.length : unseen(`on how many servers ${name} runs`, path),
        readiness: isWeb,
        liveness: isWeb ? unseen(`what starts an ill container of ${name} anew`, path) : false,
        goesBack: isWeb,
        place: node.place,
      },
    ]
  })
}

/**
 * App Engine: in the flexible environment checks come to the program where a path is written; what the standard one does is
 * its own affair (cloud.google.com/appengine/docs/flexible/reference/app-yaml).
 */
function ofAppEngine(root: DataNode | undefined): readonly Told[] {
  if (!root?.get('runtime') || root.get('apiVersion')) return []
  const name = root.get('service')?.text ?? 'default'
  const isFlexible = root.get('env')?.text === 'flex'
  const hidden = unseen(`what App Engine does when an instance of ${name} is ill`, root.file)
  const check = (key: string): Seen<boolean> => (isFlexible ? root.at(key, 'path') !== undefined : hidden)
  const scaling = root.at('automatic_scaling', isFlexible ? 'min_num_instances' : 'min_instances')
  const place: Place = (root.get('service') ?? root.get('runtime') ?? root).place
  return [
    {
      kind: 'App Engine service',
      name,
      replicas: countIn(
        root.at('manual_scaling', 'instances') ?? scaling,
        isFlexible ? 2 : 0,
        `how many instances of ${name} run`,
      ),
      readiness: check('readiness_check'),
      liveness: check('liveness_check'),
      goesBack: hidden,
      place,
    },
  ]
}

/**
 * A service of Knative or Cloud Run: where no readiness or startup probe is written, the platform asks the port; the former
 * revision serves until the new one is ready (knative.dev/docs/serving/services/configure-probing).
 */
function ofKnative(root: DataNode): readonly Told[] {
  const isService =
    root.get('kind')?.text === 'Service' && root.get('apiVersion')?.text?.startsWith('serving.knative.dev')
  if (!isService) return []
  const name = root.at('metadata', 'name')?.text ?? 'service'
  const template = root.at('spec', 'template')
  const containers = template?.at('spec', 'containers')?.items ?? []
  const annotations = template?.at('metadata', 'annotations')
  const least =
    annotations?.get('autoscaling.knative.dev/minScale') ?? annotations?.get('autoscaling.knative.dev/min-scale')
  const bound = root.at('spec', 'traffic')?.items.some((one) => one.get('revisionName'))
  const replicas = countIn(least, 0, `how many of ${name} run`)
  return [
    {
      kind: 'Knative service',
      name,
      replicas,
      readiness: true,
      liveness: containers.some((one) => one.get('livenessProbe')),
      goesBack: bound ? unseen(`what sends traffic to a revision of ${name}`, root.file) : true,
      place: (least && !isHidden(replicas) ? least : (root.at('metadata', 'name') ?? root)).place,
    },
  ]
}
