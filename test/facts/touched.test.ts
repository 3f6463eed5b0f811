import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { defaultSettings } from '../../src/config/settings.ts'
import { Text } from '../../src/documents/text.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { openRepository } from '../../src/facts/open.ts'
import { taskfiles } from '../../src/facts/pipeline/commands/follow/taskfile.ts'
import { registry } from '../../src/facts/registry.generated.ts'
import { carriersOf } from '../../src/facts/touched/carriers.ts'
import { touchedCollections } from '../../src/facts/touched/collections.ts'
import { isRunnable } from '../../src/facts/touched/runnable.ts'
import { openDirectory } from '../../src/sources/directory.ts'

const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url))

test('whatever file a fact stands in: when that is touched, so is its collection', async () => {
  for (const name of readdirSync(join(fixtures, 'repositories'))) {
    const source = await openDirectory(join(fixtures, 'repositories', name))
    const repository = await openRepository(source, defaultSettings)
    const { facts } = await collectFacts(repository, defaultSettings)
    for (const [collection, members] of Object.entries(facts)) {
      if (!Array.isArray(members) || collection === 'brokenFiles') continue
      for (const path of new Set(members.map(({ place }) => place.file as string))) {
        if (!repository.has(path)) continue
        const text = (await repository.text(path))?.content ?? ''
        const paths = repository.files.map((file) => file.path)
        const { calling, building } = await carriersOf(new Set([path]), paths, repository.text)
        const isCalled = calling.size + building.size > 0
        const touched = await touchedCollections(
          [{ path, texts: async () => [text], listed: true }],
          isCalled,
          everything,
        )
        assert.ok(touched.has(collection as 'steps'), `${name}: ${path} holds ${collection}`)
      }
    }
  }
})

const everything = async () => true

test('a manifest under the name of a template touches what a manifest does', async () => {
  for (const [kind, collection] of [
    ['Deployment', 'workloads'],
    ['ConfigMap', 'configurationGroups'],
    ['Rollout', 'rollbackTriggers'],
  ] as const) {
    const file = { path: 'k8s/shop.tmpl', texts: async () => [`apiVersion: v1\nkind: ${kind}\n`], listed: false }
    assert.ok((await touchedCollections([file], false, everything)).has(collection), kind)
  }
  const mail = { path: 'mail/welcome.tmpl', texts: async () => ['Dear $NAME,\n'], listed: false }
  assert.ok(!(await touchedCollections([mail], false, everything)).has('workloads'))
})

test('what only speaks of files of some kind is not touched by pipelines where there are none', async () => {
  const pipeline = { path: '.github/workflows/ci.yml', texts: async () => ['on: push'], listed: false }
  const template = 'Resources: {Topic: {Type: "AWS::SNS::Topic"}}'
  const holding = (held: string) => async (_: RegExp, text: RegExp | undefined) => text?.test(held) ?? false
  for (const [held, touched] of [
    ['', false],
    [template, true],
  ] as const) {
    const found = await touchedCollections([pipeline], false, holding(held))
    for (const name of ['templateResources', 'databases', 'alertRoutes'] as const)
      assert.equal(found.has(name), touched, `${name}, in the repository: ${held}`)
    for (const name of ['steps', 'deployments', 'workloads', 'images'] as const) assert.ok(found.has(name), name)
  }
})

test('where there is no project of Pulumi, no program is read for it', async () => {
  const pipeline = { path: '.github/workflows/ci.yml', texts: async () => ['on: push'], listed: false }
  const asked: string[] = []
  await touchedCollections([pipeline], false, async (path, text) => {
    if (path.test('src/index.ts')) asked.push(`${path} ${text}`)
    return false
  })
  assert.deepEqual(asked, [])
})

test('a collector that is bound to files of some kind says which', () => {
  assert.deepEqual(
    registry.filter(({ collector }) => collector.bound && !collector.touches).map(({ name }) => name),
    [],
  )
})

test('collectors that read files say which', () => {
  const silent = registry.filter(({ name, collector }) => name.startsWith('observed/') && !collector.touches)
  assert.deepEqual(
    silent.map(({ name }) => name),
    ['observed/version-tags'],
  )
})

const carried = async (files: Readonly<Record<string, string>>, ...touched: string[]) => {
  const text = async (path: string) => (files[path] === undefined ? undefined : new Text(path, files[path]))
  const { calling, building } = await carriersOf(new Set(touched), Object.keys(files), text)
  return [[...calling].sort(), [...building].sort()]
}

test('what pipelines call, by name and through runners, brings the pipelines', async () => {
  const files = {
    '.github/workflows/ci.yml': 'run: make test',
    '.github/workflows/deploy.yml': 'run: ./scripts/deploy.sh\nuses: ./.github/actions/notify\nrun: docker build .',
    '.gitlab-ci.yml': 'include: ci/jobs.yml',
    Makefile: 'test:\n\tsh tools/check.sh\n',
    'scripts/deploy.sh': '. "$(dirname "$0")/lib.sh"',
    'scripts/lib.sh': '',
    'other/lib.sh': '',
    'tools/check.sh': '',
    '.github/actions/notify/action.yml': '',
    'ci/jobs.yml': '',
    'src/app.py': '',
  }
  const [ci, deploy, gitlab] = ['.github/workflows/ci.yml', '.github/workflows/deploy.yml', '.gitlab-ci.yml']
  assert.deepEqual(await carried(files, 'scripts/lib.sh'), [[deploy, 'scripts/deploy.sh'], []])
  assert.deepEqual(await carried(files, 'tools/check.sh'), [[ci, 'Makefile'].sort(), []])
  assert.deepEqual(await carried(files, 'Makefile'), [[ci], []])
  assert.deepEqual(await carried(files, '.github/actions/notify/action.yml'), [[deploy], []])
  assert.deepEqual(await carried(files, 'ci/jobs.yml'), [[gitlab], []])
  assert.deepEqual(await carried(files, 'Dockerfile'), [[], [deploy]])
  assert.deepEqual(await carried(files, 'src/app.py'), [[], []])
})

test('files that call one another in a circle end the search', async () => {
  const files = { '.gitlab-ci.yml': 'a.sh', 'a.sh': './b.sh', 'b.sh': './a.sh' }
  assert.deepEqual(await carried(files, 'b.sh'), [['.gitlab-ci.yml', 'a.sh', 'b.sh'].sort(), []])
})

test('a pipeline may run the file of tasks by each of its names', () => {
  for (const name of taskfiles) assert.ok(isRunnable(name), name)
})
