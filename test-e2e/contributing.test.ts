import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { readPage } from '../test/support/page.ts'
import { copyOfRepository, root } from './support.ts'

/* "Add a rule in five minutes" of CONTRIBUTING.md, followed to the letter in a copy of the repository. */

test('a rule in five minutes', () => {
  const copy = copyOfRepository()
  const [, chapter = ''] = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8').split(
    '\n## Add a rule in five minutes\n',
  )
  const { files, runs } = readPage(chapter.split('\n## ')[0] as string)
  assert.ok(Object.keys(files).length >= 4, 'a rule and three fixtures')
  for (const [path, content] of Object.entries(files)) {
    assert.ok(!existsSync(join(copy, path)), `${path} is there already; let CONTRIBUTING.md take another example`)
    mkdirSync(dirname(join(copy, path)), { recursive: true })
    writeFileSync(join(copy, path), content)
  }
  assert.equal(runs.length, 1)
  const [{ commands, ends } = { commands: [], ends: undefined }] = runs
  let output = ''
  for (const command of commands) {
    const { status, stdout, stderr } = spawnSync(command, { cwd: copy, shell: true, encoding: 'utf8' })
    assert.equal(status, 0, `${command}\n${stdout}${stderr}`)
    output = stdout
  }
  assert.ok(ends && output.endsWith(`\n${ends}`), output)
})
