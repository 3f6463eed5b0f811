import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { workloadFacts } from '../../../src/facts/workload/facts.ts'
import { repositoryOf } from '../../support/repository.ts'

const shown = (value: unknown) =>
  isHidden(value) ? '?' : value === true ? 'yes' : value === false ? 'no' : String(value)

/** `kind name environment: replicas readiness liveness goesBack` of each workload */
async function read(files: Readonly<Record<string, string>>) {
  const facts = await workloadFacts(repositoryOf(files), defaultSettings, {
    deployments: [],
    workflows: [],
    terraform: [],
    templateResources: [],
  })
  const workloads = facts.workloads.map(
    (one) =>
      `${one.kind} ${one.name} ${one.environmentClass || '?'}: ${shown(one.replicas)} ${shown(one.readiness)} ${shown(one.liveness)} ${shown(one.goesBack)}`,
  )
  return {
    workloads,
    scales: facts.scales.map((one) => `${one.name}: ${shown(one.staging)} of ${shown(one.production)}`),
  }
}

const workload = (kind = 'Deployment', spec = '', probes = '', name = 'shop') =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\nspec:\n${spec}  template:\n    spec:\n      containers:\n        - name: shop\n          image: shop:v1.2.3\n${probes}`
const both = '          readinessProbe: {tcpSocket: {port: 80}}\n          livenessProbe: {tcpSocket: {port: 80}}\n'

for (const [name, text, expected] of [
  ['what is left out has its documented default', workload(), 'Deployment shop production: 1 no no no'],
  ['both probes', workload('StatefulSet', '  replicas: 3\n', both), 'StatefulSet shop production: 3 yes yes no'],
  [
    'an empty probe is none',
    workload('Deployment', '', '          readinessProbe: {}\n'),
    'Deployment shop production: 1 no no no',
  ],
  ['a parameter is hidden', workload('Deployment', '  replicas: ${COUNT}\n'), 'Deployment shop production: ? no no no'],
  ['OpenShift goes back', workload('DeploymentConfig'), 'DeploymentConfig shop production: 1 no no yes'],
  [
    'but not by a strategy of its own',
    workload('DeploymentConfig', '  strategy: {type: Custom}\n'),
    'DeploymentConfig shop production: 1 no no no',
  ],
  ['a plain rollout waits', workload('Rollout', '  strategy: {canary: {}}\n'), 'Rollout shop production: 1 no no no'],
  [
    'an analysis goes back',
    workload('Rollout', '  strategy: {canary: {steps: [{setWeight: 5}, {analysis: {templates: []}}]}}\n'),
    'Rollout shop production: 1 no no yes',
  ],
  [
    'the minimum of an autoscaler counts',
    `${workload('Deployment', '  replicas: 9\n')}---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: shop}\nspec: {scaleTargetRef: {name: shop}, minReplicas: 4}\n`,
    'Deployment shop production: 4 no no no',
  ],
  [
    'Flagger goes back',
    `${workload()}---\napiVersion: flagger.app/v1beta1\nkind: Canary\nmetadata: {name: c}\nspec: {targetRef: {name: shop}}\n`,
    'Deployment shop production: 1 no no yes',
  ],
] as const) {
  test(`manifests: ${name}`, async () => {
    assert.deepEqual((await read({ 'production/shop.yaml': text })).workloads, [expected])
  })
}

test('a job is no workload, and neither is a part of one', async () => {
  const job = 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: once}\n'
  const part = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec: {replicas: 3}\n'
  assert.deepEqual((await read({ 'production/a.yaml': `${job}---\n${part}` })).workloads, [])
})

test('services are paired by their names without the words of environments', async () => {
  const { scales } = await read({
    'k8s/staging.yaml': workload('Deployment', '  replicas: 1\n', '', 'shop-staging'),
    'k8s/production.yaml': workload('Deployment', '  replicas: 6\n', '', 'shop-prod'),
  })
  assert.deepEqual(scales, ['shop-staging: 1 of 6'])
})

const base = {
  'base/kustomization.yaml': 'resources: [shop.yaml]\n',
  'base/shop.yaml': workload('Deployment', '  replicas: 5\n'),
}
for (const [name, overlay, expected] of [
  ['nothing', '', '5 no no no'],
  ['replicas', 'replicas: [{name: shop, count: 2}]', '2 no no no'],
  [
    'RFC 6902',
    'patches: [{target: {kind: Deploy.*}, patch: "- {op: replace, path: /spec/replicas, value: 7}"}]',
    '7 no no no',
  ],
  [
    'another target',
    'patches: [{target: {kind: Job}, patch: "- {op: replace, path: /spec/replicas, value: 7}"}]',
    '5 no no no',
  ],
  ['strategic merge', 'patches: [{path: more.yaml}]', '8 yes no no'],
  ['the old spelling', 'patchesStrategicMerge: [more.yaml]', '8 yes no no'],
  ['a component', 'components: [../../component]', '8 yes no no'],
  ['a patch that is not there', 'patches: [{path: lost.yaml, target: {kind: Deployment}}]', '? ? ? no'],
  [
    'the whole specification',
    'patches: [{target: {kind: Deployment}, patch: "- {op: replace, path: /spec, value: {template: {spec: {containers: [{name: shop}]}}}}"}]',
    '1 no no no',
  ],
] as const) {
  test(`kustomize: ${name}`, async () => {
    const more =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  replicas: 8\n  template: {spec: {containers: [{name: shop, readinessProbe: {tcpSocket: {port: 80}}}]}}\n'
    const files = {
      ...base,
      'overlays/production/kustomization.yaml': `resources: [../../base]\n${overlay}\n`,
      'overlays/production/more.yaml': more,
      'component/kustomization.yaml': 'kind: Component\npatches: [{path: more.yaml}]\n',
      'component/more.yaml': more,
    }
    assert.deepEqual((await read(files)).workloads, [`Deployment shop production: ${expected}`])
  })
}

test('kustomize: overlays that write the same workload themselves are compared', async () => {
  const overlay = (folder: string, replicas: number) => ({
    [`${folder}/kustomization.yaml`]: 'resources: [all.yaml]\n',
    [`${folder}/all.yaml`]: workload('Deployment', `  replicas: ${replicas}\n`),
  })
  const { scales } = await read({ ...overlay('k8s/staging', 1), ...overlay('k8s/prod', 3) })
  assert.deepEqual(scales, ['shop: 1 of 3'])
  const others = await read({ ...overlay('a/staging', 1), ...overlay('b/prod', 3) })
  assert.deepEqual(others.scales, [])
})

test('kustomize: a base from elsewhere, and one that takes itself in, are hidden by name', async () => {
  const remote = await read({
    'overlays/production/kustomization.yaml': 'resources: ["https://git.example.org/x?ref=v1"]\n',
  })
  assert.deepEqual(remote.workloads, ['elsewhere https://git.example.org/x?ref=v1 production: ? ? ? ?'])
  const circle = await read({
    'overlays/production/kustomization.yaml': 'resources: [../../a]\n',
    'a/kustomization.yaml': 'resources: [../b]\n',
    'b/kustomization.yaml': 'resources: [../a]\n',
  })
  assert.deepEqual(circle.workloads, ['elsewhere a → b → a, which takes itself in production: ? ? ? ?'])
})

const chart = (template: string, values = '', more: Readonly<Record<string, string>> = {}) => ({
  'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'chart/templates/deployment.yaml': template,
  'chart/values.yaml': values,
  'chart/values-production.yaml': 'count: 4\n',
  ...more,
})
for (const [name, template, values, expected] of [
  ['a literal', workload('Deployment', '  replicas: 3\n', both), '', '3 yes yes no'],
  ['values of the environment', workload('Deployment', '  replicas: {{ .Values.count }}\n'), 'count: 1', '4 no no no'],
  ['defaults', workload('Deployment', '  replicas: {{ .Values.other | default 2 }}\n'), '', '2 no no no'],
  ['what is computed', workload('Deployment', '  replicas: {{ mul 2 .Values.count }}\n'), '', '8 no no no'],
  [
    'a switch that is off',
    workload('Deployment', '', `{{- if .Values.enabled }}\n${both}{{- end }}\n`),
    'enabled: false',
    '1 no no no',
  ],
  [
    'a switch that is on',
    workload('Deployment', '', `{{- if .Values.enabled }}\n${both}{{- end }}\n`),
    'enabled: true',
    '1 yes yes no',
  ],
  [
    'its other side',
    workload('Deployment', '', `{{- if .Values.enabled }}\n{{- else }}\n${both}{{- end }}\n`),
    'enabled: true',
    '1 no no no',
  ],
  [
    'a condition that hangs on the cluster',
    workload('Deployment', '', `{{- if .Capabilities.APIVersions.Has "example.org/v1" }}\n${both}{{- end }}\n`),
    '',
    '1 ? ? no',
  ],
  ['a comment is nothing', workload('Deployment', '', `{{/* if .Values.on */}}\n${both}`), '', '1 yes yes no'],
  [
    'a helper from elsewhere',
    workload('Deployment', '', '          {{- include "common.probes" . | nindent 10 }}\n'),
    '',
    '1 ? ? no',
  ],
  [
    'labels from elsewhere say nothing of probes',
    workload('Deployment', '', '').replace(
      '  name: shop\n',
      '  name: shop\n  labels: {{- include "common.labels" . | nindent 4 }}\n',
    ),
    '',
    '1 no no no',
  ],
] as const) {
  test(`helm: ${name}`, async () => {
    assert.deepEqual((await read(chart(template, values))).workloads, [`Deployment shop production: ${expected}`])
  })
}

test('helm: a chart from elsewhere is hidden by name, and one that is switched off is none', async () => {
  const of = (condition: string) => ({
    ...chart('', 'redis: {enabled: false}\n'),
    'chart/Chart.yaml': `name: shop\ndependencies: [{name: redis, repository: https://charts.example.org${condition}}]\n`,
  })
  assert.deepEqual((await read(of(''))).workloads, ['chart redis production: ? ? ? ?'])
  assert.deepEqual((await read(of(', condition: redis.enabled'))).workloads, [])
})

