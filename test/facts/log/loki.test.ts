import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { areaOf } from '../../../src/facts/areas.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { lokiStores } from '../../../src/facts/log/loki/index.ts'
import { releasedStores } from '../../../src/facts/log/loki/releases.ts'
import { readTerraform } from '../../../src/facts/terraform/read.ts'
import { repositoryOf } from '../../support/repository.ts'

const inAreas = (files: Readonly<Record<string, string>>) =>
  repositoryOf(files, { areas: Object.fromEntries(Object.keys(files).map((path) => [path, areaOf(path)])) })

const building = (files: Readonly<Record<string, string>>) => ({
  repository: inAreas(files),
  settings: defaultSettings,
  workflows: [],
})

/** `environment kind days` of each store, `?` for what is hidden; `unused` for what nobody is seen to deploy. */
async function read(files: Readonly<Record<string, string>>) {
  const { logStores, logShippers } = await lokiStores(building(files))
  return [
    ...logStores.map(
      ({ environmentClass, kind, days }) => `${environmentClass || '-'} ${kind} ${isHidden(days) ? '?' : days}`,
    ),
    ...logShippers.map(() => 'unused'),
  ].join(', ')
}

const schema = 'schema_config: {configs: [{from: 2024-01-01, store: tsdb, object_store: s3, schema: v13}]}\n'
const config = (...lines: readonly string[]) =>
  `auth_enabled: false\n${schema}${lines.map((line) => `${line}\n`).join('')}`
const on = 'compactor: {retention_enabled: true}'
const limits = (text: string) => `limits_config: {${text}}`
const indented = (text: string, by: number) => text.replace(/^(?=.)/gm, ' '.repeat(by))

const configurations: Readonly<Record<string, readonly [text: string, expected: string]>> = {
  'both are said': [config(on, limits('retention_period: 744h')), 'production application 31'],
  'in days': [config(on, limits('retention_period: 90d')), 'production application 90'],
  'in several units': [config(on, limits('retention_period: 1w2d')), 'production application 9'],
  'less than a day is not for ever': [config(on, limits('retention_period: 12h')), 'production application 1'],
  'without deletion it is for ever': [config(limits('retention_period: 168h')), 'production application 0'],
  'a period of nothing is for ever': [config(on, limits('retention_period: 0s')), 'production application 0'],
  'nothing is said of it': [config('ingester: {}'), 'production application 0'],
  'the default depends on the version': [config(on), 'production application ?'],
  'filled in by the environment': [
    config(on, limits('retention_period: "${RETENTION:-744h}"')),
    'production application ?',
  ],
  'the manager of tables of older versions': [
    config('table_manager: {retention_deletes_enabled: true, retention_period: 336h}'),
    'production application 14',
  ],
  'the manager of tables that deletes nothing': [
    config('table_manager: {retention_deletes_enabled: false, retention_period: 336h}'),
    'production application 0',
  ],
  'streams of another environment': [
    config(
      on,
      limits('retention_period: 744h, retention_stream: [{selector: \'{namespace="dev"}\', priority: 1, period: 24h}]'),
    ),
    'production application 31, development application 1',
  ],
  'streams of a namespace of the cluster': [
    config(
      on,
      limits(
        'retention_period: 744h, retention_stream: [{selector: \'{namespace="kube-system"}\', priority: 1, period: 24h}]',
      ),
    ),
    'production application 31',
  ],
  'streams of audit logs': [
    config(
      on,
      limits('retention_period: 744h, retention_stream: [{selector: \'{job="audit"}\', priority: 1, period: 8760h}]'),
    ),
    'production application 31, production audit 365',
  ],
  'streams of anybody for less': [
    config(
      on,
      limits('retention_period: 744h, retention_stream: [{selector: \'{level="debug"}\', priority: 1, period: 72h}]'),
    ),
    'production application 31, production application ?',
  ],
  'streams of anybody for longer': [
    config(
      on,
      limits('retention_period: 744h, retention_stream: [{selector: \'{level="error"}\', priority: 1, period: 2160h}]'),
    ),
    'production application 31',
  ],
  'tenants of their own': [
    config(
      on,
      limits('retention_period: 744h'),
      'overrides: {dev: {retention_period: 24h}, "29": {retention_period: 24h}}',
    ),
    'production application 31, development application 1, production application ?',
  ],
}

