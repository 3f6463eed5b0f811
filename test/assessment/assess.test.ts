import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { type AssessInput, assess, wantedFacts } from '../../src/assessment/assess.ts'
import type { Assessment } from '../../src/assessment/assessment.ts'
import { toJson } from '../../src/assessment/json.ts'
import { defaultSettings } from '../../src/config/settings.ts'
import { Text } from '../../src/documents/text.ts'
import type { Requirement, Rule } from '../../src/rules/rule.ts'
import { builtinRules } from '../../src/rules/rule-set.ts'
import { deployment, facts, reviewers, rule } from '../rules/support.ts'

const file = new Text('deploy.yml', 'on: push\n  ship:\n    run: kubectl apply\n  other:\n    run: kubectl apply\n')

/** A place on a line of the file above. */
function line(number: number): { file: string; start: number; end: number } {
  const start = file.content.indexOf(file.line(number))
  return { file: 'deploy.yml', start, end: start + 4 }
}

async function run(change: Partial<AssessInput> = {}): Promise<Assessment> {
  return assess({
    facts: facts({ deployments: [deployment({ place: line(2) })] }),
    rules: await builtinRules(),
    settings: defaultSettings,
    scope: { kind: 'repository', only: [], profile: 'gold', revision: null },
    asOf: '2026-11-23',
    version: '0.1.0',
    repository: { name: 'shop', commit: null, files: 1 },
    textOf: async (name) => (name === 'deploy.yml' ? file : undefined),
    ...change,
  })
}

const held: Rule = rule({
  id: 'own.held',
  cases: [
    { when: 'it.approval == "manual"', then: 'pass' },
    { then: 'fail', message: '{it.job} is held by nobody' },
  ],
})
const loaded = { rule: held, reads: ['deployments', 'repository'] }
const requirement: Requirement = { id: 'own.held', section: 'own', row: 'held', level: 'bronze' }
/** The rule above as the one requirement of a standard. */
const alone = { rules: [loaded], catalogue: [requirement] }
const only = (assessment: Assessment) => assessment.requirements[0]!

