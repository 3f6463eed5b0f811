import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readPage } from '../test/support/page.ts'
import { copyOfRepository, root } from './support.ts'

/* The commands of the README, run in a copy. Installing and the tests themselves are what `.ci/run` begins with. */

/** The blocks of the report that the README shows. */
const shown = /<!-- transcript -->\n```text\n([\s\S]*?)\n```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1]

test('the first command of the README prints in a clone what the README shows', () => {
  const copy = copyOfRepository()
  const run = (command: string) => spawnSync(command, { cwd: copy, shell: true, encoding: 'utf8' })
  run(
    'git init -q -b main && git add -A && git -c user.name=a -c user.email=a@example.com commit -qm all && git tag v9.9.9',
  )
  const { stdout } = run('node bin/assay.js check fixtures/repositories/corner-shop')
  const [, ...blocks] = shown?.split('\n\n') ?? []
  assert.ok(blocks.length >= 5)
  for (const block of blocks) assert.ok(stdout.includes(`\n${block}\n`), `${block}\n\nis not in\n\n${stdout}`)
})

test('every command of the README does what it says', () => {
  const copy = copyOfRepository()
  const commands = readPage(readFileSync(join(root, 'README.md'), 'utf8'))
    .runs.flatMap((run) => run.commands)
    .map((command) => command.replace(/^npm ci( && |$)/, ''))
    .filter((command) => command !== '' && command !== 'npm test')
  assert.ok(commands.length >= 5, commands.join('\n'))
  for (const command of commands) {
    const { status, stdout, stderr } = spawnSync(command, { cwd: copy, shell: true, encoding: 'utf8' })
    // findings are what a check is for
    assert.ok(status === 0 || status === 1, `${command}: ${status}\n${stderr}`)
    assert.equal(stderr, '', command)
    assert.notEqual(stdout, '', command)
    const file = /--format \w+=(\S+)/.exec(command)?.[1]
    assert.ok(!file || existsSync(join(copy, file)), `${command} writes no ${file}`)
  }
})