test('Cloud Foundry: processes, with the variables of each environment', async () => {
  const { workloads, scales } = await read({
    'manifest.yml':
      'applications:\n  - name: shop-((env))\n    processes:\n      - {type: web, instances: ((web)), readiness-health-check-type: http}\n      - {type: worker}\n      - {type: clock, instances: ((lost))}\n',
    'deploy-config/staging.yml': 'env: staging\nweb: 2\n',
    'deploy-config/production.yml': 'env: production\nweb: 4\n',
  })
  assert.deepEqual(
    workloads.filter((one) => one.includes('production')),
    [
      'app shop web production: 4 yes yes no',
      'app shop worker production: 1 no yes no',
      'app shop clock production: ? no yes no',
    ],
  )
  assert.deepEqual(scales, ['shop clock: ? of ?', 'shop web: 2 of 4', 'shop worker: 1 of 1'])
})

test('Cloud Foundry: a manifest of each environment, named with its application or without', async () => {
  const app = (count: number) => `applications: [{name: shop, instances: ${count}}]\n`
  const { scales } = await read({ 'cf/manifest_shop_stage.yml': app(1), 'cf/manifest_shop_prod.yml': app(12) })
  assert.deepEqual(scales, ['shop web: 1 of 12'])
})

for (const [name, lines] of [
  ['a helper of a chart whose name says labels', '          {{- include "labels.probes" . | nindent 10 }}\n'],
  ['more containers from the cluster', '        {{- toYaml (lookup "v1" "Pod" "shop" "shop") | nindent 8 }}\n'],
  [
    'as many as the cluster says',
    '        {{- range lookup "v1" "Pod" "" "" }}\n        - name: {{ .name }}\n        {{- end }}\n',
  ],
] as const) {
  test(`helm: ${name} may hold a probe`, async () => {
    assert.deepEqual((await read(chart(workload('Deployment', '', lines)))).workloads, [
      'Deployment shop production: 1 ? ? no',
    ])
  })
}

