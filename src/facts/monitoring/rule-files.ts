import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import { Text } from '../../documents/text.ts'
import { type DataNode, walk } from '../../documents/tree.ts'
import { parseYaml } from '../../documents/yaml.ts'
import { isLocalWork } from '../areas.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { signalOfLines } from '../log/kind.ts'
import type { Building } from '../manifests/as-built.ts'
import { type BuiltTree, builtTrees, documentsInside, type WantedTrees } from '../manifests/trees.ts'
import { hiddenOf, Unseen } from '../manifests/unseen.ts'
import { numbered } from '../numbered.ts'
import type { Repository } from '../repository.ts'
import type { BrokenFile } from '../schema/document.ts'
import type { Alert } from '../schema/operation.ts'
import { alertingCharts } from './chart-alerts.ts'
import { conditionsOf } from './condition.ts'
import { alertsOfGrafana, grafanaRulesIn, mayHoldGrafanaRules } from './grafana-alerts.ts'
import { loadedBy } from './loaded.ts'
import { hiddenAlert, noMetric } from './metric-fields.ts'
import { namesSignal } from './metric-names.ts'
import { parsePromql, type Query, withRecorded } from './promql.ts'
import { whereNamed, whereOf } from './where.ts'

/*
 * Rules of Prometheus, wherever they stand: rule files (prometheus.io/docs/prometheus/latest/configuration/alerting_rules),
 * PrometheusRule of the operator, Rules and ClusterRules of Google's managed Prometheus, values of charts, texts in
 * ConfigMaps. A map with `alert` and `expr` is one.
 */

