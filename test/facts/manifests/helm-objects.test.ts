import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DataNode } from '../../../src/documents/tree.ts'
import { loadChart } from '../../../src/facts/manifests/helm/chart.ts'
import { objectsOf } from '../../../src/facts/manifests/helm/objects.ts'
import { renderChart } from '../../../src/facts/manifests/helm/render.ts'
import { plain } from '../../support/plain.ts'
import { repositoryOf } from '../../support/repository.ts'

const chart = (name: string, more = '') => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${more}`

async function made(files: Readonly<Record<string, string>>) {
  const repository = repositoryOf(files)
  const loaded = await loadChart(repository, 'shop')
  assert.ok(loaded)
  const rendered = await renderChart(loaded, new Map(), { name: 'shop', namespace: 'shop' })
  const objects = []
  for (const file of rendered.files) {
    const one = await objectsOf(file, rendered.holes)
    if (one.hidden) objects.push({ hidden: one.hidden.what })
    else
      for (const { root, condition } of one.objects)
        objects.push({ root, shown: plain(root), maybe: condition !== undefined })
  }
  return { objects, absent: rendered.absent.map(({ dependency }) => dependency.name) }
}

const shown = async (template: string, values = '') =>
  (
    await made({ 'shop/Chart.yaml': chart('shop'), 'shop/values.yaml': values, 'shop/templates/a.yaml': template })
  ).objects.map((one) => ('hidden' in one ? one.hidden : one.maybe ? { maybe: one.shown } : one.shown))

const hidden = '(lookup "v1" "Pod" "a" "b")'
for (const [name, template, expected] of [
  ['a value', `a: {{ ${hidden}.x }}`, [{ a: '?' }]],
  ['a map under a key', `a:\n  {{- toYaml ${hidden} | nindent 2 }}\nb: 1`, [{ a: '?', b: 1 }]],
  ['keys among keys', `a:\n  b: 1\n  {{- toYaml ${hidden} | nindent 2 }}`, [{ a: { b: 1, '…': 1 } }]],
  ['items among items', `a:\n  - b\n  {{- toYaml ${hidden} | nindent 2 }}`, [{ a: ['b', '?'] }]],
  ['items in the column of their key', `a:\n- b\n{{ toYaml ${hidden} }}`, [{ a: ['b', '?'], '…': 1 }]],
  ['a part of a text', `a: x-{{ ${hidden}.x }}:v1`, [{ a: '?' }]],
  ['a condition', `kind: A\n{{ if ${hidden}.x }}b: 1{{ else }}b: 2{{ end }}\nc: 3`, [{ kind: 'A', b: '?', c: 3 }]],
  [
    'a condition that says nothing new',
    `kind: A\n{{ if ${hidden}.x }}b: 1{{ else }}b: 1{{ end }}`,
    [{ kind: 'A', b: 1 }],
  ],
  ['an object on a condition', `{{ if ${hidden}.x }}kind: A{{ end }}`, [{ maybe: { kind: 'A' } }]],
  [
    'a container on a condition',
    `a:\n- {name: x, p: 1}\n{{- if ${hidden}.x }}\n- {name: y}\n{{- end }}`,
    [{ a: [{ name: 'x', p: 1 }, '?'] }],
  ],
  [
    'more questions than are followed',
    `{{ range until 8 }}{{ if ${hidden}.x }}x{{ end }}{{ end }}`,
    ['what shop/templates/a.yaml writes (what the cluster holds)'],
  ],
  ['no YAML', 'a: {{ "b: c: [" }}', /^what shop\/templates\/a.yaml writes \(not valid YAML/],
  [
    'a line of dashes that a trim has glued',
    'kind: A\n---\n{{- if true }}\nkind: B\n{{- end }}',
    [{ kind: 'A' }, { kind: 'B' }],
  ],
] as const) {
  test(`objects: ${name}`, async () => {
    const found = await shown(template)
    if (expected instanceof RegExp) assert.match(String(found[0]), expected)
    else assert.deepEqual(found, expected)
  })
}

test('each part of an object has the place that a person would edit', async () => {
  const files = {
    'shop/Chart.yaml': chart('shop'),
    'shop/values.yaml': 'replicas: 2\nresources:\n  limits: {cpu: 1}\nimage: {name: shop, tag: v1.2.3}\n',
    'shop/templates/_helpers.tpl': '{{ define "labels" }}app: {{ .Chart.Name }}\nteam: till{{ end }}',
    'shop/templates/a.yaml':
      'kind: Deployment\nreplicas: {{ .Values.replicas }}\nlabels: {{- include "labels" . | nindent 2 }}\nresources: {{- toYaml .Values.resources | nindent 2 }}\nimage: "{{ .Values.image.name }}:{{ .Values.image.tag }}"\n',
  }
  const { objects } = await made(files)
  const root = (objects[0] as { root: DataNode }).root
  const at = (...path: string[]) => {
    const { file, start, end } = (root.at(...path) as DataNode).place
    return `${file}: ${(files[file as keyof typeof files] as string).slice(start, end)}`
  }
  assert.equal(at('kind'), 'shop/templates/a.yaml: Deployment')
  assert.equal(at('replicas'), 'shop/values.yaml: 2')
  assert.equal(at('labels', 'team'), 'shop/templates/_helpers.tpl: till')
  assert.equal(at('resources', 'limits', 'cpu'), 'shop/values.yaml: 1')
  assert.match(at('image'), /^shop\/templates\/a.yaml: "\{\{/)
})

test('charts below: their values, the global ones, conditions, an alias, a library, one from elsewhere', async () => {
  const { objects, absent } = await made({
    'shop/Chart.yaml': chart(
      'shop',
      'dependencies: [{name: base, repository: "file://../base"}, {name: base, alias: other, repository: "file://../base", condition: other.enabled}, {name: lib, repository: "file://../lib"}, {name: redis, repository: "https://charts.example.org"}, {name: gone, repository: "https://charts.example.org", condition: gone.enabled}]\n',
    ),
    'shop/values.yaml': 'global: {env: prod}\nbase: {count: 3}\nother: {enabled: false}\ngone: {enabled: false}\n',
    'shop/templates/a.yaml': 'kind: Own\nname: {{ include "lib.name" . }}\n',
    'base/Chart.yaml': chart('base'),
    'base/values.yaml': 'count: 1\nsize: 5\n',
    'base/templates/b.yaml':
      'kind: Base\nis: {{ .Chart.Name }} {{ .Values.count }} {{ .Values.size }} {{ .Values.global.env }}\n',
    'lib/Chart.yaml': chart('lib', 'type: library\n'),
    'lib/templates/_name.tpl': '{{ define "lib.name" }}{{ .Chart.Name }}-{{ .Values.global.env }}{{ end }}',
    'lib/templates/no.yaml': 'kind: Never\n',
  })
  assert.deepEqual(
    objects.map((one) => ('shown' in one ? one.shown : one)),
    [
      { kind: 'Own', name: 'shop-prod' },
      { kind: 'Base', is: 'base 3 5 prod' },
    ],
  )
  assert.deepEqual(absent, ['redis'])
})

test('values that one template changes are seen by the others, in the order of Helm', async () => {
  const { objects } = await made({
    'shop/Chart.yaml': chart('shop'),
    'shop/values.yaml': 'name: first\n',
    'shop/templates/a.yaml': 'kind: A\nname: {{ .Values.name }}\n',
    'shop/templates/b.yaml': '{{ $_ := set .Values "name" "second" }}kind: B\n',
  })
  assert.deepEqual(
    objects.map((one) => ('shown' in one ? one.shown : one)),
    [{ kind: 'B' }, { kind: 'A', name: 'second' }],
  )
})

test('values that a chart imports from one below it, as far as all versions of Helm agree', async () => {
  const { objects } = await made({
    'shop/Chart.yaml': chart(
      'shop',
      'dependencies: [{name: base, repository: "file://../base", import-values: [data, {child: defaults.size, parent: sizes}]}, {name: idle, repository: "file://../base", condition: idle.enabled, import-values: [{child: exports, parent: never}]}]\n',
    ),
    'shop/values.yaml': 'idle: {enabled: false}\nsizes: {own: 1, both: 2}\n',
    'shop/templates/a.yaml':
      'kind: Own\nname: {{ .Values.name }}\nown: {{ .Values.sizes.own }}\nnew: {{ .Values.sizes.new }}\nboth: {{ .Values.sizes.both }}\nnever: {{ .Values.never | default "no" }}\n',
    'base/Chart.yaml': chart('base'),
    'base/values.yaml': 'exports: {data: {name: till}}\ndefaults: {size: {new: 3, both: 4}}\n',
  })
  assert.deepEqual(
    objects.map((one) => ('shown' in one ? one.shown : one)),
    [{ kind: 'Own', name: 'till', own: 1, new: 3, both: '?', never: 'no' }],
  )
})
