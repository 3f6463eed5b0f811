import assert from 'node:assert/strict'
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { askAhead } from '../../src/cli/ahead.ts'
import { openDirectory } from '../../src/sources/directory.ts'
import { type GitAnswer, rememberAnswers } from '../../src/sources/git.ts'
import { commit, temporary } from '../sources/support.ts'

test('what a check and a search ask git about a folder is asked ahead, and the answers are those', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'x', 'b/c.txt': 'y' })
  const plain = await (await openDirectory(folder)).list()
  for (const command of ['check', 'secrets']) {
    const { answers } = await askAhead([command, folder, '--format', 'json'])
    const all: GitAnswer[] = await Promise.all(answers.values())
    assert.equal(all.length, 3)
    assert.ok(all.every(({ missing }) => !missing))
    rememberAnswers(answers)
    const opened = await openDirectory(folder)
    assert.deepEqual(await opened.list(), plain)
  }
})

test('each answer is to the folder that the path really names', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'x' })
  const link = join(temporary(t), 'link')
  symlinkSync(folder, link)
  const { answers } = await askAhead(['check', link])
  assert.equal(answers.size, 3)
  for (const question of answers.keys()) assert.equal(JSON.parse(question)[0], realpathSync(folder))
  await Promise.all(answers.values())
})

test('nothing is asked for other commands, other sources, and folders without a repository of their own', async (t) => {
  const folder = temporary(t)
  commit(folder, { 'a.txt': 'x' })
  mkdirSync(join(folder, 'b'))
  for (const words of [
    ['facts', folder],
    ['check', folder, '--staged'],
    ['check', folder, '--since', 'main'],
    ['secrets', folder, '--rev=HEAD'],
    ['secrets', join(folder, 'b')],
    ['secrets', join(folder, 'nowhere')],
    ['secrets', join(folder, 'a.txt')],
    [],
  ])
    assert.equal((await askAhead(words)).answers.size, 0, words.join(' '))
})
