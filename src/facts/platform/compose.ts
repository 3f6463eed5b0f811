import type { Settings } from '../../config/settings.ts'
import { basename, dirname, join } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { environmentOfName, type NamedEnvironment } from '../environments.ts'
import { cannotFail } from '../health/idle-check.ts'
import { type Hidden, isHidden, type Seen } from '../hidden.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { plainName, type Running, unseen } from '../workload/model.ts'
import { composeFileNames } from './compose-names.ts'

const composeName = /^(docker-|podman-)?(compose|stack)\b[\w.-]*\.ya?ml$/i

/**
 * The services of compose files that are deployed: their name has an environment, or a command that deploys names them
 * (standard/verdicts.md). Swarm replaces a task that its health check finds ill; plain Compose only tells of it
 * (docs.docker.com/reference/compose-file, docs.docker.com/engine/swarm/services).
 */
export async function composeWorkloads(
  repository: Repository,
  settings: Settings,
  workflows: readonly Workflow[],
): Promise<Running[]> {
  const found: Running[] = []
  for (const { path, environment, swarm, document, base } of await composeFiles(repository, settings, workflows)) {
    for (const { key, value, keySpan } of document?.get('services')?.entries ?? []) {
      const service: Service = { own: value, base: base?.at('services', key), file: path, name: key, swarm }
      if (isOnce(service)) continue
      const watched = await watchedIn(service, repository)
      const shown = plainName(key, settings)
      const mode = said(service, 'deploy', 'mode')?.text
      found.push({
        kind: mode === 'global' ? 'global service' : 'compose service',
        name: shown,
        service: `compose ${dirname(path)} ${shown}`,
        environment,
        replicas: countOf(service),
        readiness: watched,
        liveness: watched === true ? actedOn(service) : watched,
        goesBack: said(service, 'deploy', 'update_config', 'failure_action')?.text === 'rollback',
        source: path,
        byHelm: false,
        file: path,
        place: value.at('deploy', 'replicas')?.place ?? { file: path, start: keySpan.start, end: keySpan.end },
      })
    }
  }
  return found
}

/** A compose file that is deployed. */
export interface ComposeFile {
  readonly path: string
  readonly environment: NamedEnvironment | undefined
  /** a command deploys it as a stack of Swarm; undefined: no command is seen */
  readonly swarm: boolean | undefined
  readonly document: DataNode | undefined
  /** the plain file that it is put on top of */
  readonly base: DataNode | undefined
}

/** The compose files that are deployed: their name has an environment, or a command names them. */
export async function composeFiles(
  repository: Repository,
  settings: Settings,
  workflows: readonly Workflow[],
): Promise<ComposeFile[]> {
  const deployed = deployedFiles(workflows)
  const found: ComposeFile[] = []
  for (const { path, area } of repository.ending('.yaml', '.yml')) {
    const name = basename(path)
    if (area !== 'main' || !composeName.test(name)) continue
    const words = name.replace(/\.ya?ml$/, '').replace(/^(docker-|podman-)?(compose|stack)[-._]?/i, '')
    const environment = words === '' ? undefined : environmentOfName(words, settings)
    const swarm = deployed.get(path)
    if (!environment && swarm === undefined) continue
    const [document] = (await repository.yaml(path)) ?? []
    found.push({ path, environment, swarm, document, base: await baseOf(repository, path) })
  }
  return found
}

interface Service {
  readonly name: string
  readonly file: string
  readonly own: DataNode
  /** the same service in the file that this one adds to */
  readonly base: DataNode | undefined
  /** a command deploys it as a stack of Swarm; undefined: no command is seen */
  readonly swarm: boolean | undefined
}

const said = ({ own, base }: Service, ...path: readonly string[]) => own.at(...path) ?? base?.at(...path)

/** Files that commands deploy, and whether these deploy stacks. */
function deployedFiles(workflows: readonly Workflow[]): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>()
  for (const { jobs } of workflows) {
    for (const act of jobs.flatMap(({ steps }) => steps.flatMap(({ acts }) => acts))) {
      if (!act.kinds.includes('deploy') || !/docker|compose|podman/i.test(act.tool)) continue
      for (const word of act.words) {
        const path = /\.ya?ml$/.test(word) ? join(act.directory ?? '', word.replace(/^-[^=]*=/, '')) : ''
        if (path) found.set(path, found.get(path) === true || /stack deploy/.test(act.tool))
      }
    }
  }
  return found
}

/** `docker-compose.prod.yml` is put on top of `docker-compose.yml`. */
async function baseOf(repository: Repository, path: string): Promise<DataNode | undefined> {
  const folder = dirname(path)
  for (const name of composeFileNames) {
    const file = folder ? `${folder}/${name}` : name
    if (file !== path && repository.has(file)) return (await repository.yaml(file))?.[0]
  }
  return undefined
}

/** What runs once, or only where somebody asks for it. */
function isOnce(service: Service): boolean {
  const condition = said(service, 'deploy', 'restart_policy', 'condition')?.text ?? said(service, 'restart')?.text
  const mode = said(service, 'deploy', 'mode')?.text ?? ''
  return (
    condition === 'none' ||
    condition === 'no' ||
    mode.endsWith('-job') ||
    (said(service, 'profiles')?.items.length ?? 0) > 0
  )
}

function countOf(service: Service): Seen<number> {
  const written = said(service, 'deploy', 'replicas') ?? said(service, 'scale')
  if (!written) return 1
  const text = written.text ?? ''
  return /^\d+$/.test(text) ? Number(text) : unseen(`how many of ${service.name} run`, service.file)
}

/** Its own health check, else that of the image: `HEALTHCHECK` of a Dockerfile here, or hidden in an image from elsewhere. */
async function watchedIn(service: Service, repository: Repository): Promise<Seen<boolean>> {
  const check = said(service, 'healthcheck')
  if (check) {
    const test = check.get('test')
    if (check.get('disable')?.text === 'true' || test?.items[0]?.text === 'NONE' || test?.text === 'NONE') return false
    const command = test?.kind === 'list' ? test.items.map(({ text }) => text ?? '$') : ['CMD-SHELL', test?.text ?? '$']
    if (test && cannotFail(command)) return false
    if (test || check.entries.length === 0) return test !== undefined
  }
  if (said(service, 'extends'))
    return unseen(`what ${service.name} takes from the service that it extends`, service.file)
  const hidden = unseen(`whether the image of ${service.name} has a health check`, service.file)
  // an image of its own may be any, whatever the plain file builds
  const build = service.own.get('build') ?? (service.own.get('image') ? undefined : service.base?.get('build'))
  if (!build) return hidden
  const context = build.text ?? build.get('context')?.text ?? '.'
  const path = join(join(dirname(service.file), context), build.get('dockerfile')?.text ?? 'Dockerfile')
  const text = repository.has(path) ? await repository.text(path) : undefined
  if (!text) return hidden
  const lines = text.content.match(/^[ \t]*HEALTHCHECK\s+\S+/gim) ?? []
  const last = lines.at(-1)
  return last !== undefined && !/NONE/i.test(last)
}

/** Only Swarm acts on a health check. */
function actedOn(service: Service): Seen<boolean> | Hidden {
  if (service.swarm) return true
  const isSwarms = said(service, 'deploy', 'update_config') ?? said(service, 'deploy', 'placement')
  return isSwarms && !isHidden(service.swarm)
    ? true
    : unseen(`whether something acts on the health check of ${service.name}`, service.file)
}