describe('assess', () => {
  it('gives a verdict for each of the 121 requirements', async () => {
    const { requirements, notJudged, rules } = await run()
    assert.equal(requirements.length, 121)
    assert.equal(new Set(requirements.map(({ id }) => id)).size, 121)
    assert.equal(requirements.filter(({ judged }) => !judged).length, notJudged)
    assert.equal(notJudged, 121 - rules.count)
    for (const one of requirements.filter(({ judged }) => !judged))
      assert.equal(one.reason, 'not judged by this version')
  })

  it('is waived where exceptions cover every fail, and a fail where one is left; waived is not met', async () => {
    const two = { deployments: [deployment({ id: 'a', place: line(2) }), deployment({ id: 'b', place: line(4) })] }
    const place = { file: '.assay/waivers.yaml' }
    const cover = (count: number) => ({
      apply: (results: Assessment['results']) => ({
        results: results.map((one, i) =>
          i < count ? { ...one, suppression: { kind: 'external' as const, place, reason: 'moved in May' } } : one,
        ),
        attestations: new Map(),
        remarks: [],
      }),
    })
    const whole = await run({ ...alone, facts: facts(two), acceptance: cover(2) })
    assert.equal(only(whole).verdict, 'waived')
    assert.deepEqual(only(whole).results, { pass: 0, fail: 0, waived: 2, unknown: 0, 'not-applicable': 0 })
    assert.deepEqual(whole.share, { numerator: 0, denominator: 1 })
    assert.deepEqual(whole.levels?.[0]?.waivedBy, ['own.held'])
    const part = await run({ ...alone, facts: facts(two), acceptance: cover(1) })
    assert.equal(only(part).verdict, 'fail')
  })

  it('has the fails of a rule as notes in the version that brought it, unless the policy wants them at once', async () => {
    const fresh = { ...alone, rules: [{ ...loaded, rule: { ...held, since: '0.1' } }] }
    const severity = async (change: Partial<AssessInput>) => (await run({ ...fresh, ...change })).results[0]?.severity
    assert.equal(await severity({ version: '0.1.3' }), 'note')
    assert.equal(await severity({ version: '0.2.0' }), 'error')
    assert.equal(await severity({ version: '0.10.0' }), 'error')
    assert.equal(await severity({ version: '0.1.3', settings: { ...defaultSettings, newRules: 'enforce' } }), 'error')
    assert.equal(only(await run({ ...fresh, version: '0.1.3' })).verdict, 'fail', 'it fails all the same')
  })

  it('takes a statement for what is unknown, with its grade, and never for what was seen', async () => {
    const attestation = {
      place: { file: '.assay/attestations.yaml' },
      statement: 'two people approve each release',
      evidence: 'https://wiki.example/approvals',
      by: 'Ada',
      role: 'release manager',
      date: '2026-11-01',
      expires: '2027-02-01',
    }
    const acceptance = {
      apply: (results: Assessment['results']) => ({
        results,
        attestations: new Map([['own.held', attestation]]),
        remarks: [],
      }),
    }
    const failing = await run({ ...alone, acceptance })
    assert.equal(only(failing).verdict, 'fail')
    const unseen = await run({
      ...alone,
      facts: facts({ deployments: [deployment({ approval: reviewers })] }),
      acceptance,
    })
    assert.equal(only(unseen).verdict, 'pass')
    assert.equal(only(unseen).grade, 'attested')
    assert.equal(only(unseen).attestation?.by, 'Ada')
  })

  it('folds results: any fail, else any unknown, else any pass', async () => {
    const deployments = (...approvals: unknown[]) => ({
      facts: facts({
        deployments: approvals.map((approval, i) => deployment({ id: `d${i}`, approval, place: line(2) })),
      }),
    })
    const verdict = async (...approvals: unknown[]) =>
      only(await run({ ...alone, ...deployments(...approvals) })).verdict
    assert.equal(await verdict('manual', reviewers, 'none'), 'fail')
    assert.equal(await verdict('manual', reviewers), 'unknown')
    assert.equal(await verdict('manual', 'manual'), 'pass')
    const mixed = only(await run({ ...alone, ...deployments('manual', reviewers, 'none') }))
    assert.deepEqual(mixed.results, { pass: 1, fail: 1, waived: 0, unknown: 1, 'not-applicable': 0 })
    assert.equal(mixed.reason, 'ship is held by nobody')
    const open = only(await run({ ...alone, ...deployments(reviewers) }))
    assert.deepEqual(open.settle, [{ kind: 'permission', text: 'let Assay read them' }])
  })

  it('takes the severity from the level', async () => {
    const severity = async (level: Requirement['level']) =>
      (await run({ rules: [loaded], catalogue: [{ ...requirement, level }] })).results[0]?.severity
    assert.deepEqual(await Promise.all([severity('bronze'), severity('silver'), severity('gold')]), [
      'error',
      'warning',
      'note',
    ])
  })

  it('reckons level, share and coverage; an unknown costs as much as a fail', async () => {
    const level = async (approval: unknown) =>
      run({ ...alone, facts: facts({ deployments: [deployment({ approval, place: line(2) })] }) })
    const met = await level('manual')
    assert.deepEqual(
      [met.level, met.share, met.coverage],
      ['gold', { numerator: 1, denominator: 1 }, { numerator: 1, denominator: 1 }],
    )
    const open = await level(reviewers)
    assert.deepEqual(
      [open.level, open.share, open.coverage],
      ['none', { numerator: 0, denominator: 1 }, { numerator: 0, denominator: 1 }],
    )
    assert.deepEqual(open.levels?.[0]?.openBy, ['own.held'])
    const failed = await level('none')
    assert.deepEqual(
      [failed.share, failed.coverage],
      [
        { numerator: 0, denominator: 1 },
        { numerator: 1, denominator: 1 },
      ],
    )
    assert.deepEqual(failed.levels?.[0]?.failedBy, ['own.held'])
  })

  it('leaves higher levels out of the results of a profile, not out of the standing', async () => {
    const catalogue: Requirement[] = [{ ...requirement, level: 'gold' }]
    const { results, share, levels } = await run({
      rules: [loaded],
      catalogue,
      scope: { kind: 'repository', only: [], profile: 'bronze', revision: null },
    })
    assert.deepEqual(results, [])
    assert.deepEqual(share, { numerator: 0, denominator: 0 })
    assert.deepEqual(levels?.[2]?.failedBy, ['own.held'])
    assert.equal(levels?.[0]?.reached, false)
  })

  it('gives a partial run no level and no share, and still all requirements', async () => {
    const partial = await run({ scope: { kind: 'partial', only: ['pipeline.*'], profile: 'gold', revision: null } })
    assert.equal(partial.level, undefined)
    assert.equal(partial.share, undefined)
    assert.equal(partial.requirements.length, 121)
    assert.ok(partial.results.every((result) => result.requirement.startsWith('pipeline.')))
    assert.equal(partial.requirements.find(({ id }) => id === 'approvals.production')?.reason, 'left out of this run')
    assert.deepEqual([...wantedFacts([loaded], ['other.*'])], ['repository'])
  })

  it('believes assay.yaml where it says that a requirement does not apply, as declared', async () => {
    const settings = { ...defaultSettings, notApplicable: { 'own.held': 'no production' } }
    const found = only(await run({ ...alone, settings }))
    assert.deepEqual(
      [found.verdict, found.grade, found.reason],
      ['not-applicable', 'declared', 'assay.yaml says: no production'],
    )
  })

  it('scores own rules apart', async () => {
    const { own, requirements } = await run({ rules: [loaded], catalogue: [] })
    assert.deepEqual(requirements, [])
    assert.deepEqual(
      own.map(({ id, level, verdict }) => [id, level, verdict]),
      [['own.held', 'bronze', 'fail']],
    )
  })

  it('never passes on facts that could not be collected', async () => {
    const failed = new Map([['deployments', 'observed/x failed: oops']])
    const { problems, requirements } = await run({
      ...alone,
      failed,
      facts: facts({ deployments: [deployment({ approval: 'manual', place: line(2) })] }),
    })
    assert.equal(requirements[0]?.verdict, 'unknown')
    assert.deepEqual(problems, ['observed/x failed: oops'])
  })

  it('gives one cause to results that share it, and each fail else its own', async () => {
    const shared: Rule = { ...held, cases: [{ then: 'fail', message: 'no', cause: 'no-gate' }] }
    const two = facts({ deployments: [deployment({ place: line(2) }), deployment({ id: 'b', place: line(4) })] })
    const causes = async (of: Rule) =>
      (await run({ catalogue: [requirement], rules: [{ rule: of, reads: [] }], facts: two })).results.map(
        ({ cause }) => cause,
      )
    assert.deepEqual(await causes(shared), ['no-gate', 'no-gate'])
    assert.equal(new Set(await causes(held)).size, 2)
  })
})

