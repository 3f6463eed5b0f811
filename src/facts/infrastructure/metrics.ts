import { Hidden, isHidden, type Seen } from '../hidden.ts'
import type { Condition } from '../monitoring/condition.ts'
import { hiddenMetricOf, noMetric } from '../monitoring/metric-fields.ts'
import { isFailure, plainName, signalOfName } from '../monitoring/metric-names.ts'
import type { Alert, Form, Measure, Signal } from '../schema/operation.ts'
import type { Node } from './node.ts'
import { attribute, type InfrastructureResource, nested, numberIn, textIn } from './resource.ts'
import { isMap, keysOf } from './value.ts'

/** What an alert says of the metric that it watches. */
export type Metrics = Pick<Alert, 'statistic' | 'measure' | 'bound' | 'services' | 'scope' | 'form'>

/** The signal of a metric beside the rest. */
export interface Watched {
  readonly signal: Seen<Signal>
  readonly metric: Metrics
}

interface Facts {
  readonly signal: Signal
  readonly statistic?: Seen<string>
  readonly measure: Seen<Measure>
  readonly bound: Seen<number>
  readonly service?: string
  readonly platform?: boolean
  readonly machine?: boolean
  readonly form?: Form
}

const hide = (what: string) =>
  new Hidden(what, { kind: 'file', text: 'give the alarm one metric and a bound that is written here' })

const unclear = (what: string) => ({ measure: hide(what), bound: hide(what) })

function watched({
  signal,
  statistic = '',
  measure,
  bound,
  service = '',
  platform = false,
  machine = false,
  form = '',
}: Facts): Watched {
  const services = service && !platform ? [service] : []
  return {
    signal,
    metric: {
      statistic,
      measure,
      bound,
      services,
      scope: platform ? 'platform' : machine ? 'machine' : 'service',
      form,
    } as Metrics,
  }
}

/** A metric whose name cannot be told from here may be any. */
const hiddenMetric = (hidden: Hidden): Watched => ({
  signal: hidden,
  metric: hiddenMetricOf(hidden) as unknown as Metrics,
})

const shares = new Set<Signal>(['cpu', 'memory'])

/** Of what a service is made; anything else that CloudWatch measures is what it runs on or keeps its data in. */
const servicesOfAws =
  /^(AWS\/(ECS|EC2|Lambda|ApplicationELB|ELB|NetworkELB|ApiGateway|ElasticBeanstalk|AppRunner|CloudFront|SQS|AutoScaling|ApplicationSignals)|LambdaInsights|ECS\/ContainerInsights|ContainerInsights|CWAgent)$/

/** Whether a namespace of CloudWatch measures what services are made of. */
export const isOfService = (namespace: string) => servicesOfAws.test(namespace)

/** The metric of an alarm of CloudWatch (docs.aws.amazon.com/AmazonCloudWatch, "services that publish metrics"). */
export function ofCloudWatch(alarm: InfrastructureResource): Watched {
  const queries = nested(alarm, 'metric_query')
  if (isHidden(queries)) return hiddenMetric(queries)
  const sources: readonly Node[] = queries.map(metricIn).filter((one): one is Node => one !== undefined)
  const first: InfrastructureResource | Node =
    textIn(alarm, 'metric_name') === undefined && sources[0] ? sources[0] : alarm
  const name = textIn(first, 'metric_name')
  if (isHidden(name)) return hiddenMetric(name)
  if (name === undefined) return queries.length ? hiddenMetric(hide('the metrics of an alarm')) : event
  const space = textIn(first, 'namespace') ?? ''
  const names = sources.length ? sources.map((one) => textIn(one, 'metric_name')) : [name]
  const failing = names.some((one) => typeof one === 'string' && isFailure(one))
  const signal = failing && sources.length > 1 ? 'error-rate' : signalOfCloudWatch(name, space)
  const platform = (typeof space === 'string' && space.startsWith('AWS/') && !isOfService(space)) || isOfStore(first)
  const about = {
    signal,
    platform,
    statistic: signal === 'latency' ? statisticOf(first) : '',
    service: dimension(first),
    // how many machines a group has says nothing of what runs on them
    machine: space === 'AWS/AutoScaling',
    form: formOf(space),
  }
  if (textIn(alarm, 'threshold_metric_id') !== undefined)
    return watched({ ...about, ...unclear('the width of a band that CloudWatch learns') })
  const limit = numberIn(alarm, 'threshold')
  const above = textIn(alarm, 'comparison_operator')
  if (isNoUsage(name, above, textIn(first, 'statistic') ?? textIn(first, 'stat'))) return event
  if (limit === undefined || isHidden(limit) || isHidden(above)) {
    return watched({
      ...about,
      measure: shares.has(signal) ? 'share' : 'absolute',
      bound: isHidden(limit) ? limit : hide('the threshold of an alarm'),
    })
  }
  if (!above?.startsWith('GreaterThan')) return watched({ ...about, ...unclear('what is too much') })
  if (signal === 'error-rate' && sources.length > 1) {
    const text = queries.map((query) => textIn(query, 'expression')).find((one) => one !== undefined)
    if (typeof text !== 'string' || !text.includes('/'))
      return watched({ ...about, ...unclear('the expression of an alarm') })
    return watched({ ...about, measure: 'share', bound: /100/.test(text) ? limit : limit * 100 })
  }
  if (shares.has(signal))
    return watched({ ...about, measure: /utili[sz]ation|percent/i.test(name) ? 'share' : 'absolute', bound: limit })
  if (signal === 'latency')
    return watched({
      ...about,
      measure: 'absolute',
      bound: /ELB|ApplicationELB/.test(String(space)) ? limit * 1000 : limit,
    })
  return watched({ ...about, measure: 'absolute', bound: limit })
}

