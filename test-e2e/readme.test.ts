import assert from 'node:assert/strict'
import { execSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, test } from 'node:test'
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
  const env = { ...process.env, PATH: `${installed(copy)}${delimiter}${process.env.PATH}` }
  let cwd = copy
  for (const command of commands) {
    if (command.startsWith('cd ')) {
      cwd = shop()
      continue
    }
    const { status, stdout, stderr } = spawnSync(command, { cwd, env, shell: true, encoding: 'utf8' })
    // findings are what a check is for
    assert.ok(status === 0 || status === 1, `${command}: ${status}\n${stderr}`)
    assert.equal(stderr, '', command)
    assert.notEqual(stdout, '', command)
    const file = /--format \w+=(\S+)/.exec(command)?.[1]
    assert.ok(!file || existsSync(join(cwd, file)), `${command} writes no ${file}`)
  }
})

/** A folder for the path in which `assay` is that of a copy, as `npm install --global .` leaves it. */
function installed(copy: string): string {
  const folder = temporary('assay-bin-')
  symlinkSync(join(copy, 'bin/assay.js'), join(folder, 'assay'))
  return folder
}

/** The reader's own repository. */
function shop(): string {
  const folder = temporary('assay-shop-')
  cpSync(join(root, 'fixtures/repositories/corner-shop'), folder, { recursive: true })
  execSync('git init -q -b main && git add -A && git -c user.name=a -c user.email=a@example.com commit -qm all', {
    cwd: folder,
  })
  return folder
}

/** An empty folder that is removed after the tests of the file. */
function temporary(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
