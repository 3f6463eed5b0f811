import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { catalogue, requirementOf } from '../../src/rules/catalogue.ts'
import { factTypes } from '../../src/rules/fact-types.ts'
import { fold, foldAny } from '../../src/rules/fold.ts'
import { glob, loadPatterns } from '../../src/rules/functions.ts'
import { checkSettings, parameterValues } from '../../src/rules/parameters.ts'
import type { Verdict } from '../../src/rules/rule.ts'
import { splitTemplate } from '../../src/rules/template.ts'
import { rule } from './support.ts'

describe('splitTemplate', () => {
  const table: [template: string, pieces: string[]][] = [
    ['plain', ['plain']],
    ['{it.job} deploys', ['<it.job>', ' deploys']],
    ['say: environments: {demo: staging}', ['say: environments: {demo: staging}']],
    ['kinds: [{job: <name>, kinds: [deploy]}]', ['kinds: [{job: <name>, kinds: [deploy]}]']],
    ['not-applicable: {smoke-tests.health: {it.job}}', ['not-applicable: {smoke-tests.health: ', '<it.job>', '}']],
    ['{it.gated ? "a: b" : "c"}!', ['<it.gated ? "a: b" : "c">', '!']],
    ['{"}"}', ['<"}">']],
    ['${{ github.sha }} in {it.file}', ['${{ github.sha }} in ', '<it.file>']],
    ['{[{"a": 1}].size()}', ['<[{"a": 1}].size()>']],
  ]
  for (const [template, wanted] of table) {
    it(template, () => {
      const pieces = splitTemplate(template).map((piece) => (piece.kind === 'text' ? piece.text : `<${piece.source}>`))
      assert.deepEqual(pieces, wanted)
    })
  }

  it('knows where a hole begins', () => {
    const [, hole] = splitTemplate('ab {x}')
    assert.equal(hole?.kind === 'hole' && hole.start, 4)
  })
})

describe('glob', () => {
  const table: [text: string, pattern: string, wanted: boolean][] = [
    ['docker.io/library/node', '*/node', true],
    ['node', 'node', true],
    ['nodes', 'node', false],
    ['a.b', 'a?b', true],
    ['', '*', true],
    ['', '?', false],
    ['pipeline.build', 'pipeline.*', true],
    ['abcabd', '*abd', true],
  ]
  for (const [text, pattern, wanted] of table) it(`${text} ${pattern}`, () => assert.equal(glob(text, pattern), wanted))

  it('takes no long time for any pattern', () => {
    assert.equal(glob('a'.repeat(5000), `${'*a'.repeat(500)}b`), false)
  })
})

it('patterns take linear time', async () => {
  const pattern = await loadPatterns()
  assert.equal(pattern('^(a+)+$')(`${'a'.repeat(5000)}!`), false)
  assert.equal(pattern('v\\d+')('release v12'), true)
  assert.throws(() => pattern('(?<=a)b'))
})

it('fold: fail, unknown, pass, not-applicable, in this order; what does not count is left out', () => {
  const of = (...verdicts: Verdict[]) => fold(verdicts.map((verdict) => ({ verdict, counts: true })))
  assert.equal(of('pass', 'unknown', 'fail'), 'fail')
  assert.equal(of('pass', 'unknown', 'not-applicable'), 'unknown')
  assert.equal(of('pass', 'not-applicable'), 'pass')
  assert.equal(of('not-applicable'), 'not-applicable')
  assert.equal(of(), 'not-applicable')
  assert.equal(
    fold([
      { verdict: 'fail', counts: false },
      { verdict: 'pass', counts: true },
    ]),
    'pass',
  )
  assert.equal(foldAny(['fail', 'pass']), 'pass')
  assert.equal(foldAny(['fail', 'unknown']), 'unknown')
  assert.equal(foldAny(['fail', 'not-applicable']), 'fail')
})

it('the catalogue has the 121 requirements, each in its section', () => {
  assert.equal(catalogue.length, 121)
  assert.equal(new Set(catalogue.map(({ id }) => id)).size, 121)
  for (const { id, section } of catalogue) assert.equal(id.split('.')[0], section)
  assert.equal(requirementOf('pipeline.build')?.level, 'bronze')
  assert.equal(requirementOf('pipeline.biuld'), undefined)
})

it('two records of one title must agree', () => {
  const record = (field: string) => ({ title: 'A', type: 'object', properties: { [field]: { type: 'string' } } })
  assert.throws(() => factTypes({ a: record('x'), b: record('y') }, {}), /two records are called A/)
})

describe('settings of rules', () => {
  const made = rule({
    parameters: {
      minutes: { type: 'int', default: 5, description: 'how long' },
      names: { type: 'list<string>', default: [], description: 'which' },
    },
  })
  const check = (parameters: Record<string, Record<string, unknown>>, notApplicable = {}) =>
    checkSettings({ parameters, notApplicable }, [made], ['own.rule', 'pipeline.build']).map(({ message }) => message)

  it('override defaults', () => {
    assert.deepEqual(parameterValues(made, { parameters: { 'own.rule': { minutes: 7 } } }), { minutes: 7, names: [] })
  })
  it('must exist and have the right type', () => {
    assert.deepEqual(check({ 'own.rule': { minutes: 7, names: ['a'] } }), [])
    assert.deepEqual(check({ 'own.rule': { minutes: 'seven' } }), [
      '"seven" is not a whole number, which own.rule wants for "minutes"',
    ])
    assert.deepEqual(check({ 'own.rule': { minuts: 7 } }), [
      'own.rule has no parameter "minuts"; did you mean "minutes"?',
    ])
    assert.deepEqual(check({ 'own.rul': {} }), ['no requirement is called "own.rul"; did you mean "own.rule"?'])
    assert.deepEqual(check({ 'pipeline.build': {} }), [
      'pipeline.build is not judged by this version, so it has no parameters',
    ])
    assert.deepEqual(check({}, { 'pipeline.biuld': 'x' }), [
      'no requirement is called "pipeline.biuld"; did you mean "pipeline.build"?',
    ])
  })
})
