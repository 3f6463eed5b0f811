import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { controllersIn } from '../../../src/facts/change/controllers.ts'
import { readDashboards } from '../../../src/facts/dashboard/files.ts'
import { isHidden, type Seen } from '../../../src/facts/hidden.ts'
import { printed } from '../../../src/facts/manifests/printed.ts'
import { readRuleFiles } from '../../../src/facts/monitoring/rule-files.ts'
import { refreshCronJobs } from '../../../src/facts/refresh/cronjobs.ts'
import { alertmanagerRoutes } from '../../../src/facts/routing/alertmanager.ts'
import { repositoryOf } from '../../support/repository.ts'

type Files = Readonly<Record<string, string>>
const building = (files: Files) => ({ repository: repositoryOf(files), settings: defaultSettings, workflows: [] })
const told = (value: Seen<unknown>) => (isHidden(value) ? '?' : String(value))

/** `name environment: signal bound made` of each alert */
const alerts = async (files: Files) =>
  (await readRuleFiles(building(files))).alerts
    .map(
      ({ name, environmentName, signal, bound, made }) =>
        `${name} ${environmentName || '?'}: ${told(signal)} ${told(bound)}${made === true ? '' : ' perhaps'}`,
    )
    .sort()

const errors = (bound: string, more = '') =>
  `sum(rate(http_requests_total{code=~"5..${more}"}[5m])) / sum(rate(http_requests_total[5m])) > ${bound}`
const rule = (expr: string) => `groups: [{name: shop, rules: [{alert: Errors, expr: '${expr}'}]}]`
const object = (expr: string) =>
  `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: shop}\nspec:\n  ${rule(expr)}\n`
const overlay = (bound: string) =>
  `resources: [../../base]\npatches:\n  - target: {kind: PrometheusRule}\n    patch: |\n      - {op: replace, path: /spec/groups/0/rules/0/expr, value: '${errors(bound)}'}\n`
const chart = { 'shop/Chart.yaml': 'name: shop\n', 'shop/values.yaml': 'bound: 0.05\nenabled: true\n' }
const template = object(errors('{{ .Values.bound }}'))

for (const [name, files, expected] of [
  [
    'rules that overlays patch',
    {
      'base/kustomization.yaml': 'resources: [rule.yaml]\n',
      'base/rule.yaml': object(errors('0.5')),
      'overlays/staging/kustomization.yaml': overlay('0.2'),
      'overlays/production/kustomization.yaml': overlay('0.01'),
    },
    ['Errors production: error-rate 1', 'Errors staging: error-rate 20'],
  ],
  [
    'rules of a chart with the values of each environment',
    {
      ...chart,
      'shop/values-prod.yaml': 'bound: 0.01\n',
      'shop/values-staging.yaml': 'enabled: false\n',
      'shop/templates/rule.yaml': `{{ if .Values.enabled }}\n${template}{{ end }}\n`,
    },
    ['Errors prod: error-rate 1'],
  ],
  [
    'rules of a chart that the cluster decides',
    {
      ...chart,
      'shop/templates/rule.yaml': `{{ if .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}\n${template}{{ end }}\n`,
    },
    ['Errors ?: error-rate 5 perhaps'],
  ],
  [
    'whose series are meant may be hidden, what is measured may not',
    { ...chart, 'shop/templates/a.yaml': object(errors('0.01', '",namespace="{{ .Release.Namespace }}')) },
    ['Errors ?: error-rate 1'],
  ],
  [
    'a code that is hidden',
    { ...chart, 'shop/templates/a.yaml': object(errors('0.01', '|{{ .Release.Namespace }}')) },
    ['Errors ?: ? ?'],
  ],
  [
    'rules in values count as the chart writes them',
    {
      ...chart,
      'shop/values.yaml': `enabled: false\nrules:\n  ${rule(errors('0.01'))}\n`,
      'shop/templates/rule.yaml':
        '{{ if .Values.enabled }}\napiVersion: v1\nkind: PrometheusRule\nmetadata: {name: a}\nspec: {{ toYaml .Values.rules | nindent 2 }}\n{{ end }}\n',
    },
    [],
  ],
  [
    'rules in values for a chart from elsewhere count as they are written',
    {
      ...chart,
      'shop/Chart.yaml':
        'name: shop\ndependencies: [{name: prometheus, version: 1.0.0, repository: "https://a.test"}]\n',
      'shop/values.yaml': `prometheus:\n  rules:\n    ${rule(errors('0.01'))}\n`,
    },
    ['Errors ?: error-rate 1'],
  ],
  [
    'a file that a chart puts into an object is read once, in its place',
    {
      ...chart,
      'shop/files/rules.yaml': rule(errors('0.01')),
      'shop/templates/a.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  rules.yaml: |\n    {{- .Files.Get "files/rules.yaml" | nindent 4 }}\n',
    },
    ['Errors ?: error-rate 1'],
  ],
  [
    'a file that a generator puts into an object',
    {
      'prod/kustomization.yaml': 'configMapGenerator: [{name: rules, files: [rules.yaml]}]\n',
      'prod/rules.yaml': rule(errors('0.01')),
    },
    ['Errors prod: error-rate 1'],
  ],
  [
    'a template that does not render',
    { ...chart, 'shop/templates/rule.yaml': `{{ if .Values.enabled }\n${template}` },
    ['the alerts of the template shop/templates/rule.yaml ?: ? ? perhaps'],
  ],
  [
    'a text that begins a line with two braces is no template',
    { 'prod/a.yaml': object(errors('0.01')).replace("expr: '", "annotations: {a: '{{ $value }}'}, expr: '") },
    ['Errors prod: error-rate 1'],
  ],
] as const) {
  test(name, async () => assert.deepEqual(await alerts(files), expected))
}

