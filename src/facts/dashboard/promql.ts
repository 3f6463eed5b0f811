import { servicesNamed } from '../monitoring/condition.ts'
import { isOfMachine, isPlatformJob } from '../monitoring/metric-names.ts'
import { type Matcher, parsePromql, type Query, selectorsIn } from '../monitoring/promql.ts'
import { signalOf } from '../monitoring/signal.ts'
import { joined, subjectsOfMetric } from './metrics.ts'
import { type Measured, unseen } from './sheet.ts'

/*
 * PromQL in panels: with the variables of Grafana (grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax),
 * which stand for labels, times and sometimes for the metric itself.
 */

const variable = /\$\{[^}]*\}|\$\w+|\[\[\w+\]\]/g
const standIn = 'grafana_variable'

/**
 * What a query shows.
 * @param written the expression as it stands in the panel
 * @param legend by which labels the series are told apart
 */
export function ofPromql(written: string, legend: string): Measured {
  if (isOfLogs(written)) return ofLogQuery(written)
  const parsed = parsePromql(withoutVariables(written))
  if (!('query' in parsed)) return ofNames(written)
  const { query } = parsed
  // a variable beside metrics stands for a number; alone, for the metric
  const all = selectorsIn(query)
  const selectors = all.filter(({ metric }) => metric !== standIn)
  if (!selectors.length && all.length)
    return { shows: [], hidden: unseen('the metric of a panel, which a variable names', 'write the metric out') }
  if (!selectors.length) return { shows: [], open: true }
  if (
    selectors.every(isOfOther) &&
    !selectors.some(({ metric }) => subjectsOfMetric(metric).shows.includes('progress'))
  )
    return { shows: [], platform: true, tool: true }
  const services = ofServices(selectors)
  const measured = { ...ofQuery(query, selectors, `${written} ${legend}`), services }
  return selectors.every(isOfAny) ? { ...measured, platform: true } : measured
}

