import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseTargets, reportWidth, wantsColor, writeWhole } from '../../src/cli/output.ts'
import { folderOf } from './support/assay.ts'

const known = ['terminal', 'json', 'sarif'] as const

test('without a format, and with formats for files only, the terminal report goes to stdout', () => {
  assert.deepEqual(parseTargets([], known), [{ format: 'terminal', file: undefined }])
  assert.deepEqual(parseTargets(['sarif=out.sarif'], known), [
    { format: 'terminal', file: undefined },
    { format: 'sarif', file: 'out.sarif' },
  ])
})

test('a format without a file takes the place of the terminal report', () => {
  assert.deepEqual(parseTargets(['json', 'terminal=a=b.txt'], known), [
    { format: 'json', file: undefined },
    { format: 'terminal', file: 'a=b.txt' },
  ])
})

test('an unknown format, two for stdout, two for one file and an empty name are refused with the next step', () => {
  assert.throws(() => parseTargets(['sarf'], known), /unknown format "sarf"; did you mean "sarif"\?/)
  assert.throws(() => parseTargets(['pdf'], known), /known are terminal, json, sarif/)
  assert.throws(() => parseTargets(['json', 'sarif'], known), /--format sarif=<file>/)
  assert.throws(() => parseTargets(['json=a', 'sarif=a'], known), /two formats for one file, a/)
  assert.throws(() => parseTargets(['json='], known), /--format json=<file>/)
})

test('a file is written whole, over an old one, and leaves no draft', async () => {
  const folder = folderOf({ 'out.json': 'old' })
  await writeWhole(join(folder, 'out.json'), 'new')
  assert.equal(readFileSync(join(folder, 'out.json'), 'utf8'), 'new')
  assert.deepEqual(readdirSync(folder), ['out.json'])
})

test('a file that cannot be written is a sentence, and leaves no draft', async () => {
  const folder = folderOf({ 'taken/file': '' })
  await assert.rejects(writeWhole(join(folder, 'none/out.json'), ''), /its folder does not exist; create it first/)
  await assert.rejects(writeWhole(join(folder, 'taken'), ''), /it is a folder; name a file in it/)
  assert.deepEqual(readdirSync(folder), ['taken'])
})

test('a device is written to and stays one; a full one is a sentence', { skip: !existsSync('/dev/full') }, async () => {
  await writeWhole('/dev/null', 'x')
  assert.ok(statSync('/dev/null').isCharacterDevice())
  await assert.rejects(writeWhole('/dev/full', 'x'), /cannot write \/dev\/full: the disk is full/)
  assert.ok(statSync('/dev/full').isCharacterDevice())
})

test('colour: the flag, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal', () => {
  assert.equal(wantsColor(true, {}, true), true)
  assert.equal(wantsColor(true, {}, false), false)
  assert.equal(wantsColor(true, { TERM: 'dumb' }, true), false)
  assert.equal(wantsColor(true, { FORCE_COLOR: '1' }, false), true)
  assert.equal(wantsColor(true, { FORCE_COLOR: '0' }, true), false)
  assert.equal(wantsColor(true, { NO_COLOR: '1', FORCE_COLOR: '1' }, true), false)
  assert.equal(wantsColor(true, { NO_COLOR: '' }, true), true)
  assert.equal(wantsColor(false, { FORCE_COLOR: '1' }, true), false)
})

test('the width is the terminal’s, within reason', () => {
  assert.deepEqual([undefined, 20, 100, 400].map(reportWidth), [80, 40, 100, 120])
})
