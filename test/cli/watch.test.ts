import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { timeTable } from '../../src/cli/spent.ts'
import { isEditors, lasting, pollFiles, summary, watchFiles } from '../../src/cli/watch.ts'
import { endTiming, isTiming, startTiming, timed } from '../../src/sources/timing.ts'
import { assay, folderOf } from './support/assay.ts'

test('time is measured only where somebody asks, once for what overlaps, and for what throws', async () => {
  assert.equal(isTiming(), false)
  assert.equal(
    timed('free', () => 1),
    1,
  )
  startTiming()
  assert.throws(() => timed('bad', () => assert.fail()))
  let release = () => {}
  const gate = new Promise<void>((done) => {
    release = done
  })
  const both = Promise.all([timed('read', () => gate), timed('read', () => gate)])
  release()
  await both
  const names = endTiming().map(([name]) => name)
  assert.deepEqual([...names].sort(), ['bad', 'read'])
  assert.equal(isTiming(), false)
})

test('the table has the whole and the ten largest, aligned', () => {
  const spent = Array.from({ length: 12 }, (_, i) => [`work ${i}`, 100 - i] as const)
  const lines = timeTable(spent, 1234.5).split('\n')
  assert.equal(lines[0], '1234.5 ms  whole run')
  assert.equal(lines[1], ' 100.0 ms  work 0')
  assert.equal(lines[11], '           and 2 more, each shorter')
  assert.equal(lines.length, 13)
})

test('--profile-time tells on stderr, and the report is the same', () => {
  const folder = folderOf({ 'README.md': '# A\n', '.gitlab-ci.yml': 'ship:\n  script: ./deploy.sh\n' })
  const day = ['--as-of', '2026-11-23']
  const [plain, told] = assay(folder, ['check', ...day], ['check', '--profile-time', ...day])
  assert.equal(told!.stdout, plain!.stdout)
  assert.equal(plain!.stderr, '')
  assert.match(told!.stderr, /^ *\d+\.\d ms {2}whole run\n( *\d+\.\d ms {2}\S.*\n){10} +and \d+ more/)
})

test('what changed is named, and the rest counted', () => {
  assert.equal(summary(['b', 'a']), 'a, b changed')
  assert.equal(summary(['e', 'd', 'c', 'b', 'a']), 'a, b, c and 2 more changed')
})

test('what editors write beside a file that they save is nothing to judge', () => {
  const theirs = ['4913', '.a.yaml.swp', '.a.yaml.swx', '.swo', 'a.yaml~', '.#a.yaml', '#a.yaml#']
  const others = ['a.yaml___jb_tmp___', 'a.yaml___jb_old___', '.a.yaml.kate-swp', '.goutputstream-X1Y2Z3']
  for (const name of [...theirs, ...others])
    for (const path of [name, `rules/${name}`]) assert.ok(isEditors(path), path)
  for (const path of ['a.yaml', '.gitlab-ci.yml', '4913/a.yaml', 'rules/4914', '#a.md', 'a.swp.yaml', '.swift', 'a~/b'])
    assert.ok(!isEditors(path), path)
})

test('without help from the system, changed, new and deleted files are found', async () => {
  const folder = folderOf({ a: '1', b: '1', c: '1' })
  const found = new Set<string>()
  let poll = { close: () => {} }
  await new Promise<void>((done) => {
    const add = (path: string) => {
      if (found.add(path).size === 3) done()
    }
    pollFiles(folder, add).then((started) => {
      poll = started
      appendFileSync(join(folder, 'a'), '2')
      writeFileSync(join(folder, 'd'), '')
      rmSync(join(folder, 'b'))
    })
  })
  poll.close()
  assert.deepEqual([...found].sort(), ['a', 'b', 'd'])
})

test('a file that is put in the place of another is heard of each time, and so is what comes in a new folder', async () => {
  const folder = folderOf({ 'rules/a.yaml': '1' })
  let heard = (_path: string) => {}
  const { close } = await watchFiles(folder, (path) => heard(path))
  /** Waits until a path was told of that a change brings about. */
  const after = (path: string, change: () => void) =>
    new Promise<void>((done) => {
      heard = (one) => one === path && done()
      change()
    })
  for (const content of ['2', '3']) {
    await after('rules/a.yaml', () => {
      writeFileSync(join(folder, 'rules/a.yaml~'), content)
      renameSync(join(folder, 'rules/a.yaml~'), join(folder, 'rules/a.yaml'))
    })
    await after('rules/a.yaml', () => appendFileSync(join(folder, 'rules/a.yaml'), '#'))
  }
  await after('.assay/deep/b.yaml', () => {
    mkdirSync(join(folder, '.assay/deep'), { recursive: true })
    writeFileSync(join(folder, '.assay/deep/b.yaml'), '')
  })
  await after('rules/a.yaml', () => rmSync(join(folder, 'rules/a.yaml')))
  close()
})

test('--watch judges again when a file changes, passes over its own report, and Ctrl-C ends it with 130', async () => {
  const folder = folderOf({ Dockerfile: 'FROM node:latest\n' })
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
  const words = JSON.stringify([
    'check',
    '--watch',
    '-q',
    '--only',
    'containers.base-image',
    '--format',
    'json=out.json',
  ])
  const child = spawn(
    process.execPath,
    [
      '--import',
      import.meta.resolve('tsx'),
      '--input-type=module',
      '-e',
      `const { main } = await import(${JSON.stringify(main)}); process.exitCode = await main(${words})`,
    ],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let [out, told] = ['', '']
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  const until = (pattern: RegExp, count: number) =>
    new Promise<void>((done) => {
      const look = () => {
        if ((told.match(pattern) ?? []).length >= count) done()
      }
      child.stderr.on('data', look)
      look()
    })
  child.stderr.on('data', (chunk) => {
    told += chunk
  })
  await until(/waiting for a change/g, 1)
  // as vim saves it
  for (const name of ['.Dockerfile.swp', '4913', 'Dockerfile~']) writeFileSync(join(folder, name), 'FROM node:latest\n')
  writeFileSync(join(folder, 'Dockerfile'), 'FROM node:24.1.0\n')
  await until(/waiting for a change/g, 2)
  assert.match(told, /^assay: \d\d:\d\d:\d\d {2}Dockerfile changed$/m)
  assert.ok(!told.includes('out.json'), told)
  assert.notEqual(out.trim(), '')
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')
  assert.equal(code, 130)
})

test('what came and went while a file was saved is not named, a deleted file is', () => {
  const folder = folderOf({ 'a.yaml': 'x: 1\n' })
  assert.deepEqual(lasting(['sedVx1Qz2', 'a.yaml'], folder), ['a.yaml'])
  assert.deepEqual(lasting(['gone.yaml'], folder), ['gone.yaml'])
})
