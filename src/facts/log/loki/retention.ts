import type { Settings } from '../../../config/settings.ts'
import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { environmentOfName } from '../../environments.ts'
import { Hidden, isHidden, type Seen } from '../../hidden.ts'
import { hiddenOf } from '../../manifests/unseen.ts'
import type { LogKind } from '../../schema/operation.ts'
import { daysIn } from '../days.ts'
import type { Kept } from '../kept.ts'
import { type LokiSettings, said } from './settings.ts'

/** What is known of the place that settings stand in. */
export interface Circumstances {
  /** what a person would edit, for printing */
  readonly file: string
  /** other settings may be laid under these: what they leave out is not known to be left out */
  readonly isPart: boolean
  /** files of limits for single tenants (`runtime_config`) */
  readonly runtime: readonly DataNode[]
  readonly settings: Settings
}

/**
 * How long a Loki keeps logs. Without `compactor.retention_enabled` and `table_manager.retention_deletes_enabled`, it keeps
 * them for ever, whatever `limits_config.retention_period` says
 * (grafana.com/docs/loki/latest/operations/storage/retention).
 */
export function retentionOf(loki: LokiSettings, where: Circumstances): readonly Kept[] {
  const enabled = said(loki, 'compactor', 'retention_enabled')
  const byTables = said(loki, 'table_manager', 'retention_deletes_enabled')
  const period = said(loki, 'limits_config', 'retention_period')
  const fallback = loki.outer ?? loki.node.place
  const general = (days: Seen<number>, place: Place): Kept => ({ kind: 'application', days, place, of: '' })
  const hidden = [enabled, byTables].map((one) => one && hiddenOf(one.node)).find((one) => one !== undefined)
  if (hidden) return [general(hidden, enabled?.place ?? fallback)]
  if (isTrue(enabled?.node)) {
    const main = general(daysOf(period?.node, where.file), period?.place ?? enabled?.place ?? fallback)
    return [main, ...streamsOf(loki, main, where), ...tenantsOf(loki, main, where)]
  }
  if (isTrue(byTables?.node)) {
    const tables = said(loki, 'table_manager', 'retention_period')
    const days = tables ? daysOf(tables.node, where.file) : 0
    return [general(days, tables?.place ?? byTables?.place ?? fallback)]
  }
  const isOpen = where.isPart && enabled === undefined && byTables === undefined
  const days = isOpen ? unsaid(where.file) : 0
  return [general(days, period?.place ?? enabled?.place ?? fallback)]
}

const isTrue = (node: DataNode | undefined) => /^(true|yes|on)$/i.test(node?.text ?? '')

/** Before version 3 it was 744 hours where nothing is said, since then it is for ever. */
function daysOf(node: DataNode | undefined, file: string): Seen<number> {
  const hidden = hiddenOf(node)
  if (hidden) return hidden
  const days = node && daysIn(node.text ?? '')
  return (
    days ??
    new Hidden(`how long the Loki of ${file} keeps logs`, {
      kind: 'file',
      text: `say limits_config.retention_period in ${file}, as a number of hours or days`,
    })
  )
}

const unsaid = (file: string) =>
  new Hidden(`whether the Loki of ${file} deletes logs`, {
    kind: 'file',
    text: `say compactor.retention_enabled in ${file}, beside how long logs are kept`,
  })

/** `{namespace="dev"}`: streams that are kept for another time than the rest. */
function streamsOf(loki: LokiSettings, main: Kept, where: Circumstances): readonly Kept[] {
  const list = said(loki, 'limits_config', 'retention_stream')
  return (list?.node.items ?? []).flatMap((stream) => {
    const selector = stream.get('selector')?.text ?? ''
    const place = loki.outer ?? stream.place
    return exception(selector, selector, daysOf(stream.get('period'), where.file), place, main, where)
  })
}

/** Tenants with limits of their own, beside these settings or in a file that Loki reads while it runs. */
function tenantsOf(loki: LokiSettings, main: Kept, where: Circumstances): readonly Kept[] {
  const own = loki.layers.flatMap((layer) => [
    ...(layer.get('runtimeConfig') ? [layer.get('runtimeConfig') as DataNode] : []),
    layer,
  ])
  return [...own, ...where.runtime].flatMap((root) =>
    (root.get('overrides')?.entries ?? []).flatMap(({ key, value }) => {
      const period = value.get('retention_period')
      const place = loki.outer ?? value.keyPlace('retention_period')
      return period ? exception(`tenant ${key}`, key, daysOf(period, where.file), place, main, where) : []
    }),
  )
}

/**
 * What some logs are kept for that a name tells of: those of another environment or kind count for these; of any others it
 * cannot be told whose they are, which matters where they are kept for less than the rest.
 */
function exception(
  of: string,
  names: string,
  days: Seen<number>,
  place: Place,
  main: Kept,
  { file, settings }: Circumstances,
): readonly Kept[] {
  const values = /[{}="]/.test(names)
    ? [...names.matchAll(/[=~]\s*["`]([^"`]*)["`]/g)].map(([, one]) => one ?? '')
    : [names]
  if (values.some((one) => ofPlatform.test(one))) return []
  const isNegative = /!=|!~/.test(names)
  const environment = isNegative
    ? undefined
    : values.map((one) => environmentOfName(one, settings)).find((one) => one !== undefined)
  const kind = isNegative ? undefined : kindOf(values)
  if (environment || kind) return [{ kind: kind ?? main.kind, days, place, of, environment }]
  if (!isHidden(days) && !isHidden(main.days) && isAsLong(days, main.days)) return []
  const whose = new Hidden(`whose logs ${of} of Loki are, which are kept for another time than the rest`, {
    kind: 'file',
    text: `keep ${of} for as long as the rest in ${file}, or name the environment that it is for`,
  })
  return [{ kind: main.kind, days: whose, place, of }]
}

const isAsLong = (days: number, than: number) => days === 0 || (than !== 0 && days >= than)

/* The namespaces of a cluster's own programs. */
const ofPlatform = /^(kube-[\w-]+|monitoring|observability|logging|loki|istio-system|cert-manager|openshift-[\w.*-]+)$/

function kindOf(names: readonly string[]): LogKind | undefined {
  if (names.some((name) => /audit/i.test(name))) return 'audit'
  return names.some((name) => /access|nginx|ingress|traefik|haproxy|envoy|gateway/i.test(name)) ? 'access' : undefined
}
