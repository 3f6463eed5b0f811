import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stringify } from 'yaml'
import { attestationAcceptance, type Grounds } from '../../../src/assessment/acceptance/attestations/apply.ts'
import { attestationsFile } from '../../../src/assessment/acceptance/attestations/statement.ts'
import type { Result } from '../../../src/assessment/assessment.ts'
import { Text } from '../../../src/documents/text.ts'
import { apply, ids, result, seeded, told } from './support.ts'

const good = {
  requirement: 'pipeline.build',
  statement: 'the vendor builds it',
  evidence: 'https://wiki.example/build',
  by: 'Ada Lovelace',
  role: 'head of operations',
  date: '2026-09-01',
  expires: '2027-03-01',
}
const file = (change: Readonly<Record<string, unknown>> = {}) => stringify({ attestations: [{ ...good, ...change }] })
const open = [result({ verdict: 'unknown' })]

async function applied(content: string, results: readonly Result[] = open, change: Partial<Grounds> = {}) {
  const grounds: Grounds = {
    asOf: '2026-11-23',
    ids,
    covers: () => true,
    isExcluded: () => false,
    exists: (path) => path === 'docs/build.md',
    ...change,
  }
  const text = new Text(attestationsFile, content)
  const accepted = await apply(await attestationAcceptance(text, grounds), ...results)
  return { ids: [...accepted.attestations.keys()], told: told(accepted.remarks, text), ...accepted }
}

test('a statement that is right in every field holds, with all that it says', async () => {
  const accepted = await applied(file())
  const { requirement, ...fields } = good
  const { place, ...rest } = accepted.attestations.get(requirement)!
  assert.deepEqual([rest, accepted.told, place.file], [fields, [], attestationsFile])
  assert.equal(accepted.results, accepted.results)
})

const refused: readonly (readonly [string, string, string])[] = [
  ...Object.keys(good).map((key) => {
    const { [key as keyof typeof good]: _, ...rest } = good
    return [`${key} is lacking`, stringify({ attestations: [rest] }), 'error attestation-malformed:2'] as const
  }),
  ...Object.keys(good).map(
    (key, i) => [`${key} says nothing`, file({ [key]: ' ' }), `error attestation-malformed:${i + 2}`] as const,
  ),
  ['a key too many', file({ approver: 'x' }), 'error attestation-malformed:9'],
  ['a glob', file({ requirement: 'pipeline.*' }), 'error attestation-unknown-requirement:2'],
  ['a misspelt id', file({ requirement: 'pipeline.bild' }), 'error attestation-unknown-requirement:2'],
  ['evidence that is no link', file({ evidence: 'I know it' }), 'error attestation-without-evidence:2'],
  ['evidence that is not here', file({ evidence: 'docs/other.md' }), 'error attestation-without-evidence:2'],
  ['made after the day of the run', file({ date: '2026-11-24' }), 'error attestation-from-the-future:2'],
  ['it ends before it was made', file({ expires: '2026-08-31' }), 'error attestation-malformed:2'],
  ['it is over', file({ expires: '2026-11-22' }), 'warning attestation-expired:2'],
  ['a day that is none', file({ expires: '2027-02-29' }), 'error attestation-malformed:8'],
]

for (const [what, content, expected] of refused) {
  test(`settles nothing, and is told with its line: ${what}`, async () => {
    const accepted = await applied(content)
    assert.deepEqual([accepted.ids, accepted.told], [[], [expected]])
  })
}

test('a path of the repository is evidence', async () => {
  assert.deepEqual((await applied(file({ evidence: './docs/build.md' }))).ids, ['pipeline.build'])
})

test('it hides no fail, and says where it is not needed', async () => {
  const on = async (results: readonly Result[], change: Partial<Grounds> = {}) =>
    (await applied(file(), results, change)).told
  const suppression = { kind: 'external', place: { file: 'w' }, reason: 'r' } as const
  assert.deepEqual(await on([result(), result({ verdict: 'unknown' })]), ['warning attestation-contradicted:2'])
  assert.deepEqual(await on([result({ verdict: 'pass' })]), ['note attestation-not-needed:2'])
  assert.deepEqual(await on([result({ suppression })]), ['note attestation-not-needed:2'])
  assert.deepEqual(await on([result({ verdict: 'not-applicable' })]), ['note attestation-not-needed:2'])
  assert.deepEqual(await on([], { isExcluded: () => true }), ['note attestation-not-needed:2'])
  assert.deepEqual(await on([result({ verdict: 'pass' }), result({ verdict: 'unknown' })]), [])
  assert.deepEqual(await on([]), [], 'no rule judges it: open')
  assert.deepEqual(await on([result()], { covers: () => false }), [], 'left out of this run')
})

test('its end is announced, and a second one on the same is told', async () => {
  assert.deepEqual((await applied(file({ expires: '2026-12-07' }))).told, ['warning attestation-expiring:2'])
  const two = stringify({ attestations: [good, { ...good, statement: 'another' }] })
  assert.deepEqual((await applied(two)).told, ['warning attestation-twice:9'])
  assert.equal((await applied(two)).attestations.get('pipeline.build')!.statement, good.statement)
})

test('a file that cannot be read settles nothing, and nothing can be judged by it', async () => {
  for (const content of ['attestations: [', `<<<<<<< a\n${file()}`, 'attestation: []', `${file()}---\n${file()}`]) {
    const accepted = await applied(content)
    assert.deepEqual(accepted.ids, [], content)
    assert.match(accepted.told[0] ?? '', /^error attestations-unusable:\d+ unusable$/)
  }
})

test('whatever is cut from a file or thrown into it, what settles names every field', async () => {
  const random = seeded(5)
  const whole = file()
  for (let i = 0; i < 300; i++) {
    const at = Math.floor(random() * whole.length)
    const noise = ['', ':', '\t', '"', '- ', '\n', '&a ', '<<: ', '{', '#'][Math.floor(random() * 10)]
    const content = whole.slice(0, at) + noise + whole.slice(at + Math.floor(random() * 4))
    for (const { place: _, ...fields } of (await applied(content)).attestations.values()) {
      for (const value of Object.values(fields)) assert.match(value, /[\p{L}\p{N}]/u, content)
      assert.ok(fields.date <= '2026-11-23' && fields.expires >= '2026-11-23', content)
    }
  }
})
