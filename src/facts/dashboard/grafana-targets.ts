import { isHidden } from '../hidden.ts'
import type { Value, ValueMap } from '../infrastructure/value.ts'
import { at, mapsAt, seenTextAt, textAt, textsUnder } from './body.ts'
import { ofAzureMetric, ofCloudWatchMetric, ofGoogleMetric } from './cloud-metrics.ts'
import { joined, subjectsOfMetric } from './metrics.ts'
import { ofLogQuery, ofPromql } from './promql.ts'
import { byTitle, type Measured, nothing, unseen } from './sheet.ts'
import { ofKusto, ofMonitoringQuery } from './texts.ts'

/**
 * A query of a panel of Grafana, by the fields that each data source has of its own (github.com/grafana/grafana,
 * public/app/plugins/datasource).
 * @param source the data source of the panel
 */
export function ofTarget(target: ValueMap, source: Value | undefined): Measured {
  if (at(target, 'hide') === true) return nothing
  const kind = sourceOf(at(target, 'datasource')) || sourceOf(source)
  if (/dashboard/i.test(kind)) return nothing
  const expr = seenTextAt(target, 'expr')
  if (isHidden(expr)) return { shows: [], hidden: expr }
  if (expr)
    return /loki/i.test(kind) && /^\s*\{/.test(expr) ? ofLogQuery(expr) : ofPromql(expr, textAt(target, 'legendFormat'))
  return ofCloud(target) ?? ofSearch(target) ?? ofDatabase(target) ?? byTitle
}

const sourceOf = (value: Value | undefined) => (typeof value === 'string' ? value : textAt(value, 'type'))

function ofCloud(target: ValueMap): Measured | undefined {
  const metric = textAt(target, 'metricName')
  if (metric && textAt(target, 'namespace')) return ofCloudWatchMetric(textAt(target, 'namespace'), metric)
  if (textAt(target, 'queryMode') === 'Logs') return ofLogQuery(textAt(target, 'expression'))
  if (textAt(target, 'expression') && at(target, 'region') !== undefined) return byTitle
  const azure = at(target, 'azureMonitor')
  const named = textAt(azure, 'metricName')
  if (named) return ofAzureMetric(textAt(azure, 'metricNamespace') || textAt(azure, 'metricDefinition'), named)
  const kusto =
    textAt(target, 'azureLogAnalytics', 'query') ||
    textAt(target, 'azureResourceGraph', 'query') ||
    textAt(target, 'appInsights', 'rawQueryString')
  if (kusto) return ofKusto(kusto)
  return ofGoogle(target)
}

function ofGoogle(target: ValueMap): Measured | undefined {
  const promql = textAt(target, 'promQLQuery', 'expr')
  if (promql) return ofPromql(promql, '')
  const query = textAt(target, 'timeSeriesQuery', 'query') || textAt(target, 'metricQuery', 'query')
  if (query) return ofMonitoringQuery(query)
  for (const part of [at(target, 'timeSeriesList'), at(target, 'metricQuery')]) {
    const filters = at(part, 'filters')
    const list = Array.isArray(filters) ? filters.map(String) : []
    const type = textAt(part, 'metricType') || list[list.indexOf('metric.type') + 2] || ''
    if (type && (list.includes('metric.type') || textAt(part, 'metricType')))
      return ofGoogleMetric(type, list.join(' '), JSON.stringify(at(part, 'groupBys') ?? ''))
  }
  return undefined
}

/** Elasticsearch and OpenSearch. */
function ofSearch(target: ValueMap): Measured | undefined {
  const metrics = mapsAt(target, 'metrics')
  if (!metrics.length || at(target, 'bucketAggs') === undefined) return undefined
  const logs = ofLogQuery(textAt(target, 'query'))
  return logs.shows.length ? logs : joined(metrics.map((metric) => subjectsOfMetric(textAt(metric, 'field'))))
}

/** InfluxDB, Graphite, and SQL, of which only the title tells. */
function ofDatabase(target: ValueMap): Measured | undefined {
  const graphite = textAt(target, 'target')
  if (graphite) return ofDotted(graphite)
  const measurement = textAt(target, 'measurement')
  if (measurement) {
    const fields = textsUnder(at(target, 'select') ?? null, new Set(['params']))
    return joined([measurement, ...fields.map((field) => `${measurement}_${field}`)].map(subjectsOfMetric))
  }
  const query = textAt(target, 'query')
  if (/^\s*(from\(|import )/.test(query)) {
    const named = [...query.matchAll(/_(?:measurement|field)"?\]?\s*==\s*"([^"]+)"/g)].map(
      (match) => match[1] as string,
    )
    return joined(named.map(subjectsOfMetric))
  }
  const sql = textAt(target, 'rawSql') || (/^\s*(select|with)\b/i.test(query) ? query : '')
  return sql
    ? { shows: [], open: true, hidden: unseen('what a panel counts in SQL', 'name the panel after what it shows') }
    : undefined
}

/** `sumSeries(stats.gauges.*.requests.count)`: the last words of a path that are no functions. */
function ofDotted(text: string): Measured {
  const paths = [...text.matchAll(/[\w*{},$-]+(?:\.[\w*{},$-]+)+/g)].map((match) => match[0])
  return joined(paths.map((path) => subjectsOfMetric(path.split('.').slice(-3).join('_').replace(/[^\w]/g, ''))))
}