/**
 * How many samples came (what still runs), and usage that falls (what may be scaled in): no alarm on too much. Memory that
 * is free or available falls as usage grows, so only the names of usage itself count.
 */
const isNoUsage = (name: string, above: Seen<string> | undefined, statistic: Seen<string> | undefined): boolean =>
  statistic === 'SampleCount' ||
  // that the idlest of several machines is busy tells of no single one
  (/^(CPU|Memory)Utilization$/.test(name) && statistic === 'Minimum') ||
  (/^(CPU|Memory)Utilization$/.test(name) && typeof above === 'string' && above.startsWith('LessThan'))

/** Functions and entry points have namespaces of their own; those of functions with more metrics are Lambda Insights'. */
function formOf(space: Seen<string>): Form {
  if (space === 'AWS/Lambda' || space === 'LambdaInsights') return 'function'
  return space === 'AWS/ApiGateway' ? 'entry' : ''
}

const event: Watched = { signal: 'other', metric: noMetric as unknown as Metrics }

function metricIn(query: Node): Node | undefined {
  const found = nested(query, 'metric')
  return isHidden(found) ? undefined : found[0]
}

/** The signal of a metric of CloudWatch by its name and namespace. */
export function signalOfCloudWatch(name: string, space: Seen<string>): Signal {
  if (/^(TargetResponseTime|IntegrationLatency|Latency|Duration|OriginLatency)$/.test(name)) return 'latency'
  if (space === 'AWS/Lambda' && /^(Errors|Throttles)$/.test(name)) return name === 'Errors' ? 'error-rate' : 'other'
  if (/^(5XXError|5xxErrorRate|TotalErrorRate)$/.test(name)) return 'error-rate'
  // a name that nobody but the service gave it: what counts the errors of a service is plain
  if (isOwnSpace(space) && /^(Errors?|ErrorsCount|ErrorCount|ErrorRate|Faults?)$/i.test(name)) return 'error-rate'
  if (space === 'AWS/SQS')
    return /NumberOfMessagesVisible|NumberOfMessagesNotVisible/.test(name) ? 'queue-depth' : 'other'
  return signalOfName(name)
}

const isOwnSpace = (space: Seen<string>) => typeof space === 'string' && space !== '' && !space.startsWith('AWS/')

function statisticOf(of: InfrastructureResource | Node): Seen<string> {
  const statistic = textIn(of, 'extended_statistic') ?? textIn(of, 'statistic') ?? textIn(of, 'stat')
  if (statistic === undefined || isHidden(statistic)) return statistic ?? hide('the statistic of an alarm')
  return statisticName(statistic)
}

/** `p99`, `Average`, `ALIGN_PERCENTILE_99`, `Maximum` in our words. */
export function statisticName(written: string): string {
  const quantile = /(?:^p|percentile_?0?)(\d+(?:\.\d+)?)/i.exec(written)?.[1]
  if (quantile) return `p${Number(quantile)}`
  return /^(ALIGN_)?max/i.test(written) ? 'max' : /mean|av/i.test(written) ? 'average' : written.toLowerCase()
}

function dimension(of: InfrastructureResource | Node): string {
  for (const name of ['ServiceName', 'FunctionName', 'function_name', 'ApiName']) {
    const value = textIn(of, `dimensions.${name}`)
    if (typeof value === 'string') return value
  }
  return ''
}

/** Dimensions that name a database, a cache or a broker: a metric with one is about that, in whatever namespace it is put. */
const dimensionsOfStores = [
  'DBInstanceIdentifier',
  'DBClusterIdentifier',
  'DbClusterIdentifier',
  'CacheClusterId',
  'ReplicationGroupId',
  'TableName',
  'Broker',
]

