import type { Settings } from '../../config/settings.ts'
import { join } from '../../documents/path.ts'
import { Text } from '../../documents/text.ts'
import { type DataNode, walk } from '../../documents/tree.ts'
import { parseYaml } from '../../documents/yaml.ts'
import { isLocalWork } from '../areas.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { looksForErrors } from '../log/kind.ts'
import { isChartTemplate } from '../manifests/chart-values.ts'
import type { Repository } from '../repository.ts'
import type { BrokenFile } from '../schema/document.ts'
import type { Alert } from '../schema/operation.ts'
import { conditionsOf } from './condition.ts'
import { alertsOfGrafana, grafanaRulesIn, mayHoldGrafanaRules } from './grafana-alerts.ts'
import { hiddenAlert, noMetric } from './metric-fields.ts'
import { namesSignal } from './metric-names.ts'
import { parsePromql, type Query, withRecorded } from './promql.ts'
import { whereOf } from './where.ts'

/*
 * Rules of Prometheus, wherever they stand: rule files (prometheus.io/docs/prometheus/latest/configuration/alerting_rules),
 * PrometheusRule of the operator, Rules and ClusterRules of Google's managed Prometheus, values of charts, texts in
 * ConfigMaps. A map with `alert` and `expr` is one.
 */

interface Rule {
  readonly file: string
  readonly node: DataNode
  /** where the text that the rule stands in begins, for rules inside of a text; its own place cannot be told then */
  readonly within: DataNode | undefined
}

/** Alerts of Prometheus, and the files whose alerts cannot be told. */
export interface RuleFiles {
  readonly alerts: readonly Alert[]
  readonly brokenFiles: readonly BrokenFile[]
}

