import type { Settings } from '../../config/settings.ts'
import { basename, dirname } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { Text } from '../../documents/text.ts'
import type { DataNode } from '../../documents/tree.ts'
import { environmentOfPath } from '../environments.ts'
import type { Repository } from '../repository.ts'
import type { Deployment } from '../schema/pipeline.ts'
import { type Running, unseen } from '../workload/model.ts'
import { deployedBy } from './deployed-by.ts'

/** Platforms that start the processes of a Procfile, by the tool that deploys to them. */
const tools = /heroku|dokku|scalingo|gigalixir|aptible|^git push$/i

/** What is started once for a release, and what no platform starts by itself. */
const once = /^(release|postdeploy|console|rake)$/

/** A process, and the command that starts it. */
interface Process {
  readonly type: string
  readonly place: Place
}

/**
 * The processes of Procfile and heroku.yml: of the platform to which a pipeline deploys; where nothing else is deployed to
 * production, also those that an app.json or a heroku.yml is written for. A Procfile alone may be for work at home
 * (foreman), and an app.json beside other deployments for reviews. How many run is kept by Heroku; Dokku takes it, and
 * what it asks of them, from app.json (devcenter.heroku.com/articles/procfile, /app-json-schema, /build-docker-images-heroku-yml;
 * dokku.com/docs/appendices/file-formats/app-json, /deployment/zero-downtime-deploys).
 */
export async function procfileWorkloads(
  repository: Repository,
  settings: Settings,
  deployments: readonly Deployment[],
): Promise<Running[]> {
  const used = deployments.filter(({ tool }) => tools.test(tool))
  const isElsewhere = used.length === 0 && deployments.some((one) => one.environmentClass === 'production')
  const files = repository.named('Procfile', 'heroku.yml').filter(({ area }) => area === 'main')
  const folders = isElsewhere ? [] : [...new Set(files.map(({ path }) => dirname(path)))]
  const found: Running[] = []
  for (const folder of folders) {
    const app = await read(repository, folder, used)
    for (const process of app?.processes ?? []) {
      const own = environmentOfPath(folder, settings)
      for (const environment of own ? [own] : deployedBy(used, tools))
        found.push({ ...told(process, app as App), environment })
    }
  }
  return found
}

interface App {
  readonly folder: string
  readonly processes: readonly Process[]
  /** `app.json`, where it is the platform's and no other's (Expo and React Native have one too) */
  readonly settings: DataNode | undefined
  readonly isDokku: boolean
  /** paths that Dokku asks, as it was told before app.json */
  readonly hasChecks: boolean
}

async function read(repository: Repository, folder: string, used: readonly Deployment[]): Promise<App | undefined> {
  const at = (name: string) => (folder ? `${folder}/${name}` : name)
  const json = repository.has(at('app.json')) ? await repository.json(at('app.json')) : undefined
  const settings = json && isOfPlatform(json) ? json : undefined
  const [docker] = repository.has(at('heroku.yml')) ? ((await repository.yaml(at('heroku.yml'))) ?? []) : []
  const hasChecks = repository.has(at('CHECKS'))
  if (used.length === 0 && !settings && !docker && !hasChecks) return undefined
  const text = repository.has(at('Procfile')) ? await repository.text(at('Procfile')) : undefined
  const run = docker?.get('run')?.entries ?? []
  const processes = run.length > 0 ? run.map(({ key, value }) => ({ type: key, place: value.place })) : ofProcfile(text)
  const isDokku =
    hasChecks ||
    settings?.get('healthchecks') !== undefined ||
    settings?.at('scripts', 'dokku') !== undefined ||
    (used.length > 0 && used.every(({ tool }) => /dokku/i.test(tool)))
  return { folder, processes: processes.filter(({ type }) => !once.test(type)), settings, isDokku, hasChecks }
}

const isOfPlatform = (json: DataNode) =>
  !json.get('expo') &&
  ['addons', 'buildpacks', 'cron', 'environments', 'env', 'formation', 'healthchecks', 'scripts', 'stack'].some(
    (key) => json.get(key) !== undefined,
  )

/** `web: bundle exec puma`, one on each line. */
function ofProcfile(text: Text | undefined): readonly Process[] {
  return [...(text?.content.matchAll(/^([A-Za-z0-9_-]+):[ \t]*\S[^\n]*$/gm) ?? [])].map(({ index, 1: type = '' }) => ({
    type,
    place: { file: text?.file ?? '', start: index, end: index + type.length },
  }))
}

function told({ type, place }: Process, app: App): Omit<Running, 'environment'> {
  const { file } = place
  const kind = app.isDokku ? 'Dokku process' : 'Procfile process'
  const name = app.folder ? `${basename(app.folder)} ${type}` : type
  const common = {
    kind,
    name,
    service: `${kind} ${app.folder} ${type}`,
    source: app.folder,
    byHelm: false,
    file,
    place,
  }
  const platform = app.isDokku ? 'Dokku' : 'the platform'
  const ill = unseen(`what ${platform} does when ${name} is ill`, file)
  const many = unseen(`how many of ${name} run, which ${platform} keeps`, file)
  if (!app.isDokku) return { ...common, replicas: many, readiness: ill, liveness: ill, goesBack: ill }
  const checks = app.settings?.at('healthchecks', type)?.items ?? []
  // what is asked at the start keeps the former version there until it is answered; on one machine nothing is asked later
  const asked = checks.some((one) => /^(startup|readiness)$/.test(one.get('type')?.text ?? 'startup'))
  const readiness = asked || (type === 'web' && app.hasChecks) ? true : ill
  const quantity = app.settings?.at('formation', type, 'quantity')?.text ?? ''
  const replicas = /^\d+$/.test(quantity) ? Number(quantity) : many
  return { ...common, replicas, readiness, liveness: ill, goesBack: readiness }
}
