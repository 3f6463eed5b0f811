import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings, type Settings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { saysSo } from '../../../src/facts/notes/forge.ts'
import releasesCollector from '../../../src/facts/observed/releases.ts'
import { type Extras, repositoryOf } from '../../support/repository.ts'
import { historyOf } from './history.ts'

async function collect(files: Record<string, string>, extras: Extras = {}, settings: Partial<Settings> = {}) {
  const made = await releasesCollector.collect({
    repository: repositoryOf(files, extras),
    settings: { ...defaultSettings, ...settings },
    observed: {} as never,
  })
  return { releases: made.releases ?? [], notes: made.notes ?? [] }
}

test('a changelog: releases with their sections, the unreleased left out', async () => {
  const { releases, notes } = await collect(
    {
      'CHANGELOG.md':
        '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Later.\n\n## [1.1.0] - 2024-02-01\n\n### Added\n\n- Invoices.\n\n### Bug Fixes\n\nNone\n\n## [1.0.0] - 2024-01-01\n\n- First.\n',
    },
    { history: historyOf(['v1.0.0', 'v1.1.0']) },
  )
  assert.deepEqual(
    releases.map(({ version, newest, first, age, tagged, inOrder }) => ({
      version,
      newest,
      first,
      age,
      tagged,
      inOrder,
    })),
    [
      { version: '1.0.0', newest: false, first: true, age: 1, tagged: true, inOrder: true },
      { version: '1.1.0', newest: true, first: false, age: 0, tagged: true, inOrder: true },
    ],
  )
  assert.deepEqual(
    releases[1]?.sections.map(({ name, standsFor, content }) => [name, standsFor, content]),
    [
      ['Added', 'New Features', 'text'],
      ['Bug Fixes', 'Bug Fixes', 'none'],
    ],
  )
  assert.deepEqual(notes, [
    {
      id: 'CHANGELOG.md',
      file: 'CHANGELOG.md',
      kind: 'changelog',
      releases: 2,
      unreleased: true,
      place: { file: 'CHANGELOG.md' },
    },
  ])
})

test('headings with links, as conventional-changelog writes them, of two levels', async () => {
  const { releases } = await collect({
    'CHANGELOG.md':
      '# [2.0.0](https://x/compare) (2024-02-01)\n\n### Features\n\n* a\n\n## [1.0.1](https://x) (2024-01-01)\n\n### Bug Fixes\n\n* b\n',
  })
  assert.deepEqual(
    releases.map((release) => [release.version, release.major, release.sections.map(({ name }) => name)]),
    [
      ['1.0.1', false, ['Bug Fixes']],
      ['2.0.0', true, ['Features']],
    ],
  )
})

test('one file for each release', async () => {
  const { releases, notes } = await collect({
    'release-notes/v1.9.0.md': '# Release 1.9.0 - 2024-01-01\n',
    'release-notes/v1.10.0.md': '# Release 1.10.0 - 2024-02-01\n\n## New Features\n\n- a\n',
    'release-notes/README.md': '# How to write them\n',
  })
  assert.deepEqual(
    notes.map(({ id, kind, releases }) => [id, kind, releases]),
    [['release-notes', 'folder', 2]],
  )
  assert.equal(releases.find((release) => release.newest)?.version, '1.10.0')
})

test('reStructuredText and plain text', async () => {
  const { releases } = await collect({
    'CHANGES.rst':
      'Changes\n=======\n\n1.2.0 (2024-02-01)\n------------------\n\nNew Features\n~~~~~~~~~~~~\n\n* Invoices\n',
    'docs/HISTORY.txt': '1.1.0 / 2024-01-01\n\n * first\n\n1.0.0 / 2023-01-01\n\n * zeroth\n',
  })
  assert.deepEqual(
    releases.map(({ version, file }) => [file, version]),
    [
      ['CHANGES.rst', '1.2.0'],
      ['docs/HISTORY.txt', '1.0.0'],
      ['docs/HISTORY.txt', '1.1.0'],
    ],
  )
  assert.deepEqual(
    releases[0]?.sections.map(({ name, content }) => [name, content]),
    [['New Features', 'text']],
  )
})

test('sections that a paragraph names', async () => {
  const { releases } = await collect({
    'CHANGELOG.md':
      '# Changelog\n\n## 1.0.0 - 2024-01-01\n\n**New Features**\n\n- Invoices\n\nKnown issues:\n\n- None\n',
  })
  assert.deepEqual(
    releases[0]?.sections.map(({ name, content }) => [name, content]),
    [
      ['New Features', 'text'],
      ['Known Issues', 'none'],
    ],
  )
})

test('comments are no content', async () => {
  const { releases } = await collect({
    'CHANGELOG.md': '## Release 1.0.0 - 2024-01-01\n\n### Known Issues\n\n<!-- list them here -->\n',
  })
  assert.equal(releases[0]?.sections[0]?.content, 'empty')
})

test('a correction of an older line above a higher version is in order by its date', async () => {
  const of = async (date: string) =>
    (await collect({ 'CHANGELOG.md': `## 1.9.1 - ${date}\n\n- a\n\n## 2.0.0 - 2024-01-01\n\n- b\n` })).releases[0]
      ?.inOrder
  assert.equal(await of('2024-02-01'), true)
  assert.equal(await of('2023-12-01'), false)
})

