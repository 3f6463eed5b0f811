import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { analysedRollouts } from '../../../src/facts/rollout/facts.ts'
import type { Workload } from '../../../src/facts/schema/workload.ts'
import { repositoryOf } from '../../support/repository.ts'

const shown = (value: unknown) => (isHidden(value) ? '?' : String(value))

/** `name environment: signal statistic measure bound, …` of each rollout */
async function read(files: Readonly<Record<string, string>>, workloads: readonly Workload[] = []) {
  const found = await analysedRollouts(
    { repository: repositoryOf(files), settings: defaultSettings, workflows: [] },
    workloads,
  )
  return found.map(({ name, environmentName, checks }) => {
    const told = checks.map(({ signal, statistic, measure, bound }) =>
      [shown(signal), shown(statistic), shown(measure), shown(bound)].filter(Boolean).join(' '),
    )
    return `${name} ${environmentName || '?'}: ${told.join(', ')}`
  })
}

const rollout = (strategy: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: shop}\nspec:\n  strategy: ${strategy}\n`
const analysis = '{canary: {analysis: {templates: [{templateName: rate}], args: [{name: bound, value: "0.02"}]}}}'
const ratio = 'sum(rate(http_requests_total{code=~\\"5..\\"}[2m])) / sum(rate(http_requests_total[2m]))'
const template = (metric: string, spec = '') =>
  `apiVersion: argoproj.io/v1alpha1\nkind: AnalysisTemplate\nmetadata: {name: rate}\nspec:\n${spec}  metrics:\n    - {name: rate, ${metric}}\n`
const prometheus = `provider: {prometheus: {query: "${ratio}"}}`
const over = `failureCondition: "result[0] > {{args.bound}}", ${prometheus}`
const canary = (metrics: string, more = '') =>
  `apiVersion: flagger.app/v1beta1\nkind: Canary\nmetadata: {name: shop, namespace: prod}\nspec:\n  targetRef: {kind: Deployment, name: shop}\n${more}  analysis:\n    metrics: ${metrics}\n`
const chart = { 'shop/Chart.yaml': 'name: shop\n' }

for (const [name, files, expected] of [
  [
    'an argument of the rollout',
    { 'prod/a.yaml': `${rollout(analysis)}---\n${template(over)}` },
    ['error-rate share 2'],
  ],
  [
    'an argument that a Secret holds',
    {
      'prod/a.yaml': `${rollout('{canary: {analysis: {templates: [{templateName: rate}], args: [{name: bound, valueFrom: {}}]}}}')}---\n${template(over)}`,
    },
    ['error-rate ? ?'],
  ],
  ['a template that is not here', { 'prod/a.yaml': rollout(analysis) }, ['? ? ? ?']],
  [
    'a metric that is only tried',
    { 'prod/a.yaml': `${rollout(analysis)}---\n${template(over, '  dryRun: [{metricName: rate}]\n')}` },
    [''],
  ],
  [
    'a metric that may always fail',
    { 'prod/a.yaml': `${rollout(analysis)}---\n${template(`failureLimit: -1, ${over}`)}` },
    [''],
  ],
  ['no condition', { 'prod/a.yaml': `${rollout(analysis)}---\n${template(prometheus)}` }, ['']],
  [
    'a query that compares by itself',
    {
      'prod/a.yaml': `${rollout(analysis)}---\n${template(`successCondition: "len(result) == 0", provider: {prometheus: {query: "${ratio} > 0.05"}}`)}`,
    },
    ['error-rate ? ?'],
  ],
  ['a job', { 'prod/a.yaml': `${rollout(analysis)}---\n${template('provider: {job: {spec: {}}}')}` }, ['? ? ? ?']],
  [
    'templates in a circle',
    { 'prod/a.yaml': `${rollout(analysis)}---\n${template(over, '  templates: [{templateName: rate}]\n')}` },
    ['error-rate share 2'],
  ],
  [
    'what a kustomization patches',
    {
      'prod/kustomization.yaml':
        'resources: [a.yaml]\npatches:\n  - target: {kind: AnalysisTemplate, name: rate}\n    patch: |\n      - {op: replace, path: /spec/metrics/0/failureCondition, value: "result[0] > 0.04"}\n',
      'prod/a.yaml': `${rollout(analysis)}---\n${template(over)}`,
    },
    ['error-rate share 4'],
  ],
  ['a rollout without an analysis', { 'prod/a.yaml': rollout('{canary: {steps: [{setWeight: 20}]}}') }, undefined],
  ['a Deployment', { 'prod/a.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\n' }, undefined],
  [
    'Flagger: share of answers',
    { 'a.yaml': canary('[{name: request-success-rate, thresholdRange: {min: 99.5}}]') },
    ['error-rate share 0.5'],
  ],
  [
    'Flagger: the older form',
    { 'a.yaml': canary('[{name: request-duration, threshold: 500}]') },
    ['latency p99 absolute 500'],
  ],
  ['Flagger: no bound', { 'a.yaml': canary('[{name: request-success-rate}]') }, ['']],
  [
    'Flagger: a variable',
    { 'a.yaml': canary('[{name: request-success-rate, thresholdRange: {min: "${MIN}"}}]') },
    ['error-rate share ?'],
  ],
  [
    'Flagger: switched off',
    { 'a.yaml': canary('[{name: request-duration, thresholdRange: {max: 1}}]', '  skipAnalysis: true\n') },
    [''],
  ],
  ['Flagger: a template elsewhere', { 'a.yaml': canary('[{name: x, templateRef: {name: x}}]') }, ['? ? ? ?']],
] as const) {
  test(name, async () => {
    const kind = name.startsWith('Flagger') ? 'Canary' : 'Rollout'
    assert.deepEqual(await read(files), expected?.map((one) => `${kind} shop prod: ${one}`) ?? [])
  })
}

test('Flagger: tests of webhooks that may look at anything, and those that only make load', async () => {
  const hooks = (hook: string) => `${canary('[]')}    webhooks: [{name: t, ${hook}}]\n`
  assert.deepEqual(await read({ 'a.yaml': hooks('metadata: {cmd: "hey -z 1m http://shop"}') }), ['Canary shop prod: '])
  assert.deepEqual(await read({ 'a.yaml': hooks('url: "http://judge.example"') }), ['Canary shop prod: ? ? ? ?'])
})

const values = (bound: string) => `bound: ${bound}\nenabled: true\n`
const ofChart = (more = '') => ({
  ...chart,
  'shop/values.yaml': 'bound: 0.05\nenabled: false\n',
  'shop/values-prod.yaml': values('0.01'),
  'shop/values-staging.yaml': values('0.1'),
  'shop/templates/rollout.yaml': `{{ if .Values.enabled }}\n${rollout(analysis)}---\n${template(
    `failureCondition: "result[0] > {{ .Values.bound }}", ${prometheus}`,
  )}${more}{{ end }}\n`,
})

test('a chart is read with the values of each environment', async () => {
  assert.deepEqual(await read(ofChart()), [
    'Rollout shop prod: error-rate share 1',
    'Rollout shop staging: error-rate share 10',
  ])
  const switchedOff = { ...ofChart(), 'shop/values-prod.yaml': 'enabled: false\n' }
  assert.deepEqual(await read(switchedOff), ['Rollout shop staging: error-rate share 10'])
})

test('an overlay patches what its own environment looks at', async () => {
  const patch = (bound: string) =>
    `resources: [../base]\npatches:\n  - target: {kind: AnalysisTemplate}\n    patch: |\n      - {op: replace, path: /spec/metrics/0/failureCondition, value: "result[0] > ${bound}"}\n`
  const files = {
    'base/kustomization.yaml': 'resources: [a.yaml]\n',
    'base/a.yaml': `${rollout(analysis)}---\n${template(over)}`,
    'prod/kustomization.yaml': patch('0.03'),
    'staging/kustomization.yaml': patch('0.2'),
  }
  assert.deepEqual(await read(files), [
    'Rollout shop prod: error-rate share 3',
    'Rollout shop staging: error-rate share 20',
  ])
})

test('a template that cannot be told is hidden by name', async () => {
  const files = { ...ofChart(), 'shop/templates/rollout.yaml': `${rollout(analysis)}{{ if .Values.x }\n` }
  assert.deepEqual(await read(files), [
    'the template shop/templates/rollout.yaml prod: ? ? ? ?',
    'the template shop/templates/rollout.yaml staging: ? ? ? ?',
  ])
})

test('what a chart may write or not takes nothing back for certain', async () => {
  const text = `{{ if .Capabilities.APIVersions.Has "x/v1" }}\n${rollout(analysis)}{{ end }}\n`
  const files = { ...chart, 'shop/values-prod.yaml': values('1'), 'shop/templates/rollout.yaml': text }
  assert.deepEqual(await read(files), ['Rollout shop prod: ? ? ? ?'])
})

test('a rollout of a base runs in each environment that takes it in', async () => {
  const file = 'base/a.yaml'
  const running = (environmentName: string) =>
    ({
      kind: 'Rollout',
      name: 'shop',
      file,
      environment: 'production',
      environmentClass: 'production',
      environmentName,
    }) as Workload
  const found = await read({ [file]: `${rollout(analysis)}---\n${template(over)}` }, [
    running('prod-eu'),
    running('prod-us'),
  ])
  assert.deepEqual(found, ['Rollout shop prod-eu: error-rate share 2', 'Rollout shop prod-us: error-rate share 2'])
})
