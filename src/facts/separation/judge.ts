import { Hidden, type Seen } from '../hidden.ts'
import { domainOf, environmentWord, isOnPlatform, kindOfHost, namesEnvironment } from './hosts.ts'
import type { KnownHosts } from './known-hosts.ts'
import type { Literal } from './literals.ts'

/** What a literal gives away, and whether it is certain that it is an environment's. */
export interface Verdict {
  readonly what: 'host' | 'database'
  /** the environment that it belongs to, in words; empty: it is not told */
  readonly of: string
  readonly sure: Seen<boolean>
}

/** Schemes of what keeps data or messages: nobody else's stands in the code of a service. */
const databases =
  /^(jdbc:[\w:]+|postgres(ql)?(\+\w+)?|mysql2?(\+\w+)?|mariadb(\+\w+)?|mongodb(\+srv)?|rediss?|amqps?|mssql(\+\w+)?|sqlserver|oracle(\+\w+)?|cockroachdb|clickhouse|cassandra|nats|kafka|mqtts?|ldaps?|memcached)$/
const web = /^(https?|wss?|grpcs?|)$/

/** What has to do with hosts and is no configuration: who may call, what a page may load, where a person reads more. */
const aside =
  /cors|allow[\w-]*(origin|host|domain|list|redirect|referer)|(valid|permitted|accepted)[\w-]*(origin|host|domain|redirect)|white_?list|trusted|csrf|\bcsp\b|content_?-?security|\b(connect|img|script|style|font|frame|default|media|form|worker|object|manifest|child)_?-?(src|action|ancestors)\b|redirect_?-?ur[il]s?\b|@Server\b|@OA\\|openapi|swagger|externalDocs|\bservers\b/i
/** Attributes and names of links, and texts for people. */
const link =
  /\b(href|src|srcset|xmlns(:\w+)?|action|cite)\s*[=:]\s*\{?\s*["'`]$|(docs?|documentation|help|support|privacy|terms|licen[cs]e|contact|homepage|repo(sitory)?|issues?|wiki|canonical|cookie\w*|feedback|survey|guidance|blog|footer|link|share|example|placeholder|description|message|hint|label|title|text|comment|user_?agent|referr?er|schema|namespace|xmlns|issuer_?example)_?(url|uri|link|href)?["']?\s*[=:(]\s*[frbuL@$]{0,2}["'`]$|\b(link_to|redirect_to|assert\w*|expect\w*|describe|it|test)\s*\(\s*["'`]$/i
/** Names of what a program is told at its start. */
const setting = /url|uri|host|endpoint|domain|origin|server|base|api|address|addr|broker|dsn|connection|proxy|gateway/i

/** Names that no link for people has: what follows the host does not matter. */
const program = /api|base|host|endpoint|server|gateway|broker|_URL$/

/** What a literal of code is; undefined for one that is none of an environment, or beside the point. */
export function judge(literal: Literal, known: KnownHosts): Verdict | undefined {
  const { scheme, host, name, rest, before } = literal
  const kind = kindOfHost(host)
  if (kind === 'local') return undefined
  if (aside.test(before) || link.test(before)) return undefined
  if (databases.test(scheme))
    return kind === 'public' ? undefined : { what: 'database', of: of(host, known), sure: true }
  if (!web.test(scheme)) return undefined
  if (kind === 'resource') return { what: 'database', of: of(host, known), sure: true }
  const told = known.hosts.get(host)
  const isOurs = told !== undefined || known.domains.has(domainOf(host))
  if (kind === 'named') {
    if (isOurs || isOnPlatform(host)) return { what: 'host', of: of(host, known), sure: true }
    return { what: 'host', of: of(host, known), sure: whose(host) }
  }
  if (isOurs && scheme !== '' && namesEnvironment(host)) return { what: 'host', of: of(host, known), sure: true }
  if (told) {
    // an attribute of markup
    if (/<[A-Za-z][\w.]*\s[^<>]*$/.test(before)) return undefined
    if (program.test(name)) return { what: 'host', of: of(host, known), sure: true }
    // an address of a page is a link; an address alone may be either
    return /^\/?$/.test(rest) ? { what: 'host', of: of(host, known), sure: linked(host) } : undefined
  }
  if ((kind === 'platform' || kind === 'address') && scheme !== '' && setting.test(name))
    return { what: 'host', of: '', sure: whose(host) }
  return undefined
}

const of = (host: string, { hosts }: KnownHosts) => hosts.get(host) || environmentWord(host)

const whose = (host: string) =>
  new Hidden(`whether ${host} belongs to an environment of this service`, {
    kind: 'file',
    text: 'take addresses from the environment: a variable, a ConfigMap or a mounted file',
  })

const linked = (host: string) =>
  new Hidden(`whether ${host} is a link for people or configuration`, {
    kind: 'file',
    text: 'take addresses from the environment: a variable, a ConfigMap or a mounted file',
  })
