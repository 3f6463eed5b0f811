import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { repositoryOf } from '../support/repository.ts'

async function brokenIn(files: Readonly<Record<string, string>>) {
  const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['brokenFiles'])
  return facts.brokenFiles
}

test('a workflow that is no workflow has lost what it does, told once and at its place', async () => {
  const text = 'on: push\njobs:\n  a: hello\n  b: {steps: none}\n'
  const [broken, ...others] = await brokenIn({ '.github/workflows/a.yml': text })
  assert.deepEqual(others, [])
  assert.match(broken?.message ?? '', /the job a must be a map \(and 1 more\)/)
  assert.deepEqual([broken?.claimed, broken?.loses], [true, ['workflows']])
  assert.equal(text.slice(broken?.place.start, broken?.place.end), 'a')
})

test('what makes no sense but hides nothing is told and loses nothing', async () => {
  const circle = 'on: push\njobs:\n  a: {uses: ./.github/workflows/a.yml}\n'
  const [broken] = await brokenIn({ '.github/workflows/a.yml': circle })
  assert.match(broken?.message ?? '', /circle/)
  assert.deepEqual([broken?.claimed, broken?.loses], [false, []])
})

test('a circle of needs is told, naming the jobs', async () => {
  const circle = 'on: push\njobs:\n  a: {needs: b, steps: [{run: x}]}\n  b: {needs: a, steps: [{run: x}]}\n'
  const [broken] = await brokenIn({ '.github/workflows/a.yml': circle })
  assert.match(broken?.message ?? '', /wait for each other and never start: (a → b → a|b → a → b)/)
})
