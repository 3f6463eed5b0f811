import type { DataNode } from '../../../documents/tree.ts'
import { withoutTag } from '../../image/reference.ts'
import type { Repository } from '../../repository.ts'
import type { Finders } from '../dialect/reading.ts'
import { knownUse } from '../known/use.ts'
import type { Act } from '../model.ts'

/** A step that runs a plugin: an image with settings, and no commands of its own. */
export interface PluginStep {
  readonly image: string
  readonly settings: Readonly<Record<string, string>>
  /** the variables that are known of its environment */
  readonly variables: Readonly<Record<string, string>>
  readonly name: string
  readonly at: DataNode
}

/** What runs commands of `sh` for a step. */
export type Run = (text: string) => Promise<readonly Act[]>

/**
 * What a plugin does (docs.drone.io/plugins/overview, woodpecker-ci.org/plugins). Those that build images or roll out
 * charts stand for the commands that they run; the table knows others by their inputs.
 */
export async function actsOfPlugin(
  { image, settings, variables, name, at }: PluginStep,
  run: Run,
  finders: Finders,
  repository: Repository,
): Promise<readonly Act[]> {
  const full = nameOf(image)
  const base = full.replace(/^.*\//, '').replace(/^(drone|plugin|woodpecker)-/, '')
  if (full.includes('/') && builders.test(base)) return run(buildScript(settings, registries[base]))
  if (full.includes('/') && /^helm3?$/.test(base)) return run(helmScript(settings))
  const known = [full, base].find((one) => knownUse('plugins', one, settings) !== undefined)
  return finders.actsOfUse(
    {
      table: 'plugins',
      name: known ?? full,
      narrowBy: `${full} ${name}`,
      what: 'the plugin',
      text: image,
      inputs: settings,
      variables,
      place: at.entry('image') ? (at.get('image') as DataNode).place : at.place,
      via: [],
      title: name,
    },
    repository,
  )
}

/** `docker.io/plugins/docker:20` → `plugins/docker`: without registry, tag and digest. */
const nameOf = (image: string): string =>
  withoutTag(image)
    .replace(/^[^/]*[.:][^/]*\//, '')
    .replace(/^library\//, '')

/** Plugins that build an image and push it. */
const builders = /^(docker|docker-build|docker-buildx|buildx|ecr|gcr|gar|acr|kaniko(-ecr|-gcr|-gar|-acr)?)$/

/** Where those push that are for one registry, if nothing else is said. */
const registries: Readonly<Record<string, string>> = { gcr: 'gcr.io', 'kaniko-gcr': 'gcr.io' }

const listOf = (text: string | undefined): readonly string[] => (text ?? '').split(/[\n,]+/).filter((one) => one.trim())

const quoted = (text: string): string => (/\s/.test(text) ? `"${text}"` : text)

/** `docker build` and `docker push` with what the settings say. */
function buildScript(settings: Readonly<Record<string, string>>, usual: string | undefined): string {
  const registry = (settings.registry ?? usual ?? '').replace(/^https?:\/\//, '').replace(/\/v[12]\/?$/, '')
  const automatic = settings.auto_tag === 'true' ? ['${DRONE_TAG}', 'latest'] : ['latest']
  const given = [...listOf(settings.tags), ...listOf(settings.tag)]
  const tags = given.length > 0 ? given : automatic
  const names = listOf(settings.repo).flatMap((repo) => {
    const whole = registry && !/^[^/]*[.:][^/]*\//.test(repo) ? `${registry}/${repo}` : repo
    return tags.map((tag) => quoted(`${whole.trim()}:${tag.trim()}`))
  })
  const target = settings.target ? ` --target ${quoted(settings.target)}` : ''
  const marks = names.map((one) => ` -t ${one}`).join('')
  const file = quoted(settings.dockerfile || 'Dockerfile')
  const build = `docker build${marks} -f ${file}${target} ${quoted(settings.context || '.')}`
  const pushed =
    settings.dry_run === 'true' || settings.no_push === 'true' ? [] : names.map((one) => `docker push ${one}`)
  return [build, ...pushed].join('\n')
}

/** `helm upgrade` with what the settings say; `helm_command` or `mode` may ask for something else. */
function helmScript(settings: Readonly<Record<string, string>>): string {
  const asked = settings.mode || settings.helm_command || 'upgrade'
  const chart = quoted(settings.chart || '.')
  if (asked === 'lint') return `helm lint ${chart}`
  if (/^(un|de)/.test(asked)) return `helm uninstall ${quoted(settings.release || 'release')}`
  const flag = (name: string, value: string | undefined) => (value ? ` ${name} ${quoted(value)}` : '')
  const on = (name: string, ...keys: readonly string[]) =>
    keys.some((key) => settings[key] === 'true') ? ` ${name}` : ''
  const files = listOf(settings.values_files).map((file) => flag('-f', file.trim()))
  const values = listOf(settings.values).map((value) => flag('--set', value.trim()))
  // `add_repos: ["bitnami=https://charts.bitnami.com/bitnami"]`, `helm_repos` before
  const added = [...listOf(settings.add_repos), ...listOf(settings.helm_repos)].flatMap((written) => {
    const [, name, address] = /^\s*([\w.-]+)=(\S+)\s*$/.exec(written) ?? []
    return name && address ? [`helm repo add ${quoted(name)} ${quoted(address)}\n`] : []
  })
  return [
    ...added,
    `helm upgrade --install ${quoted(settings.release || 'release')} ${chart}`,
    flag('--namespace', settings.namespace),
    ...files,
    ...values,
    flag('--version', settings.chart_version),
    on('--atomic', 'atomic', 'atomic_upgrade'),
    on('--wait', 'wait', 'wait_for_upgrade'),
    on('--dry-run', 'dry_run'),
  ].join('')
}
