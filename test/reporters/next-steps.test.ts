import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Settle } from '../../src/facts/hidden.ts'
import { nextSteps } from '../../src/reporters/next-steps.ts'
import { assessment, requirement, terminalLines } from './support/assessment.ts'

const answer = (text: string): Settle => ({ kind: 'answer', text })
const unknown = (id: string, ...settle: Settle[]) => requirement(id, 'unknown', { settle })

test('equal answers are one step, counted by requirements, the most useful first, then by text', () => {
  const made = assessment({
    requirements: [
      unknown('a.one', answer('say b'), answer('say a')),
      unknown('a.two', answer('say c'), answer('say c')),
      unknown('a.three', answer('say c')),
    ],
    own: [unknown('mine.x', answer('say c'))],
  })
  assert.deepEqual(
    nextSteps(made).map((step) => [step.settle.text, step.requirements]),
    [
      ['say c', ['a.two', 'a.three', 'mine.x']],
      ['say a', ['a.one']],
      ['say b', ['a.one']],
    ],
  )
})

test('only what is unknown asks for an answer, and waiting for a later version is none', () => {
  const made = assessment({
    requirements: [
      requirement('a.pass', 'pass', { settle: [answer('say it')] }),
      unknown('a.later', { kind: 'version', text: 'a later version of Assay judges it' }),
    ],
  })
  assert.deepEqual(nextSteps(made), [])
})

test('what the profile does not ask for needs no answer', () => {
  const made = assessment({
    scope: { kind: 'repository', only: [], profile: 'bronze', revision: null },
    requirements: [unknown('a.bronze', answer('say b')), { ...unknown('a.gold', answer('say g')), level: 'gold' }],
  })
  assert.deepEqual(
    nextSteps(made).map((step) => step.settle.text),
    ['say b'],
  )
})

test('the terminal proposes five at the most, with how much each settles', async () => {
  const made = assessment({
    requirements: Array.from({ length: 12 }, (_, i) =>
      unknown(`a.r${i}`, answer('say one thing'), ...(i < 7 ? [answer(`say ${i}`)] : [])),
    ),
  })
  const lines = await terminalLines(made)
  assert.deepEqual(
    lines.filter((line) => line.includes('settles ')),
    [
      '  settles 12 say one thing',
      '  settles  1 say 0',
      '  settles  1 say 1',
      '  settles  1 say 2',
      '  settles  1 say 3',
    ],
  )
})