test('routes are those that an overlay leaves', async () => {
  const config =
    'apiVersion: v1\nkind: AlertmanagerConfig\nmetadata: {name: a}\nspec:\n  route: {receiver: none}\n  receivers: [{name: none}]\n'
  const receivers = '[{name: none, pagerdutyConfigs: [{routingKey: k}]}]'
  const found = await alertmanagerRoutes(
    building({
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml': config,
      'production/kustomization.yaml': `resources: [../base]\npatches:\n  - target: {kind: AlertmanagerConfig}\n    patch: |\n      - {op: replace, path: /spec/receivers, value: ${receivers}}\n`,
    }),
  )
  assert.deepEqual(
    found.map(({ environmentName, channel }) => [environmentName, channel]),
    [['production', 'page']],
  )
})

test('a CronJob belongs to the environment that its overlay builds it for', async () => {
  const job =
    'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: fill}\nspec:\n  schedule: "0 3 * * 0"\n  jobTemplate: {spec: {template: {spec: {containers: [{name: a, command: [sh, /scripts/fill.sh], volumes: [fill-scripts]}]}}}}\n'
  const script =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: fill-scripts}\ndata:\n  fill.sh: pg_dump $PROD_URL | pg_restore -d $HERE\n'
  const found = await refreshCronJobs(
    building({
      'base/kustomization.yaml': 'resources: [job.yaml, script.yaml]\n',
      'base/job.yaml': job,
      'base/script.yaml': script,
      'staging/kustomization.yaml': 'resources: [../base]\n',
      'dev/kustomization.yaml': 'resources: [../base]\n',
    }),
  )
  assert.deepEqual(
    found.map(({ source, days, at }) => [source, days, at.file]),
    [['production', 7, 'base/job.yaml']],
  )
  // which of several scripts a job runs is not told
  const both = await refreshCronJobs(
    building({
      'staging/kustomization.yaml': 'resources: [job.yaml, script.yaml]\n',
      'staging/job.yaml': job,
      'staging/script.yaml': `${script}  sanitise.sh: psql -c anonymise\n`,
    }),
  )
  assert.deepEqual(both, [])
})

test('a controller heals what the chart that makes it says', async () => {
  const application =
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec:\n  destination: {namespace: {{ .Values.env }}}\n  syncPolicy: {automated: {selfHeal: {{ .Values.heals }}}}\n'
  const found = await controllersIn(
    building({
      'apps/Chart.yaml': 'name: apps\n',
      'apps/values.yaml': 'heals: false\nenv: dev\n',
      'apps/values-prod.yaml': 'heals: true\nenv: production\n',
      'apps/templates/a.yaml': application,
    }),
  )
  assert.deepEqual(
    found.map(({ works, environment }) => [works, environment]),
    [[true, 'production']],
  )
})