function isOfStore(of: InfrastructureResource | Node): boolean {
  const { value } = attribute(of, 'dimensions')
  return value !== undefined && isMap(value) && keysOf(value).some((key) => dimensionsOfStores.includes(key))
}

/** What a service keeps its data in. */
const storesOfDatadog =
  /^(aws\.(rds|elasticache|dynamodb|es|docdb)|azure\.(sql|cache|documentdb)|gcp\.(cloudsql|redis)|postgresql|mysql|redis|mongodb|elasticsearch)\./

/** The query of a monitor of Datadog (docs.datadoghq.com/monitors/types/metric). */
export function ofDatadog(query: string): Watched {
  const parts = /^(?<how>.*?):\s*(?<body>.*?)\s*(?<op>[<>]=?)\s*(?<limit>-?[\d.]+(?:e-?\d+)?)\s*$/is.exec(query)?.groups
  if (!parts) return event
  const { how = '', body = '', op = '', limit: written = '' } = parts
  const limit = Number(written)
  const names = [...body.matchAll(/([a-z][\w]*(?:\.[\w]+)+)\s*\{/gi)].map((match) => match[1] as string)
  const service = /[{,]\s*(?:service|functionname):([\w.-]+)/.exec(body)?.[1] ?? ''
  const failing = names.some(isFailure)
  const divides = /\}[^/]*\/[^/]*\{/.test(body)
  const signals = names.map((name) =>
    /^trace\.[\w.]+$/.test(name) && !/\.(hits|errors|apdex)/.test(name) ? 'latency' : signalOfName(name),
  )
  const signal: Signal = failing && divides ? 'error-rate' : (signals.find((one) => one !== 'other') ?? 'other')
  const quantile = /\b(p\d{2}|avg|max)\b:/.exec(`${body}`)?.[1] ?? ''
  const about = {
    signal,
    service,
    statistic: signal === 'latency' ? statisticName(quantile || 'avg') : '',
    platform: names.length > 0 && names.every((name) => storesOfDatadog.test(name)),
    form:
      names.length > 0 && names.every((name) => name.startsWith('aws.lambda.')) ? ('function' as const) : ('' as const),
    machine: !service && names.length > 0 && names.every((name) => name.startsWith('system.')),
  }
  if (!op.startsWith('>')) return watched({ ...about, ...unclear('what is too much') })
  if (/pct_change\(/.test(how)) return watched({ ...about, measure: 'growth', bound: limit })
  if (/change\(|anomal|forecast|outliers/.test(query))
    return watched({ ...about, ...unclear('what it is compared with') })
  if (signal === 'error-rate' && divides)
    return watched({ ...about, measure: 'share', bound: /100/.test(body) || limit > 1 ? limit : limit * 100 })
  if (signal === 'cpu')
    return watched({
      ...about,
      measure: /system\.cpu|pct|percent|usage_ratio|cpuutilization/.test(body) ? 'share' : 'absolute',
      bound: limit,
    })
  if (signal === 'memory')
    return watched({
      ...about,
      measure: /pct|percent/.test(body) || divides ? 'share' : 'absolute',
      bound: limit <= 1 ? limit * 100 : limit,
    })
  return watched({ ...about, measure: 'absolute', bound: signal === 'latency' ? limit * 1000 : limit })
}

/** The criteria of a metric alert of Azure (learn.microsoft.com/azure/azure-monitor, "supported metrics"). */
export function ofAzure(alert: InfrastructureResource): Watched {
  const fixed = nested(alert, 'criteria')
  const learned = nested(alert, 'dynamic_criteria')
  if (isHidden(fixed)) return hiddenMetric(fixed)
  const one = fixed[0] ?? (isHidden(learned) ? undefined : learned[0])
  if (!one) return event
  const name = textIn(one, 'metric_name')
  if (isHidden(name)) return hiddenMetric(name)
  const space = textIn(one, 'metric_namespace') ?? ''
  const plain = plainName(name ?? '')
  const signal: Signal = /^http5xx$|requests\/failed|failed_requests/i.test(name ?? '')
    ? 'error-rate'
    : /response_?time|requests_duration|latency/.test(plain)
      ? 'latency'
      : signalOfName(name ?? '')
  const platform =
    typeof space === 'string' &&
    /sql|redis|storage|dbfor|documentdb|network|keyvault|managedClusters/i.test(space) &&
    !/applicationGateways|frontdoors/i.test(space)
  const aggregation = textIn(one, 'aggregation') ?? ''
  const about = {
    signal,
    platform,
    statistic: signal === 'latency' ? (isHidden(aggregation) ? aggregation : statisticName(aggregation)) : '',
  }
  const limit = numberIn(one, 'threshold')
  const operator = textIn(one, 'operator')
  if (!fixed.length || limit === undefined || isHidden(operator) || !operator?.startsWith('Greater')) {
    return watched({ ...about, ...unclear('what it is compared with') })
  }
  if (isHidden(limit)) return watched({ ...about, measure: shares.has(signal) ? 'share' : 'absolute', bound: limit })
  const share = shares.has(signal) && /percent/i.test(plain)
  return watched({
    ...about,
    measure: share ? 'share' : 'absolute',
    bound: signal === 'latency' && /response_?time/.test(plain) ? limit * 1000 : limit,
  })
}

/** What alerts of DigitalOcean measure, by the end of their type; other types are of something else. */
const typesOfDigitalOcean: Readonly<Record<string, Signal>> = {
  'droplet/cpu': 'cpu',
  'droplet/memory_utilization_percent': 'memory',
}

/** The metric of an alert of DigitalOcean (docs.digitalocean.com/reference/api, "alert policies"): its bounds are percentages. */
export function ofDigitalOcean(alert: InfrastructureResource): Watched {
  const type = textIn(alert, 'type') ?? ''
  if (isHidden(type)) return hiddenMetric(type)
  const signal = typesOfDigitalOcean[type.replace(/^v1\/(insights\/)?/, '')] ?? 'other'
  const about = { signal, platform: type.startsWith('v1/dbaas/') }
  const compare = textIn(alert, 'compare')
  const bound = numberIn(alert, 'value')
  return compare === 'GreaterThan' && bound !== undefined
    ? watched({ ...about, measure: signal === 'other' ? 'absolute' : 'share', bound })
    : watched({ ...about, ...unclear('what it is compared with') })
}

/** A condition of an alert policy of Google (cloud.google.com/monitoring/api/metrics_gcp). */
export function ofGoogle(condition: Node, read: ReadPromql): readonly Watched[] {
  const promql = textIn(condition, 'condition_prometheus_query_language.query')
  const conditions = typeof promql === 'string' ? read(promql) : undefined
  if (!conditions) return [ofFilter(condition)]
  return conditions.map(({ signal, ...metric }) => ({ signal, metric: { ...metric, form: '' } as unknown as Metrics }))
}

/** Reads PromQL, whose grammar is loaded only where there is any; undefined where it breaks. */
export type ReadPromql = (text: string) => readonly Condition[] | undefined

function ofFilter(condition: Node): Watched {
  const query =
    textIn(condition, 'condition_prometheus_query_language.query') ??
    textIn(condition, 'condition_monitoring_query_language.query')
  if (query !== undefined)
    return hiddenMetric(isHidden(query) ? query : hide('what the query of an alert policy watches'))
  const filter = textIn(condition, 'condition_threshold.filter')
  if (isHidden(filter)) return hiddenMetric(filter)
  const name = /metric\.type\s*=\s*\\?"([^"\\]+)/.exec(filter ?? '')?.[1]
  if (name === undefined) return event
  const platform =
    /cloudsql|redis|pubsub\.googleapis|storage\.googleapis|spanner|bigquery|kubernetes\.io\/node/.test(name) &&
    !/num_undelivered/.test(name)
  const signal: Signal = /latencies/.test(name)
    ? 'latency'
    : /response_code_class\s*=?\s*\\?"?5|5xx|5\d\d/.test(filter ?? '') && /request_count/.test(name)
      ? 'error-rate'
      : signalOfName(name)
  const aggregations = nested(condition, 'condition_threshold.aggregations')
  const aligner = isHidden(aggregations)
    ? aggregations
    : aggregations
        .map((one) => textIn(one, 'per_series_aligner') ?? textIn(one, 'cross_series_reducer'))
        .find((one) => one !== undefined)
  const statistic =
    signal !== 'latency'
      ? ''
      : aligner === undefined
        ? hide('the statistic of a latency')
        : isHidden(aligner)
          ? aligner
          : statisticName(aligner)
  const about = { signal, platform, statistic }
  const limit = numberIn(condition, 'condition_threshold.threshold_value')
  if (
    limit === undefined ||
    isHidden(limit) ||
    textIn(condition, 'condition_threshold.comparison') !== 'COMPARISON_GT'
  ) {
    return watched({ ...about, ...unclear('what it is compared with') })
  }
  const share = shares.has(signal) && /utilization/.test(name)
  const divides = textIn(condition, 'condition_threshold.denominator_filter') !== undefined
  if (signal === 'error-rate' && divides) return watched({ ...about, measure: 'share', bound: limit * 100 })
  return watched({ ...about, measure: share ? 'share' : 'absolute', bound: share ? limit * 100 : limit })
}