/** Reads all alerts that Prometheus raises. */
export async function readRuleFiles(repository: Repository, settings: Settings): Promise<RuleFiles> {
  const rules: Rule[] = []
  const hidden: Alert[] = []
  const hide = (file: string, what: string, settle: string) =>
    hidden.push(hiddenAlert(file, what, settle, whereOf(file, settings)))
  for (const { path, area } of repository.ending('.yaml', '.yml', '.rules', '.jsonnet', '.libsonnet')) {
    if (area !== 'main' || isLocalWork(path)) continue
    if (/\.(jsonnet|libsonnet)$/.test(path)) {
      const text = (await repository.text(path))?.content ?? ''
      if (/prometheusAlerts|\balert:\s*['"]/.test(text)) {
        hide(path, `the alerts that ${path} makes`, `commit what ${path} makes, as a rule file`)
      }
      continue
    }
    if (/\.ya?ml$/.test(path) && !repository.mayHold(path, 'expr:', 'apiVersion')) continue
    const text = (await repository.text(path))?.content
    if (text === undefined) continue
    if (objectives.test(text))
      hide(path, `the alerts that the objectives of ${path} make`, `commit the rules that are made of ${path}`)
    if (mayHoldGrafanaRules(text)) hidden.push(...(await grafanaAlerts(path, repository, settings)))
    if (!alerting.test(text) && !recording.test(text)) continue
    if (/\{\{/.test(text) && isChartTemplate(path, (folder) => repository.has(join(folder, 'Chart.yaml')))) {
      if (alerting.test(text))
        hide(path, `the alerts of the template ${path}`, `keep the rules of ${path} in a file that is no template`)
      continue
    }
    rules.push(...(await rulesIn(path, text, repository)))
  }
  const { queries, brokenFiles } = parseAll(rules)
  const recorded = new Map<string, Query>()
  for (const { node } of rules) {
    const name = node.get('record')?.text
    const query = queries.get(node)
    if (name !== undefined && query) recorded.set(name, query)
  }
  const alerts = rules.flatMap((rule) => alertsOf(rule, queries.get(rule.node), recorded, settings))
  return { alerts: [...unique([...alerts, ...hidden])], brokenFiles }
}

async function grafanaAlerts(path: string, repository: Repository, settings: Settings): Promise<readonly Alert[]> {
  const documents = (await repository.yaml(path)) ?? []
  return documents.flatMap((document) =>
    [...grafanaRulesIn(document)].flatMap(({ rule, place }) =>
      alertsOfGrafana(rule, `${path}#${rule.name}`, { ...whereOf(path, settings), file: path, place }),
    ),
  )
}

const alerting = /^\s*(- )?alert:\s*\S/m
const recording = /^\s*(- )?record:\s*\S/m
const objectives = /^apiVersion:\s*["']?(sloth\.slok\.dev|pyrra\.dev|openslo)\//m

async function rulesIn(path: string, text: string, repository: Repository): Promise<readonly Rule[]> {
  const documents = path.endsWith('.rules')
    ? (await parseYaml(new Text(path, text))).documents
    : await repository.yaml(path)
  if (!documents) {
    repository.claim(path, 'alerts')
    return []
  }
  const found: Rule[] = []
  for (const document of documents) {
    for (const node of walk(document)) {
      if (isRule(node)) found.push({ file: path, node, within: undefined })
      else if (node.kind === 'scalar' && typeof node.value === 'string' && alerting.test(node.value)) {
        const inner = await parseYaml(new Text(path, node.value))
        for (const one of inner.documents) {
          for (const rule of walk(one)) if (isRule(rule)) found.push({ file: path, node: rule, within: node })
        }
      }
    }
  }
  return found
}

const isRule = (node: DataNode) =>
  node.kind === 'map' &&
  node.get('expr')?.text !== undefined &&
  (node.get('alert') ?? node.get('record'))?.text !== undefined

/** Pipes and selectors without a metric are LogQL, which Loki's ruler reads from the same form of file. */
const isOfLogs = (expression: string) =>
  /\|[=~>]|\|\s*(json|logfmt|pattern|regexp|line_format)\b|_over_time\s*\(\s*\{/.test(expression)

function parseAll(rules: readonly Rule[]) {
  const queries = new Map<DataNode, Query>()
  const broken = new Map<string, BrokenFile>()
  for (const { file, node, within } of rules) {
    const expression = node.get('expr') as DataNode
    const text = expression.text as string
    if (isOfLogs(text)) continue
    const parsed = parsePromql(text)
    if ('query' in parsed) queries.set(node, parsed.query)
    else if (!broken.has(file)) {
      const start = (within ?? expression).offsetOf(within ? expression.offsetOf(parsed.error) : parsed.error)
      const message = `the PromQL of ${node.get('alert')?.text ?? node.get('record')?.text} breaks here`
      broken.set(file, {
        id: file,
        file,
        message,
        claimed: true,
        loses: ['alerts'],
        place: { file, start, end: start + 1 },
      })
    }
  }
  return { queries, brokenFiles: [...broken.values()] }
}

function alertsOf(
  { file, node, within }: Rule,
  query: Query | undefined,
  recorded: ReadonlyMap<string, Query>,
  settings: Settings,
): readonly Alert[] {
  const name = node.get('alert')?.text
  if (name === undefined) return []
  const labels = node.get('labels')
  const expression = node.get('expr')?.text ?? ''
  const common = {
    name,
    system: isOfLogs(expression) ? 'loki' : 'prometheus',
    made: true,
    reaches: told,
    form: '' as const,
    severity: labels?.get('severity')?.text ?? labels?.get('priority')?.text ?? '',
    silent: false,
    ...whereOf(file, settings, labels?.get('environment')?.text ?? labels?.get('env')?.text),
    file,
    place: within ? within.place : (node.get('alert') as DataNode).place,
  }
  const own = ownServices(labels)
  if (isOfLogs(expression)) {
    return [
      {
        ...noMetric,
        ...common,
        id: `${file}#${name}`,
        signal: looksForErrors(expression) ? 'log-errors' : 'other',
      } as unknown as Alert,
    ]
  }
  if (!query) {
    const lost = new Hidden(`what ${name} watches`, { kind: 'file', text: `mend the PromQL of ${name} in ${file}` })
    return [
      {
        ...noMetric,
        ...common,
        id: `${file}#${name}`,
        signal: lost,
        statistic: lost,
        measure: lost,
        bound: lost,
        services: own,
        scope: 'service',
      } as unknown as Alert,
    ]
  }
  return conditionsOf(withRecorded(query, recorded)).map(
    ({ signal, statistic, measure, bound, services, scope }) =>
      ({
        ...common,
        id: `${file}#${name}`,
        signal: signal === 'other' && namesSignal(name) ? unread(name) : signal,
        statistic,
        measure,
        bound,
        services: services.length ? services : own,
        scope,
      }) as unknown as Alert,
  )
}

const unread = (name: string) =>
  new Hidden(`what ${name} watches`, { kind: 'version', text: `a later version of Assay reads the metric of ${name}` })

const told: Seen<boolean> = new Hidden('whom Alertmanager tells', {
  kind: 'file',
  text: 'keep the routes and receivers of Alertmanager in this repository',
})

/** The service that the alert itself is labelled with; templated labels name none. */
function ownServices(labels: DataNode | undefined): readonly string[] {
  for (const key of ['service', 'app', 'application', 'component', 'job']) {
    const value = labels?.get(key)?.text
    if (value && !value.includes('{{')) return [value]
  }
  return []
}

function* unique(alerts: readonly Alert[]): Generator<Alert> {
  const taken = new Map<string, number>()
  for (const alert of alerts) {
    const n = (taken.get(alert.id) ?? 0) + 1
    taken.set(alert.id, n)
    yield n === 1 ? alert : { ...alert, id: `${alert.id} ${n}` }
  }
}