const application = (environment: string, helm: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop-${environment}}\nspec:\n  source: {repoURL: https://git.example.org/shop, path: chart, helm: ${helm}}\n  destination: {namespace: shop-${environment}}\n`
for (const [name, helm, expected] of [
  ['a parameter', '{parameters: [{name: count, value: "7"}]}', '7'],
  ['a text of values', '{values: "count: 6"}', '6'],
  ['an object of values, over the text', '{values: "count: 6", valuesObject: {count: 5}}', '5'],
  ['a parameter over both', '{valuesObject: {count: 5}, parameters: [{name: count, value: "7"}]}', '7'],
  ['files in their order', '{valueFiles: [values-production.yaml, more.yaml]}', '9'],
  ['a file that is not here', '{valueFiles: [lost.yaml]}', '?'],
] as const) {
  test(`helm: what Argo CD gives counts: ${name}`, async () => {
    const files = chart(workload('Deployment', '  replicas: {{ .Values.count }}\n'), 'count: 1', {
      'chart/more.yaml': 'count: 9\n',
      'apps/shop.yaml': application('production', helm),
    })
    assert.deepEqual((await read(files)).workloads, [`Deployment shop production: ${expected} no no no`])
  })
}

const set = (generators: string, helm: string, more = '') =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: shop}\nspec:\n  generators: ${generators}\n  template:\n    metadata: {name: 'shop-{{env}}'}\n    spec:\n      source: {repoURL: https://git.example.org/shop, path: chart, helm: ${helm}}\n      destination: {namespace: shop}\n${more}`
const two = '[{list: {elements: [{env: staging, count: "2"}, {env: production, count: "8"}]}}]'
for (const [name, files, expected] of [
  ['parameters', { 'apps/shop.yaml': set(two, '{parameters: [{name: count, value: "{{count}}"}]}') }, ['2', '8']],
  ['a text of values', { 'apps/shop.yaml': set(two, '{values: "count: {{ .count }}"}') }, ['2', '8']],
  ['files of values', { 'apps/shop.yaml': set(two, '{valueFiles: ["../env/{{env}}.yaml"]}') }, ['3', '9']],
  ['a file that is not here', { 'apps/shop.yaml': set(two, '{valueFiles: ["../lost/{{env}}.yaml"]}') }, ['?', '?']],
  ['what no generator tells', { 'apps/shop.yaml': set(two, '{values: "count: {{other}}"}') }, ['?', '?']],
  ['a function of a value', { 'apps/shop.yaml': set(two, '{values: "count: {{ .count | upper }}"}') }, ['?', '?']],
  ['a patch', { 'apps/shop.yaml': set(two, '{}', '  templatePatch: "spec: {}"\n') }, ['?', '?']],
  [
    'a product',
    {
      'apps/shop.yaml': set(
        '[{matrix: {generators: [{list: {elements: [{env: staging, count: "4"}, {env: production, count: "5"}]}}, {list: {elements: [{zone: a}]}}]}}]',
        '{values: "count: {{count}}"}',
      ),
    },
    ['4', '5'],
  ],
] as const) {
  test(`helm: what an ApplicationSet fills in counts: ${name}`, async () => {
    const { workloads } = await read({
      'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
      'chart/values.yaml': 'count: 1\n',
      'chart/templates/deployment.yaml': workload('Deployment', '  replicas: {{ .Values.count }}\n'),
      'env/staging.yaml': 'count: 3\n',
      'env/production.yaml': 'count: 9\n',
      ...files,
    })
    const [staging, production] = expected
    assert.deepEqual(workloads.sort(), [
      `Deployment shop production: ${production} no no no`,
      `Deployment shop staging: ${staging} no no no`,
    ])
  })
}

test('helm: an ApplicationSet with folders of git deploys a chart to the environments of these', async () => {
  const { workloads } = await read({
    'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
    'chart/values.yaml': 'count: 1\n',
    'chart/templates/deployment.yaml': workload('Deployment', '  replicas: {{ .Values.count }}\n'),
    'live/production/values.yaml': 'count: 6\n',
    'apps/shop.yaml': set(
      '[{git: {directories: [{path: "live/*"}]}}]',
      '{valueFiles: ["/{{path}}/values.yaml"]}',
    ).replace('shop-{{env}}', 'shop-{{path.basename}}'),
  })
  assert.deepEqual(workloads, ['Deployment shop production: 6 no no no'])
})

test('helm: two Applications of one chart are staging and production', async () => {
  const files = {
    'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
    'chart/values.yaml': 'count: 2\n',
    'chart/templates/deployment.yaml': workload('Deployment', '  replicas: {{ .Values.count }}\n'),
    'apps/staging.yaml': application('staging', '{}'),
    'apps/production.yaml': application('production', '{valuesObject: {count: 8}}'),
    'flux/demo.yaml':
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: shop, namespace: development}\nspec:\n  chart: {spec: {chart: ./chart, sourceRef: {kind: GitRepository, name: shop}}}\n  values: {count: 3}\n  valuesFrom: [{kind: ConfigMap, name: x}]\n',
  }
  const { workloads, scales } = await read(files)
  assert.deepEqual(workloads.sort(), [
    'Deployment shop development: 3 no no no',
    'Deployment shop production: 8 no no no',
    'Deployment shop staging: 2 no no no',
  ])
  assert.deepEqual(scales, ['shop: 2 of 8'])
})

