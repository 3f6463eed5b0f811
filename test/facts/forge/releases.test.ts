import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { madeUpForge } from '../../../src/sources/forge/made-up.ts'
import { type ForgeRelease, mostReleases } from '../../../src/sources/forge/settings.ts'
import type { History } from '../../../src/sources/source.ts'
import { repositoryOf } from '../../support/repository.ts'

const notes = `## New Features
- Customers pay by invoice.

## Known Issues
- None
`

const release = (tag: string, change: Partial<ForgeRelease> = {}): ForgeRelease => ({
  tag,
  name: '',
  notes,
  date: '2026-01-02T03:04:05Z',
  prerelease: false,
  ...change,
})

async function read(
  releases: readonly ForgeRelease[] | { untold: string; needs?: string } | undefined,
  files: Record<string, string> = {},
  tags: readonly string[] = ['v1.0.0', 'v1.1.0'],
  documents: Record<string, string[]> = {},
) {
  const commit = '0123456789abcdef0123456789abcdef01234567'
  const history = {
    origin: 'https://github.com/example/shop',
    tags: async () => tags.map((name) => ({ name, commit, date: '2026-01-01T00:00:00Z' })),
  } as unknown as History
  const forge = releases && madeUpForge({ releases })
  const repository = { ...repositoryOf({ 'README.md': '# Shop\n', ...files }, { history }), forge }
  const { facts } = await collectFacts(repository, { ...defaultSettings, documents }, ['releases', 'versionTags'])
  return facts
}

const noted = ({ versionTags }: Awaited<ReturnType<typeof read>>) =>
  Object.fromEntries(versionTags.map(({ name, noted }) => [name, isHidden(noted) ? 'hidden' : noted]))

const sign = { '.github/release.yml': 'changelog:\n' }

test('releases on the forge are notes: their sections, their tags, the newest first', async () => {
  const facts = await read([release('v1.0.0'), release('v1.1.0', { name: 'Release 1.1.0 - 2026-01-02' })], sign)
  assert.deepEqual(
    facts.releases.map(({ heading, version, newest, isoDate, place }) => [heading, version, newest, isoDate, place]),
    [
      ['v1.0.0', '1.0.0', false, false, { file: '', setting: 'release v1.0.0 on github.com/example/shop' }],
      [
        'Release 1.1.0 - 2026-01-02',
        '1.1.0',
        true,
        true,
        { file: '', setting: 'release v1.1.0 on github.com/example/shop' },
      ],
    ],
  )
  assert.deepEqual(
    facts.releases[0]?.sections.map(({ name, content }) => [name, content]),
    [
      ['New Features', 'text'],
      ['Known Issues', 'none'],
    ],
  )
  assert.deepEqual(noted(facts), { 'v1.0.0': true, 'v1.1.0': true })
  assert.deepEqual(
    facts.notes.map(({ kind, id }) => `${kind} ${id}`),
    ['folder releases on github.com/example/shop'],
  )
})

test('notes that name the version themselves are headed by that', async () => {
  const facts = await read([release('v1.1.0', { notes: `# Release 1.1.0 - 2026-01-02\n\n${notes}` })])
  assert.equal(facts.releases[0]?.heading, 'Release 1.1.0 - 2026-01-02')
  assert.equal(facts.releases[0]?.saysRelease, true)
})

test('a tag without a release, or whose release says nothing, has no notes', async () => {
  const facts = await read([release('v1.1.0'), release('v1.0.0', { notes: ' \n' })], sign)
  assert.deepEqual(noted(facts), { 'v1.0.0': false, 'v1.1.0': true })
})

test('no releases at all: the sign that notes are there is refuted', async () => {
  const facts = await read([], sign)
  assert.deepEqual(facts.notes, [])
  assert.deepEqual(noted(facts), { 'v1.0.0': false, 'v1.1.0': false })
})

test('not asked, or not told: notes elsewhere stay hidden', async () => {
  for (const releases of [undefined, { untold: '403', needs: 'Contents: read' }]) {
    const facts = await read(releases, sign)
    assert.deepEqual(
      facts.notes.map(({ kind }) => kind),
      ['forge'],
    )
    assert.equal(noted(facts)['v1.1.0'], 'hidden')
  }
})

test('a changelog that tells of releases is what is judged, whatever the forge has', async () => {
  const changelog = { 'CHANGELOG.md': '# Changelog\n\n## 1.1.0\n\n### New Features\n- One\n' }
  const facts = await read([release('v1.0.0')], changelog)
  assert.deepEqual(
    facts.releases.map(({ file }) => file),
    ['CHANGELOG.md'],
  )
  assert.deepEqual(noted(facts), { 'v1.0.0': false, 'v1.1.0': true })
})

test('notes that assay.yaml says are somewhere else stay there; those of this repository are read', async () => {
  const at = (url: string) => read([release('v1.1.0')], {}, ['v1.1.0'], { 'release-notes': [url] })
  const other = await at('https://example.org/notes')
  assert.ok(other.notes.some(({ kind }) => kind === 'forge'))
  const own = await at('https://github.com/Example/shop/releases')
  assert.ok(!own.notes.some(({ kind }) => kind === 'forge'))
})

test('what is older than the releases that were read is hidden', async () => {
  const releases = Array.from({ length: mostReleases }, (_, i) => release(`v1.${i + 1}.0`))
  const facts = await read(releases, {}, ['v1.0.0', 'v1.100.0'])
  assert.deepEqual(noted(facts), { 'v1.0.0': 'hidden', 'v1.100.0': true })
})
