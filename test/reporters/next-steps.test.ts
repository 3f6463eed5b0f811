import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Settle } from '../../src/facts/hidden.ts'
import { toSay } from '../../src/facts/pipeline/dialect/question.ts'
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

const permission = (what: string): Settle => ({
  kind: 'permission',
  text: `let Assay read ${what}: assay check --forge`,
})
const told = (made: Parameters<typeof nextSteps>[0]) =>
  nextSteps(made).map(({ settle, requirements }) => `${requirements.length} ${settle.text}`)

test('kinds of one job are one answer: two lines of assay.yaml on it would say it in halves', () => {
  const kinds = (job: string, ...all: string[]) => toSay(`what ${job} does`, { job }, all)
  const made = assessment({
    requirements: [
      unknown('a.one', kinds('ci', 'unit-test')),
      unknown('a.two', kinds('ci', 'deploy', 'unit-test'), kinds('cd', 'deploy')),
      unknown('a.three', kinds('ci', 'deploy', 'unit-test')),
    ],
  })
  assert.deepEqual(told(made), [
    '3 say in assay.yaml what ci does: kinds: [{job: ci, kinds: [deploy, unit-test]}]',
    '1 say in assay.yaml what cd does: kinds: [{job: cd, kinds: [deploy]}]',
  ])
})

test('what one question to the forge answers is one step, and where it was asked in vain, to ask it again', () => {
  const requirements = [
    unknown('a.one', permission('the reviewers of demo')),
    unknown('a.two', permission('the reviewers of demo'), permission('the rules of main')),
    unknown('a.three', permission('the deployments')),
  ]
  assert.deepEqual(told(assessment({ requirements: requirements.slice(0, 2) })), [
    '2 let Assay read the reviewers of demo and the rules of main: assay check --forge',
  ])
  assert.deepEqual(told(assessment({ requirements })), [
    '3 let Assay read the reviewers of demo, the rules of main and the deployments: assay check --forge',
  ])
  const many = [...requirements, unknown('a.four', permission('x')), unknown('a.five', permission('y'))]
  assert.deepEqual(told(assessment({ requirements: many })), [
    '5 let Assay read the reviewers of demo, the rules of main and 3 more settings: assay check --forge',
  ])
  assert.deepEqual(told(assessment({ requirements, forgeProblem: 'x was not read: 503' })), [
    '3 ask the forge again: x was not read: 503',
  ])
})
