import assert from 'node:assert/strict'
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { askAhead } from '../../src/cli/ahead.ts'
import { isUnderWay, takeWorker } from '../../src/secrets/crew/ready.ts'
import { cores } from '../../src/secrets/crew/threads.ts'
import { openDirectory } from '../../src/sources/directory.ts'
import { type GitAnswer, rememberAnswers } from '../../src/sources/git.ts'
import { trackedFiles } from '../../src/sources/index-listing.ts'
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

test('what git tracks is named ahead without what is no regular file, in conflict, or outside by its name', () => {
  const id = 'a'.repeat(40)
  const entries = [
    '? untracked.txt',
    `H 100644 ${id} 0\ta.txt`,
    `H 100755 ${id} 0\tb/c d.sh`,
    `H 120000 ${id} 0\tlink`,
    `H 160000 ${id} 0\tmodule`,
    `S 100644 ${id} 0\tsparse.txt`,
    `M 100644 ${id} 1\tconflict.txt`,
    `H 100644 ${id} 0\t../outside.txt`,
    `H 100644 ${id} 0\t.git/config`,
    `H 100644 ${id} 0\té.txt`,
  ]
  const stdout = Buffer.from(`${entries.join('\0')}\0`)
  assert.deepEqual(trackedFiles({ code: 0, stdout, stderr: '', missing: false }), ['a.txt', 'b/c d.sh', 'é.txt'])
  const broken = Buffer.concat([stdout, Buffer.from(`H 100644 ${id} 0\tcaf\xe9\0`, 'latin1')])
  assert.equal(trackedFiles({ code: 0, stdout: broken, stderr: '', missing: false }).length, 3)
  assert.deepEqual(trackedFiles({ code: 128, stdout, stderr: '', missing: false }), [])
})

test('many files are searched before anybody asks, but not where a configuration may leave some out', {
  skip: cores() < 2,
}, async (t) => {
  const folder = temporary(t)
  const name = 'f'.repeat(180)
  const files = Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`${name}${at}`, 'x']))
  commit(folder, files)
  for (const [words, isSearched] of [
    [['secrets', folder], true],
    [['check', folder], true],
    [['check', folder, '--only', 'pipeline.*'], false],
  ] as const) {
    const { answers } = await askAhead(words)
    await Promise.all(answers.values())
    await new Promise((resolve) => setImmediate(resolve))
    assert.equal(isUnderWay(), isSearched, words.join(' '))
    await takeWorker().worker.terminate()
  }
  commit(folder, { 'assay.yaml': 'exclude: ["*"]\n' })
  await Promise.all((await askAhead(['secrets', folder])).answers.values())
  await new Promise((resolve) => setImmediate(resolve))
  assert.ok(!isUnderWay())
  await takeWorker().worker.terminate()
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
