import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Conclusion } from '../../src/assessment/assessment.ts'
import { compare, type Written, type WrittenResult } from '../../src/assessment/compare.ts'
import { diffMarkdown } from '../../src/reporters/diff/markdown.ts'
import { diffTerminal } from '../../src/reporters/diff/terminal.ts'

const requirement = (id: string, verdict: Conclusion, rule = 'a'.repeat(12)) => ({
  id,
  row: `the row of ${id}`,
  level: 'bronze',
  verdict,
  reason: `the reason of ${id}`,
  rule,
})

const failure = (fingerprint: string, given: Partial<WrittenResult> = {}): WrittenResult => ({
  requirement: 'a.b',
  verdict: 'fail',
  severity: 'error',
  message: `message ${fingerprint}`,
  place: { file: 'ci.yml', line: 3, column: 1 },
  fingerprint,
  counts: true,
  ...given,
})

const written = (given: Partial<Written> = {}): Written => ({
  schema: 'https://assay.dev/schemas/assessment/1',
  tool: { version: '0.1.0' },
  scope: { kind: 'repository', profile: 'gold' },
  asOf: '2026-11-23',
  rules: { version: '0.1.0', digest: '0'.repeat(64) },
  repository: { name: 'owner/shop', commit: 'a'.repeat(40) },
  level: 'none',
  share: { numerator: 1, denominator: 4 },
  coverage: { numerator: 2, denominator: 4 },
  requirements: [],
  own: [],
  results: [],
  ...given,
})
const next = { repository: { name: 'owner/shop', commit: 'b'.repeat(40) } }

test('a finding of which only what is recent is judged is not called fixed where nothing stands in its file', () => {
  const before = written({ requirements: [requirement('a.b', 'fail')], results: [failure('1')] })
  const after = (file: string) =>
    written({
      ...next,
      requirements: [requirement('a.b', 'pass')],
      results: [failure('2', { verdict: 'pass', place: { file } })],
    })
  const goneTo = (file: string, isOfRecent: boolean) => {
    const { fixed, unjudged } = compare(before, after(file), () => isOfRecent)
    return [fixed.length, unjudged.length]
  }
  assert.deepEqual(goneTo('other.yml', true), [0, 1])
  assert.deepEqual(goneTo('ci.yml', true), [1, 0])
  assert.deepEqual(goneTo('other.yml', false), [1, 0])
})

test('a file that is renamed makes nothing new and nothing fixed', () => {
  const at = (file: string, line: number, subject: string) => ({
    place: { file, line, column: 1 },
    message: `the job ${subject} of ${file} is bad`,
    subject: { id: `${file}:${line}@${subject}` },
  })
  const before = written({
    requirements: [requirement('a.b', 'fail')],
    results: [failure('1', at('old.yml', 3, 'ship')), failure('2', at('old.yml', 9, 'mend')), failure('3')],
  })
  const after = written({
    ...next,
    requirements: [requirement('a.b', 'fail')],
    results: [
      failure('4', at('new.yml', 53, 'ship')),
      failure('5', at('new.yml', 60, 'ship')),
      failure('6', at('ci.yml', 9, 'mend')),
    ],
  })
  const { found, fixed } = compare(before, after)
  assert.deepEqual(
    [found, fixed].map((list) => list.map(({ fingerprint }) => fingerprint)),
    [
      ['5', '6'],
      ['2', '3'],
    ],
  )
})

test('of a file that holds several, the one that is judged no more is not called fixed by its neighbours', () => {
  const set = (id: string, given: Partial<WrittenResult> = {}) =>
    failure(id, { subject: { id: `ci.yml#${id}` }, ...given })
  const before = written({ requirements: [requirement('a.b', 'fail')], results: [set('1'), set('2')] })
  const after = written({
    ...next,
    requirements: [requirement('a.b', 'pass')],
    results: [set('2', { verdict: 'pass' }), set('3', { verdict: 'pass' })],
  })
  const { fixed, unjudged } = compare(before, after, () => true)
  assert.deepEqual(
    [fixed, unjudged].map((list) => list.map(({ fingerprint }) => fingerprint)),
    [['2'], ['1']],
  )
})

