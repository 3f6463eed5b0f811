import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { Hidden } from '../../../src/facts/hidden.ts'
import packageVersions from '../../../src/facts/observed/package-versions.ts'
import versionTags from '../../../src/facts/observed/version-tags.ts'
import { compareVersions, parseSemVer } from '../../../src/facts/versions/semver.ts'
import { parseTagName, releaseTags } from '../../../src/facts/versions/tag-name.ts'
import { repositoryOf } from '../../support/repository.ts'
import { historyOf } from '../notes/history.ts'

test('what is valid SemVer 2.0', () => {
  for (const version of ['0.0.0', '1.2.3', '1.0.0-rc.1', '1.0.0-0A.is.legal', '1.0.0+001', '0.1.0-ci.660']) {
    assert.ok(parseSemVer(version), version)
  }
  for (const version of ['1.2', 'v1.2.3', '01.2.3', '1.2.3-01', '1.2.3.4', '1.2.3-', '2024.01.02', '', '3.0.5pre1']) {
    assert.equal(parseSemVer(version), undefined, version)
  }
})

test('the order of versions, as semver.org gives it', () => {
  const ordered = [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.2.0',
    '1.10.0',
  ]
  for (let i = 1; i < ordered.length; i++) {
    assert.ok(compareVersions(ordered[i - 1] as string, ordered[i] as string) < 0, `${ordered[i - 1]} < ${ordered[i]}`)
  }
  assert.ok(compareVersions('1.2', '1.10') < 0)
})

/** tag → line, version, kind */
const names: readonly [string, string, string, string][] = [
  ['v1.2.3', '', '1.2.3', 'version'],
  ['V0.50.0', '', '0.50.0', 'version'],
  ['1.2', '', '1.2', 'version'],
  ['release-1.2.3', '', '1.2.3', 'version'],
  ['release/1.2.3-rc.1', '', '1.2.3-rc.1', 'version'],
  ['@acme/shop@1.2.3', 'acme/shop', '1.2.3', 'version'],
  ['api/v1.2.3', 'api', '1.2.3', 'version'],
  ['task_1.48.0-release', 'task', '1.48.0-release', 'version'],
  ['1.4.0-20260302091500', '', '1.4.0-20260302091500', 'version'],
  [
    'v5.0.1-PREVIEW.bump-till-2.2026-03-02T0903.1fa3010e',
    '',
    '5.0.1-PREVIEW.bump-till-2.2026-03-02T0903.1fa3010e',
    'version',
  ],
  ['2024-01-02', '', '2024-01-02', 'date'],
  ['09-18-24', '', '09-18-24', 'date'],
  ['06/30/2025', '', '06/30/2025', 'date'],
  ['release/2023-07-11a', '', '2023-07-11', 'date'],
  ['v125', '', '125', 'number'],
  ['build-7', 'build', '7', 'number'],
  ['1-4de78309ee8f60bc5c876be5fbc0f60fc6136a73', '', '1-4de78309ee8f60bc5c876be5fbc0f60fc6136a73', 'number'],
]
for (const [name, line, version, kind] of names) {
  test(`a tag: ${name}`, () => assert.deepEqual(parseTagName(name), { name, line, version, kind }))
}
for (const name of ['latest', 'before-the-move', 'CTMV-48e', 'v3-demo-concise']) {
  test(`no version: ${name}`, () => assert.equal(parseTagName(name), undefined))
}

test('dates and numbers are releases only where they are the rule, and a moving alias never', () => {
  const picked = (...all: string[]) => releaseTags(all.map((name) => ({ name }))).map(({ name }) => name)
  assert.deepEqual(picked('2024-01-02', 'v1.0.0', 'v1.1.0'), ['v1.0.0', 'v1.1.0'])
  assert.deepEqual(picked('2024-01-02', '2024-02-02', 'old'), ['2024-01-02', '2024-02-02'])
  assert.deepEqual(picked('v1', 'v1.2', 'v1.2.3'), ['v1.2.3'])
  // marks of what was deployed elsewhere are no releases beside those of production
  assert.deepEqual(picked('staging-1.2.4', 'production-1.2.3', 'dev/1.3.0'), ['production-1.2.3'])
  assert.deepEqual(picked('staging-1.2.4', 'staging-1.2.3'), ['staging-1.2.4', 'staging-1.2.3'])
  assert.deepEqual(picked('test-tools-1.2.4', 'v1.2.3'), ['test-tools-1.2.4', 'v1.2.3'])
})

test('tags that are called after the repository are of no line of their own', () => {
  const own = (...all: string[]) =>
    releaseTags(
      all.map((name) => ({ name })),
      'Shop',
    ).map(({ line }) => line)
  assert.deepEqual(own('release-1.9.0', 'shop-v2.0.0', 'shop-tools-v1.0.0', 'tools-v1.0.0'), [
    '',
    '',
    'shop-tools',
    'tools',
  ])
})