const appOfApps = (values: string, more: Readonly<Record<string, string>> = {}) => ({
  ...chart(workload('Deployment', '  replicas: {{ .Values.count }}\n'), 'count: 1'),
  'apps/Chart.yaml': 'name: apps\nversion: 1.0.0\n',
  'apps/values-staging.yaml': 'shop: {count: 3}\n',
  'apps/values-production.yaml': 'shop: {count: 9}\n',
  'apps/templates/shop.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec:\n  source:\n    repoURL: https://git.example.org/shop\n    path: chart\n    helm:\n      values: |\n        ${values}\n  destination: {namespace: shop}\n`,
  ...more,
})
for (const [name, files, expected] of [
  ['its values', appOfApps('{{- toYaml .Values.shop | nindent 8 }}'), ['9', '3']],
  ['a value that the cluster tells', appOfApps('count: {{ lookup "v1" "ConfigMap" "shop" "count" }}'), ['?', '?']],
  ['values that are the same', appOfApps('count: 4', { 'apps/values-staging.yaml': '{}\n' }), ['4', '4']],
] as const) {
  test(`helm: an app of apps deploys with the values of each environment: ${name}`, async () => {
    const { workloads } = await read(files)
    assert.deepEqual(workloads.sort(), [
      `Deployment shop production: ${expected[0]} no no no`,
      `Deployment shop staging: ${expected[1]} no no no`,
    ])
  })
}

