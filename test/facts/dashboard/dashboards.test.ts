import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { repositoryOf } from '../../support/repository.ts'

/** Each dashboard as `system title: what it shows`, `platform` where it is of no service, `?` where a part is hidden. */
async function dashboardsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['dashboards', 'brokenFiles'])
  return facts.dashboards.map(
    ({ system, name, shows, scope, whole }) =>
      `${system} ${name}: ${[...shows, ...(scope === 'platform' ? ['platform'] : []), ...(isHidden(whole) ? ['?'] : [])].join(' ')}`,
  )
}

const panel = (title: string, expr: string) => ({ title, type: 'timeseries', targets: [{ expr }] })
const cpu = panel('A', 'rate(process_cpu_seconds_total{job="shop"}[5m])')
const requests = panel('B', 'rate(http_requests_total{job="shop"}[5m])')
const board = (...panels: readonly object[]) => JSON.stringify({ title: 'Shop', schemaVersion: 39, panels })
const indented = (text: string) => text.replace(/^/gm, '    ')
const configMap = (body: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  shop.json: |\n${indented(body)}\n`

const table: Readonly<Record<string, readonly [files: Readonly<Record<string, string>>, expected: readonly string[]]>> =
  {
    'of the stack on a developer’s machine': [{ 'local-monitoring/a.json': board(cpu) }, []],
    'panels of a file': [{ 'a.json': board(cpu, requests) }, ['grafana Shop: cpu traffic']],
    'panels in a row that is closed': [
      { 'a.json': board({ type: 'row', title: 'R', panels: [cpu] }) },
      ['grafana Shop: cpu'],
    ],
    'rows of version 4': [
      { 'a.json': JSON.stringify({ title: 'Shop', schemaVersion: 14, rows: [{ panels: [cpu] }] }) },
      ['grafana Shop: cpu'],
    ],
    'an export': [{ 'a.json': `{"meta": {}, "dashboard": ${board(cpu)}}` }, ['grafana Shop: cpu']],
    'the second schema': [
      {
        'a.json': JSON.stringify({
          apiVersion: 'dashboard.grafana.app/v2beta1',
          kind: 'Dashboard',
          spec: {
            title: 'Shop',
            layout: { kind: 'GridLayout' },
            elements: {
              one: {
                kind: 'Panel',
                spec: {
                  title: 'A',
                  data: {
                    kind: 'QueryGroup',
                    spec: { queries: [{ spec: { query: { group: 'prometheus', spec: { expr: 'up{job="shop"}' } } } }] },
                  },
                },
              },
            },
          },
        }),
      },
      ['grafana Shop: health'],
    ],
    'a library panel': [{ 'a.json': board({ title: 'X', libraryPanel: { name: 'x' } }) }, ['grafana Shop: ?']],
    'a hidden query': [{ 'a.json': board({ ...cpu, targets: [{ expr: 'up', hide: true }] }) }, ['grafana Shop: ']],
    'a metric of CloudWatch': [
      {
        'a.json': board({
          title: 'X',
          type: 'graph',
          targets: [{ namespace: 'AWS/ApplicationELB', metricName: 'RequestCount' }],
        }),
      },
      ['grafana Shop: traffic'],
    ],
    'SQL under a title': [
      { 'a.json': board({ title: 'Sign-ups', type: 'stat', targets: [{ rawSql: 'SELECT 1' }] }) },
      ['grafana Shop: business'],
    ],
    'requests that are the business': [
      { 'a.json': board(panel('Orders placed', 'sum(rate(http_requests_total{path="/orders"}[5m]))')) },
      ['grafana Shop: business traffic'],
    ],
    'a text of a ConfigMap': [{ 'a.yaml': configMap(board(cpu)) }, ['grafana Shop: cpu']],
    'a text of a template that does not render': [
      {
        'chart/Chart.yaml': 'name: chart\n',
        'chart/templates/a.yaml': `{{- if .Values.on }}\n${configMap(board(panel('{{ "{{" }}x}}', cpu.targets[0]?.expr ?? '')))}{{- end }}\n`,
      },
      ['grafana Shop: cpu'],
    ],
    'a template that cannot be read': [
      {
        'chart/Chart.yaml': 'name: chart\n',
        'chart/templates/a.yaml': `{{ if true }}\n${configMap('{"schemaVersion": 1, "panels": [ oh ]}')}{{ end }}\n`,
      },
      ['grafana a.yaml: ?'],
    ],
    'what a chart imports': [
      {
        'values.yaml':
          'grafana:\n  dashboards:\n    default:\n      a: {gnetId: 1860}\n      b: {gnetId: 99999}\n      c: {url: "https://x.example/c.json"}\n',
      },
      ['grafana Node Exporter Full: cpu memory network platform', 'grafana values.yaml: ?', 'grafana values.yaml: ?'],
    ],
    'a resource of the operator': [
      {
        'a.yaml': `apiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaDashboard\nmetadata: {name: x}\nspec:\n  json: |\n${indented(board(requests))}\n`,
      },
      ['grafana Shop: traffic'],
    ],
    jsonnet: [{ 'a.jsonnet': "local g = import 'g.libsonnet';\ng.dashboard.new('x')\n" }, ['grafana a.jsonnet: ?']],
    'jsonnet with its output': [
      { 'a.jsonnet': "g.dashboard.new('x')\n", 'out/a.json': board(cpu) },
      ['grafana Shop: cpu'],
    ],
    'machines alone': [
      { 'a.json': board(panel('A', 'rate(node_cpu_seconds_total[5m])')) },
      ['grafana Shop: cpu platform'],
    ],
    'what a database uses of its machine': [
      {
        'a.json': board(
          panel('A', 'pg_locks_count'),
          panel('B', 'pg_up'),
          panel('C', 'rate(process_cpu_seconds_total[5m])'),
        ),
      },
      ['grafana Shop: platform'],
    ],
    'JSON of Google': [
      {
        'a.json': JSON.stringify({
          displayName: 'Shop',
          mosaicLayout: {
            tiles: [
              {
                widget: {
                  title: 'x',
                  xyChart: {
                    dataSets: [
                      {
                        timeSeriesQuery: {
                          timeSeriesFilter: { filter: 'metric.type="run.googleapis.com/request_latencies"' },
                        },
                      },
                    ],
                  },
                },
              },
            ],
          },
        }),
      },
      ['google-monitoring Shop: latency'],
    ],
    'JSON of Datadog': [
      {
        'a.json': JSON.stringify({
          title: 'Shop',
          layout_type: 'ordered',
          widgets: [
            {
              definition: {
                type: 'group',
                widgets: [
                  {
                    definition: {
                      type: 'timeseries',
                      requests: [{ queries: [{ query: 'avg:system.mem.used{service:shop}' }] }],
                    },
                  },
                ],
              },
            },
          ],
        }),
      },
      ['datadog Shop: memory'],
    ],
    'a workbook': [
      {
        'a.json': JSON.stringify({
          version: 'Notebook/1.0',
          items: [{ type: 3, content: { query: 'exceptions | count', title: 'x' } }],
        }),
      },
      ['azure-workbook a.json: errors'],
    ],
    'a body for Terraform': [
      {
        'a.json.tpl':
          '{"widgets": [{"type": "metric", "width": ${width}, "properties": {"region": "${var.tags["x"]}", "metrics": [["AWS/ECS", "CPUUtilization"]]}}]}',
      },
      ['cloudwatch a.json.tpl: cpu'],
    ],
    'a body in jsonencode': [
      {
        'a.tftpl':
          '${jsonencode({"widgets": [{"type": "metric", "properties": {"metrics": [["AWS/ECS", "CPUUtilization"]]}}]})}\n',
      },
      ['cloudwatch a.tftpl: cpu'],
    ],
    'JSON that breaks': [{ 'dashboards/a.json': '{"schemaVersion": 1, "panels": [' }, []],
    'a circle of aliases': [
      { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nx: &a {dashboards: {b: {c: {gnetId: 1860}}}}\ny: [*a, *a, *a]\n' },
      ['grafana Node Exporter Full: cpu memory network platform'],
    ],
  }

for (const [what, [files, expected]] of Object.entries(table)) {
  test(what, async () => assert.deepEqual([...(await dashboardsOf(files))].sort(), [...expected].sort()))
}

const terraform: Readonly<Record<string, readonly [text: string, expected: readonly string[]]>> = {
  'jsonencode with what is known later': [
    'resource "aws_cloudwatch_dashboard" "d" {\n dashboard_name = "shop"\n dashboard_body = jsonencode({ widgets = [{ type = "metric", properties = { metrics = [["AWS/ECS", "CPUUtilization", "ServiceName", aws_ecs_service.x.name], [".", "MemoryUtilization", ".", "."]] } }] })\n}',
    ['cloudwatch shop: cpu memory'],
  ],
  'a text with what is known later': [
    'resource "aws_cloudwatch_dashboard" "d" {\n dashboard_name = "shop"\n dashboard_body = <<EOF\n{"widgets": [{"type": "metric", "properties": {"region": "${data.aws_region.x.name}", "metrics": [["AWS/ApplicationELB", "RequestCount", "LoadBalancer", "${aws_lb.x.arn_suffix}"]]}}]}\nEOF\n}',
    ['cloudwatch shop: traffic'],
  ],
  'widgets that cannot be told': [
    'variable "w" {}\nresource "aws_cloudwatch_dashboard" "d" {\n dashboard_name = "shop"\n dashboard_body = jsonencode({ widgets = var.w })\n}',
    ['cloudwatch shop: ?'],
  ],
  'one that may not be made': [
    'variable "on" {}\nresource "aws_cloudwatch_dashboard" "d" {\n count = var.on ? 1 : 0\n dashboard_name = "shop"\n dashboard_body = jsonencode({ widgets = [] })\n}',
    ['cloudwatch shop: ?'],
  ],
  'a file': [
    'resource "grafana_dashboard" "d" {\n config_json = file("${path.module}/shop.json")\n}',
    ['grafana Shop: traffic'],
  ],
  'blocks of Datadog': [
    'resource "datadog_dashboard" "d" {\n title = "Shop"\n layout_type = "ordered"\n widget {\n group_definition {\n layout_type = "ordered"\n widget {\n timeseries_definition {\n title = "x"\n request {\n q = "avg:system.cpu.user{service:shop}"\n }\n }\n }\n }\n }\n}',
    ['datadog Shop: cpu'],
  ],
  'blocks of New Relic': [
    'resource "newrelic_one_dashboard" "d" {\n name = "Shop"\n page {\n name = "p"\n widget_line {\n title = "x"\n nrql_query {\n query = "SELECT average(duration) FROM Transaction"\n }\n }\n }\n}',
    ['newrelic Shop: latency'],
  ],
  'a module from elsewhere': ['module "m" {\n source = "example/dashboard/aws"\n}', ['module m: ?']],
}

for (const [what, [text, expected]] of Object.entries(terraform)) {
  test(`Terraform: ${what}`, async () => {
    const files = { 'main.tf': `${text}\n`, ...(text.includes('file(') ? { 'shop.json': board(requests) } : {}) }
    assert.deepEqual([...(await dashboardsOf(files))].sort(), expected)
  })
}

test('CloudFormation: a body as a text', async () => {
  const text = `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Board:
    Type: AWS::CloudWatch::Dashboard
    Properties:
      DashboardName: shop
      DashboardBody: '{"widgets": [{"type": "metric", "properties": {"metrics": [["AWS/ECS", "CPUUtilization"]]}}]}'
`
  assert.deepEqual(await dashboardsOf({ 'template.yaml': text }), ['cloudwatch shop: cpu'])
})

test('a panel stands where it is, in a text of a manifest too', async () => {
  const text = configMap(JSON.stringify({ title: 'Shop', schemaVersion: 39, panels: [cpu, requests] }, null, 2))
  const { facts } = await collectFacts(repositoryOf({ 'a.yaml': text }), defaultSettings, ['dashboards'])
  const { start = 0, end = 0 } = facts.dashboards[0]?.panels.find(({ title }) => title === 'B')?.place ?? {}
  assert.equal(text.slice(start, end), '"title"')
  assert.ok(text.slice(end, end + 10).includes('"B"'))
})

test('a dashboard that breaks is evidence that is lost', async () => {
  const repository = repositoryOf({ 'dashboards/a.json': '{"schemaVersion": 1, "panels": [' })
  await collectFacts(repository, defaultSettings, ['dashboards'])
  assert.deepEqual(repository.claimed, ['dashboards/a.json'])
})

test('a title tells the environment by the names that assay.yaml gives them', async () => {
  const titled = JSON.stringify({ title: 'Shop (vega)', schemaVersion: 39, panels: [cpu] })
  const made = `resource "grafana_dashboard" "shop" {\n  config_json = jsonencode(${titled})\n}\n`
  const settings = { ...defaultSettings, environments: { vega: 'staging' as const } }
  for (const files of [{ 'a.json': titled }, { 'main.tf': made.replaceAll('":', '" =') }]) {
    const { facts } = await collectFacts(repositoryOf(files), settings, ['dashboards'])
    assert.deepEqual(
      facts.dashboards.map(({ environment }) => environment),
      ['staging'],
    )
  }
})