test('a verdict that changed is better, worse or neither; one that did not is not told', () => {
  const pairs: readonly (readonly [Conclusion, Conclusion, string])[] = [
    ['fail', 'pass', 'better'],
    ['fail', 'unknown', 'other'],
    ['fail', 'waived', 'other'],
    ['fail', 'not-applicable', 'better'],
    ['unknown', 'fail', 'worse'],
    ['unknown', 'pass', 'better'],
    ['pass', 'unknown', 'worse'],
    ['pass', 'waived', 'worse'],
    ['waived', 'fail', 'worse'],
    ['unknown', 'waived', 'other'],
    ['pass', 'not-applicable', 'other'],
  ]
  const ids = pairs.map((_, i) => `a.r${i}`)
  const { changes } = compare(
    written({
      requirements: [...pairs.map(([old], i) => requirement(ids[i] as string, old)), requirement('a.same', 'fail')],
    }),
    written({
      requirements: [...pairs.map(([, now], i) => requirement(ids[i] as string, now)), requirement('a.same', 'fail')],
      ...next,
    }),
  )
  assert.deepEqual(
    changes.map(({ id, way }) => [id, way]),
    pairs.map(([, , way], i) => [ids[i], way]),
  )
})

test('what a change comes from is what differs between the two', () => {
  const origin = (before: Partial<Written>, after: Partial<Written>, rule?: string) =>
    compare(
      written({ requirements: [requirement('a.b', 'pass')], ...before }),
      written({ requirements: [requirement('a.b', 'fail', rule)], ...after }),
    ).changes[0]?.origin
  const rules = { rules: { version: '0.2.0', digest: '1'.repeat(64) }, tool: { version: '0.2.0' } }
  assert.equal(origin({}, next), 'repository')
  assert.equal(origin({}, rules, 'b'.repeat(12)), 'rules')
  assert.equal(origin({}, rules), 'assay', 'the rule is the same, so something else of Assay is not')
  assert.equal(origin({}, { ...rules, ...next }, 'b'.repeat(12)), 'several')
  assert.equal(origin({}, { asOf: '2026-12-24' }), 'day', 'an exception may have ended')
  const bare = { repository: { name: 'owner/shop', commit: null } }
  assert.equal(origin(bare, bare), 'repository', 'files on disk have no commit')
})

test('findings are new or fixed by their fingerprints; what is covered or decides nothing is neither', () => {
  const { found, fixed } = compare(
    written({ results: [failure('1'), failure('2'), failure('3', { suppression: {} })] }),
    written({
      requirements: [requirement('a.b', 'fail')],
      results: [
        failure('2'),
        failure('3'),
        failure('4'),
        failure('5', { counts: false }),
        failure('6', { suppression: {} }),
      ],
    }),
  )
  assert.deepEqual(
    found.map(({ fingerprint }) => fingerprint),
    ['3', '4'],
  )
  assert.deepEqual(
    fixed.map(({ fingerprint }) => fingerprint),
    ['1'],
  )
})

test('what makes two assessments hard to compare is said', () => {
  const { remarks } = compare(
    written(),
    written({
      repository: { name: 'owner/other', commit: null },
      rules: { version: '0.2.0', digest: '1'.repeat(64) },
      scope: { kind: 'partial', profile: 'silver' },
    }),
  )
  assert.deepEqual(remarks.length, 4)
  assert.match(remarks.join('\n'), /owner\/other[\s\S]*the rules changed[\s\S]*silver[\s\S]*partial run/)
})

test('what a partial run left out is neither better nor worse, and nothing of it is new or fixed', () => {
  const whole = written({
    requirements: [requirement('a.b', 'fail'), requirement('a.c', 'pass'), requirement('a.d', 'fail')],
    results: [failure('1'), failure('2', { requirement: 'a.d' })],
  })
  const leftOut = (id: string) => ({ ...requirement(id, 'unknown'), reason: 'left out of this run' })
  const partial = written({
    ...next,
    scope: { kind: 'partial', profile: 'gold' },
    requirements: [leftOut('a.b'), leftOut('a.c'), requirement('a.d', 'pass')],
  })
  const told = ({ changes, found, fixed }: ReturnType<typeof compare>) => [
    changes.map(({ id }) => id),
    [...found, ...fixed].map(({ fingerprint }) => fingerprint),
  ]
  for (const pair of [[whole, partial] as const, [partial, whole] as const])
    assert.deepEqual(told(compare(...pair)), [['a.d'], ['2']])
})

test('the comment has what is worse in a table, the findings with their places, and no text that is more than text', () => {
  const message = '@team [x](http://evil.example) <b>'
  const text = diffMarkdown(
    compare(
      written({ requirements: [requirement('a.b', 'pass'), requirement('a.c', 'fail')] }),
      written({
        ...next,
        share: { numerator: 2, denominator: 4 },
        requirements: [requirement('a.b', 'fail'), requirement('a.c', 'pass')],
        results: [failure('1', { message })],
      }),
    ),
  )
  assert.match(
    text,
    /^<!-- assay-diff -->\n### Assay: 1 better, 1 worse; 1 new finding, 0 fixed\n\nlevel none · share 25\.0 % → 50\.0 %/,
  )
  assert.match(text, /\| pass → fail \| a\.b \| bronze \| the reason of a\.b \| the repository changed \|/)
  assert.match(text, /- ci\.yml:3:1: error: /)
  assert.ok(!/@team|[^\\]\]\(http|<b>/.test(text), text)
})

