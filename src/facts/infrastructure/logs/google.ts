import { Hidden, isHidden, type Seen } from '../../hidden.ts'
import { wholeDays } from '../../log/days.ts'
import { kindOfName } from '../../log/kind.ts'
import type { LogKind, LogStore } from '../../schema/operation.ts'
import {
  type Attribute,
  attribute,
  type InfrastructureResource,
  madeOf,
  nameIn,
  nested,
  numberIn,
  resourcesOf,
  textIn,
} from '../resource.ts'
import { names } from '../where.ts'
import { storeOf } from './store.ts'

const system = 'google-logging'

/**
 * Buckets of Cloud Logging (30 days where nothing is said; `_Required`, with the audit logs of admins, always 400), and
 * sinks to where logs are kept longer (cloud.google.com/logging/docs/buckets).
 */
export function googleStores(run: readonly InfrastructureResource[]): readonly LogStore[] {
  return [...buckets(run), ...sinks(run)]
}

function buckets(run: readonly InfrastructureResource[]): readonly LogStore[] {
  return resourcesOf(run, [
    'google_logging_project_bucket_config',
    'google_logging_folder_bucket_config',
    'google_logging_organization_bucket_config',
  ]).map((bucket) => {
    const name = nameIn(bucket, 'bucket_id')
    const kind = name === '_Required' ? 'audit' : name === '_Default' ? 'application' : kindOfName(name)
    const days = name === '_Required' ? 400 : (numberIn(bucket, 'retention_days') ?? 30)
    return storeOf(bucket, { kind, name, system, days, place: attribute(bucket, 'retention_days').place })
  })
}

function sinks(run: readonly InfrastructureResource[]): readonly LogStore[] {
  const all = ['project', 'folder', 'organization', 'billing_account'].map((level) => `google_logging_${level}_sink`)
  return resourcesOf(run, all).flatMap((sink) => {
    const to = attribute(sink, 'destination')
    const filter = textIn(sink, 'filter')
    const kind = kindOfFilter(isHidden(filter) ? '' : (filter ?? '')) ?? kindOfName(sink.name)
    // a bucket of logs is told of by itself
    if (typeof to.value === 'string' && to.value.startsWith('logging.googleapis.com/')) return []
    const { days, place } = keptBy(to, run)
    const forwarded = typeof to.value === 'string' && to.value.startsWith('pubsub.')
    return [storeOf(sink, { kind, name: sink.name, system, days, place, forwarded })]
  })
}

function kindOfFilter(filter: string): LogKind | undefined {
  if (/cloudaudit|audit/i.test(filter)) return 'audit'
  if (/http_load_balancer|requests"?$|apache-access|nginx-access/i.test(filter)) return 'access'
  if (/cloud_?build|clouddeploy/i.test(filter)) return 'deployment'
  return /vpc_flows|dns_query|firewall/i.test(filter) ? 'other' : undefined
}

/** Buckets and tables keep what is in them for ever, unless they are told how long. */
function keptBy(
  to: Attribute,
  run: readonly InfrastructureResource[],
): { days: Seen<number>; place: Attribute['place'] } {
  const text = typeof to.value === 'string' ? to.value.replace(/^storage\.googleapis\.com\//, '') : to.value
  const made = madeOf(to.value)
  for (const bucket of resourcesOf(run, ['google_storage_bucket'])) {
    if (!made.includes(bucket.address) && !names(text, bucket, textIn(bucket, 'name'))) continue
    const rules = nested(bucket, 'lifecycle_rule')
    if (isHidden(rules)) return { days: rules, place: bucket.place }
    const deleting = rules.filter((rule) => textIn(rule, 'action.type') === 'Delete')
    const ages = deleting.map((rule) => numberIn(rule, 'condition.age')).filter((age) => age !== undefined)
    const hidden = ages.find(isHidden)
    return { days: hidden ?? (ages.length ? Math.min(...(ages as number[])) : 0), place: bucket.place }
  }
  for (const dataset of resourcesOf(run, ['google_bigquery_dataset'])) {
    if (!made.includes(dataset.address)) continue
    const { value, place } = attribute(dataset, 'default_table_expiration_ms')
    const milliseconds = value === undefined ? 0 : numberIn(dataset, 'default_table_expiration_ms')
    const days = isHidden(milliseconds) ? milliseconds : wholeDays((milliseconds ?? 0) / 1000)
    return { days, place }
  }
  const days = new Hidden('how long what this sink leads to keeps the logs', {
    kind: 'file',
    text: 'define where the sink leads to beside it',
  })
  return { days, place: to.place }
}
