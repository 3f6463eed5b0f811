import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Assessment, RequirementVerdict, Result } from '../../src/assessment/assessment.ts'
import { exitCode, type Gate } from '../../src/cli/gate.ts'
import { gateWords } from '../../src/cli/gate-words.ts'
import type { Level, Severity, Verdict } from '../../src/rules/rule.ts'

const gate: Gate = { failOn: 'error', strict: false, exitZero: false }

function requirement(level: Level, verdict: Verdict, judged = true): RequirementVerdict {
  return { id: `${level}.${verdict}`, level, verdict, judged } as RequirementVerdict
}

function result(requirement: string, verdict: Verdict, severity: Severity, counts = true): Result {
  return { requirement, verdict, severity, counts } as Result
}

function assessment(requirements: RequirementVerdict[], more: Partial<Assessment> = {}): Assessment {
  const scope = { kind: 'repository', only: [], profile: 'gold', revision: null } as const
  return {
    scope,
    requirements,
    own: [],
    results: [],
    unreadable: [],
    remarks: [],
    notices: [],
    problems: [],
    ...more,
  } as unknown as Assessment
}

test('0 where nothing failed, 1 where something did', () => {
  assert.equal(exitCode(assessment([requirement('bronze', 'pass'), requirement('bronze', 'unknown')]), gate), 0)
  assert.equal(exitCode(assessment([requirement('bronze', 'fail')]), gate), 1)
  assert.equal(exitCode(assessment([], { own: [requirement('bronze', 'fail')] }), gate), 1)
})

test('the level gives the severity that is held against the threshold', () => {
  const silver = assessment([requirement('silver', 'fail')])
  const gold = assessment([requirement('gold', 'fail')])
  assert.equal(exitCode(silver, gate), 0)
  assert.equal(exitCode(silver, { ...gate, failOn: 'warning' }), 1)
  assert.equal(exitCode(gold, { ...gate, failOn: 'warning' }), 0)
  assert.equal(exitCode(gold, { ...gate, failOn: 'note' }), 1)
  assert.equal(exitCode(assessment([requirement('bronze', 'fail')]), { ...gate, failOn: 'never' }), 0)
})

test('a severity that a case sets overrides the level; a result that decides nothing does not', () => {
  const one = [requirement('gold', 'fail')]
  assert.equal(exitCode(assessment(one, { results: [result('gold.fail', 'fail', 'error')] }), gate), 1)
  const shown = [result('gold.fail', 'fail', 'error', false), result('gold.fail', 'fail', 'note')]
  assert.equal(exitCode(assessment(one, { results: shown }), gate), 0)
  const lowered = assessment([requirement('bronze', 'fail')], { results: [result('bronze.fail', 'fail', 'note')] })
  assert.equal(exitCode(lowered, gate), 0)
})

test('what the profile does not ask for cannot fail it', () => {
  const scope = { kind: 'repository', only: [], profile: 'bronze', revision: null } as const
  assert.equal(exitCode(assessment([requirement('silver', 'fail')], { scope }), { ...gate, failOn: 'note' }), 0)
})

test('strict: an unknown that this version judges fails, one that it does not judge cannot', () => {
  const strict = { ...gate, strict: true }
  assert.equal(exitCode(assessment([requirement('bronze', 'unknown')]), strict), 1)
  assert.equal(exitCode(assessment([requirement('bronze', 'unknown', false)]), strict), 0)
  assert.equal(exitCode(assessment([requirement('silver', 'unknown')]), strict), 0)
})

test('2 where evidence could not be read or a rule failed, before 1, and whatever --exit-zero says', () => {
  const place = { file: 'a.yml' }
  const failing = [requirement('bronze', 'fail')]
  const exitZero = { ...gate, exitZero: true }
  assert.equal(exitCode(assessment(failing), exitZero), 0)
  const unread = assessment(failing, { unreadable: [{ place, message: 'broken', claimed: true }] })
  assert.equal(exitCode(unread, gate), 2)
  assert.equal(exitCode(unread, exitZero), 2)
  assert.equal(exitCode(assessment([], { problems: ['rule x.y: …'] }), exitZero), 2)
  assert.equal(exitCode(assessment([], { unreadable: [{ place, message: 'broken', claimed: false }] }), gate), 0)
})

