import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KnownValues } from '../../src/secrets/known.ts'
import { scanText } from '../../src/secrets/scan.ts'
import { made } from './structure/support.ts'

const value = made('Gold', 'Smith#', '4711x')
const covering = (file: string, text: string) => {
  const known = new KnownValues()
  known.add(scanText(file, text))
  return (shown: string) => known.cover(shown)
}

test('a value is covered from one border of words to another', () => {
  const cover = covering('a.yml', `user: shop\npassword: "${value}"\n`)
  assert.equal(cover(`echo ${value}`), 'echo ***')
  assert.equal(cover(`a:${value},"${value}"`), 'a:***,"***"')
  assert.equal(cover(`x${value}`), `x${value}`)
  assert.equal(cover(value), '***')
  assert.equal(cover(''), '')
})

test('words and what is uncertain stay legible', () => {
  const secret = 'kind: Secret\nstringData:\n  password: postgres\n'
  assert.equal(scanText('a.yml', secret)[0]?.certainty, 'likely')
  assert.equal(covering('a.yml', secret)('image: postgres'), 'image: postgres')
  const uncertain = `Log in with user: shop, password: ${value}\n`
  assert.equal(scanText('README.md', uncertain)[0]?.certainty, 'uncertain')
  assert.equal(covering('README.md', uncertain)(`run ${value}`), `run ${value}`)
})

test('a text without a space, and many values, end at a bound', () => {
  const known = new KnownValues()
  const hits = Array.from({ length: 400 }, (_, i) =>
    scanText('a.yml', `password: "${value}${'x'.repeat(i % 150)}${i}"\n`),
  )
  known.add(hits.flat())
  const begun = process.cpuUsage()
  assert.ok(known.cover('a.b/'.repeat(50_000)).length > 190_000)
  assert.equal(known.cover(`echo ${value}0`), 'echo ***')
  const { user, system } = process.cpuUsage(begun)
  // each part asked for, it would take minutes
  assert.ok((user + system) / 1e6 < 10)
})

test('what is found later is covered from then on, and of several the longest', () => {
  const known = new KnownValues()
  known.add(scanText('a.yml', `password: "${value}"\n`))
  const shown = `run ${value}-9Kd`
  assert.equal(known.cover(shown), 'run ***-9Kd')
  known.add(scanText('b.yml', `password: "${value}-9Kd"\n`))
  assert.equal(known.cover(shown), 'run ***')
})
