import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readManifests } from '../../src/facts/pipeline/dialect/manifests.ts'
import { repositoryOf } from '../support/repository.ts'

const object = (kind: string, name: string) => `apiVersion: tekton.dev/v1\nkind: ${kind}\nmetadata: {name: ${name}}\n`

const read = (files: Readonly<Record<string, string>>) =>
  readManifests(repositoryOf(files), { api: /^tekton\.dev\//, kinds: new Set(['Task', 'ClusterTask', 'Pipeline']) })

test('objects are found by kind and name, the nearest first, and by their file', async () => {
  const manifests = await read({
    'a/tasks.yaml': `${object('Task', 'deploy')}---\n${object('Pipeline', 'deploy')}`,
    'b/tasks.yaml': `${object('Task', 'deploy')}---\n${object('ClusterTask', 'build')}`,
  })
  const found = (kinds: string[], name: string, from: string) => manifests.find(kinds, name, from)?.file
  assert.equal(found(['Task'], 'deploy', 'a/main.yaml'), 'a/tasks.yaml')
  assert.equal(found(['Task'], 'deploy', 'b/main.yaml'), 'b/tasks.yaml')
  assert.equal(found(['Task', 'ClusterTask'], 'build', 'a/main.yaml'), 'b/tasks.yaml')
  assert.equal(found(['Pipeline'], 'build', 'a/main.yaml'), undefined)
  assert.deepEqual(
    manifests.ofFile('a/tasks.yaml').map(({ kind }) => kind),
    ['Task', 'Pipeline'],
  )
})

test('many look-ups among many objects take no time: each is one in an index', async () => {
  const names = Array.from({ length: 3000 }, (_, n) => `task-${n}`)
  const manifests = await read({ 'all.yaml': names.map((name) => object('Task', name)).join('---\n') })
  let compared = 0
  for (const one of manifests.all) Object.defineProperty(one, 'name', { get: () => compared++ })
  for (const name of names) assert.equal(manifests.find(['Task'], name, 'x.yaml')?.kind, 'Task')
  assert.equal(compared, 0)
})

test('the API is found as people write it: quoted, indented, in a list, behind another, with carriage returns', async () => {
  const body = 'kind: Task\nmetadata: {name: a}\n'
  const manifests = await read({
    'quoted.yaml': `"apiVersion": "tekton.dev/v1"\n${body}`,
    'list.yaml': `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: tekton.dev/v1\n    kind: Task\n    metadata: {name: a}\n`,
    'second.yaml': `apiVersion: v1\nkind: Secret\n---\n${object('Task', 'a')}`,
    'carriage.yaml': object('Task', 'a').replaceAll('\n', '\r\n'),
    'comment.yaml': `# apiVersion: tekton.dev/v1\n${body}`,
    'other.yaml': `myapiVersion: tekton.dev/v1\n${body}`,
  })
  assert.deepEqual(manifests.all.map(({ file }) => file).sort(), [
    'carriage.yaml',
    'list.yaml',
    'quoted.yaml',
    'second.yaml',
  ])
})