async function tagsOf(tags: Parameters<typeof historyOf>[0], files: Record<string, string> = {}) {
  const repository = repositoryOf(files, { history: historyOf(tags) })
  const made = await versionTags.collect({ repository, settings: defaultSettings, observed: {} as never })
  return new Map((made.versionTags ?? []).map((tag) => [tag.name, tag]))
}

test('the newest tag, and the releases of its major version, of each line', async () => {
  const tags = await tagsOf(['v1.0.0', 'v2.0.0', 'v2.1.0', 'v2.2.0-rc.1', 'api/v0.1.0'])
  assert.deepEqual(
    [...tags.values()].filter((tag) => tag.newest).map(({ name }) => name),
    ['api/v0.1.0', 'v2.1.0'],
  )
  assert.deepEqual(
    [...tags.values()].filter((tag) => tag.newestMajor).map(({ name }) => name),
    ['api/v0.1.0', 'v2.0.0', 'v2.1.0'],
  )
})

test('a line that was given up years ago counts no more, that of a package which is here does', async () => {
  const all: [string, string][] = [
    ['build-2.0.0.17', '2011-07-16T00:00:00Z'],
    ['api-1.0.0', '2011-07-16T00:00:00Z'],
    ['tools-1.0.0', '2025-07-16T00:00:00Z'],
    ['v1.0.0', '2010-07-16T00:00:00Z'],
    ['web-3.0.0', '2026-07-16T00:00:00Z'],
  ]
  const tags = await tagsOf(all, { 'services/api/package.json': '{}', 'build/notes.txt': '' })
  assert.deepEqual([...tags.keys()], ['api-1.0.0', 'tools-1.0.0', 'v1.0.0', 'web-3.0.0'])
})

test('versions that fall, and a correction that does not', async () => {
  const day = (n: number) => `2024-01-0${n}T00:00:00Z`
  const falling = await tagsOf([
    ['v1.0.1', day(1)],
    ['v1.0.0', day(5)],
  ])
  assert.equal(falling.get('v1.0.0')?.grows, false)
  const correcting = await tagsOf([
    ['v1.0.0', day(1)],
    ['v1.1.0', day(3)],
    ['v1.0.1', day(5)],
  ])
  assert.equal(correcting.get('v1.0.1')?.grows, true)
})

test('whether notes tell of a tag; hidden only where they are elsewhere', async () => {
  const noted = async (chapter: string) => {
    const tags = await tagsOf(['v1.0.0', 'v1.1.0'], { 'CHANGELOG.md': `## 1.1.0\n${chapter}` })
    return [tags.get('v1.0.0')?.noted, tags.get('v1.1.0')?.noted]
  }
  assert.deepEqual(await noted('\n- Tills open faster.\n'), [false, true])
  assert.deepEqual(await noted('\n### Fixes\n\n- Tills open faster.\n'), [false, true])
  assert.deepEqual(await noted(''), [false, false], 'an empty chapter tells nothing')
  const short = await tagsOf(['v1.0.0', 'v1.1.0', 'v1.1.1'], { 'CHANGELOG.md': '## 1.1.1\n\n- a\n\n## 1.1\n\n- b\n' })
  assert.deepEqual(
    [...short.values()].map(({ noted }) => noted),
    [false, true, true],
    '1.1 is 1.1.0',
  )
  const forge = await tagsOf(['v1.0.0'], { '.goreleaser.yml': 'version: 2\n' })
  assert.ok(forge.get('v1.0.0')?.noted instanceof Hidden)
})

async function manifests(files: Record<string, string>, tags: Parameters<typeof historyOf>[0]) {
  const repository = repositoryOf(files, { history: historyOf(tags) })
  const made = await packageVersions.collect({
    repository,
    settings: defaultSettings,
    observed: { steps: [] } as never,
  })
  return made.packageVersions ?? []
}

test('a chart counts its own versions beside the tags of the application in it', async () => {
  const chart = async (appVersion: string) => {
    const files = { 'chart/Chart.yaml': `apiVersion: v2\nname: b\nversion: 1.6.0\nappVersion: "${appVersion}"\n` }
    const [found] = await manifests(files, ['1.6.0', '2.2.0'])
    return found?.agrees
  }
  assert.equal(await chart('2.2.0'), true)
  assert.equal(await chart('v2.2.0'), true)
  assert.equal(await chart('2.1.0'), false)
  assert.equal(await chart('16'), false, 'the version of something else')
})

