import type { DataNode } from '../../documents/tree.ts'
import { Hidden } from '../hidden.ts'
import { hiddenItem, hiddenOf } from '../manifests/unseen.ts'
import type { RollbackCheck } from '../schema/operation.ts'
import { hiddenCheck } from './check.ts'
import type { Comparison } from './condition.ts'
import { checksOf } from './query.ts'

/** Finds a MetricTemplate by its name; undefined where it is not here. */
export type Templates = (name: string) => DataNode | undefined

/**
 * What a Canary of Flagger looks at (docs.flagger.app/usage/metrics): its two own metrics, templates, queries of the older
 * form; and tests that webhooks run, which may look at anything.
 */
export function checksOfCanary(canary: DataNode, templates: Templates): readonly RollbackCheck[] {
  const spec = canary.get('spec')
  // a Canary that is suspended is not looked at by Flagger at all
  if (spec?.get('skipAnalysis')?.text === 'true' || spec?.get('suspend')?.text === 'true') return []
  const analysis = spec?.get('analysis') ?? spec?.get('canaryAnalysis')
  const open =
    hiddenOf(spec?.get('skipAnalysis')) ?? hiddenItem(analysis?.get('metrics')) ?? hiddenItem(analysis?.get('webhooks'))
  if (open) return [hiddenCheck('its analysis', open.what, (analysis ?? canary).place)]
  const metrics = (analysis?.get('metrics')?.items ?? []).flatMap((metric) => checksOfMetric(metric, templates))
  return [...metrics, ...(analysis?.get('webhooks')?.items ?? []).flatMap(checksOfWebhook)]
}

function checksOfMetric(metric: DataNode, templates: Templates): readonly RollbackCheck[] {
  const name = metric.get('name')?.text ?? ''
  const reference = metric.get('templateRef')
  const template = reference?.get('name')?.text
  const range = metric.get('thresholdRange')
  const old = metric.get('threshold')
  const place = (range ?? old ?? metric).place
  const min = range?.get('min') ?? (name === 'request-success-rate' ? old : undefined)
  const max = range?.get('max') ?? (name === 'request-success-rate' ? undefined : old)
  const open = [metric.get('name'), reference, reference?.get('name'), metric.get('query')]
    .map(hiddenOf)
    .find((one) => one)
  if (open) return [hiddenCheck(name, open.what, place)]
  if (template !== undefined) {
    const found = templates(template)
    if (!found) return [hiddenCheck(name, `what the MetricTemplate ${template} measures`, place)]
    const unseen = hiddenOf(found.at('spec', 'query')) ?? hiddenOf(found.at('spec', 'provider', 'type'))
    if (unseen) return [hiddenCheck(name, unseen.what, place)]
    const system = found.at('spec', 'provider', 'type')?.text ?? ''
    return checksOf({ name, system, query: found.at('spec', 'query')?.text ?? '', triggers: outside(min, max), place })
  }
  const query = metric.get('query')?.text
  if (query !== undefined) return checksOf({ name, system: 'prometheus', query, triggers: outside(min, max), place })
  // "request-success-rate": percent of answers without 5xx; "request-duration": P99 in milliseconds
  if (name === 'request-success-rate' && min) {
    const bound = numberIn(min)
    const rest = typeof bound === 'number' ? 100 - bound : bound
    return [{ name, signal: 'error-rate', statistic: '', measure: 'share', bound: rest, place }]
  }
  if (name === 'request-duration' && max)
    return [{ name, signal: 'latency', statistic: 'p99', measure: 'absolute', bound: numberIn(max), place }]
  const isOwn = name === 'request-success-rate' || name === 'request-duration'
  return isOwn ? [] : [hiddenCheck(name, `what ${name} measures`, place)]
}

function numberIn(node: DataNode): number | Hidden {
  const written = node.text ?? ''
  if (/^-?\d+(\.\d+)?$/.test(written)) return Number(written)
  return new Hidden(`the number for ${written}`, { kind: 'file', text: `write the number into ${node.file}` })
}

/** What leaves the range takes the version back; undefined where a bound is no number. */
function outside(min: DataNode | undefined, max: DataNode | undefined): readonly Comparison[] | undefined {
  const low = min && numberIn(min)
  const high = max && numberIn(max)
  if (low instanceof Hidden || high instanceof Hidden) return undefined
  return [
    ...(low === undefined ? [] : [{ op: '<', value: low } as const]),
    ...(high === undefined ? [] : [{ op: '>', value: high } as const]),
  ]
}

/** Programs that make load, or ask once whether an answer comes: no rate is held against a bound. */
const onlyAsks = /\b(hey|wrk2?|ab|bombardier|vegeta|ghz|fortio|siege|curl|wget|grpc_health_probe|helm test|bats)\b/

function checksOfWebhook(webhook: DataNode): readonly RollbackCheck[] {
  const type = webhook.get('type')?.text ?? 'rollout'
  const command = webhook.at('metadata', 'cmd')?.text
  if (!/^(rollout|pre-rollout|rollback|confirm-promotion)$/.test(type)) return []
  if (command !== undefined && onlyAsks.test(command)) return []
  const name = webhook.get('name')?.text ?? 'a webhook'
  return [hiddenCheck(name, `what the webhook ${name} looks at`, webhook.place)]
}
