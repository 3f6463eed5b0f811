import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { root } from './support.ts'

/*
 * Commands that write, where nothing may be written: a sentence and exit code 2, and no half file. Permissions do not hold
 * for root, so root runs them as the user that owns nothing.
 */

const work = mkdtempSync(join(tmpdir(), 'assay-read-only-'))
after(() => {
  execFileSync('chmod', ['-R', 'u+w', work])
  rmSync(work, { recursive: true, force: true })
})
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

/** A repository that its owner may read, and write nowhere but in `.git`; and in the folders named. */
function locked(name: string, ...open: readonly string[]): string {
  const folder = join(work, name)
  cpSync(join(root, 'fixtures/repositories/corner-shop'), folder, { recursive: true })
  execFileSync('git', ['init', '-q', folder])
  if (nobody.uid) execFileSync('chown', ['-R', `${nobody.uid}:${nobody.gid}`, work])
  for (const path of ['.git/hooks', '.']) if (!open.includes(path)) chmodSync(join(folder, path), 0o555)
  return folder
}

function assay(folder: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin/assay.js'), ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, HOME: folder },
    ...nobody,
  })
  return { code: status, stdout, stderr }
}

const waiver = ['--owner', 'A', '--approver', 'B', '--reason', 'c', '--ticket', 'd', '--expires', '2030-01-01']

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['a git hook', ['init', '--hook']],
  ['a configuration', ['init']],
  ['a baseline', ['baseline', 'write']],
  ['a waiver', ['waive', 'principles.reversible', ...waiver]],
  ['a report', ['check', '-q', '--format', 'html=report.html']],
  ['a graph', ['graph', '--format', 'mermaid=graph.mmd']],
]

test('where nothing may be written, it is said', { skip: process.platform === 'win32' }, () => {
  chmodSync(work, 0o755)
  const folder = locked('all')
  const before = readdirSync(folder)
  for (const [what, words] of cases) {
    const { code, stderr } = assay(folder, ...words)
    assert.equal(code, 2, `${what}: ${stderr}`)
    assert.match(stderr, /no permission to write there$/m, what)
    assert.doesNotMatch(stderr, /fault in Assay/, what)
  }
  assert.deepEqual(readdirSync(folder), before)
  assert.ok(!existsSync(join(folder, '.git/hooks/pre-commit')))
})

test('a file where a folder is needed, and a folder where a file is: said before anything is written', () => {
  const folder = locked('odd', '.', '.git/hooks')
  writeFileSync(join(folder, '.assay'), 'x')
  for (const words of [['init'], ['baseline', 'write'], ['waive', 'principles.reversible', ...waiver]]) {
    const { code, stderr } = assay(folder, ...words)
    assert.equal(code, 2, words[0])
    assert.match(stderr, /\.assay is a file, so nothing can be in it; move or delete it/, words[0])
  }
  assert.ok(!existsSync(join(folder, 'assay.yaml')))
  assert.match(assay(folder, 'check', '-q', '--format', 'html=.').stderr, /cannot write \.: it is a folder/)
})