for (const [name, [text, expected]] of Object.entries(configurations)) {
  test(`a configuration of Loki: ${name}`, async () => {
    assert.equal(await read({ 'production/observability/loki.yaml': text }), expected)
  })
  test(`a ConfigMap with a configuration of Loki: ${name}`, async () => {
    const manifest = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: logs, namespace: shop-production}\ndata:\n  config.yaml: |\n${indented(text, 4)}`
    assert.equal(await read({ 'deploy/logs.yaml': manifest }), expected)
  })
}

const values: Readonly<Record<string, readonly [text: string, expected: string]>> = {
  'grafana/loki': [
    `loki:\n  schemaConfig: {configs: [{object_store: s3}]}\n  storage: {type: s3}\n  compactor: {retention_enabled: true}\n  limits_config: {retention_period: 2160h}\n`,
    '- application 90',
  ],
  'grafana/loki that deletes nothing': [
    `loki:\n  schemaConfig: {configs: [{object_store: s3}]}\n  storage: {type: s3}\n  limits_config: {retention_period: 24h}\n`,
    '- application 0',
  ],
  'structuredConfig counts most': [
    `loki:\n  schemaConfig: {configs: [{object_store: s3}]}\n  compactor: {retention_enabled: true}\n  limits_config: {retention_period: 2160h}\n  structuredConfig:\n    limits_config: {retention_period: 48h}\n`,
    '- application 2',
  ],
  'loki-stack on a disk that lasts': [
    `loki:\n  persistence: {enabled: true}\n  config:\n    table_manager: {retention_deletes_enabled: true, retention_period: 1440h}\n`,
    '- application 60',
  ],
  'loki-stack on the disk of its pod': [
    `loki:\n  config:\n    compactor: {retention_enabled: true}\n    limits_config: {retention_period: 1440h}\n`,
    '- application ?',
  ],
  'loki-distributed, as a text': [
    `loki:\n  config: |\n${indented(config(on, limits('retention_period: 30d'), 'x: {{ .Values.x }}').replace('x: {{ .Values.x }}\n', ''), 4)}`,
    '- application 30',
  ],
  'without a disk': [
    `loki:\n  schemaConfig: {configs: [{object_store: filesystem}]}\n  compactor: {retention_enabled: true}\n  limits_config: {retention_period: 2160h}\nsingleBinary:\n  persistence: {enabled: false}\n`,
    '- application ?',
  ],
}

for (const [name, [text, expected]] of Object.entries(values)) {
  test(`a HelmRelease with values of ${name}`, async () => {
    const release = `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: loki, namespace: flux-system}\nspec:\n  chart: {spec: {chart: loki}}\n  values:\n${indented(text, 4)}`
    assert.equal(await read({ 'infrastructure/loki/release.yaml': release }), expected)
  })
  test(`an Application with values of ${name}`, async () => {
    const application = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: logs}\nspec:\n  source:\n    chart: loki\n    helm:\n      values: |\n${indented(text, 8)}`
    assert.equal(await read({ 'apps/loki.yaml': application }), expected)
  })
  test(`a file with values of ${name}, which an Application names`, async () => {
    const application = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: logs}\nspec:\n  sources:\n    - {chart: loki, helm: {valueFiles: [$values/platform/loki/values.yaml]}}\n`
    assert.equal(await read({ 'apps/loki.yaml': application, 'platform/loki/values.yaml': text }), expected)
    assert.equal(await read({ 'platform/loki/values.yaml': text }), 'unused')
  })
}

test('values of an environment are laid over those that name none', async () => {
  const base = `loki:\n  schemaConfig: {configs: [{object_store: s3}]}\n  compactor: {retention_enabled: true}\n  limits_config: {retention_period: 72h}\n`
  const files = {
    'loki/values.yaml': base,
    'loki/values-staging.yaml': 'loki:\n  limits_config: {retention_period: 168h}\n',
    'loki/values-production.yaml': 'loki:\n  limits_config: {retention_period: 2160h}\n',
  }
  assert.equal(await read(files), 'production application 90, staging application 7')
})

test('where a part says no word of deletion, and others are here, it is not taken for none', async () => {
  const files = {
    'apps/base.yaml': `loki:\n  schemaConfig: {configs: [{object_store: s3}]}\n  compactor: {retention_enabled: true}\n`,
    'environments/production/logs.yaml': 'loki:\n  limits_config: {retention_period: 2h}\n',
  }
  assert.match(await read(files), /production application \?/)
})

test('a kustomization puts a configuration into a ConfigMap', async () => {
  const files = {
    'base/kustomization.yaml': 'configMapGenerator:\n  - {name: loki, files: [loki.yaml]}\n',
    'base/loki.yaml': config(on, limits('retention_period: 744h')),
    'overlays/production/kustomization.yaml': 'resources: [../../base]\n',
  }
  assert.equal(await read(files), 'production application 31')
})

test('a configuration that nobody is seen to deploy, or only a person on his own machine, passes nothing', async () => {
  const text = config(on, limits('retention_period: 744h'))
  const compose = 'services:\n  loki:\n    image: grafana/loki:3.4.2\n    volumes: [./loki.yaml:/etc/loki/loki.yaml]\n'
  assert.equal(await read({ 'loki.yaml': text }), 'unused')
  assert.equal(await read({ 'loki.yaml': text, 'docker-compose.yml': compose }), 'unused')
  assert.equal(await read({ 'loki.yaml': text, 'docker-compose.production.yml': compose }), 'production application 31')
  assert.equal(await read({ 'local/loki.yaml': text }), '')
  assert.equal(await read({ 'examples/loki/production/loki.yaml': text }), '')
})

test('what is filled in first is named, and says nothing', async () => {
  assert.equal(
    await read({ 'roles/loki/loki.yaml': `${schema}limits_config:\n  retention_period: {{ loki_retention }}\n` }),
    'unused',
  )
})

test('logs on the disk of a pod are not kept for ever', async () => {
  const map = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: loki, namespace: logs-production}\ndata:\n  loki.yaml: |\n${indented(config().replace('s3', 'filesystem'), 4)}`
  const program = (volumes: string) =>
    `---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: loki, namespace: logs-production}\nspec:\n  template:\n    spec:\n      containers: [{name: loki, image: grafana/loki:3.4.2}]\n      volumes: [{name: config, configMap: {name: loki}}]\n${volumes}`
  assert.equal(await read({ 'deploy/loki.yaml': `${map}${program('')}` }), 'production application ?')
  assert.equal(
    await read({ 'deploy/loki.yaml': `${map}${program('  volumeClaimTemplates: [{metadata: {name: data}}]\n')}` }),
    'production application 0',
  )
})

