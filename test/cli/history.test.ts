import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completions } from '../../src/secrets/checks/index.ts'
import { characters, random } from '../secrets/support/fill.ts'
import { commit, git } from '../sources/support.ts'
import { assay, folderOf } from './support/assay.ts'

const next = random('history')
const token = () => {
  const start = `ghp_${characters('base62', 30, next)}`
  return start + completions.github?.(start)
}
const [removed, kept, merged] = [token(), token(), token()]

test('history is searched: commit, author date, whether it is still there; each content once', () => {
  const folder = folderOf({})
  const first = commit(
    folder,
    { 'a.yaml': `token: ${removed}\n`, 'b.yaml': `token: ${kept}\n` },
    '2025-02-03T10:00:00Z',
  )
  git(folder, ['checkout', '-q', '-b', 'side'])
  const side = commit(folder, { 'side.yaml': `token: ${merged}\n` }, '2025-03-04T10:00:00Z')
  git(folder, ['rm', '-q', 'side.yaml'])
  commit(folder)
  git(folder, ['checkout', '-q', 'main'])
  commit(folder, { 'a.yaml': 'token: none\n', 'c.yaml': 'a: b\n' })
  git(folder, ['merge', '-q', '--no-ff', '-m', 'merge', 'side'])
  const [tree, all, part, wrong, option, reported] = assay(
    folder,
    ['secrets', '--quiet'],
    ['secrets', '--quiet', '--history', 'HEAD'],
    ['secrets', '--quiet', '--history', 'HEAD~1..HEAD'],
    ['check', '--history', 'no..where'],
    ['check', '--history=--output=x'],
    ['check', '--history', 'HEAD', '--only', 'configuration.secrets', '--format', 'json'],
  )
  assert.equal(tree?.stdout.match(/: error: /g)?.length, 1)
  const lines = all?.stdout.split('\n').filter((line) => line.includes(': error: ')) ?? []
  assert.equal(lines.length, 3, all?.stdout)
  assert.match(
    lines[0] ?? '',
    new RegExp(`^a\\.yaml.*since commit ${first.slice(0, 12)} of 2025-02-03; it is no longer`),
  )
  assert.match(
    lines[1] ?? '',
    new RegExp(`^b\\.yaml:1:8.*since commit ${first.slice(0, 12)} of 2025-02-03, and still in the files\\.`),
  )
  assert.match(
    lines[2] ?? '',
    new RegExp(`^side\\.yaml.*since commit ${side.slice(0, 12)} of 2025-03-04; it is no longer`),
  )
  assert.equal(part?.stdout.match(/: error: /g)?.length, 2, 'what was there before the range is not of it')
  for (const refused of [wrong, option]) assert.equal(refused?.code, 2)
  assert.match(wrong?.stderr ?? '', /git knows no range "no\.\.where"/)
  assert.equal(reported?.code, 1)
  for (const value of [removed, kept, merged]) assert.ok(!JSON.stringify([all, reported]).includes(value.slice(8, 30)))
})

test('a shallow clone says that its history is cut off', () => {
  const folder = folderOf({})
  commit(folder, { 'a.yaml': `token: ${token()}\n` })
  commit(folder, { 'a.yaml': 'token: none\n' })
  git(folder, ['clone', '-q', '--depth=1', `file://${folder}`, 'shallow'])
  const [outcome] = assay(`${folder}/shallow`, ['secrets', '--history', 'HEAD'])
  assert.match(outcome?.stdout ?? '', /the history is cut off, since this clone is shallow/)
})
