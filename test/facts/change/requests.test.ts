import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changesByRequest } from '../../../src/facts/change/requests.ts'

const address = 'https://deploy.shop.example/rollback'

for (const [options, expected] of [
  ['', false],
  ['-X POST', true],
  ['-XPOST', true],
  ['-sSfX POST', true],
  ['-sXDELETE', true],
  ['--request=PUT', true],
  ['-X GET', false],
  ['-fsSL -o answer.json', false],
  ['-d version=1.2.0', true],
  ['-sSd @body.json', true],
  ['--json {}', true],
  ['--data-binary @body.json', true],
  ['-F file=@body.json', true],
  ['-T body.json', true],
  ['-G -d version=1.2.0', false],
  ['-sI', false],
] as const)
  test(`curl ${options} ${expected ? 'asks for a change' : 'only looks'}`, () => {
    assert.equal(changesByRequest(['curl', ...options.split(' ').filter(Boolean), address]), expected)
  })

test('what -T, -F and -d are to wget asks for no change', () => {
  assert.equal(changesByRequest(['wget', '-T', '5', '-d', address]), false)
  assert.equal(changesByRequest(['wget', '--post-data=version=1.2.0', address]), true)
})
