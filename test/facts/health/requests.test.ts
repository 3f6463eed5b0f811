import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestsIn } from '../../../src/facts/health/requests.ts'
import { type Choice, choiceOf } from '../../../src/facts/pipeline/graph/after/chosen.ts'
import type { Act } from '../../../src/facts/pipeline/model.ts'

const all: Choice = { only: undefined, not: [], leftOut: [] }
const asked = (path: string, content: string, choice: Partial<Choice> = {}) =>
  requestsIn(path, content, { ...all, ...choice }).addresses
const chosenBy = (...words: string[]) => choiceOf({ tool: words[0], words, text: words.join(' ') } as unknown as Act)

test('what tests ask for and heed the answer of', () => {
  const cases: readonly (readonly [file: string, content: string, ...addresses: string[]])[] = [
    ['a.spec.ts', `const a = await request.get('/health')\nexpect(a.ok()).toBe(true)`, '/health'],
    ['a.spec.ts', 'const a = await fetch(`${base}/health`)\nif (a.status !== 200) throw new Error()', '${base}/health'],
    ['a.cy.js', `cy.request('/health')`, '/health'],
    ['test_a.py', 'requests.get(f"{BASE}/health").raise_for_status()', '{BASE}/health'],
    ['test_a.py', 'a = requests.get(base + "/health")\nassert a.status_code == 200', '/health'],
    [
      'a_test.go',
      'a, err := http.Get(base + "/health")\nif err != nil { t.Fatal(err) }\nassert.Equal(t, 200, a.StatusCode)',
      '/health',
    ],
    ['ATest.kt', 'client.get()\n  .uri("/health")\n  .exchange()\n  .expectStatus()', '/health'],
    ['a.hurl', 'GET {{base}}/health\nHTTP 200', '{{base}}/health'],
    [
      'a.json',
      '{"event": [{"exec": ["pm.test(\'up\')"]}], "request": {"url": {"raw": "{{base}}/health"}}}',
      '{{base}}/health',
    ],
  ]
  for (const [file, content, ...addresses] of cases) assert.deepEqual(asked(file, content), addresses, content)
})

test('nobody heeds the answer, nobody asks what is deployed, or the test may not run', () => {
  for (const content of [
    `await request.get('/health')`,
    `const a = await request(app).get('/health')\nexpect(a.status).toBe(200)`,
    `test.skip('up', async () => { const a = await request.get('/health')\nexpect(a.ok()).toBe(true) })`,
    `import http from 'k6/http'\nexport default () => check(http.get('https://a.example/health'), { up: (a) => a.status === 200 })`,
  ]) {
    const { addresses, open } = requestsIn('a.spec.ts', content, all)
    assert.deepEqual([addresses, open], [[], true], content)
  }
})

test('tests that a word chooses count where the word stands with them', () => {
  const content = `test('up @smoke', async () => {\n  const a = await request.get('/health')\n  expect(a.ok()).toBe(true)\n})`
  assert.deepEqual(asked('a.spec.ts', content, { only: '@smoke' }), ['/health'])
  assert.deepEqual(asked('a.spec.ts', content, { only: '@nightly' }), [])
  assert.deepEqual(asked('a.spec.ts', content, { not: ['@nightly'] }), ['/health'])
  assert.deepEqual(asked('a.spec.ts', content, { not: ['@smoke'] }), [])
  assert.deepEqual(asked('a.spec.ts', content, { only: '?' }), [])
})

test('addresses that no literal tells leave open what is asked for', () => {
  assert.equal(requestsIn('a.spec.ts', 'await page.goto(where)', all).open, true)
  assert.equal(requestsIn('a.spec.ts', `for (const path of ['/health', '/ready']) await check(path)`, all).open, true)
  assert.equal(requestsIn('a.spec.ts', `await page.goto('/login')\nexpect(page).toHaveTitle('Gold')`, all).open, false)
})

test('a word that stands with the next test chooses that one alone', () => {
  const content = `test('up', async () => {\n  const a = await request.get('/health')\n  expect(a.ok()).toBe(true)\n})\ntest('ready @smoke', () => {})`
  assert.deepEqual(asked('a.spec.ts', content, { only: '@smoke' }), [])
})

test('which tests a command runs', () => {
  const cases: readonly (readonly [words: string, only: string | undefined, ...not: string[]])[] = [
    ['playwright test --grep @smoke', '@smoke'],
    ['playwright test --grep-invert @slow', undefined, '@slow'],
    ['playwright test --grep-invert=@slow|@auth', undefined, '@slow', '@auth'],
    ['cucumber-js --tags (not|@slow)', '(not|@slow)'],
    ['playwright test smoke', undefined],
    ['playwright test --shard 1/2', '?'],
    ['cypress run --record --tag nightly', undefined],
    ['locust -f shop.py -t 1m', undefined],
    ['newman run shop.json -g globals', undefined],
  ]
  for (const [words, only, ...not] of cases) {
    const choice = chosenBy(...words.split(' '))
    assert.deepEqual([choice.only, choice.not], [only, not], words)
  }
  assert.deepEqual(chosenBy('pytest', '-m', 'not slow and not auth').not, ['slow', 'auth'])
  assert.equal(chosenBy('pytest', '-m', 'smoke and not slow').only, 'smoke and not slow')
})