/** Whose a query is, where each of its parts chooses a service, and no variable does. */
function ofServices(selectors: readonly Selector[]): readonly string[] {
  const each = selectors.map((selector) => [...servicesNamed([selector])].filter((name) => !/[$*+[]/.test(name)))
  return each.every((names) => names.length > 0) ? each.flat() : []
}

/** Containers and objects of a cluster, whichever they are: a dashboard of the cluster, unless it names whose they are. */
const isOfAny = ({ metric, labels }: Selector) =>
  (isOfMachine(metric.replace(/^:/, '')) || /^(container|kube|namespace|pod|cluster|process|go|up$)/.test(metric)) &&
  !labels.some(
    ({ name, op, value }) =>
      (op === '=' || op === '=~') &&
      /^(namespace|pod|pod_name|container|container_name|deployment|service|workload|app|application|job|label_app|name)$/.test(
        name,
      ) &&
      /^[\w^(]/.test(value) &&
      !value.includes('$') &&
      !isPlatformJob(value),
  )

type Selector = Extract<Query, { kind: 'selector' }>

const isOfOther = ({ metric, labels }: Selector) =>
  subjectsOfMetric(metric).tool || labels.some(({ name, value }) => name === 'job' && isPlatformJob(value))

function ofQuery(query: Query, selectors: readonly Selector[], text: string): Measured {
  const names = joined(selectors.map(({ metric }) => subjectsOfMetric(metric)))
  const labels = selectors.flatMap((selector) => selector.labels)
  const divides = /\/(?!\/)/.test(text.replace(/"[^"]*"|'[^']*'/g, ''))
  if (names.shows.includes('traffic') || names.shows.includes('latency')) {
    if (labels.some(isFailing)) return { shows: ['errors'] }
    // rate(sum) / rate(count) is how long one took
    if (divides && selectors.some(({ metric }) => /_sum$/.test(metric))) return { shows: ['latency'] }
    if (selectors.some(({ labels: own }) => own.some(({ name }) => name === 'le')) || /\ble\b/.test(text))
      return { shows: ['latency'] }
    if (names.shows.includes('traffic')) return { shows: byStatus.test(text) ? ['traffic', 'errors'] : ['traffic'] }
  }
  if (names.shows.length) return namesWithDesired(names, selectors)
  return signalOf(query) === 'error-rate' && labels.some(isFailing) ? { shows: ['errors'] } : names
}

/** How many are wanted beside how many there are: how far a deployment is. */
function namesWithDesired(names: Measured, selectors: readonly Selector[]): Measured {
  const metrics = selectors.map(({ metric }) => metric)
  const wanted = metrics.some((metric) => /spec_replicas|replicas_desired/.test(metric))
  return wanted && names.shows.includes('health') ? { ...names, shows: ['progress', ...names.shows] } : names
}

const isFailing = ({ name, op, value }: Matcher) =>
  /^(status|code|status_?code|http_?status(_?code)?|http_response_status_code|response_?code(_class)?|status_class|outcome|result|grpc_code|grpc_status|exception|le)$/i.test(
    name,
  ) &&
  name !== 'le' &&
  (op === '=' || op === '=~'
    ? /^\^?\(?[\s([]*[45]|error|fail|5xx|4xx|Internal|Unavailable/i.test(value)
    : /^\^?\(?\[?[123]|^(OK|success|none)$|^0$/i.test(value))

/** Requests told apart by how they ended. */
const byStatus =
  /\bby\s*\([^)]*\b(status|code|status_?code|http_?status(_?code)?|http_response_status_code|response_?code(_class)?|outcome|grpc_code)\b[^)]*\)|\{\{\s*\.?(status|code|status_?code|http_?status(_?code)?|response_?code|outcome)\s*\}\}/i

/** What Grafana puts in for its variables, so that the grammar can be read. */
function withoutVariables(text: string): string {
  return text
    .replace(/\[\s*(\$\{?\w[^\]:]*|\[\[\w+\]\])/g, '[5m')
    .replace(/:\s*(\$\{?\w[^\]]*)\]/g, ':1m]')
    .replace(/offset\s+\$\{?\w+(:\w+)?\}?/g, 'offset 5m')
    .replace(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\$\{[^}]*\}|\$\w+|\[\[\w+\]\]/g, (_, quoted) => quoted ?? standIn)
}

/** A query that does not parse, mostly for its variables: what its names tell. */
function ofNames(written: string): Measured {
  const names = [...written.replace(variable, '').matchAll(/([a-zA-Z_:][\w:]{3,})\s*[{[]/g)].map(
    (match) => match[1] as string,
  )
  const found = joined(names.map(subjectsOfMetric))
  if (found.shows.length || found.platform) return found
  return { shows: [], hidden: unseen('the query of a panel, which is no PromQL', 'mend the query') }
}

/** LogQL: pipes, and selectors without a metric. */
const isOfLogs = (text: string) =>
  /^\s*\{|\|[=~>]|\|\s*(json|logfmt|pattern|regexp|line_format|unwrap)\b|(rate|_over_time)\s*\(\s*\{/.test(text)

/** `stats pct(latency_ms, 95)`: docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html */
const timeTaken =
  /\bstats\b[^|]*\b(?:avg|pct|percentile|median|max|p\d\d)\s*\(\s*@?(?!\w*(?:db|sql|quer|database|cache|redis|queue|init|lock|gc))[\w.]*(?:latency|duration|elapsed|response_?time)/i

/** A query of logs: those of errors, how many requests they tell of, how long these took. */
export function ofLogQuery(text: string): Measured {
  const plain = text.replace(/__error__\s*!?=~?\s*(""|``|'')/g, '')
  if (
    /\|[=~]\s*[`"'](\(\?i\))?[^`"']*(error|exception|fatal|5xx)|(level|severity|detected_level|log_level)\s*[=~]+\s*[`"'(]*[^`"']*(error|fatal|critical)|status\w*\s*(>=?\s*500|=~?\s*[`"']?5)|(^|\W)(level|severity):\s*\(?"?(error|fatal)|@type = "?error|filter .*\/(error|exception)/i.test(
      plain,
    )
  )
    return { shows: ['errors'] }
  if (/unwrap\s+\w*(duration|latency|time|elapsed)/i.test(plain) || timeTaken.test(plain)) return { shows: ['latency'] }
  return { shows: [], open: true }
}