test('the terminal tells what is worse first, and why', () => {
  const text = diffTerminal(
    compare(
      written({ requirements: [requirement('a.b', 'pass'), requirement('a.c', 'fail')] }),
      written({ ...next, requirements: [requirement('a.b', 'fail'), requirement('a.c', 'pass')] }),
    ),
    false,
    80,
  )
  assert.match(
    text,
    /^WORSE\n {2}pass → fail +a\.b +bronze\n {4}why the reason of a\.b\n {4}by {2}the repository changed\n\nBETTER\n/,
  )
})

test('what a waiver covers now is not called fixed, and one finding is one', () => {
  const covered = { suppression: { kind: 'external' } } as unknown as Partial<WrittenResult>
  const waived = compare(written({ results: [failure('a')] }), written({ ...next, results: [failure('a', covered)] }))
  assert.deepEqual([waived.found, waived.fixed], [[], []])
  const passing = { ...next, requirements: [requirement('a.b', 'pass')] }
  const mended = compare(written({ results: [failure('a')] }), written(passing))
  assert.match(diffMarkdown(mended), /^1 finding is fixed: a\.b\.$/m)
  assert.match(diffTerminal(mended, false, 80), /^1 finding is fixed: a\.b$/m)
})

test('what is unknown now, or left out by assay.yaml, is neither better nor fixed: it is told apart', () => {
  const before = written({ requirements: [requirement('a.b', 'fail')], results: [failure('1')] })
  const doubt = failure('9', { verdict: 'unknown' })
  const hidden = compare(before, written({ ...next, requirements: [requirement('a.b', 'unknown')], results: [doubt] }))
  const excused = { ...requirement('a.b', 'not-applicable'), grade: 'declared' }
  const leftOut = compare(before, written({ ...next, requirements: [excused] }))
  const ruleGone = compare(before, written(next))
  for (const { changes, fixed, unjudged } of [hidden, leftOut, ruleGone]) {
    assert.deepEqual(
      changes.map(({ way }) => way),
      ['other'],
    )
    assert.deepEqual([fixed.length, unjudged.length], [0, 1])
  }
  assert.match(diffMarkdown(hidden), /0 better, 0 worse, 1 other; 0 new findings, 0 fixed, 1 not judged any more\n/)
  assert.match(diffMarkdown(hidden), /^1 finding is not seen any more, but what it asks for is not judged now/m)
  assert.match(diffTerminal(hidden, false, 100), /^1 finding is not seen any more/m)
})

test('what is said of several places, or several times of one place, is one line', () => {
  const at = (line: number, message: string) =>
    failure(`${line} ${message}`, { message, place: { file: 'ci.yml', line, column: 1 } as WrittenResult['place'] })
  const copied = [3, 5, 7, 9, 11].map((line) => at(line, 'a.sh is not checked'))
  const tags = ['x:1', 'x:latest'].map((tag) => at(20, `${tag} moves`))
  const compared = compare(written({}), written({ ...next, results: [...copied, ...tags] }))
  const lines = diffMarkdown(compared).split('\n')
  assert.deepEqual(
    lines.filter((line) => line.startsWith('- ')),
    [
      '- ci.yml:3:1, ci.yml:5:1, ci.yml:7:1 and 2 more: error: a.sh is not checked \\[a.b\\]',
      '- ci.yml:20:1: error: x:1 moves; x:latest moves \\[a.b\\]',
    ],
  )
  assert.match(diffTerminal(compared, false, 120), /\+ ci\.yml:20:1: x:1 moves; x:latest moves \[a\.b\]/)
})

test('the gravest is told first, so that a long list ends with what matters least', () => {
  const at = (id: string, level: string, verdict: Conclusion) => ({ ...requirement(id, verdict), level })
  const notes = Array.from({ length: 60 }, (_, i) => failure(`note ${i}`, { severity: 'note' }))
  const compared = compare(
    written({ requirements: [at('a.gold', 'gold', 'pass'), at('a.bronze', 'bronze', 'pass')] }),
    written({
      ...next,
      requirements: [at('a.gold', 'gold', 'fail'), at('a.bronze', 'bronze', 'fail')],
      results: [...notes, failure('last')],
    }),
  )
  assert.match(diffMarkdown(compared), /a\.bronze[\s\S]*a\.gold[\s\S]*\*\*New findings\*\*\n\n- .*message last/)
  assert.match(diffTerminal(compared, false, 80), /a\.bronze[\s\S]*a\.gold[\s\S]*NEW FINDINGS\n.*message last/)
})
