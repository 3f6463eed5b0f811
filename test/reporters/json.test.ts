import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv } from 'ajv'
import { fixtureNames, judgeFixture } from '../../scripts/golden.ts'
import { catalogue } from '../../src/rules/catalogue.ts'
import { report } from './support/assessment.ts'

const schema = JSON.parse(readFileSync(new URL('../../schemas/assessment.json', import.meta.url), 'utf8'))
const validate = new Ajv({ allErrors: true, strict: false }).compile(schema)

for (const name of fixtureNames) {
  for (const only of [[], ['approvals.*']]) {
    test(`the JSON of ${name}${only.length ? `, limited to ${only}` : ''}, follows its schema`, async () => {
      const value = JSON.parse(await report('json', await judgeFixture(name, only)))
      validate(value)
      assert.deepEqual(validate.errors ?? [], [])
    })
  }

  test(`the JSON of ${name} has a verdict for every requirement of the standard`, async () => {
    const { requirements } = JSON.parse(await report('json', await judgeFixture(name)))
    assert.deepEqual(
      requirements.map(({ id }: { id: string }) => id),
      catalogue.map(({ id }) => id),
    )
    assert.equal(requirements.length, 121)
    for (const { verdict } of requirements) assert.match(verdict, /^(pass|fail|waived|unknown|not-applicable)$/)
  })

  test(`the JSON of ${name} gives lines and columns wherever there is an offset`, async () => {
    const { results } = JSON.parse(await report('json', await judgeFixture(name)))
    const places = results.flatMap(({ place, trace }: { place: object; trace: { place: object }[] }) => [
      place,
      ...trace.map((stop) => stop.place),
    ])
    for (const place of places) assert.equal(place.line === undefined, place.start === undefined, JSON.stringify(place))
  })
}

test('the JSON ends with a line end', async () => {
  assert.match(await report('json', await judgeFixture('goldsmith')), /\}\n$/)
})
