import type { Settings } from '../../config/settings.ts'
import { isForOwnMachine, isTrial } from '../areas.ts'
import { whereOf } from '../monitoring/where.ts'
import type { Repository } from '../repository.ts'
import type { LogShipper } from '../schema/operation.ts'

/*
 * Programs that hand logs on, by name: how long logs are kept is decided where they send them. Nothing passes or fails by
 * one; it is named where nothing else tells.
 */

interface Tool {
  readonly name: string
  /** what a configuration of it says, all of it, in one of these ways; or a chart or image that runs it */
  readonly signs: readonly (readonly RegExp[])[]
  /** what it says of where it sends logs: the first group */
  readonly sink: RegExp
}

/** A chart, a release of Helm or an image that runs a program. */
const runs = (program: string): readonly RegExp[] => [
  new RegExp(
    `\\b(?:chart|image|repository)["']?[ \\t]*[:=][ \\t]*["']?(?:[\\w.:-]+/)*(?:${program})(?:[:@"'\\s]|$)`,
    'i',
  ),
]

/** The forms are those of their documentation: docs.fluentbit.io, docs.fluentd.org, vector.dev, grafana.com, elastic.co, opentelemetry.io. */
const tools: readonly Tool[] = [
  {
    name: 'fluent-bit',
    signs: [
      [/^[ \t]*\[OUTPUT\]/im],
      [/\bkind:[ \t]*(?:Cluster)?FluentBitConfig\b/],
      runs('fluent-?bit|aws-for-fluent-bit'),
    ],
    sink: /\[OUTPUT\][^[]*?^[ \t]*Name[ \t]+(\S+)/gim,
  },
  {
    name: 'fluentd',
    signs: [[/^[ \t]*<match\s[^>\n]*>/m, /@type[ \t]/], runs('fluentd|fluentd-kubernetes-daemonset')],
    sink: /<match[^>\n]*>[^<]*?@type[ \t]+(\S+)/g,
  },
  {
    name: 'vector',
    signs: [[/^[ \t]*\[sinks\.[\w.-]+\]/m], [/^[ \t]*sinks:/m, /^[ \t]*sources:/m, /\bvector\b/], runs('vector')],
    sink: /\[sinks\.[\w.-]+\][^[]*?^[ \t]*type[ \t]*=[ \t]*["']([\w-]+)/gm,
  },
  {
    name: 'promtail',
    signs: [[/^[ \t]*positions:/m, /^[ \t]*(?:clients|scrape_configs):/m], runs('promtail')],
    sink: /\bclients:[ \t]*\n[ \t]*-[ \t]*url:[ \t]*["']?([^\s"']+)/g,
  },
  {
    name: 'Alloy',
    signs: [[/\bloki\.write[ \t]+"/], runs('alloy|grafana-agent')],
    sink: /\bloki\.write[ \t]+"[^"\n]*"[ \t]*\{[^}]*?url[ \t]*=[ \t]*["']([^\s"']+)/g,
  },
  {
    name: 'filebeat',
    signs: [[/\bfilebeat\.(?:inputs|autodiscover|modules)\b/], runs('filebeat')],
    sink: /^[ \t]*output\.(\w+):/gm,
  },
  {
    name: 'logstash',
    signs: [[/^[ \t]*input[ \t]*\{/m, /^[ \t]*output[ \t]*\{/m], runs('logstash')],
    sink: /^[ \t]*output[ \t]*\{\s*(\w+)[ \t]*\{/gm,
  },
  {
    name: 'the collector of OpenTelemetry',
    signs: [[/^[ \t]*pipelines:/m, /^[ \t]*logs(?:\/[\w-]+)?:/m, /^[ \t]*exporters:/m, /^[ \t]*receivers:/m]],
    sink: /^[ \t]*logs(?:\/[\w-]+)?:[ \t]*\n(?:[ \t]+(?:receivers|processors)[^\n]*\n|[ \t]+-[^\n]*\n){0,20}[ \t]+exporters:[ \t]*\[?[ \t]*(?:\n[ \t]+-[ \t]*)?([\w/-]+)/gm,
  },
]

const files = ['.conf', '.yaml', '.yml', '.toml', '.alloy', '.river', '.tf', '.tpl'] as const
const largest = 500_000

/** The programs that are configured here to hand logs on, each once for a file. */
export async function shippersIn(repository: Repository, settings: Settings): Promise<readonly LogShipper[]> {
  const found: LogShipper[] = []
  for (const { path, area, size } of repository.ending(...files)) {
    if (area !== 'main' || size > largest || isForOwnMachine(path) || isTrial(path) || byHand.test(path)) continue
    if (!repository.mayHold(path, ...signals)) continue
    const content = (await repository.text(path))?.content ?? ''
    for (const { name, signs, sink } of tools) {
      const all = signs.find((each) => each.every((sign) => sign.test(content)))
      const match = all?.[0]?.exec(content)
      if (!match) continue
      const sinks = [...new Set([...content.matchAll(sink)].map(([, one]) => shown(one ?? '')))].filter(Boolean).sort()
      const place = { file: path, start: match.index, end: match.index + match[0].trimEnd().split('\n')[0]!.length }
      found.push(shipper(name, sinks, path, place, settings))
    }
  }
  return found
}

/* A compose file that nobody is seen to deploy tells nothing of where services run, nor do folders of pipelines. */
const byHand = /(^|\/)(docker-|podman-)?compose[^/]*\.ya?ml$|^\.[\w-]+\//i

/** One of these stands in each text that one of the forms is in. */
const signals = [
  'fluent',
  '[OUTPUT]',
  '@type',
  'sinks',
  'vector',
  'promtail',
  'clients:',
  'scrape_configs:',
  'alloy',
  'grafana-agent',
  'loki.write',
  'filebeat',
  'logstash',
  'pipelines:',
] as const

/** A host of an address, without what may be secret in it. */
const shown = (sink: string) =>
  /^\w+:\/\/(?:[^@/]*@)?([\w.-]+)/.exec(sink)?.[1] ?? (/^[\w/.-]+$/.test(sink) ? sink : '')

function shipper(
  tool: string,
  sinks: readonly string[],
  file: string,
  place: LogShipper['place'],
  settings: Settings,
): LogShipper {
  const to = sinks.length > 0 ? ` to ${sinks.join(', ')}` : ''
  return {
    id: `${file}#${tool}`,
    tool,
    sinks: sinks.join(', '),
    said: `${tool} hands logs on${to} (${file})`,
    settle: `define here how long ${sinks[0] ? sinks.join(', ') : `what ${tool} sends to`} keeps logs`,
    ...whereOf(file, settings),
    file,
    place,
  } as LogShipper
}
