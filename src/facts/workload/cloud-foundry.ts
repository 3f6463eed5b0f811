import type { Settings } from '../../config/settings.ts'
import { basename, dirname } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { environmentOfName, type NamedEnvironment } from '../environments.ts'
import type { Seen } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import { plainName, type Running, unseen } from './model.ts'

interface Variables {
  readonly environment: NamedEnvironment
  readonly document: DataNode
}

/**
 * The processes of Cloud Foundry manifests (docs.cloudfoundry.org/devguide/deploy-apps/manifest-attributes.html): one
 * instance unless told otherwise, watched by its port; readiness only by `readiness-health-check-type`. What stands in
 * `((…))` comes from the files of variables of each environment.
 */
export async function cloudFoundryWorkloads(repository: Repository, settings: Settings): Promise<Running[]> {
  const found: Running[] = []
  for (const file of repository.ending('.yml', '.yaml')) {
    const name = basename(file.path)
    if (file.area !== 'main' || !/^(cf[-_]?)?manifests?(?![a-z])/i.test(name)) continue
    const text = await repository.text(file.path)
    if (!text || !/^applications:/m.test(text.content)) continue
    const [document] = (await repository.yaml(file.path)) ?? []
    if (!document) continue
    const own = environmentOfFile(name, settings)
    const variables = own ? [] : await variablesFor(repository, settings, file.path, text.content)
    const uses = variables.length > 0 ? variables : [{ environment: own, document: undefined }]
    for (const { environment, document: values } of uses) {
      for (const app of document.get('applications')?.items ?? []) {
        found.push(...processesOf(app, environment, values, settings))
      }
    }
  }
  return found
}

/** `manifest-prod.yml`, and with the application before it: `manifest_api_stage.yml`. */
function environmentOfFile(name: string, settings: Settings): NamedEnvironment | undefined {
  const told = name.replace(/\.ya?ml$/, '').replace(/^(cf[-_]?)?manifests?[-._]?/i, '')
  return environmentOfName(told, settings) ?? environmentOfName(told.replace(/^.*[-._]/, ''), settings)
}

/** Files beside the manifest or below it, named after an environment, that hold one of its variables at their top. */
async function variablesFor(
  repository: Repository,
  settings: Settings,
  manifest: string,
  content: string,
): Promise<Variables[]> {
  const names = new Set([...content.matchAll(/\(\(([\w.-]+)\)\)/g)].map((match) => match[1] as string))
  if (names.size === 0) return []
  const folder = dirname(manifest)
  const found: Variables[] = []
  for (const { path, area } of repository.ending('.yml', '.yaml')) {
    if (area !== 'main' || !path.startsWith(folder ? `${folder}/` : '') || path.startsWith('.')) continue
    const name = basename(path).replace(/\.ya?ml$/, '')
    const environment = environmentOfName(name, settings, /(^|\/)[\w-]*(config|vars|env)[\w-]*\/[^/]+$/.test(path))
    if (!environment) continue
    const [document] = (await repository.yaml(path)) ?? []
    if (document?.entries.some(({ key }) => names.has(key))) found.push({ environment, document })
  }
  return found
}

function processesOf(
  app: DataNode,
  environment: NamedEnvironment | undefined,
  values: DataNode | undefined,
  settings: Settings,
): Running[] {
  const name = app.get('name')?.text
  if (!name) return []
  const processes = app.get('processes')?.items ?? []
  const shown = plainName(name.replace(/[-_.]?\(\([\w.-]+\)\)/g, ''), settings)
  return (processes.length > 0 ? processes : [app]).map((process) => {
    const type = process === app ? 'web' : (process.get('type')?.text ?? 'web')
    const written = process.get('instances') ?? (type === 'web' ? app.get('instances') : undefined)
    const [replicas, place] = instances(written, values, `${shown} (${type})`)
    const health = process.get('health-check-type')?.text ?? app.get('health-check-type')?.text ?? 'port'
    const ready = process.get('readiness-health-check-type')?.text ?? app.get('readiness-health-check-type')?.text
    return {
      kind: 'app',
      name: `${shown} ${type}`,
      service: `app ${shown} ${type}`,
      environment,
      replicas,
      readiness: ready === 'http' || ready === 'port',
      liveness: health !== 'none',
      goesBack: false,
      byHelm: false,
      source: app.file,
      file: app.file,
      place: place ?? (app.get('name') as DataNode).place,
    }
  })
}

function instances(
  written: DataNode | undefined,
  values: DataNode | undefined,
  name: string,
): [Seen<number>, DataNode['place']?] {
  if (!written) return [1]
  const variable = /^\(\(([\w.-]+)\)\)$/.exec(written.text ?? '')?.[1]
  const node = variable === undefined ? written : (values?.get(variable) ?? written)
  const text = node.text ?? ''
  return [/^\d+$/.test(text) ? Number(text) : unseen(`how many of ${name} run`, node.file), node.place]
}