test('a LokiStack of the operator', async () => {
  const stack = (limit: string) =>
    `apiVersion: loki.grafana.com/v1\nkind: LokiStack\nmetadata: {name: logs}\nspec:\n  size: 1x.small\n${limit}`
  const read1 = (limit: string) => read({ 'clusters/production/stack.yaml': stack(limit) })
  assert.equal(await read1(''), 'production application 0')
  assert.equal(await read1('  limits: {global: {retention: {days: 7}}}\n'), 'production application 7')
  assert.equal(
    await read1(
      '  limits: {global: {retention: {days: 7}}, tenants: {application: {retention: {days: 40}}, audit: {retention: {days: 400}}}}\n',
    ),
    'production application 40, production audit 400',
  )
})

test('settings of Promtail, of Mimir and of Tempo are none of Loki', async () => {
  const files = {
    'production/promtail.yaml':
      'clients: [{url: "http://loki:3100"}]\nlimits_config: {readline_rate_enabled: true}\nserver: {}\n',
    'production/tempo.yaml': 'server: {}\ncompactor: {compaction: {block_retention: 48h}}\n',
    'production/mimir.yaml': 'limits: {compactor_blocks_retention_period: 1y}\ncompactor: {}\n',
  }
  assert.equal(await read(files), '')
})

test('a compose file that gives Loki nothing to keep logs in', async () => {
  const text = config().replace('s3', 'filesystem')
  const compose = (more: string) =>
    `services:\n  loki:\n    image: grafana/loki:3.4.2\n    volumes: [./loki.yaml:/etc/loki/loki.yaml:ro${more}]\n`
  const of = (more: string) => read({ 'loki.yaml': text, 'docker-compose.production.yml': compose(more) })
  assert.equal(await of(''), 'production application ?')
  assert.equal(await of(', data:/loki'), 'production application 0')
})

test('a release of Helm in Terraform', async () => {
  const of = async (values: string, more = '') => {
    const repository = inAreas({
      'production/main.tf': `resource "helm_release" "loki" {\n  name  = "loki"\n  chart = "loki"\n${values}${more}}\n`,
    })
    const { resources } = await readTerraform(repository, defaultSettings)
    const stores = await releasedStores(resources, repository, defaultSettings)
    return stores
      .map(({ environmentClass, days }) => `${environmentClass || '-'} ${isHidden(days) ? '?' : days}`)
      .join(', ')
  }
  const written = (period: string) =>
    `  values = [<<-EOT\n    loki:\n      storage: {type: s3}\n      schemaConfig: {configs: [{object_store: s3}]}\n      compactor: {retention_enabled: true}\n      limits_config: {retention_period: ${period}}\n  EOT\n  ]\n`
  assert.equal(await of(written('744h')), 'production 31')
  assert.equal(await of(written('${var.hours}h')), 'production ?')
  assert.equal(
    await of(written('744h'), '  set {\n    name  = "loki.limits_config.retention_period"\n    value = "24h"\n  }\n'),
    'production ?',
  )
  assert.equal(await of('  values = [yamlencode({ loki = {} })]\n'), 'production ?')
  assert.equal(await of(''), 'production ?')
  assert.equal(await of('  values = [file("values.yaml")]\n'), '')
})
