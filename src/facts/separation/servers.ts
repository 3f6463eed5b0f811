import { isCopy, sourcesOf, targetOf } from '../../documents/dockerfile/copy.ts'
import { join } from '../../documents/path.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { ownInstructions } from '../image/dockerfiles.ts'
import { shippedDockerfiles } from '../image/shipped.ts'
import type { Workflow } from '../pipeline/model.ts'
import type { Repository } from '../repository.ts'
import type { HardCoding } from '../schema/separation.ts'
import { contextsOf } from './copied.ts'
import { kindOfHost } from './hosts.ts'
import { judge } from './judge.ts'
import type { KnownHosts } from './known-hosts.ts'
import { settledAddress } from './settled-address.ts'

/*
 * Addresses in the configuration of a web server or proxy that an image takes in: nginx.org (ngx_http_proxy_module,
 * ngx_http_core_module), httpd.apache.org (mod_proxy, "Virtual Hosts"), caddyserver.com (reverse_proxy), haproxy.org ("server").
 */

/** Where such a program reads its configuration in an image. */
const readBy = /\/(nginx|openresty|apache2?|httpd|caddy|haproxy|envoy|traefik)(\/|$)/i

/** Who may call, and what a page may load, is no address that is asked. */
const aside = /^(add_header|more_set_headers|header|set_header|http-response|response_header|valid_referers|if)\b/i
const serves = /^(server_name|ServerName|ServerAlias)\s+/
/** A directive with an address behind it, without a scheme where the program needs none. */
const asks = /^(?:server|reverse_proxy|ProxyPass\w*|\w+_pass|balancer\w*)\s/i

interface Named {
  readonly key: string
  readonly host: string
  readonly isOwnName: boolean
  readonly start: number
}

/** Addresses of one environment in what a server or proxy in an image asks, or is asked as. */
export async function settledInServers(
  repository: Repository,
  workflows: readonly Workflow[],
  knowing: () => Promise<KnownHosts>,
): Promise<readonly HardCoding[]> {
  const { touched } = repository
  const found = new Map<string, HardCoding>()
  for (const shipping of await shippedDockerfiles(repository, workflows)) {
    const { file, shipped, target } = shipping
    if (shipped === false || !readBy.test((await repository.text(file.path))?.content ?? '')) continue
    const document = await repository.dockerfile(file.path)
    if (!document) continue
    for (const copy of ownInstructions(document.stages, target)) {
      if (!isCopy(copy) || copy.flags.from !== undefined || !readBy.test(targetOf(copy) ?? '')) continue
      const named = contextsOf(shipping).flatMap((context) => sourcesOf(copy).map((source) => join(context, source)))
      for (const path of named.flatMap((one) => filesAt(one, repository))) {
        if (touched && !touched.has(path) && !touched.has(file.path)) continue
        for (const one of await settledIn(path, shipped, repository, knowing)) found.set(one.id, one)
      }
    }
  }
  return [...found.values()]
}

/** A file of configuration, or those of a folder; pages that lie there are none. */
function filesAt(path: string, repository: Repository): readonly string[] {
  const all = repository.has(path) ? [path] : repository.under(path).map((one) => one.path)
  return all.filter((one) => /(^|\/)[\w.-]+\.(conf|cfg|vhost|template|ya?ml|toml)$|(^|\/)Caddyfile[\w.-]*$/.test(one))
}

async function settledIn(
  path: string,
  shipped: Seen<boolean>,
  repository: Repository,
  knowing: () => Promise<KnownHosts>,
): Promise<readonly HardCoding[]> {
  const content = (await repository.text(path))?.content ?? ''
  const found: HardCoding[] = []
  for (const { key, host, isOwnName, start } of namedIn(content)) {
    const kind = kindOfHost(host)
    if (kind !== 'named' && kind !== 'resource') continue
    const verdict = judge({ scheme: 'https', host, rest: '', name: key, before: '', start: 0, end: 0 }, await knowing())
    if (!verdict) continue
    const open = isOwnName ? served(host, path) : isHidden(verdict.sure) ? verdict.sure : shipped
    const place = { file: path, start, end: start + host.length }
    found.push(settledAddress({ path, key, host, fallback: false }, verdict, open, place))
  }
  return found
}

const served = (host: string, path: string) =>
  new Hidden(`whether what ${path} serves as ${host} differs from what it serves elsewhere`, {
    kind: 'file',
    text: 'give the server its names where it runs: a template with variables, or a mounted file',
  })

/** The hosts of a configuration, with the directive that they stand behind. */
function* namedIn(content: string): Generator<Named> {
  let at = 0
  for (const line of content.split('\n')) {
    const text = line.trim()
    const from = at + line.indexOf(text)
    at += line.length + 1
    if (text === '' || text.startsWith('#') || aside.test(text)) continue
    const [key = ''] = text.split(/[\s:=]/, 1)
    const isOwnName = serves.test(text)
    const pattern =
      isOwnName || asks.test(text)
        ? /(?:^|[\s/@])([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?=[:;/\s]|$)/gi
        : /https?:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi
    for (const match of text.matchAll(pattern)) {
      const host = (match[1] as string).toLowerCase()
      yield { key, host, isOwnName, start: from + match.index + match[0].length - host.length }
    }
  }
}
