import assert from 'node:assert/strict'
import { test } from 'node:test'
import { builtin } from '../../src/secrets/builtin.generated.ts'
import { completions } from '../../src/secrets/checks/index.ts'
import { nameKeywords } from '../../src/secrets/names/keywords.ts'
import { furthest } from '../../src/secrets/pattern/cost.ts'
import { scanFile } from '../../src/secrets/scan.ts'

const words = [...new Set(builtin.flatMap(({ keywords }) => keywords))]

/** Texts that would cost most, each in units that are repeated to any length. */
const texts: Readonly<Record<string, string>> = {
  'a single line': 'x',
  'a million short lines': 'a\n',
  'names without values': 'password ',
  'names with a sign': 'key=',
  'quotes that never end': "token='",
  'blocks that never end': '{"token":{"a":[',
  'elements that never end': '<password><token>',
  'lines that never have a value': 'password:\n',
  'beginnings of tokens': ' ghp_a eyJ-eyJ-eyJ-AKIAxox',
  'keys that never end': '-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n',
  'addresses that never end': 'https://a:b',
  'the words of all detectors': `${words.join(' ')} `,
  'all names': `${nameKeywords.join(": '")}\n`,
}

for (const [name, unit] of Object.entries(texts)) {
  test(`the work grows as the text does: ${name}`, () => {
    const stepsFor = (length: number) => {
      const text = unit.repeat(Math.ceil(length / unit.length)).slice(0, length)
      return scanFile('src/settings.yaml', Buffer.from(text)).steps
    }
    const [small, large] = [stepsFor(100_000), stepsFor(400_000)]
    assert.ok(large <= 4.2 * small + 1000, `${small} steps for a quarter of it, ${large} for all`)
    // what one file is worth, and one batch of hits more
    assert.ok(large < (64 << 20) + 32 * 400_000 + 2048 * furthest, `${large} steps`)
  })
}

test('what looks like a secret at every turn ends at a bound, and says so', () => {
  const content = Array.from({ length: 30_000 }, (_, i) => `db_password_${i} = 'kT9${i}x!vQ2mZ${i % 97}'\n`).join('')
  const { hits, whole } = scanFile('config/settings.ini', Buffer.from(content))
  assert.equal(whole, false)
  assert.ok(hits.length <= 10_000 + 2048, `${hits.length} hits`)
})

test('a text that is one line costs what its length costs', () => {
  const unit = 'the login and its password '
  const timeFor = (file: string, bytes: number) => {
    const text = Buffer.alloc(bytes, unit)
    const begun = process.cpuUsage()
    scanFile(file, text)
    const { user, system } = process.cpuUsage(begun)
    return user + system
  }
  timeFor('README.md', 1 << 17)
  const [small, large] = [timeFor('README.md', 1 << 18), timeFor('README.md', 1 << 21)]
  assert.ok(large < 8 * small * 2.5, `${small} µs for a quarter of a MiB, ${large} for two`)
})

for (const [name, unit] of Object.entries({
  'marks without attributes': '"sensitive_attributes": [',
  'attributes in attributes': '"attributes": {"sensitive_attributes": [',
  'attributes without marks': '"attributes": {"a": "b"}, ',
  'passwords without an end': '"type": "random_password", "attributes": {',
  'marks of the same': '"attributes": [[]], "sensitive_attributes": [[{"value": 0}]], ',
}))
  test(`a state of Terraform costs what its length costs: ${name}`, () => {
    const timeFor = (bytes: number) => {
      const text = Buffer.alloc(bytes, unit)
      const begun = process.cpuUsage()
      scanFile('terraform.tfstate', text)
      const { user, system } = process.cpuUsage(begun)
      return user + system
    }
    timeFor(1 << 17)
    const [small, large] = [timeFor(1 << 18), timeFor(1 << 21)]
    assert.ok(large < 8 * small * 2.5 + 500_000, `${small} µs for a quarter of a MiB, ${large} for two`)
  })

test('a line of 50 MB is searched to its end', () => {
  const line = Buffer.alloc(50 << 20, 'abcdefgh ')
  const begun = `ghp_${'w7Xk2VfQ9sLr4TnB8yHcJ0mZp5Ge3U'}`
  line.write(` ${begun}${completions.github?.(begun)} `, line.length - 100)
  const { hits, whole, steps } = scanFile('data.txt', line)
  assert.equal(whole, true)
  assert.deepEqual(
    hits.map(({ detector }) => detector),
    ['github-personal-token'],
  )
  assert.ok(steps < 100_000, `${steps} steps`)
})
