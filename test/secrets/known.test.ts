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
