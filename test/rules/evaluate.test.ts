import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Case, Rule } from '../../src/rules/rule.ts'
import { deployment, environment, evaluate, facts, reviewers, rule } from './support.ts'

const approval: readonly Case[] = [
  { when: 'it.approval == "manual"', then: 'pass' },
  { then: 'fail', message: '{it.job} is held by nobody', trace: 'it.gaps.build' },
]
const one = (fields: Record<string, unknown> = {}) => facts({ deployments: [deployment(fields)] })

describe('evaluateRule', () => {
  it('lets the first case that holds decide', async () => {
    const { verdict, judgements } = await evaluate(rule({ cases: approval }), one({ approval: 'manual' }))
    assert.equal(verdict, 'pass')
    assert.equal(judgements[0]?.message, 'It holds')
    assert.deepEqual(judgements[0]?.evidence, ['approval = manual'])
  })

  it('gives a fail its message, place, trace and evidence', async () => {
    const { verdict, judgements } = await evaluate(rule({ cases: approval }), one())
    assert.equal(verdict, 'fail')
    const [found] = judgements
    assert.equal(found?.message, 'ship is held by nobody')
    assert.deepEqual(found?.place, { file: 'deploy.yml', start: 10, end: 20 })
    assert.equal(found?.trace[0]?.text, 'push')
    assert.deepEqual(found?.evidence, ['approval = none'])
    assert.deepEqual(found?.subject, {
      kind: 'deployment',
      id: 'deploy.yml#ship',
      component: '',
      environment: 'production',
    })
  })

  it('takes the place from `at`', async () => {
    const cases: Case[] = [{ then: 'fail', message: 'no', at: 'it.at' }]
    const { judgements } = await evaluate(rule({ cases }), one())
    assert.equal(judgements[0]?.place.start, 30)
  })

  it('is unknown where what decides is hidden, and names it', async () => {
    const { verdict, judgements } = await evaluate(rule({ cases: approval }), one({ approval: reviewers }))
    assert.equal(verdict, 'unknown')
    assert.equal(judgements[0]?.hidden?.what, 'the reviewers of production')
    assert.equal(judgements[0]?.hidden?.settle.kind, 'permission')
    assert.equal(judgements[0]?.message, 'the reviewers of production cannot be seen from here')
    assert.deepEqual(judgements[0]?.evidence, ['approval = forge'])
  })

  const threeValued: [string, Record<string, unknown>, string][] = [
    ['it.gated || it.approval == "manual"', { gated: true, approval: reviewers }, 'pass'],
    ['it.approval == "manual" || it.gated', { gated: true, approval: reviewers }, 'pass'],
    ['it.gated && it.approval == "manual"', { gated: false, approval: reviewers }, 'fail'],
    ['it.approval == "manual" && it.gated', { gated: false, approval: reviewers }, 'fail'],
    ['it.approval == "manual" && it.gated', { gated: true, approval: reviewers }, 'unknown'],
    ['!(it.approval == "manual")', { approval: reviewers }, 'unknown'],
    ['deployments.exists(d, d.gated)', { gated: reviewers }, 'unknown'],
    ['it.guarded.build', { guarded: { build: reviewers } }, 'unknown'],
    ['it.guarded.build || true', { guarded: { build: reviewers } }, 'pass'],
    ['it.gated ? true : false', { gated: reviewers }, 'unknown'],
  ]
  for (const [that, fields, wanted] of threeValued) {
    it(`is ${wanted} for ${that} over ${JSON.stringify(fields)}`, async () => {
      const { verdict } = await evaluate(rule({ assert: { that, message: 'no' } }), one(fields))
      assert.equal(verdict, wanted)
    })
  }

  it('absorbs a hidden member where another one decides', async () => {
    const over = facts({ deployments: [deployment({ gated: reviewers }), deployment({ id: 'b', gated: true })] })
    const that = 'deployments.exists(d, d.gated)'
    assert.equal((await evaluate(rule({ assert: { that, message: 'no' } }), over)).verdict, 'pass')
    const all = 'deployments.all(d, !d.gated)'
    assert.equal((await evaluate(rule({ assert: { that: all, message: 'no' } }), over)).verdict, 'fail')
  })

  it('is unknown, not silent, where `where` is hidden', async () => {
    const over = one({ environment })
    const { verdict, judgements } = await evaluate(
      rule({ where: 'it.environment == "production"', cases: approval }),
      over,
    )
    assert.equal(verdict, 'unknown')
    assert.equal(judgements.length, 1)
    assert.equal(judgements[0]?.hidden?.what, 'the environment of the job ship')
  })

  it('leaves out a member whose `where` is hidden, where it could only pass and another one does', async () => {
    const approved = (yes: boolean) => (yes ? 'manual' : 'none')
    const maybe = (yes: boolean) => deployment({ id: 'maybe', environment, approval: approved(yes) })
    const sure = (yes: boolean) => deployment({ id: 'sure', approval: approved(yes) })
    const judged = rule({ where: 'it.environment == "production"', cases: approval })
    const verdict = async (...deployments: object[]) => (await evaluate(judged, facts({ deployments }))).verdict
    assert.equal(await verdict(maybe(true), sure(true)), 'pass')
    assert.equal(await verdict(maybe(false), sure(true)), 'unknown')
    assert.equal(await verdict(maybe(true), sure(false)), 'fail')
    // not one is judged for sure: there may be no subject at all
    assert.equal(await verdict(maybe(true)), 'unknown')
  })

  it('prints hidden values in messages', async () => {
    const cases: Case[] = [{ then: 'fail', message: '{it.environment}: {it.triggers}, {size(it.triggers)}' }]
    const { judgements } = await evaluate(rule({ cases }), one({ environment, triggers: ['push', 'tag'] }))
    assert.equal(judgements[0]?.message, '(hidden): push, tag, 2')
  })

  it('takes the first of `none` that holds where nothing is left', async () => {
    const none: Rule['none'] = [
      { when: '!repository.deploys', then: 'not-applicable', message: 'a library' },
      { when: 'repository.pipelines == 0', then: 'unknown', message: 'no pipeline' },
      { then: 'unknown', message: 'no deployment', settle: 'say so' },
    ]
    const made = rule({ where: 'it.environment == "staging"', cases: approval, none })
    const over = one()
    assert.equal((await evaluate(made, over)).judgements[0]?.message, 'no deployment')
    const library = facts({ repository: { ...over.repository, deploys: false } })
    const declared = await evaluate(made, library, { declared: new Set(['repository.deploys']) })
    assert.equal(declared.verdict, 'not-applicable')
    assert.equal(declared.judgements[0]?.declared, true)
    assert.equal(
      (await evaluate(made, over, { declared: new Set(['repository.deploys']) })).judgements[0]?.declared,
      false,
    )
    const unsaid = facts({ repository: { ...over.repository, deploys: reviewers } })
    assert.equal((await evaluate(made, unsaid)).judgements[0]?.hidden?.what, 'the reviewers of production')
  })

  it('judges parts one by one, each in its place, and passes an empty list', async () => {
    const section = (name: string, content: string, start: number) => ({
      name,
      content,
      place: { file: 'CHANGELOG.md', start, end: start + 1 },
    })
    const release = (sections: object[]) =>
      facts({ releases: [{ id: '1.0.0', sections, place: { file: 'CHANGELOG.md', start: 0, end: 5 } }] })
    const made = rule({
      each: 'releases',
      parts: {
        each: 'it.sections',
        where: 'part.name != "Other"',
        cases: [
          { when: 'part.content != "empty"', then: 'pass' },
          { then: 'fail', message: '{part.name} of {it.id} is empty' },
        ],
      },
    })
    const { judgements } = await evaluate(
      made,
      release([section('New Features', 'text', 10), section('Bug Fixes', 'empty', 20), section('Other', 'empty', 30)]),
    )
    assert.deepEqual(
      judgements.map(({ verdict, place }) => [verdict, place.start]),
      [
        ['pass', 10],
        ['fail', 20],
      ],
    )
    assert.equal(judgements[1]?.message, 'Bug Fixes of 1.0.0 is empty')
    assert.equal(judgements[1]?.subject.id, '1.0.0 / Bug Fixes')
    assert.deepEqual(
      (await evaluate(made, release([]))).judgements.map(({ verdict }) => verdict),
      ['pass'],
    )
  })

  it('combines tests by all, and by any', async () => {
    const tests = [
      { each: 'deployments', assert: { that: 'it.gated', message: 'no gate' } },
      { each: 'deployments', assert: { that: 'it.onMerge', message: 'not on merge' } },
    ]
    const { each: _, ...bare } = rule()
    assert.equal((await evaluate({ ...bare, tests }, one())).verdict, 'fail')
    const any = await evaluate({ ...bare, tests, combine: 'any' }, one())
    assert.equal(any.verdict, 'pass')
    assert.deepEqual(
      any.judgements.map(({ verdict, counts }) => [verdict, counts]),
      [
        ['fail', false],
        ['pass', true],
      ],
    )
    const open = await evaluate({ ...bare, tests, combine: 'any' }, one({ onMerge: reviewers }))
    assert.equal(open.verdict, 'unknown')
  })

  it('leaves results that do not count out of the verdict', async () => {
    const cases: Case[] = [
      { when: 'it.environment == "staging"', then: 'fail', message: 'old', counts: false, severity: 'note' },
      { then: 'pass' },
    ]
    const over = facts({ deployments: [deployment(), deployment({ id: 'b', environment: 'staging' })] })
    const { verdict, judgements } = await evaluate(rule({ cases }), over)
    assert.equal(verdict, 'pass')
    assert.deepEqual(
      judgements.map(({ counts }) => counts),
      [true, false],
    )
  })

  describe('a case with `some`', () => {
    const cases: Case[] = [
      {
        some: 'deployments',
        when: 'found.approval == "manual" && found.gated',
        then: 'pass',
        message: '{found.id} waits',
      },
      { then: 'fail', message: 'no' },
    ]
    const waiting = { approval: 'manual', gated: true }
    const judged = async (...fields: Record<string, unknown>[]) => {
      const deployments = fields.map((one, i) => deployment({ id: `d${i}`, place: { file: `${i}.yml` }, ...one }))
      return (await evaluate(rule({ each: 'repository', cases }), facts({ deployments }))).judgements[0]
    }

    it('holds for the first member that does, and stands there', async () => {
      const found = await judged({}, waiting, waiting)
      assert.deepEqual([found?.verdict, found?.message, found?.place.file], ['pass', 'd1 waits', '1.yml'])
    })

    it('lets one that is found win over those that are hidden', async () => {
      const found = await judged({ approval: 'manual', gated: reviewers }, waiting)
      assert.deepEqual([found?.verdict, found?.place.file], ['pass', '1.yml'])
    })

    it('is unknown where a hidden one may hold, and stands at that one', async () => {
      const found = await judged({}, { approval: 'manual', gated: reviewers })
      assert.deepEqual([found?.verdict, found?.hidden?.what, found?.place.file], ['unknown', reviewers.what, '1.yml'])
    })

    it('goes on where none holds, and where there is none', async () => {
      assert.equal((await judged({}, { gated: reviewers }))?.verdict, 'fail')
      assert.equal((await judged())?.verdict, 'fail')
    })
  })

  it('uses parameters, defaults and given ones', async () => {
    const parameters = { most: { type: 'int', default: 5, description: 'at most' } } as const
    const cases: Case[] = [
      { when: 'it.timeoutMinutes <= parameters.most', then: 'pass' },
      { then: 'fail', message: 'over {parameters.most}' },
    ]
    const made = rule({ each: 'smokeTests', parameters, cases })
    const over = facts({ smokeTests: [{ id: 's', timeoutMinutes: 7, place: { file: 'a' } }] })
    assert.equal((await evaluate(made, over)).judgements[0]?.message, 'over 5')
    assert.equal((await evaluate(made, over, { parameters: { most: 10 } })).verdict, 'pass')
  })

  it('goes on where a rule fails on one fact, and says so', async () => {
    const over = facts({ deployments: [deployment({ triggers: [] }), deployment({ id: 'b' })] })
    const { judgements, problems } = await evaluate(
      rule({ assert: { that: 'it.triggers[0] == "push"', message: 'no' } }),
      over,
    )
    assert.deepEqual(
      judgements.map(({ verdict }) => verdict),
      ['unknown', 'pass'],
    )
    assert.match(problems[0] ?? '', /^rule own\.rule: on deploy\.yml#ship: .*index out of bounds/)
  })

  it('is no pass where a fact lacks a field', async () => {
    const { verdict, problems } = await evaluate(rule({ assert: { that: 'it.recorded', message: 'no' } }), one())
    assert.equal(verdict, 'unknown')
    assert.match(problems[0] ?? '', /lacks its field "recorded"/)
  })

  it('stops a rule that looks at too much', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => deployment({ id: `d${i}`, gated: false }))
    const that = 'deployments.exists(a, deployments.exists(b, deployments.exists(c, false))) || true'
    const { verdict, problems } = await evaluate(
      rule({ where: 'it.id == "d0"', assert: { that, message: 'no' } }),
      facts({ deployments: many }),
    )
    assert.equal(verdict, 'unknown')
    assert.match(problems[0] ?? '', /too many values/)
  })
})