test('tags that are not at hand are hidden', async () => {
  const { releases } = await collect({ 'CHANGELOG.md': '## 1.0.0\n' }, { history: historyOf(undefined) })
  assert.ok(isHidden(releases[0]?.tagged))
})

test('notes of vendored code and of tests are not ours', async () => {
  const { notes } = await collect({ 'CHANGELOG.md': '## 1.0.0\n' }, { areas: { 'CHANGELOG.md': 'vendored' } })
  assert.deepEqual(notes, [])
})

test('a changelog that points to the releases page, and an address in assay.yaml, are elsewhere', async () => {
  const pointing = await collect({ 'CHANGELOG.md': '# Changelog\n\nSee https://github.com/a/b/releases.\n' })
  assert.deepEqual(
    pointing.notes.map(({ kind }) => kind),
    ['forge'],
  )
  const declared = await collect({}, {}, { documents: { 'release-notes': ['https://wiki.example.com/notes'] } })
  assert.deepEqual(
    declared.notes.map(({ kind, id }) => [kind, id]),
    [['forge', 'https://wiki.example.com/notes']],
  )
})

for (const [path, text, expected] of [
  ['ops/jobs/after-deployment.yml', 'jobs:\n- job: After\n  steps:\n  - task: GitHubRelease@1\n', 'forge'],
  ['ops/jobs/after-deployment.yml', 'jobs:\n- job: After\n  steps:\n  # - task: GitHubRelease@1\n', ''],
  ['azure-pipelines.yml', 'steps:\n- task: DownloadGitHubRelease@0\n', ''],
  ['.gitlab-ci.yml', "note:\n  script: echo\n  release:\n    tag_name: 'v$VERSION'\n", 'forge'],
  ['.travis.yml', 'deploy:\n  - provider: releases\n', 'forge'],
  ['.circleci/config.yml', 'jobs:\n  ship:\n    steps:\n      - run: ghr -t $TOKEN $TAG dist\n', 'forge'],
  ['Jenkinsfile', "node { sh 'gh release create $TAG' }\n", 'forge'],
  ['Jenkinsfile', "node {\n  // sh 'gh release create $TAG'\n}\n", ''],
  ['tools/release.sh', 'gh release create "$1" --notes "$2"\n', 'forge'],
] as const) {
  test(`releases on the forge that ${path} makes: ${expected || 'none'} (${text.trim().split('\n').at(-1)})`, async () => {
    const { notes } = await collect({ [path]: text })
    assert.equal(notes.map(({ kind }) => kind).join(), expected)
  })
}

test('what says that notes are on the forge', () => {
  const own = 'https://github.com/acme/shop.git'
  assert.equal(saysSo('Write release notes on https://github.com/acme/shop/releases', own), true)
  assert.equal(saysSo('Click on Generate release notes', own), true)
  assert.equal(saysSo('Terraform release notes: https://github.com/hashicorp/terraform/releases', own), false)
  assert.equal(saysSo('Download it from https://github.com/acme/shop/releases', own), false)
})

test('a file without a heading is headed by its name, at its first line', async () => {
  const { releases } = await collect({ 'changelog/2024-03-14.md': '- a change\n' })
  assert.deepEqual(
    releases.map(({ heading, place }) => [heading, place.start]),
    [['2024-03-14', 0]],
  )
})

test('a release that a changelog and a file beside it tell of counts once, where it is told more fully', async () => {
  const { releases, notes } = await collect({
    'CHANGELOG.md': '## 1.1.0 - 2024-02-01\n\n- a\n\n## 1.0.0 - 2024-01-01\n\n- b\n',
    'changelog/1.0.0.md': '- b\n',
    'changelog/1.1.0.md': '## New Features\n\n- a\n',
  })
  assert.deepEqual(
    releases.map(({ id }) => id),
    ['CHANGELOG.md#1.0.0', 'changelog/1.1.0.md#1.1.0'],
  )
  assert.equal(notes.length, 2)
  const { notes: parts } = await collect({ 'CHANGELOG.md': '## 1.0.0\n\n- b\n', 'changelog/1.0.0.md': '- b\n' })
  assert.deepEqual(
    parts.map(({ id }) => id),
    ['CHANGELOG.md'],
  )
})

test('sections between the tags of GitBook are seen', async () => {
  const { releases } = await collect({
    'CHANGELOG.md': '## 1.0.0\n\n{% column width="25%" %}\n**New Feature**\n{% endcolumn %}\n\n- a\n',
  })
  assert.equal(releases[0]?.sections[0]?.standsFor, 'New Features')
})

test('a changelog is one whatever its mode, where all files of a checkout can be run', async () => {
  const files = {
    'CHANGELOG.md': '## 1.1.0 (2024-02-01)\n\n### Bug Fixes\n\n* a typo\n',
    changes: '#!/bin/sh\ngit log\n',
  }
  const { notes } = await collect(files, { executable: ['CHANGELOG.md', 'changes'] })
  assert.deepEqual(
    notes.map(({ file }) => file),
    ['CHANGELOG.md'],
  )
})
