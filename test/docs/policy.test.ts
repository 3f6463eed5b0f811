import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { assay, folderOf } from '../cli/support/assay.ts'
import { readPage } from '../support/page.ts'

const page = readPage(readFileSync('docs/policy.md', 'utf8'))

test('docs/policy.md, followed: its policy holds, and is explained as it says', () => {
  const [{ commands, ends } = { commands: [], ends: '' }] = page.runs
  const words = (commands[0] as string).split(' ').slice(1)
  const [explained] = assay(folderOf(page.files), words)
  assert.deepEqual([explained!.code, explained!.stderr, explained!.stdout], [0, '', ends])
})

test('what it says may be in policy is what the schema knows', () => {
  const { properties } = JSON.parse(readFileSync('schemas/policy.json', 'utf8')).properties.policy
  const content = readFileSync('docs/policy.md', 'utf8')
  const table = content.slice(content.indexOf('| in `policy`'), content.indexOf('Of several policies'))
  const told = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1] as string)
  assert.deepEqual(told, Object.keys(properties))
})
