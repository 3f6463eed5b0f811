import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Assessment } from '../../src/assessment/assessment.ts'
import { plain } from '../../src/reporters/harmless.ts'
import { loadReporter } from '../../src/reporters/index.ts'
import { assessment, input, requirement, result, rule } from './support/assessment.ts'

/** Sets the title of a terminal, clears the screen, rings, goes up, turns the writing round, hides itself. */
const evil = '\u001b]0;owned\u0007\u001b[2J\u009b1A\u202eexe\u2066\u200b\u2028\u{e0041}\u0000\b\r\n\t\ud800x'
const harmful = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u2028\u202e\u2066\ud800]|\u{e0041}/u

/** An assessment with the same text wherever a repository can put one. */
function poisoned(text: string): Assessment {
  const place = { file: `${text}.yml`, start: 0, end: 3 }
  const trace = [
    { place, text },
    { place: { file: '', setting: text }, text },
  ]
  const hurt = { subject: { kind: 'x', id: text, component: text, environment: text }, evidence: [text], cause: text }
  return assessment({
    repository: { name: text, commit: text, files: 1 },
    scope: { kind: 'partial', only: [text], profile: 'gold', revision: text },
    results: [
      result({ ...hurt, message: text, place, trace }),
      result({ ...hurt, message: `other ${text}`, place: { file: '', setting: text } }),
      result({ ...hurt, message: `third ${text}`, place, cause: 'third' }),
      result({ ...hurt, message: `fourth ${text}`, place: { file: `${text}/b` }, cause: 'fourth' }),
      result({ ...hurt, message: text, place, counts: false }),
      result({ ...hurt, requirement: 'a.open', verdict: 'unknown', message: text, place }),
      result({ ...hurt, requirement: `mine.${text}`, message: text, place, cause: 'mine' }),
    ],
    requirements: [
      requirement('pipeline.build', 'fail', { reason: text }),
      requirement('a.open', 'unknown', { reason: text, settle: [{ kind: 'answer', text }] }),
      requirement('a.pass', 'pass', { reason: text }),
      requirement('a.none', 'not-applicable', { reason: text }),
    ],
    own: [requirement(`mine.${text}`, 'fail', { section: text, reason: text })],
    skipped: [{ path: text, reason: 'too-large', detail: text }],
    notices: [{ code: 'shallow', message: text }],
    unreadable: [
      { place, message: text, claimed: true },
      { place, message: text, claimed: false },
    ],
    problems: [text],
  })
}

const rules = (text: string) => [
  rule('pipeline.build'),
  rule(`mine.${text}`, { title: text, why: text, fix: `${text}\n\n    ${text}`, references: [text] }),
]

for (const options of [{}, { verbose: true }, { quiet: true }]) {
  test(`nothing hostile reaches the terminal, ${JSON.stringify(options)}`, async () => {
    const files = { [`${evil}.yml`]: `${evil}\n${evil}` }
    const base = input(poisoned(evil), files, { rules: rules(evil) })
    const text = (await loadReporter('terminal'))({ ...base, options: { ...base.options, ...options } })
    assert.doesNotMatch(text, harmful)
    assert.ok(text.includes('\\x1b]0;owned\\x07'), 'what was there is shown')
  })
}

test('colour brings only its own escapes', async () => {
  const base = input(poisoned(evil), { [`${evil}.yml`]: evil }, { rules: rules(evil) })
  const text = (await loadReporter('terminal'))({ ...base, options: { ...base.options, color: true, verbose: true } })
  assert.doesNotMatch(text.replace(/\u001b\[\d{1,2}m/g, ''), harmful)
})

for (const format of ['markdown', 'github-summary', 'github', 'azure', 'csv', 'junit'] as const) {
  test(`nothing hostile reaches a reader of ${format}`, async () => {
    const base = input(poisoned(evil), { [`${evil}.yml`]: evil }, { rules: rules(evil) })
    const text = (await loadReporter(format))(base)
    assert.doesNotMatch(text.replaceAll('\r\n', '\n').replaceAll('&#8203;', ''), harmful)
    assert.ok(text.includes('owned'), 'what was there is shown')
  })
}

test('nothing hostile reaches a message in SARIF, and no text becomes a link', async () => {
  const text = `${evil} [click](https://evil.example)`
  const log = JSON.parse((await loadReporter('sarif'))(input(poisoned(text), {}, { rules: rules(text) })))
  const messages: string[] = []
  JSON.stringify(log.runs[0], (key, value) => {
    if (key === 'message') messages.push(value.text)
    return value
  })
  assert.ok(messages.length > 5)
  for (const message of messages) {
    assert.doesNotMatch(message, harmful)
    assert.doesNotMatch(message, /\]\(/)
  }
})

test('control, direction and invisible characters are shown as escapes', () => {
  assert.equal(plain('\u001b[2J'), '\\x1b[2J')
  assert.equal(plain('a\u202eb\u2069'), 'a\\u202eb\\u2069')
  assert.equal(plain('prod\u200bution'), 'prod\\u200bution')
  assert.equal(plain('\u{e0041}'), '\\u{e0041}')
  assert.equal(plain('\u0085\u009b'), '\\x85\\x9b')
})

test('line ends and tabs are one space, half pairs the replacement character, the rest stays', () => {
  assert.equal(plain('a\r\n\tb'), 'a b')
  assert.equal(plain('\ud83da\ude80'), '\ufffda\ufffd')
  assert.equal(plain('Grüße, 配備 🚀 – “so”'), 'Grüße, 配備 🚀 – “so”')
})