test('a fail that is covered, or accepted in the baseline, is not held against anybody; another is', () => {
  const one = [requirement('bronze', 'fail')]
  const known: Result = { ...result('bronze.fail', 'fail', 'error'), baselineState: 'unchanged' }
  const fresh: Result = { ...result('bronze.fail', 'fail', 'error'), baselineState: 'new' }
  const place = { file: '.assay/waivers.yaml' }
  const covered: Result = {
    ...result('bronze.fail', 'fail', 'error'),
    suppression: { kind: 'external', place, reason: '' },
  }
  assert.equal(exitCode(assessment(one, { results: [known, covered] }), gate), 0)
  assert.equal(exitCode(assessment(one, { results: [known, covered, fresh] }), gate), 1)
  const graver: Result = { ...known, severity: 'error' }
  const light: Result = { ...fresh, severity: 'note' }
  assert.equal(exitCode(assessment(one, { results: [graver, light] }), gate), 0, 'the severity is that of what is new')
})

test('a remark counts by its severity; one that makes judging impossible is 2, whatever is asked', () => {
  const remark = { code: 'waiver-expired', severity: 'warning', message: '', place: { file: 'w' } } as const
  assert.equal(exitCode(assessment([], { remarks: [remark] }), gate), 0)
  assert.equal(exitCode(assessment([], { remarks: [remark] }), { ...gate, failOn: 'warning' }), 1)
  assert.equal(exitCode(assessment([], { remarks: [{ ...remark, severity: 'error' }] }), gate), 1)
  const unusable = assessment([], { remarks: [{ ...remark, severity: 'error', unusable: true }] })
  assert.equal(exitCode(unusable, { ...gate, exitZero: true, failOn: 'never' }), 2)
})

test('a repository that no git can read is 2: tags, history and what is tracked say nothing then', () => {
  const code = (word: string) => exitCode(assessment([], { notices: [{ code: word as 'shallow', message: '' }] }), gate)
  assert.equal(code('git-unusable'), 2)
  assert.equal(code('unsafe-git'), 2)
  assert.equal(code('no-git'), 0, 'a folder that is no repository needs none')
})

test('the gate says in words what its exit code says, and which requirements decide', () => {
  const words = (some: Assessment, how: Partial<Gate> = {}) => gateWords(some, { ...gate, ...how })?.words
  const fails = (ids: readonly string[], severity: Severity) =>
    assessment(
      ids.map((id) => ({ ...requirement('bronze', 'fail'), id })),
      { results: ids.map((id) => result(id, 'fail', severity)) },
    )
  assert.equal(words(assessment([requirement('bronze', 'pass')])), undefined)
  assert.equal(words(fails(['a'], 'error')), 'held, exit code 1: 1 requirement fails at error: a')
  assert.equal(
    words(fails(['a', 'b', 'c', 'd', 'e'], 'warning'), { failOn: 'warning' }),
    'held, exit code 1: 5 requirements fail at warning or above: a, b, c and 2 more',
  )
  assert.equal(words(fails(['a'], 'warning')), 'passes, exit code 0: nothing fails at error')
  assert.equal(
    words(fails(['a'], 'error'), { exitZero: true }),
    'passes by --exit-zero, else exit code 1: 1 requirement fails at error: a',
  )
  assert.equal(
    words(fails(['a'], 'error'), { failOn: 'never' }),
    'passes, exit code 0: nothing is held back (--fail-on never)',
  )
  const known = { new: 0, known: 1, fixed: [], unjudged: [], file: 'b.txt' }
  const results = [{ ...result('a', 'fail', 'error'), baselineState: 'unchanged' as const }]
  assert.equal(
    words({ ...fails(['a'], 'error'), results, baseline: known }),
    'passes, exit code 0: nothing new fails at error',
  )
  assert.equal(
    words({ ...fails(['a'], 'error'), baseline: known }),
    'held, exit code 1: 1 requirement newly fails at error: a',
  )
  assert.equal(
    words(assessment([requirement('bronze', 'unknown')]), { strict: true }),
    'held, exit code 1: 1 requirement fails at error (1 unknown, which --strict holds): bronze.unknown',
  )
  const remark = { code: 'x', severity: 'error', message: 'it has no owner', place: { file: 'w.yaml' } } as const
  assert.equal(
    words(assessment([], { remarks: [remark] })),
    'held, exit code 1: 1 remark on exceptions stands at error',
  )
  assert.equal(
    words(assessment([], { remarks: [{ ...remark, unusable: true }], problems: ['a rule failed'] })),
    'exit code 2, not all could be judged: a rule failed and 1 more',
  )
})
