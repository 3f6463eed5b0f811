import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readToTheEnd } from '../../src/sources/to-the-end.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-pipe-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const onlyUnix = { skip: process.platform === 'win32' }

function pipe(name: string): string {
  const path = join(folder, name)
  execFileSync('mkfifo', [path])
  return path
}

test('a file is read unless it is too large', () => {
  const path = join(folder, 'a.txt')
  writeFileSync(path, 'four')
  assert.equal(Buffer.from(readToTheEnd(path, 4) ?? '').toString(), 'four')
  assert.equal(readToTheEnd(path, 3), undefined)
  assert.throws(() => readToTheEnd(folder, 4), { code: 'EISDIR' })
  assert.throws(() => readToTheEnd(join(folder, 'none'), 4), { code: 'ENOENT' })
})

test('a pipe is read to its end, and one without an end to the limit', onlyUnix, () => {
  const [short, endless] = [pipe('short'), pipe('endless')]
  spawn('sh', ['-c', '(printf one; printf two) > "$0"', short], { stdio: 'ignore' })
  assert.equal(Buffer.from(readToTheEnd(short, 100) ?? '').toString(), 'onetwo')
  spawn('sh', ['-c', 'yes > "$0"', endless], { stdio: 'ignore' })
  assert.equal(readToTheEnd(endless, 1 << 20), undefined)
})

const call = (module: string, name: string) => {
  const source = new URL(`../../src/${module}`, import.meta.url)
  return `const { ${name} } = await import('${source}')`
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  for (const [way, flag, work] of [
    ['writes to', 'w', `${call('sources/to-the-end.ts', 'readToTheEnd')}; readToTheEnd(process.argv[1], 100)`],
    ['reads', 'r', `${call('cli/output.ts', 'writeWhole')}; await writeWhole(process.argv[1], 'a'.repeat(1 << 20))`],
  ] as const) {
    test(`${signal} ends the wait for a pipe that nobody ${way}`, onlyUnix, async () => {
      const path = pipe(`silent-${signal}-${flag}`)
      const words = ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e']
      const child = spawn(process.execPath, [
        ...words,
        `process.once('${signal}', () => process.exit(1)); ${work}`,
        path,
      ])
      // opens as soon as the other end is open: the child waits from here on
      const other = await open(path, flag)
      child.kill(signal)
      const [, by] = await once(child, 'close')
      await other.close()
      assert.equal(by, signal)
    })
  }
}

test('who listens for signals hears of them again afterwards', () => {
  const listener = () => {}
  process.on('SIGINT', listener)
  const before = process.rawListeners('SIGINT')
  assert.throws(() => readToTheEnd(folder, 4))
  assert.deepEqual(process.rawListeners('SIGINT'), before)
  process.off('SIGINT', listener)
})
