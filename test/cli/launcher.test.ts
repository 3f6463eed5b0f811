import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { folderOf } from './support/assay.ts'

const launcher = readFileSync(new URL('../../bin/assay.js', import.meta.url), 'utf8')
const manifest = '{"type": "module", "version": "7.8.9"}'

/** A copy of the launcher, with a bundle of our own or none. */
function install(bundle?: string): string {
  const files = { 'bin/assay.js': launcher, 'bin/package.json': '{"type": "commonjs"}', 'package.json': manifest }
  return join(folderOf(bundle === undefined ? files : { ...files, 'dist/cli.cjs': bundle }), 'bin/assay.js')
}

const run = (...words: string[]) => spawnSync(process.execPath, words, { encoding: 'utf8' })

const compiled = `cli.${process.version}-${process.arch}.cache`

test('code that another machine compiled is not used', () => {
  const file = install('exports.main = async () => { console.log("run"); return 0 }')
  const dist = join(file, '../../dist')
  writeFileSync(join(dist, compiled), 'not from V8')
  const { mtime } = statSync(join(dist, 'cli.cjs'))
  utimesSync(join(dist, compiled), mtime, mtime)
  const { status, stdout } = run(file, 'check')
  assert.deepEqual([status, stdout], [0, 'run\n'])
})

const withoutCi = { ...process.env, CI: '' }
const check = (file: string, env: NodeJS.ProcessEnv = withoutCi) =>
  spawnSync(process.execPath, [file, 'check'], { encoding: 'utf8', env })

test('a check keeps what V8 compiled, and the next one runs that', () => {
  const file = install('exports.main = async () => { console.log("run"); return 1 }')
  const dist = join(file, '../../dist')
  assert.equal(check(file).status, 1)
  assert.deepEqual(readdirSync(dist), ['cli.cjs', compiled])
  const before = readFileSync(join(dist, compiled))
  const accepted = `const vm = require('node:vm'); const { Script } = vm
    vm.Script = class extends Script { constructor(...all) { super(...all); console.log(this.cachedDataRejected) } }
    process.argv[2] = 'check'; require('${file}')`
  assert.equal(run('-e', accepted, 'x').stdout, 'false\nrun\n')
  assert.deepEqual(readFileSync(join(dist, compiled)), before)
})

test('what V8 compiled of another bundle is not used, even of one as long, and is made anew', () => {
  const file = install('exports.main = async () => { console.log("one"); return 0 }')
  const dist = join(file, '../../dist')
  assert.equal(check(file).stdout, 'one\n')
  utimesSync(join(dist, compiled), new Date(2020, 0), new Date(2020, 0))
  writeFileSync(join(dist, 'cli.cjs'), 'exports.main = async () => { console.log("two"); return 0 }')
  assert.equal(check(file).stdout, 'two\n')
  const [one = 0, other = 9] = [compiled, 'cli.cjs'].map((name) => statSync(join(dist, name)).mtimeMs)
  assert.ok(Math.abs(one - other) < 2)
})

test('nothing is kept in CI, of other commands, or where nothing could be judged; a place that is taken is no trouble', () => {
  const files = (file: string) => readdirSync(join(file, '../../dist'))
  const judging = install('exports.main = async () => 0')
  assert.equal(check(judging, { ...process.env, CI: 'true' }).status, 0)
  assert.equal(run(judging, 'rules').status, 0)
  assert.deepEqual(files(judging), ['cli.cjs'])
  const failing = install('exports.main = async () => 2')
  assert.equal(check(failing).status, 2)
  assert.deepEqual(files(failing), ['cli.cjs'])
  mkdirSync(join(judging, '../../dist', compiled))
  const { status, stderr } = check(judging)
  assert.deepEqual([status, stderr, files(judging)], [0, '', ['cli.cjs', compiled]])
})

test('a part of the bundle is loaded once, and shares what the bundle holds', () => {
  const file = install(
    'exports.one = {}; exports.main = async () => (require("./part.cjs") === require("./part.cjs") && require("./part.cjs").of === exports.one ? 7 : 8)',
  )
  writeFileSync(
    join(file, '../../dist/part.cjs'),
    'exports.of = require("./cli.cjs").one; exports.all = require("node:fs")',
  )
  assert.equal(run(file, 'check').status, 7)
})

test('a part is loaded as before where the bundle has V8 optimise earlier', () => {
  const file = install(
    'exports.main = async (words, answers, hurry) => { hurry(); require("./part.cjs"); hurry(); return require("./part.cjs").code }',
  )
  writeFileSync(join(file, '../../dist/part.cjs'), 'exports.code = 7')
  assert.equal(run(file, 'check').status, 7)
})

test('--version and -V are answered without the bundle', () => {
  for (const word of ['--version', '-V']) {
    const { status, stdout } = run(install(), word)
    assert.deepEqual([status, stdout], [0, '7.8.9\n'])
  }
})

test('an old Node is named in a sentence, with exit code 2', () => {
  const file = pathToFileURL(install('exports.main = async () => 0')).href
  const code = `Object.defineProperty(process, 'versions', {value: {node: '20.18.3'}}); import('${file}')`
  const { status, stderr } = run('-e', code)
  assert.equal(status, 2)
  assert.match(stderr, /^assay: Node 20\.19 or later is needed/)
})

test('a checkout that is not built says so', () => {
  const { status, stderr } = run(install(), 'check')
  assert.equal(status, 2)
  assert.match(stderr, /^assay: it is not built yet; run `npm ci`/)
})

test('the words go to the bundle, and its number becomes the exit code', () => {
  const file = install('exports.main = async (words) => { console.log(words.join("|")); return words.length }')
  const { status, stdout } = run(file, 'check', '.', '--strict')
  assert.deepEqual([status, stdout], [3, 'check|.|--strict\n'])
})

test('a reader that closes the pipe ends it quietly, with the exit code that was found', async () => {
  const file = install(
    `exports.main = async () => {
       process.exitCode = 1
       for (let i = 0; i < 1e5; i++) if (!process.stdout.write('line\\n')) await new Promise((go) => setImmediate(go))
       return 1
     }`,
  )
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (data) => {
    errors += data
  })
  child.stdout.once('data', () => child.stdout.destroy())
  const [code] = await once(child, 'close')
  assert.deepEqual([code, errors], [1, ''])
})

test('an interrupt ends it with 130', { skip: process.platform === 'win32' }, async () => {
  const file = install(
    'exports.main = () => { process.stdout.write("ready"); return new Promise((go) => setTimeout(go, 60000)) }',
  )
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGINT')
  const [code] = await once(child, 'close')
  assert.equal(code, 130)
})

test('the flags that it gives V8 are known to this version', () => {
  const { stdout, stderr } = run(install('exports.main = async () => 0'), 'check')
  assert.deepEqual([stdout, stderr], ['', ''])
})
