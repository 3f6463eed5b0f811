import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manifestTemplates } from '../../../src/facts/manifests/filled-in.ts'
import { repositoryOf } from '../../support/repository.ts'

const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\n'

const read = async (files: Readonly<Record<string, string>>) => {
  const repository = repositoryOf(files)
  const found = await manifestTemplates(repository)
  return {
    paths: found.map(({ path }) => path),
    kinds: found[0]?.documents.map((one) => one.get('kind')?.text),
    repository,
  }
}

test('a manifest under the name of a template is read where only values of it are open', async () => {
  const open = `${deployment}spec: {replicas: $REPLICAS, template: {spec: {containers: [{image: "shop:__TAG__"}]}}}\n`
  for (const path of ['k8s/web-production.tmpl', 'k8s/web.yaml.template', 'deploy/web.tpl']) {
    const { paths, kinds } = await read({ [path]: `${open}---\n${deployment}` })
    assert.deepEqual([paths, kinds], [[path], ['Deployment', 'Deployment']])
  }
})

test('a comment below a key is no value that is filled in', async () => {
  const { paths } = await read({ 'k8s/web.tmpl': `${deployment}spec:\n  #TODO\n  replicas: $REPLICAS\n` })
  assert.deepEqual(paths, ['k8s/web.tmpl'])
})

for (const [what, path, text] of [
  ['a template of an engine', 'k8s/web.tmpl', `${deployment}spec: {{ toYaml .Values.spec }}\n`],
  ['a template of ERB', 'k8s/web.tmpl', `${deployment}<% if x %>\nspec: {}\n<% end %>\n`],
  [
    'a value that is a comment before it is filled in',
    'k8s/web.tmpl',
    `${deployment}spec:\n  replicas: #{replicas}#\n`,
  ],
  ['what is no YAML before it is filled in', 'k8s/web.tmpl', `${deployment}spec:\n  a: b\n%PROBES%\n  c: d\n`],
  ['a part that is put in between objects', 'k8s/web.tmpl', `${deployment}---\n__SIDECAR__: x\n`],
  ['a template of something else', 'mail/welcome.tmpl', 'Dear $NAME,\nkind: regards\n'],
  ['a template of a chart', 'chart/templates/web.tpl', deployment],
] as const) {
  test(`${what} is no manifest, and nothing is told of it`, async () => {
    const chart = { 'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n' }
    const { paths, repository } = await read({ [path]: text, ...chart })
    assert.deepEqual([paths, repository.broken?.() ?? [], repository.claimed], [[], [], []])
  })
}
