import assert from 'node:assert/strict'
import { test } from 'node:test'
import { known, type Outcome, single, truth, unknown, type Value } from '../../../src/facts/pipeline/dialect/outcome.ts'
import { parseExpression } from '../../../src/facts/pipeline/github/expression.ts'
import { type Frame, namesIn } from '../../../src/facts/pipeline/github/scope.ts'
import { evaluateSource, evaluateTemplate, fill, pieces } from '../../../src/facts/pipeline/github/template.ts'
import type { Run, Trigger } from '../../../src/facts/pipeline/model.ts'

const trigger = (kind: Trigger['kind'], event: string, more: Partial<Trigger> = {}): Trigger => ({
  kind,
  event,
  place: { file: 'x' },
  ...more,
})
const run = (of: Trigger, more: Partial<Run> = {}): Run => ({
  trigger: of,
  branch: undefined,
  onDefaultBranch: undefined,
  inputs: {},
  ...more,
})
const main = run(trigger('push', 'push'), { branch: 'default', onDefaultBranch: true })
const other = run(trigger('push', 'push'), { onDefaultBranch: false })
const named = run(trigger('push', 'push', { branches: ['staging'] }), { branch: 'staging', onDefaultBranch: false })
const tag = run(trigger('tag', 'push', { branches: ['v*'] }))
const pull = run(trigger('pull-request', 'pull_request'), { onDefaultBranch: true })
const inputs = [
  { name: 'environment', type: 'choice', options: ['staging', 'production'] },
  { name: 'dry', type: 'boolean' },
  { name: 'free', type: 'string', default: 'a' },
]
const manual = run(trigger('manual', 'workflow_dispatch', { inputs }))
const staging = { ...manual, inputs: { environment: 'staging', dry: 'true' } }
const called = run(trigger('call', 'workflow_call', { inputs: [] }))
const after = run(trigger('pipeline', 'workflow_run', { after: ['CI'] }), { onDefaultBranch: true })

const frame: Frame = {
  home: { defaultBranch: 'main', slug: 'acme/shop' },
  inputs: undefined,
  env: new Map([['STAGE', () => known('prod')]]),
  matrix: { env: { values: ['a', 'b'] }, os: known('linux') },
  output: () => () => unknown,
  stepOutput: () => () => unknown,
  outputText: () => undefined,
  runs: [main],
  actionPath: undefined,
}
const evaluate = (source: string, at: Run): Outcome => evaluateSource(source, namesIn(frame, at))

const values: readonly (readonly [string, Run, Value | undefined])[] = [
  ["'it''s'", main, "it's"],
  ['0x1F', main, 31],
  ['-1.5e2', main, -150],
  ['null', main, null],
  ["1 == '1'", main, true],
  ["null == ''", main, true],
  ['null == 0', main, true],
  ["'ABC' == 'abc'", main, true],
  ["'a' < 'B'", main, true],
  ["'' < 1", main, true],
  ["true && 'a' || 'b'", main, 'a'],
  ["false && 'a' || 'b'", main, 'b'],
  ["'x' || github.sha", main, 'x'],
  ['1 == 1 && 2 == 2 || 1 == 2', main, true],
  ['!(1 == 2) && !false', main, true],
  ["contains('Hello', 'ell')", main, true],
  ['contains(fromJSON(\'["dev","Prod"]\'), \'prod\')', main, true],
  ["startsWith('refs/tags/v1', 'refs/TAGS/')", main, true],
  ["endsWith('a.yml', '.yml')", main, true],
  ["format('{0}-{1}{{}}', 'a', 2)", main, 'a-2{}'],
  ["join(fromJSON('[1,2]'), '-')", main, '1-2'],
  ['fromJSON(\'{"a":{"b":[5,6]}}\').a[\'b\'][1]', main, 6],
  ["toJSON(fromJSON('[1]'))", main, '[1]'],
  ["case(false, 1, 2 == 2, 'two', 'else')", main, 'two'],
  ["case(false, 1, 'else')", main, 'else'],
  ['github.event_name', main, 'push'],
  ['github.ref', main, 'refs/heads/main'],
  ['github.ref_name', named, 'staging'],
  ["github.ref == 'refs/heads/main'", other, false],
  ["github.ref == 'refs/heads/next'", other, undefined],
  ["github.ref != 'refs/tags/v1'", other, true],
  ["startsWith(github.ref, 'refs/tags/')", other, false],
  ["startsWith(github.ref, 'refs/tags/v')", tag, true],
  ["startsWith(github.ref, 'refs/tags/w')", tag, false],
  ["github.ref_type == 'tag'", tag, true],
  ["github.ref == 'refs/heads/main'", pull, false],
  ["github.ref_name == 'main'", pull, false],
  ["github.ref_name != 'main'", pull, true],
  ["github.ref_name == '12/merge'", pull, undefined],
  ["github.event_name == 'pull_request'", pull, true],
  // what called a workflow from elsewhere was started by anything
  ['github.event_name', called, undefined],
  ['github.event.pull_request.number', called, undefined],
  ['github.event.inputs.tag', called, undefined],
  ['github.head_ref', called, undefined],
  ['github.base_ref', called, undefined],
  ['github.event.pull_request.number', main, null],
  ["github.head_ref != ''", pull, true],
  ['github.head_ref', main, ''],
  ['github.repository', main, 'acme/shop'],
  ["github.ref == format('refs/heads/{0}', github.event.repository.default_branch)", main, true],
  ['inputs.environment', main, null],
  ["inputs.environment || 'production'", main, 'production'],
  ['inputs.environment', manual, undefined],
  ["inputs.environment == 'test'", manual, false],
  ["inputs.environment == 'staging'", manual, undefined],
  ["inputs.environment == 'staging'", staging, true],
  ['github.event.inputs.environment', staging, 'staging'],
  ['inputs.dry', staging, true],
  ["github.event.inputs.dry == 'true'", staging, true],
  ['inputs.dry == true', manual, undefined],
  ["inputs.free == 'a'", manual, undefined],
  ["github.event.release.tag_name == ''", main, true],
  ["github.event.workflow_run.conclusion == 'success'", after, true],
  ["github.event.workflow_run.conclusion == 'success'", main, false],
  ["secrets.TOKEN != ''", main, undefined],
  ["vars.X == 'a' && false", main, false],
  ["vars.X == 'a' && true", main, undefined],
  ['env.STAGE', main, 'prod'],
  ["matrix.os == 'linux'", main, true],
  ["matrix.env == 'c'", main, false],
  ["matrix.env == 'a'", main, undefined],
  ['always() && !cancelled()', main, true],
  ['failure()', main, false],
  ["needs.build.result == 'success'", main, true],
  ["contains(needs.*.result, 'failure')", main, false],
  ["needs.build.outputs.x == 'y'", main, undefined],
  ["hashFiles('**') != ''", main, undefined],
]
for (const [source, at, value] of values) {
  test(`${source} on ${at.trigger.event}${at.branch ? ` ${at.branch}` : ''} is ${JSON.stringify(value)}`, () => {
    assert.deepEqual(single(evaluate(source, at)), value)
  })
}

