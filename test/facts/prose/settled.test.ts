import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isBelowProduction, isOfPlans, isSettled } from '../../../src/facts/prose/settled.ts'

test('a sentence that plans, proposes, asks or tells of the past says nothing of what is so', () => {
  for (const sentence of [
    'TODO: set the status page to maintenance.',
    'Planned: set the status page to maintenance.',
    'This is not implemented.',
    'In future the pipeline rolls back.',
    'We plan to roll back by ourselves.',
    'We will decide whether they stay.',
    'The channel is to be decided.',
    'Are migrations left in place?',
    'We used to page the duty officer.',
    'We no longer set the status page.',
    'The status page is no longer updated.',
    'We plan to roll back when errors rise.',
    'When errors rise, we will decide who is told.',
    'Do we roll back, if errors rise?',
    'One day the pipeline rolls back.',
  ])
    assert.equal(isSettled(sentence), false, sentence)
})

test('a sentence that tells what to do says it, whatever words it needs', () => {
  for (const sentence of [
    'Set the status page to maintenance.',
    'Roll back when the service no longer answers.',
    'The tool is used to set the status page.',
    'The person on call will set the status page.',
    'If it is not healthy after five minutes, roll back.',
    'If it is not yet healthy after five minutes, the release manager decides.',
    'Set the status page to degraded while the shop is not yet back.',
    'When we want to roll back, run the workflow.',
    'When you no longer need the old version, delete it.',
    'Tell the customers one day before the maintenance.',
    'The release manager answers within one day.',
  ])
    assert.equal(isSettled(sentence), true, sentence)
})

test('chapters on what may come one day', () => {
  for (const title of ['Future work', '5. Possible future improvements', 'Ideas', 'Roadmap', 'TODO', 'Open questions'])
    assert.equal(isOfPlans(title), true, title)
  for (const title of ['Next steps', 'Steps', 'Rollback plan', 'Deployment', 'Known issues', 'Future-proof rollback'])
    assert.equal(isOfPlans(title), false, title)
})

test('a sentence on a lower environment alone', () => {
  assert.equal(isBelowProduction('On staging, set the page to maintenance.'), true)
  assert.equal(isBelowProduction('On staging and production, set the page to maintenance.'), false)
  assert.equal(isBelowProduction('Set the page to maintenance.'), false)
})
