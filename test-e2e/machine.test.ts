import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { mixedPipelines } from '../bench/pipelines.ts'
import { root } from './support.ts'

/* What can be wrong around it: no git, an old one, a person who gives up. (bad-input.test.ts has the rest.) */

const work = mkdtempSync(join(tmpdir(), 'assay-machine-'))
after(() => rmSync(work, { recursive: true, force: true }))

const program = join(root, 'bin/assay.js')
const windows = process.platform === 'win32'

/** A clone of the corner shop, committed. */
function shop(name: string): string {
  const folder = join(work, name)
  cpSync(join(root, 'fixtures/repositories/corner-shop'), folder, { recursive: true })
  const git = (...words: string[]) => {
    const { status, stderr } = spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...words], {
      cwd: folder,
      encoding: 'utf8',
    })
    assert.equal(status, 0, stderr)
  }
  git('init', '-q')
  git('add', '-A')
  git('commit', '-q', '-m', 'A shop')
  return folder
}

function run(folder: string, words: readonly string[], env: NodeJS.ProcessEnv) {
  return spawnSync(process.execPath, [program, ...words], { cwd: folder, encoding: 'utf8', env })
}

test('without git a clone cannot be judged: exit code 2 and what to install, whatever is asked', {
  skip: windows,
}, () => {
  const folder = shop('without git')
  for (const words of [['check'], ['check', '-q', '--exit-zero', '--fail-on', 'never']]) {
    const { status, stdout } = run(folder, words, { PATH: '/nowhere' })
    assert.equal(status, 2)
    assert.match(stdout, /git is not installed here[\s\S]*install git/)
  }
})

test('a git that is too old is told with its version', { skip: windows }, () => {
  const folder = shop('old git')
  const bin = join(work, 'bin')
  mkdirSync(bin)
  const script =
    '#!/bin/sh\nfor word in "$@"; do [ "$word" = version ] && echo "git version 2.17.1" && exit 0; done\nexit 129\n'
  writeFileSync(join(bin, 'git'), script)
  chmodSync(join(bin, 'git'), 0o755)
  const { status, stdout } = run(folder, ['check'], { PATH: `${bin}:/usr/bin:/bin` })
  assert.equal(status, 2)
  assert.match(stdout, /git 2\.17\.1 is too old: 2\.30 or later is\s+needed/)
})

test('who gives up gets 130, and no half file', { skip: windows }, async () => {
  const folder = mixedPipelines(join(work, 'mixed'), 400)
  const child = spawn(process.execPath, ['--trace-gc', program, 'check', '--format', 'json=out.json'], {
    cwd: folder,
    // the first word of the collector of garbage says that it is at work, and has its handlers
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.kill('SIGINT')
  assert.equal(await ended, 130)
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('out.json')),
    [],
  )
})