test('versions in the manifests of many ecosystems', async () => {
  const found = await manifests(
    {
      'a/package.json': '{"name": "a", "version": "1.0.0"}',
      'b/Chart.yaml': 'apiVersion: v2\nname: b\nversion: 2.0.0\n',
      'c/pyproject.toml': '[project]\nname = "c"\nversion = "3.0.0"\n',
      'd/pyproject.toml': '[tool.poetry]\nname = "d"\nversion = "4.0.0"\n',
      'e/Cargo.toml': '[package]\nname = "e"\nversion = "5.0.0"\n',
      'f/pom.xml':
        '<project><parent><version>9.9.9</version></parent><!-- <version>0</version> --><artifactId>f</artifactId><version>6.0.0</version></project>',
      'g/build.gradle': "group = 'x'\nversion = '7.0.0'\n",
      'h/VERSION': 'v8.0.0\n',
      'i/composer.json': '{"name": "x/i", "version": "9.0.0"}',
    },
    [],
  )
  assert.deepEqual(
    found.map(({ ecosystem, version }) => `${ecosystem} ${version}`),
    [
      'npm 1.0.0',
      'helm 2.0.0',
      'python 3.0.0',
      'python 4.0.0',
      'cargo 5.0.0',
      'maven 6.0.0',
      'gradle 7.0.0',
      'file 8.0.0',
      'composer 9.0.0',
    ],
  )
})

test('a property of a pom is filled in, or hidden', async () => {
  const pom = (properties: string) =>
    `<project>${properties}<artifactId>a</artifactId><version>\${revision}</version></project>`
  const [known] = await manifests({ 'pom.xml': pom('<properties><revision>1.2.3</revision></properties>') }, [])
  assert.equal(known?.version, '1.2.3')
  const [unknown] = await manifests({ 'pom.xml': pom('') }, [])
  assert.ok(unknown?.version instanceof Hidden)
})

/** version, private, tags → released, agrees */
const subjects: readonly [string, string, boolean, string[], boolean, boolean][] = [
  ['the newest tag has it', '1.1.0', false, ['v1.0.0', 'v1.1.0'], true, true],
  ['it is behind', '1.1.0', false, ['v1.0.0', 'v1.1.0', 'v1.2.0'], true, false],
  ['it is ahead', '1.2.0', false, ['v1.0.0', 'v1.1.0'], true, true],
  ['it stays as it was made', '0.1.0', false, ['v0.1.0', 'v0.2.0'], false, false],
  ['it is private and stays', '1.0.0', true, ['v1.0.0', 'v1.1.0'], false, false],
  ['it is private and follows', '1.1.0', true, ['v1.0.0', 'v1.1.0'], true, true],
  ['it is nothing yet', '0.0.0', false, ['v1.0.0'], false, false],
]
for (const [name, version, closed, tags, released, agrees] of subjects) {
  test(`a manifest beside tags: ${name}`, async () => {
    const [found] = await manifests({ 'package.json': JSON.stringify({ name: 'a', version, private: closed }) }, tags)
    assert.deepEqual([found?.released, found?.agrees], [released, agrees])
  })
}

test('a package.json that only keeps tools is private', async () => {
  const tags = ['v1.0.0', 'v1.1.0', 'v1.2.0']
  const released = async (text: string, others: Record<string, string> = {}) =>
    (await manifests({ 'package.json': text, ...others }, tags))[0]?.released
  const tools = '{"version": "1.1.0", "devDependencies": {"husky": "9.0.0"}}'
  assert.equal(await released(tools), false)
  assert.equal(await released(tools, { 'index.js': 'module.exports = {}' }), true, 'what npm takes without main')
  assert.equal(
    await released('{"version": "1.1.0", "devDependencies": {"vite": "6.0.0"}, "scripts": {"build": "vite build"}}'),
    true,
  )
  assert.equal(await released('{"version": "1.1.0", "main": "a.js", "devDependencies": {"husky": "9.0.0"}}'), true)
})

test('a Python project that is no package is private', async () => {
  const toml = '[tool.poetry]\nname = "a"\nversion = "0.1.0"\n'
  const [open] = await manifests({ 'pyproject.toml': toml }, [])
  assert.ok(open?.released instanceof Hidden)
  const [closed] = await manifests({ 'pyproject.toml': `${toml}package-mode = false\n` }, [])
  assert.equal(closed?.released, false)
})

test('tags that the root has say nothing of the packages below it, unless they keep step with it', async () => {
  const files = {
    'package.json': '{"name": "shop", "version": "4.2.0"}',
    'packages/a/package.json': '{"name": "@shop/a", "version": "1.0.5"}',
  }
  const [root, member] = await manifests(files, ['v4.1.0', 'v4.2.0'])
  assert.deepEqual([root?.agrees, member?.agrees, member?.newestTag], [true, true, ''])
  const [, behind] = await manifests({ ...files, 'package.json': '{"name": "shop"}' }, ['v4.1.0', 'v4.2.0'])
  assert.equal(behind?.agrees ?? false, false)
})
