import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { openRepository } from '../../../src/facts/open.ts'
import { findActs } from '../../../src/facts/pipeline/commands/find.ts'
import { openDirectory } from '../../../src/sources/directory.ts'
import { scriptOf } from '../../support/script.ts'

async function hiddenIn(text: string): Promise<readonly string[]> {
  const root = mkdtempSync(join(tmpdir(), 'assay-encrypted-'))
  writeFileSync(join(root, 'key'), Buffer.concat([Buffer.from('\0GITCRYPT\0'), Buffer.from([1, 0, 250, 255])]))
  writeFileSync(join(root, 'blob'), Buffer.from([0, 1, 2, 250, 0, 255]))
  const repository = await openRepository(await openDirectory(root), defaultSettings)
  const acts = await findActs(scriptOf(text, { name: 'step' }), repository)
  rmSync(root, { recursive: true })
  return acts.flatMap(({ hidden }) => hidden?.value.what ?? [])
}

test('a file of git-crypt that a shell sources gives values; what else is no text, or is run, stays hidden', async () => {
  assert.deepEqual(await hiddenIn('source ./key\nmake x'), await hiddenIn('make x'))
  assert.deepEqual(await hiddenIn('. ./blob'), ['what blob does, which is no text'])
  assert.deepEqual(await hiddenIn('./key'), ['what key does, which is no text'])
})
