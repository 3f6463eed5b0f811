import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDocument } from 'yaml'
import { toSay } from '../../src/facts/pipeline/dialect/question.ts'

test('an answer that is asked for is YAML that names the job and the step', () => {
  for (const name of ['ship', 'ship: it', 'say "ship"', 'on', 'null', '3', '{ship}']) {
    const { text } = toSay('what it does', { job: name, step: name }, ['deploy'])
    const answer = text.replace('say in assay.yaml what it does: ', '')
    assert.deepEqual(parseDocument(answer).toJS(), { kinds: [{ job: name, step: name, kinds: ['deploy'] }] })
  }
  assert.match(toSay('what it does', { job: 'ship' }, ['deploy', 'smoke-test']).text, /\{job: ship, kinds: \[deploy, /)
})
