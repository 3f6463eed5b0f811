import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { repositoryOf } from '../support/repository.ts'

/* Pipelines that lie among fixtures, examples or tests are nobody's: they would speak of deployments that never happen. */
const fixtures = 'fixtures/pipelines/good'

function filesOf(dialect: string, folder: string): Record<string, string> {
  const root = join(fixtures, dialect)
  return Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name)
        return [`${folder}${path.slice(root.length + 1)}`, readFileSync(path, 'utf8')]
      }),
  )
}

for (const dialect of readdirSync(fixtures).sort()) {
  test(`a pipeline of ${dialect} among fixtures is none of the repository; at its own place it is`, async () => {
    const found = async (folder: string, area: 'main' | 'test') => {
      const files = filesOf(dialect, folder)
      const areas = Object.fromEntries(Object.keys(files).map((path) => [path, area]))
      const { facts } = await collectFacts(repositoryOf(files, { areas }), defaultSettings, ['pipelines'])
      return facts.pipelines.length
    }
    assert.equal(await found('fixtures/shop/', 'test'), 0)
    assert.ok((await found('', 'main')) > 0)
  })
}