describe('fingerprints', () => {
  const print = async (content: string, start: number, change: Record<string, unknown> = {}) => {
    const place = { file: 'deploy.yml', start, end: start + 1, ...change }
    const { results } = await run({
      ...alone,
      facts: facts({ deployments: [deployment({ place })] }),
      textOf: async () => new Text('deploy.yml', content),
    })
    return results[0]?.fingerprint
  }

  it('survive lines inserted above, and indentation', async () => {
    const before = await print('a: 1\nimage: x\n', 5)
    assert.equal(await print(`${'# more\n'.repeat(50)}a: 1\n  image: x\n`, 50 * 7 + 7), before)
  })

  it('differ for another value and for another file', async () => {
    const before = await print('a: 1\nimage: x\n', 5)
    assert.notEqual(await print('a: 1\nimage: y\n', 5), before)
    assert.notEqual(await print('a: 1\nimage: x\n', 5, { file: 'other.yml' }), before)
  })

  it('tell findings apart that are alike', async () => {
    const place = line(3)
    const again = line(5)
    const { results } = await run({
      ...alone,
      facts: facts({ deployments: [deployment({ place }), deployment({ place: again })] }),
    })
    assert.equal(new Set(results.map(({ fingerprint }) => fingerprint)).size, 2)
  })
})

describe('toJson', () => {
  const textOf = (name: string) => (name === 'deploy.yml' ? file : undefined)

  it('adds lines and columns', async () => {
    const json = toJson(await run(alone), textOf) as { results: { place: object }[] }
    assert.deepEqual(json.results[0]?.place, {
      file: 'deploy.yml',
      line: 2,
      column: 1,
      endLine: 2,
      endColumn: 5,
      start: 9,
      end: 13,
    })
  })

  it('keeps to schemas/assessment.json', async () => {
    const { Ajv } = await import('ajv')
    const schema = JSON.parse(await readFile(new URL('../../schemas/assessment.json', import.meta.url), 'utf8'))
    const validate = new Ajv({ allowUnionTypes: true }).compile(schema)
    const problems = ['oops']
    const unreadable = [{ place: line(3), message: 'broken', claimed: true }]
    const skipped = [{ path: 'a', reason: 'submodule', detail: 'b' }] as const
    const hidden = facts({
      deployments: [
        deployment({ approval: reviewers, place: line(2) }),
        deployment({ id: 'b', path: [{ place: line(1), text: 'push' }] }),
      ],
    })
    for (const one of [
      await run({ problems, unreadable, skipped }),
      await run({ facts: hidden }),
      await run({ scope: { kind: 'partial', only: ['x'], profile: 'bronze', revision: 'HEAD' } }),
    ]) {
      const json = JSON.parse(JSON.stringify(toJson(one, textOf)))
      assert.ok(validate(json), JSON.stringify(validate.errors, null, 1))
    }
  })

  it('is the same for the same facts in another order', async () => {
    const a = deployment({ id: 'a', place: line(2) })
    const b = deployment({ id: 'b', place: line(4) })
    const json = async (deployments: object[]) =>
      JSON.stringify(toJson(await run({ ...alone, facts: facts({ deployments }) }), textOf))
    assert.equal(await json([a, b]), await json([b, a]))
  })
})