test('whether a controller heals that a patch elsewhere changes is hidden', async () => {
  const found = await controllersIn(
    building({
      'argo/kustomization.yaml': 'resources: [a.yaml]\npatchesStrategicMerge: [lost.yaml]\n',
      'argo/a.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {syncPolicy: {automated: {selfHeal: true}}}\n',
    }),
  )
  assert.deepEqual(
    found.map(({ works }) => isHidden(works)),
    [true],
  )
})

test('an object is printed as YAML', async () => {
  const text =
    'kind: A\nspec:\n  list:\n    - a: 1\n      b:\n        - x\n        - y\n    - c: |\n        one\n        two\n  empty: \n'
  const [root] = (await repositoryOf({ 'a.yaml': text }).yaml('a.yaml')) ?? []
  assert.equal(printed(root as never).replace(/ +$/gm, ''), text.replace('two\n', 'two\n\n').replace(/ +$/gm, ''))
})

/** `title environment file:line of the first panel` of each dashboard; `?` where it may not be made */
async function dashboards(files: Files): Promise<readonly string[]> {
  const repository = repositoryOf(files)
  const found = await readDashboards({ ...building(files), repository })
  const shown: string[] = []
  for (const { name, environmentName, panels, file, whole } of found) {
    const place = panels[0]?.place
    const text = place && (await repository.text(place.file))
    const line = text?.content.slice(0, place?.start).split('\n').length
    shown.push(`${name} ${environmentName} ${place?.file ?? file}:${line ?? 0}${isHidden(whole) ? ' ?' : ''}`)
  }
  return shown.sort()
}

const board =
  '{"title": "Shop", "schemaVersion": 39, "panels": [\n  {"title": "A", "targets": [{"expr": "rate(http_requests_total[5m])"}]}\n]}'
const inMap = (text: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  shop.json: |\n${text.replace(/^/gm, '    ')}\n`

for (const [name, files, expected] of [
  [
    'a dashboard that overlays generate, in its own file',
    {
      'base/shop.json': board,
      'base/kustomization.yaml': 'configMapGenerator:\n  - {name: a, files: [shop.json]}\n',
      'overlays/staging/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nresources: [../../base]\nconfigMapGenerator: []\n',
      'overlays/production/kustomization.yaml': 'resources: [../../base]\n',
    },
    ['Shop production base/shop.json:2', 'Shop staging base/shop.json:2'],
  ],
  [
    'dashboards that a chart takes in for production alone',
    {
      ...chart,
      'shop/values.yaml': 'dashboards: false\n',
      'shop/values-prod.yaml': 'dashboards: true\n',
      'shop/values-staging.yaml': 'replicas: 1\n',
      'shop/boards/shop.json': board,
      'shop/templates/boards.yaml':
        '{{ if .Values.dashboards }}\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n{{ (.Files.Glob "boards/*.json").AsConfig | indent 2 }}\n{{ end }}\n',
    },
    ['Shop prod shop/boards/shop.json:2'],
  ],
  [
    'a dashboard that values switch off',
    { ...chart, 'shop/templates/a.yaml': `{{ if not .Values.enabled }}\n${inMap(board)}{{ end }}\n` },
    [],
  ],
  [
    'a dashboard that the cluster decides',
    { ...chart, 'shop/templates/a.yaml': `{{ if .Capabilities.APIVersions.Has "x/v1" }}\n${inMap(board)}{{ end }}\n` },
    ['Shop  shop/templates/a.yaml:0 ?'],
  ],
  [
    'a dashboard with a namespace that is hidden stands where the template writes it',
    {
      ...chart,
      'shop/templates/a.yaml': `{{ if .Values.enabled }}\n${inMap(board.replace('"Shop"', '"Shop", "uid": "{{ .Release.Namespace }}-{{ .Values.bound }}"'))}{{ end }}\n`,
    },
    ['Shop  shop/templates/a.yaml:8'],
  ],
] as const) {
  test(`dashboards as they are built: ${name}`, async () => assert.deepEqual(await dashboards(files), expected))
}