interface Rule {
  readonly tree: BuiltTree
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

const wanted: WantedTrees = {
  text: /\b(alert|record)["']?:\s*\S|\bkind["']?:\s*["']?(PrometheusRule|Rules|ClusterRules|GlobalRules)\b/,
  loses: ['alerts'],
  words: ['expr:'],
}

/** Reads all alerts that Prometheus raises. */
export async function readRuleFiles(building: Building): Promise<RuleFiles> {
  const { repository, settings } = building
  const hidden = await hiddenInFiles(repository, settings)
  const { trees, unread } = await builtTrees(building, wanted)
  for (const { file, environment } of unread) hidden.push(ofTemplate(file, environment, settings))
  const rules: Rule[] = []
  const taken = new Set<string>()
  for (const tree of trees) {
    if (isLocalWork(tree.file)) continue
    rules.push(...(await rulesIn(tree, repository, taken)))
    const open = hiddenRules(tree)
    if (open) hidden.push(ofTemplate(open.file, tree.environment, settings))
  }
  for (const { path, area } of repository.ending('.rules')) {
    if (area !== 'main' || isLocalWork(path)) continue
    const { documents } = await parseYaml(new Text(path, (await repository.text(path))?.content ?? ''))
    for (const root of documents)
      rules.push(...(await rulesIn({ root, file: path, environment: undefined, isObject: false }, repository, taken)))
  }
  // what a generator or a chart puts into an object is read there, and stands where it is written
  const own = rules.filter(({ tree }) => tree.isObject || !taken.has(tree.file))
  const written = new Map<string, Place>()
  for (const { tree, file, node } of rules)
    if (!tree.isObject && taken.has(file)) written.set(`${file}#${textOf(node.get('alert')) ?? ''}`, placeOf(node))
  const { queries, brokenFiles } = parseAll(own)
  const recorded = new Map<string, Query>()
  for (const { node } of own) {
    const name = node.get('record')?.text
    const query = queries.get(node)
    if (name !== undefined && query) recorded.set(name, query)
  }
  const loaded = await loadedBy(repository)
  const alerts = own
    .flatMap((rule) => {
      const made = alertsOf(rule, queries.get(rule.node), recorded, settings)
      const doubt = rule.tree.isObject ? undefined : loaded(rule.file)
      return doubt ? made.map((alert) => ({ ...alert, made: doubt }) as unknown as Alert) : made
    })
    .map((alert) => ({ ...alert, place: written.get(alert.id) ?? alert.place }))
  return { alerts: numbered([...alerts, ...hidden]), brokenFiles }
}

const placeOf = (node: DataNode) => (node.get('alert') ?? node).place

/** What files make that is not seen, and the rules that Grafana raises itself. */
async function hiddenInFiles(repository: Repository, settings: Settings): Promise<Alert[]> {
  const found: Alert[] = []
  const hide = (file: string, what: string, settle: string, place?: Place) =>
    found.push(hiddenAlert(file, what, settle, whereOf(file, settings), place))
  for (const { name, file, place } of await alertingCharts(repository))
    hide(
      file,
      `the alerts of the chart ${name}`,
      `keep the chart ${name} in this repository (helm dependency update)`,
      place,
    )
  for (const { path, area } of repository.ending('.yaml', '.yml', '.jsonnet', '.libsonnet')) {
    if (area !== 'main' || isLocalWork(path)) continue
    const isYaml = /\.ya?ml$/.test(path)
    if (isYaml && !repository.mayHold(path, 'expr:', 'apiVersion')) continue
    const text = (await repository.text(path))?.content ?? ''
    if (!isYaml && /prometheusAlerts|\balert:\s*['"]/.test(text))
      hide(path, `the alerts that ${path} makes`, `commit what ${path} makes, as a rule file`)
    if (isYaml && objectives.test(text))
      hide(path, `the alerts that the objectives of ${path} make`, `commit the rules that are made of ${path}`)
    if (isYaml && mayHoldGrafanaRules(text)) found.push(...(await grafanaAlerts(path, repository, settings)))
  }
  return found
}

const ofTemplate = (file: string, named: BuiltTree['environment'], settings: Settings) =>
  hiddenAlert(
    file,
    `the alerts of the template ${file}`,
    `keep the rules of ${file} in a file that is no template`,
    named ? whereNamed(file, named) : whereOf(file, settings),
  )

async function grafanaAlerts(path: string, repository: Repository, settings: Settings): Promise<readonly Alert[]> {
  const documents = (await repository.yaml(path)) ?? []
  return documents.flatMap((document) =>
    [...grafanaRulesIn(document)].flatMap(({ rule, place }) =>
      alertsOfGrafana(rule, `${path}#${rule.name}`, { ...whereOf(path, settings), file: path, place }),
    ),
  )
}

const alerting = /^[ \t]*(- )?alert:\s*\S/m
const objectives = /^apiVersion:\s*["']?(sloth\.slok\.dev|pyrra\.dev|openslo)\//m

/** @param taken gets the files that an object takes in as texts */
async function rulesIn(tree: BuiltTree, repository: Repository, taken: Set<string>): Promise<readonly Rule[]> {
  const found: Rule[] = []
  for (const node of walk(tree.root)) {
    if (isRule(node)) {
      if (tree.isObject && node.file !== tree.file) taken.add(node.file)
      found.push({ tree, file: node.file, node, within: undefined })
    }
    const text = textOf(node)
    if (text === undefined || !alerting.test(text)) continue
    const { documents, file } = await documentsInside(node, text, repository)
    if (file !== undefined && file !== tree.file) taken.add(file)
    const within = file === undefined ? node : undefined
    for (const one of documents)
      for (const rule of walk(one)) if (isRule(rule)) found.push({ tree, file: node.file, node: rule, within })
  }
  return found
}

/** A text as far as it is seen. */
const textOf = (node: DataNode | undefined): string | undefined =>
  node instanceof Unseen ? node.written || undefined : node?.kind === 'scalar' ? node.text : undefined

/** What hides rules of an object that is made of them. */
function hiddenRules({ root }: BuiltTree): DataNode | undefined {
  if (!/^(PrometheusRule|Rules|ClusterRules|GlobalRules)$/.test(root.get('kind')?.text ?? '')) return undefined
  const groups = root.at('spec', 'groups')
  const lists = (groups?.items ?? []).map((group) => group.get('rules'))
  return [groups, ...(groups?.items ?? []), ...lists, ...lists.flatMap((list) => list?.items ?? [])].find(
    (node) => hiddenOf(node) !== undefined,
  )
}

/** Labels that tell whose series are meant; that their value is hidden changes nothing of what is watched. */
const ofWhom =
  /\b(exported_)?(namespace|job|cluster|service|app|pod|instance|release|container|environment|env|deployment)\s*(=~?|!=|!~)\s*"[^"{]*\{\{[^}]*\}\}[^"]*"/g

/** The expression of a rule, as far as it can be judged; undefined where what is hidden in it may decide. */
function expressionOf(node: DataNode): string | undefined {
  const text = textOf(node.get('expr'))
  return text?.replace(ofWhom, '').includes('{{') ? undefined : text
}

const isRule = (node: DataNode) =>
  node.kind === 'map' &&
  node.entry('expr') !== undefined &&
  (node.get('expr')?.text !== undefined || hiddenOf(node.get('expr')) !== undefined) &&
  textOf(node.get('alert') ?? node.get('record')) !== undefined

/** Pipes and selectors without a metric are LogQL, which Loki's ruler reads from the same form of file. */
const isOfLogs = (expression: string) =>
  /\|[=~>]|\|\s*(json|logfmt|pattern|regexp|line_format)\b|_over_time\s*\(\s*\{/.test(expression)

function parseAll(rules: readonly Rule[]) {
  const queries = new Map<DataNode, Query>()
  const broken = new Map<string, BrokenFile>()
  for (const { file, node, within } of rules) {
    const expression = node.get('expr') as DataNode
    const text = expressionOf(node)
    if (text === undefined || isOfLogs(text)) continue
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
  { tree, file, node, within }: Rule,
  query: Query | undefined,
  recorded: ReadonlyMap<string, Query>,
  settings: Settings,
): readonly Alert[] {
  const name = textOf(node.get('alert'))
  if (name === undefined) return []
  const labels = node.get('labels')
  const expression = expressionOf(node) ?? ''
  const common = {
    name,
    system: isOfLogs(expression) ? 'loki' : 'prometheus',
    made: tree.condition ?? true,
    reaches: told,
    form: '' as const,
    severity: labels?.get('severity')?.text ?? labels?.get('priority')?.text ?? '',
    silent: false,
    ...whereOf(file, settings, labels?.get('environment')?.text ?? labels?.get('env')?.text, tree.environment),
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
        signal: signalOfLines(expression),
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
