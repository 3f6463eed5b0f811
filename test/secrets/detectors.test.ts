import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RE2JS } from 're2js'
import { readDetectors, root } from '../../scripts/generate/pack-detectors.ts'
import { builtin } from '../../src/secrets/builtin.generated.ts'
import { describe as describeHit } from '../../src/secrets/describe.ts'
import { Detection } from '../../src/secrets/detect.ts'
import type { Example, PackedDetector } from '../../src/secrets/detector.ts'
import { scanText } from '../../src/secrets/scan.ts'
import { fill } from './support/fill.ts'

const { detectors, problems } = await readDetectors(root)
const packed = new Map(builtin.map((detector) => [detector.id, detector]))

test('every detector has the form of schemas/detector.json, and a pattern that costs little', () => {
  assert.deepEqual(problems, [])
})

test('the packed detectors are these (npm run generate)', () => {
  assert.deepEqual(
    detectors.map(({ id }) => id),
    builtin.map(({ id }) => id),
  )
})

for (const { id, pattern, keywords, examples } of detectors) {
  const detector = packed.get(id) as PackedDetector
  const seeds = ['one', 'two', 'three']

  test(`${id}: RE2 takes the pattern`, () => {
    RE2JS.compile(pattern)
  })

  for (const [i, example] of examples.match.entries()) {
    test(`${id}: example ${i + 1} is found, by the detector alone and by the scan`, () => {
      for (const seed of seeds) {
        const { file, text } = filled(example, `${id} ${seed}`)
        const found = new Detection(detector).next(text, 0)
        assert.ok(found, `the pattern finds nothing in ${JSON.stringify(text)}`)
        const before = text.slice(Math.max(0, found.start - 80), found.end).toLowerCase()
        assert.ok(
          keywords.some((keyword) => before.includes(keyword)),
          `none of the keywords stands in or before the match in ${JSON.stringify(text)}`,
        )
        const ids = scanText(file, text).map((hit) => hit.detector)
        assert.ok(ids.includes(id), `the scan finds ${ids.join(', ') || 'nothing'} in ${JSON.stringify(text)}`)
      }
    })
  }

  for (const [i, example] of examples.other.entries()) {
    test(`${id}: lookalike ${i + 1} is not found`, () => {
      for (const seed of seeds) {
        const { file, text } = filled(example, `${id} ${seed}`)
        const found = scanText(file, text).filter((hit) => hit.detector === id)
        assert.deepEqual(found, [], JSON.stringify(text))
      }
    })
  }
}

function filled(example: Example, seed: string): { file: string; text: string } {
  const { file, text } = typeof example === 'string' ? { file: 'src/settings.txt', text: example } : example
  return { file, text: fill(text, seed) }
}

test('what a function is given is told by what the function does with it', () => {
  const titled = (key: string) => describeHit({ detector: 'command-argument', key }).title
  assert.equal(titled('JWT secret'), 'A key that a program signs with')
  assert.equal(titled('cipher key'), 'A key that a program encrypts with')
  assert.equal(titled('seeded password'), 'A password that a program sets')
  for (const key of ['--password', 'constructor', '__proto__'])
    assert.equal(titled(key), 'A password given to a command')
  assert.equal(describeHit({ detector: 'named-value', key: 'JWT secret' }).title, 'A password or key in plain text')
})
