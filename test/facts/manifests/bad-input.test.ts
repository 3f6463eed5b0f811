import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { openRepository } from '../../../src/facts/open.ts'
import type { Source } from '../../../src/sources/source.ts'
import { UnreadableError } from '../../../src/sources/source.ts'

/** A source in memory that tells which paths were read. */
function memory(files: Readonly<Record<string, string>>) {
  const reads: string[] = []
  const source: Source = {
    kind: 'directory',
    list: async () => ({
      files: Object.keys(files).map((path) => ({
        path,
        size: (files[path] as string).length,
        executable: false,
        link: false,
        tracked: true,
      })),
      skipped: [],
      notices: [],
    }),
    read: async (path) => {
      reads.push(path)
      const content = files[path]
      if (content === undefined) throw new UnreadableError(path, 'unreadable', `${path}: it is not here`)
      return Buffer.from(content)
    },
  }
  return { source, reads }
}

const deployment = (image: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec: {template: {spec: {containers: [{name: a, image: "${image}"}]}}}\n`

test('no path outside of the repository is read, whatever names one', async () => {
  const out = '../../../../../../../etc/passwd'
  const { source, reads } = memory({
    'k/kustomization.yaml': [
      `resources: [web.yaml, ../../../.., /etc, /etc/passwd, ${out}]`,
      'components: [../../.., /]',
      'patches: [{path: ../../../etc/passwd}, {path: /etc/passwd, target: {kind: Deployment}}]',
      `patchesStrategicMerge: [${out}]`,
      `transformers: [${out}]`,
      `replacements: [{path: ${out}}]`,
      `configMapGenerator: [{name: a, files: [${out}, "x=/etc/passwd"], envs: [${out}]}]`,
      `helmCharts: [{name: a, valuesFile: ${out}}]`,
      `helmGlobals: {chartHome: ${out}}`,
      '',
    ].join('\n'),
    'k/web.yaml': deployment('shop:1.0.0'),
    'c/Chart.yaml': `name: c\ndependencies: [{name: d, version: 1.0.0, repository: "file://../../../../../etc"}, {name: e, version: 1.0.0, repository: "file:///etc"}]\n`,
    'c/templates/a.yaml': `${deployment('{{ .Files.Get "../../../etc/passwd" }}')}{{ range $p, $f := .Files.Glob "../../**" }}{{ end }}\n`,
    'apps/a.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec: {source: {path: c, helm: {valueFiles: [${out}, /etc/passwd]}}, destination: {namespace: prod}}\n`,
    'apps/b.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: b}\nspec: {source: {path: ../../../etc}, destination: {namespace: prod}}\n`,
  })
  await collectFacts(await openRepository(source, defaultSettings), defaultSettings)
  assert.deepEqual(
    [...new Set(reads)].filter((path) => /\.\.|^\/|passwd/.test(path)),
    [],
  )
})

test('a dashboard of 50 MB is told of, and nothing passes by it', async () => {
  const panel = '{"title": "Errors", "type": "timeseries", "targets": [{"expr": "up"}]},\n'
  const { source } = memory({
    'grafana/shop.json': `{"title": "Shop", "schemaVersion": 39, "panels": [${panel.repeat((50 << 20) / panel.length)}]}`,
    'grafana/small.json': `{"title": "Small", "schemaVersion": 39, "panels": [${panel.trim().slice(0, -1)}]}`,
  })
  const repository = await openRepository(source, defaultSettings)
  const { facts, lost } = await collectFacts(repository, defaultSettings, ['dashboards', 'brokenFiles'])
  assert.deepEqual(
    facts.dashboards.map(({ name }) => name),
    ['Small'],
  )
  assert.match(facts.brokenFiles.map(({ message }) => message).join(), /larger than/)
  assert.deepEqual(lost.get('dashboards'), ['grafana/shop.json'])
})

test('a PromQL with a typo is a finding in its place, and its alert watches nothing that is known', async () => {
  const text = `groups: [{name: a, rules: [{alert: Errors, expr: "sum(rate(http_requests_total{code=~'5..'}[5m]) > 0.01"}]}]\n`
  const { source } = memory({ 'rules.yaml': text })
  const repository = await openRepository(source, defaultSettings)
  const { facts, lost } = await collectFacts(repository, defaultSettings, ['alerts', 'brokenFiles'])
  assert.deepEqual(
    facts.alerts.map(({ signal, bound }) => isHidden(signal) && isHidden(bound)),
    [true],
  )
  const [broken] = facts.brokenFiles
  assert.match(broken?.message ?? '', /the PromQL of Errors breaks here/)
  assert.ok(text.slice(broken?.place.start ?? 0).startsWith('"}]'), String(broken?.place.start))
  assert.deepEqual(lost.get('alerts'), ['rules.yaml'])
})

test('SQL of a dialect that nobody knows is no additive change', async () => {
  const { source } = memory({
    'migrations/V1__a.sql': 'MUTATE TABLE orders EVOLVE COLUMN a INTO b;\n',
    'migrations/V2__b.sql': '¿qué? %%% DELIMITER ⊕ }} {{ $$$ unended\n',
  })
  const repository = await openRepository(source, defaultSettings)
  const { facts } = await collectFacts(repository, defaultSettings, ['migrations', 'migrationHistories'])
  const kinds = facts.migrations.flatMap(({ changes }) => changes.map(({ what }) => what))
  assert.equal(facts.migrations.length, 2)
  assert.ok(!kinds.includes('additive'), kinds.join())
})