test('an unknown operand does not hide a decided answer', () => {
  assert.equal(truth(evaluate("secrets.X != '' && false", main)), false)
  assert.equal(truth(evaluate("secrets.X != '' || true", main)), true)
  assert.equal(truth(evaluate("vars.X && 'a' || 'b'", main)), true)
})

test('a choice by an unknown condition is one of both', () => {
  assert.deepEqual(evaluate("github.ref == 'refs/heads/next' && 'production' || 'staging'", other), {
    values: ['production', 'staging'],
  })
  assert.deepEqual(evaluate('inputs.environment', manual).values, ['staging', 'production'])
})

test('what is no expression is undefined, not thrown', () => {
  for (const source of ['', 'a b', '(', 'a.', "'open", '1 +', 'f(', 'a[', '!', '"double"', '('.repeat(5_000)]) {
    assert.equal(parseExpression(source), undefined, source.slice(0, 20))
  }
})

test('a template is cut at its expressions, quoted braces inside', () => {
  const text = "a ${{ format('{0}}', x) }} b ${{ open"
  assert.deepEqual(
    pieces(text).map((piece) => piece.expression),
    [undefined, " format('{0}}', x) ", undefined],
  )
})

test('a template with an unknown part keeps what stands before it', () => {
  const outcome = evaluateTemplate('review-${{ github.event.number }}', namesIn(frame, pull))
  assert.equal(outcome.open?.prefix, 'review-')
  assert.equal(single(evaluateTemplate('x-${{ env.STAGE }}-${{ matrix.os }}', namesIn(frame, main))), 'x-prod-linux')
})

test('filled texts know where their units stood', () => {
  const text = 'go ${{ a }} to ${{ b }} now'
  const filled = fill(text, (expression) => (expression.trim() === 'a' ? 'ALPHA' : undefined))
  assert.equal(filled.text, 'go ALPHA to ${{ b }} now')
  const at = (word: string) => {
    const index = filled.text.indexOf(word)
    return text.slice(filled.startOf(index), filled.endOf(index + word.length))
  }
  assert.equal(at('go'), 'go')
  assert.equal(at('ALPHA'), '${{ a }}')
  assert.equal(at('to'), 'to')
  assert.equal(at('${{ b }}'), '${{ b }}')
  assert.equal(at('now'), 'now')
  assert.equal(at('go ALPHA'), 'go ${{ a }}')
})

test('of a format, the pattern is put in, though what it is given is not known', () => {
  const put = (text: string) => fill(text, (expression) => (expression.trim() === 'a' ? 'A' : undefined)).text
  assert.equal(put("${{ format('acme/shop:paas-{0}', inputs.sha) }}"), 'acme/shop:paas-${{ inputs.sha }}')
  assert.equal(put("${{ Format('{1}/{{{0}}}:{2}', a, b['c'].d, 7) }}"), '${{ b.c.d }}/{A}:7')
  // of what is no name the text is not made anew
  for (const kept of [
    "${{ format('acme/{0}', b || c) }}",
    '${{ format(a, b) }}',
    "${{ format('acme/{1}', b) }}",
    "${{ format('acme/{0}', b['c d']) }}",
    "${{ format('acme/{0}', b.*.c) }}",
  ]) {
    assert.equal(put(kept), kept)
  }
})
