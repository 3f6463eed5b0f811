import type { Settings } from '../../config/settings.ts'
import { environmentsOfFile } from '../inventory/files.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import { hostLines, withoutOutbound } from './host-lines.ts'
import { domainOf, kindOfHost, namesEnvironment } from './hosts.ts'

/** The hosts that a repository shows to be those of its environments. */
export interface KnownHosts {
  /** host → the class of its environment; empty where that is not told */
  readonly hosts: ReadonlyMap<string, string>
  /** the domains of those, but for what platforms give to everybody */
  readonly domains: ReadonlySet<string>
}

const listed = /^[ \t]*-[ \t]+["']?([a-z0-9-]+(?:\.[a-z0-9-]+){2,})["']?[ \t]*\r?$/gim
/** Keys under which a service says where it is reached. */
const reached = /^(host|hosts|hostname|hostnames|fqdn|domain|domain_?name|ingress_?\w*|external_?url|public_?url)$/i
const routes = /^kind:[ \t]*["']?(Ingress|Route|VirtualService|Gateway|HTTPRoute|IngressRoute)\b/m

/** Larger files are data. */
const largest = 300_000

/**
 * The hosts of environments: where manifests, values and variables say that the service is reached, where the same key has
 * one host in one environment and another in the next, and the addresses of environments that pipelines name.
 */
export async function knownHosts(
  repository: Repository,
  settings: Settings,
  workflows: readonly Workflow[],
): Promise<KnownHosts> {
  const hosts = new Map<string, string>()
  const byKey = new Map<string, Map<string, Set<string>>>()
  const reachedAs = new Map<string, Set<string>>()
  const add = (written: string, kind: string) => {
    const host = written.toLowerCase()
    const named = kindOfHost(host)
    if (named === 'local' || named === 'public' || named === 'address' || !/[a-z]/.test(host)) return
    if (!hosts.get(host)) hosts.set(host, kind)
  }
  for (const { path, area, size } of repository.files) {
    if (area !== 'main' || size > largest || !format.test(path)) continue
    const [environment] = environmentsOfFile(path, settings)
    const mayRoute = /\.ya?ml$/.test(path) && repository.mayHold(path, 'apiVersion')
    if (!environment && !mayRoute && !/(^|\/)values[\w.-]*\.ya?ml$/.test(path)) continue
    const content = withoutOutbound((await repository.text(path))?.content ?? '')
    const isRoute = mayRoute && routes.test(content)
    const isValues = environment !== undefined || /^[ \t]*ingress:/m.test(content)
    if (!isRoute && !isValues) continue
    const kind = environment?.class ?? ''
    for (const { key, host, isDatabase } of hostLines(content)) {
      if (isDatabase) continue
      if (reached.test(key)) reachedAs.set(host, (reachedAs.get(host) ?? new Set()).add(kind))
      else if (environment) note(byKey, key, kind, host)
    }
    if (isRoute || /^[ \t]*hosts:[ \t]*$/m.test(content)) {
      for (const [, host = ''] of content.matchAll(listed)) add(host, kind)
    }
  }
  // what two environments both name is that of neither
  for (const [host, kinds] of reachedAs) {
    const [kind = '', ...others] = [...kinds].filter((one) => one !== '')
    if (others.length === 0) add(host, kind)
  }
  for (const ofClass of byKey.values()) {
    if (ofClass.size < 2) continue
    for (const [kind, own] of ofClass) {
      const others = [...ofClass].filter(([other]) => other !== kind)
      for (const host of own) if (!others.some(([, theirs]) => theirs.has(host))) add(host, kind)
    }
  }
  for (const { file } of workflows) {
    const content = (await repository.text(file))?.content ?? ''
    for (const [, host = ''] of content.matchAll(/^[ \t]+url:[ \t]*["']?https?:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gim))
      add(host, '')
  }
  return { hosts, domains: domainsOf(hosts) }
}

/** What a file of settings holds that only one environment can have, in words; empty: nothing of the kind. */
export async function environmentHost(path: string, repository: Repository, known: KnownHosts): Promise<string> {
  return hostOfOneEnvironment((await repository.text(path))?.content ?? '', known)
}

/** The same of the text of settings. Nobody else's database stands in the settings of a service. */
export function hostOfOneEnvironment(content: string, known: KnownHosts): string {
  for (const { key, host, isDatabase } of hostLines(content)) {
    const kind = kindOfHost(host)
    if (kind === 'local' || kind === 'public') continue
    if (isDatabase || kind === 'named' || kind === 'resource' || kind === 'platform' || known.hosts.has(host))
      return `${key} is ${host}`
  }
  return ''
}

const format = /\.(ya?ml|json|tf|tfvars|hcl|properties|toml|conf|ini|env)$|(^|\/)\.env[\w.-]*$/

function note(byKey: Map<string, Map<string, Set<string>>>, key: string, kind: string, host: string): void {
  // versions and names of files have dots, too
  if (!/\.[a-z]{2,}$/.test(host)) return
  const ofClass = byKey.get(key) ?? new Map<string, Set<string>>()
  ofClass.set(kind, (ofClass.get(kind) ?? new Set()).add(host))
  byKey.set(key, ofClass)
}

/** A domain is ours where an environment is reached under it by a word of its own; platforms are nobody's. */
function domainsOf(hosts: ReadonlyMap<string, string>): ReadonlySet<string> {
  const found = new Set<string>()
  for (const host of hosts.keys()) {
    const kind = kindOfHost(host)
    if (kind !== 'platform' && kind !== 'resource' && (hosts.get(host) !== '' || namesEnvironment(host)))
      found.add(domainOf(host))
  }
  return found
}