test('helm: values of an environment that cannot be read may be anything', async () => {
  const { workloads, scales } = await read(
    chart(workload('Deployment', '  replicas: {{ .Values.count }}\n', both), 'other: 1\n', {
      'chart/values-staging.yaml': 'count: [3\n',
      'chart/values-production.yaml': 'count: 4\n',
    }),
  )
  assert.deepEqual(workloads.sort(), [
    'Deployment shop production: 4 yes yes no',
    'Deployment shop staging: ? yes yes no',
  ])
  assert.deepEqual(scales, ['shop: ? of 4'])
})

test('helm: a controller may set what a template asks for and nothing presets', async () => {
  const { workloads } = await read({
    'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
    'chart/templates/deployment.yaml': workload('Deployment', '  replicas: {{ .Values.count }}\n'),
    'flux/shop.yaml':
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: shop, namespace: production}\nspec:\n  chart: {spec: {chart: ./chart, sourceRef: {kind: GitRepository, name: shop}}}\n  valuesFrom: [{kind: ConfigMap, name: x}]\n',
  })
  assert.deepEqual(workloads, ['Deployment shop production: ? no no no'])
})

test('what nothing here names is called after its file, and its kind is said once', async () => {
  const template = workload().replace('name: shop\nspec', 'name: {{ .Values.name }}\nspec')
  const { workloads } = await workloadFacts(
    repositoryOf({
      'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'chart/templates/web.yaml': template,
      'k8s/production/web.yaml': workload(),
    }),
    defaultSettings,
    { deployments: [], workflows: [], terraform: [], templateResources: [] },
  )
  const titles = workloads.map(({ title }) => title)
  assert.ok(titles.includes('Deployment shop'), titles.join())
  assert.ok(
    titles.every((title) => !/Deployment a Deployment/.test(title)),
    titles.join(),
  )
})
