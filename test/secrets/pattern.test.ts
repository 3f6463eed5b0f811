import assert from 'node:assert/strict'
import { test } from 'node:test'
import { furthest, patternCost } from '../../src/secrets/pattern/cost.ts'
import { parsePattern } from '../../src/secrets/pattern/parse.ts'
import { detectorProblems } from '../../src/secrets/pattern/problems.ts'
import { stretchOf } from '../../src/secrets/pattern/stretch.ts'

const cost = (pattern: string) => patternCost(parsePattern(pattern))

test('each character decides: one way, however long', () => {
  for (const pattern of [
    'ghp_[A-Za-z0-9]{36}',
    '(?i)key["\']?\\s{0,5}[:=]\\s{0,5}["\']?(?<secret>[0-9a-f]{32})',
    'eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]{20,}',
    '(?:[a-z]{2}-){1,3}[0-9]',
  ])
    assert.equal(cost(pattern).ways, 1, pattern)
})

test('a repeat that may end anywhere has a way for each count', () => {
  assert.equal(cost('[a-z ]{0,30} ?x').ways, 31)
  assert.equal(cost('a*b').ways, 1)
  assert.equal(cost('\\w*key').ways, furthest)
})

test('nested repeats multiply, and are refused', () => {
  for (const pattern of ['(?:a+)+b', '(?:[a-z]{1,20}-?){1,20}x', '(?:a|ab|b){1,40}c', '(?:a?){30}a{30}'])
    assert.ok(cost(pattern).ways > 1_000_000, `${pattern}: ${cost(pattern).ways}`)
})

test('what is not in the syntax is told, as are patterns that take a text whole', () => {
  for (const [pattern, message] of [
    ['(?=x)y', /\(\?= is not in the syntax/],
    ['(a)\\1', /\\1 is not in the syntax/],
    ['(?:a+)+b', /in \d+ ways/],
    ['.*key', /begins or ends/],
    ['key.*', /begins or ends/],
    ['[a', /not closed/],
  ] as const)
    assert.match(detectorProblems({ pattern } as never).join('; '), message)
})

test('the most characters of a match', () => {
  assert.equal(cost('a{2}(?:b|cd)[x-z]{1,3}').longest, 7)
  assert.equal(cost('a+').longest, furthest)
})

test('a pattern that means less or more to V8 than to us would be judged wrongly: ways grow as V8 slows down', () => {
  // 30 characters would take V8 minutes; the bound says so before anybody runs it
  assert.ok(cost('(?:x+x+)+y').ways > 1e9)
})

test('the characters that stand side by side in every match', () => {
  const stretch = (pattern: string) => {
    const found = stretchOf(parsePattern(pattern))
    return found && `${found.of} ${found.length}`
  }
  assert.equal(stretch('(?i)key["\']?\\s{0,5}[:=]\\s{0,5}["\']?(?<secret>[0-9a-f]{32})'), 'narrow 32')
  assert.equal(stretch('[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}'), 'narrow 36')
  assert.equal(stretch('sk_[a-z]{10,20}_[a-z]{4}'), 'narrow 18')
  assert.equal(stretch('[A-Za-z0-9+/]{40}'), 'wide 40')
  assert.equal(stretch('[a-z]{20}|[a-z.]{30}'), undefined)
  assert.equal(stretch('(?:[a-z]{20}\\.)?[a-z]{8}'), undefined)
  assert.equal(stretch('(?:[a-z]{20}\\.){1,3}[a-z]{8}'), 'narrow 20')
  assert.equal(stretch('[a-z]{10}\\b[a-z]{10}'), 'narrow 20')
  assert.equal(stretch('[a-z]{10}(?:-[a-z]+)*[a-z]{10}'), 'narrow 20')
  assert.equal(stretch('[^x]{30}'), undefined)
})
