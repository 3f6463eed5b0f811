import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestsIn } from '../../../src/facts/health/requests.ts'

const asked = (path: string, content: string, chosen?: string) => requestsIn(path, content, chosen).addresses

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
    const { addresses, open } = requestsIn('a.spec.ts', content, undefined)
    assert.deepEqual([addresses, open], [[], true], content)
  }
})

test('tests that a word chooses count where the word stands with them', () => {
  const content = `test('up @smoke', async () => {\n  const a = await request.get('/health')\n  expect(a.ok()).toBe(true)\n})`
  assert.deepEqual(asked('a.spec.ts', content, '@smoke'), ['/health'])
  assert.deepEqual(asked('a.spec.ts', content, '@nightly'), [])
  assert.deepEqual(asked('a.spec.ts', content, '?'), [])
})

test('addresses that no literal tells leave open what is asked for', () => {
  assert.equal(requestsIn('a.spec.ts', 'await page.goto(where)', undefined).open, true)
  assert.equal(
    requestsIn('a.spec.ts', `for (const path of ['/health', '/ready']) await check(path)`, undefined).open,
    true,
  )
  assert.equal(
    requestsIn('a.spec.ts', `await page.goto('/login')\nexpect(page).toHaveTitle('Gold')`, undefined).open,
    false,
  )
})
