import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { openRepository } from '../../src/facts/open.ts'
import { openFixture } from '../../src/sources/fixture.ts'
import type { Search } from '../../src/sources/search.ts'
import type { Source } from '../../src/sources/source.ts'

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url))
const folders = (of: string) =>
  readdirSync(join(fixtures, of), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(of, name))

/** The files of a source that hold a word, as git finds them in an index. */
async function holding(source: Source, { words, endings }: Search): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const { path } of (await source.list()).files) {
    if (!endings.some((ending) => path.endsWith(ending))) continue
    const text = Buffer.from(await source.read(path).catch(() => new Uint8Array())).toString()
    if (words.some((word) => text.includes(word))) found.add(path)
  }
  return found
}

test('what holds none of the words is nothing to those who look through all files', async () => {
  let left = 0
  const some = folders('rules').flatMap(folders)
  // each tenth is enough to see what is looked for elsewhere
  for (const folder of [
    ...folders('repositories'),
    ...some.filter((_, i) => i % 10 === 0),
    ...folders('pipelines').flatMap(folders),
  ]) {
    const source = await openFixture(join(fixtures, folder))
    const search = (wanted: Search) => holding(source, wanted)
    const repository = await openRepository({ ...source, search }, defaultSettings)
    const unread = repository.files.filter(({ path }) => !repository.mayHold(path, 'apiVersion'))
    if (!unread.length) continue
    left += unread.length
    const { facts } = await collectFacts(repository, defaultSettings)
    const whole = await collectFacts(await openRepository(source, defaultSettings), defaultSettings)
    assert.deepEqual(JSON.stringify(facts), JSON.stringify(whole.facts), folder)
  }
  assert.ok(left > 50, `${left} files were left unread`)
})
