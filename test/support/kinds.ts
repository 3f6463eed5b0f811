import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from './repository.ts'
import { scriptOf } from './script.ts'

/** Files of a repository by their paths. */
export type Files = Readonly<Record<string, string>>

/** `kinds`, or `?what it could be`, of all in a step's script that tells something. */
export async function kindsOf(text: string, files: Files = {}): Promise<string[]> {
  const acts = await findActs(scriptOf(text), repositoryOf(files))
  return acts
    .filter(({ kinds, hidden }) => kinds.length || hidden)
    .map(({ kinds, hidden }) => (kinds.length ? kinds.join('+') : `?${hidden?.couldBe.join('+')}`))
}

/** A test for each row: what is told of its script. */
export function kindRows(
  group: string,
  table: readonly (readonly [name: string, text: string, expected: readonly string[], files?: Files])[],
): void {
  for (const [name, text, expected, files] of table)
    test(`${group}: ${name}`, async () => assert.deepEqual(await kindsOf(text, files), expected))
}
