import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

const local = "use: { baseURL: 'http://localhost:3000' },"
const served = "webServer: { command: 'npm start', url: 'http://localhost:3000' },"
const spec = "await page.goto('/')"

/** What tests ask by a script of the repository called `smoke`. */
async function asked(script: string, config: string, text = spec, name = 'playwright.config.ts'): Promise<string> {
  const repository = repositoryOf({
    'package.json': JSON.stringify({ scripts: { smoke: 'playwright test', 'smoke:cy': 'cypress run' } }),
    [name]: `export default defineConfig({ ${config} })`,
    'e2e/home.spec.ts': text,
  })
  const acts = await findActs(scriptOf(script), repository)
  const [act] = acts.filter(({ tool }) => /playwright|cypress/.test(tool))
  return `${act?.kinds.join('+')} ${act?.hidden?.couldBe.join('+') ?? ''} ${act?.asksOwnMachine ?? ''}`.trim()
}

for (const [what, script, config, expected, text] of [
  ['a server that the configuration starts', 'npm run smoke', `${local} ${served}`, 'integration-test  yes'],
  ['a local address alone', 'npm run smoke', local, 'integration-test  yes'],
  ['a server alone', 'npm run smoke', served, 'integration-test  yes'],
  ['an address elsewhere', 'npm run smoke', "use: { baseURL: 'https://shop.example.net' }", 'smoke-test'],
  ['tests that name a system elsewhere', 'npm run smoke', served, 'smoke-test', "goto('https://shop.example.net')"],
  [
    'an address from a variable that nobody sets',
    'npm run smoke',
    `use: { baseURL: process.env.BASE_URL ?? 'http://localhost:3000' },`,
    'integration-test smoke-test open',
  ],
  [
    'an address from a variable that is set',
    'export BASE_URL=https://shop.example.net\nnpm run smoke',
    `use: { baseURL: process.env.BASE_URL ?? 'http://localhost:3000' },`,
    'smoke-test',
  ],
  [
    'a variable that says where a program runs, and not where it is asked',
    'npm run smoke',
    `${local} retries: process.env.CI ? 2 : 0,`,
    'integration-test  yes',
  ],
  [
    'a server that is started only at times',
    'npm run smoke',
    `webServer: onRunner ? { command: 'npm start', url: 'http://localhost:3000' } : undefined,`,
    'integration-test smoke-test open',
  ],
] as const) {
  test(`tests in a browser, called smoke tests, with ${what}`, async () => {
    assert.equal(await asked(script, config, text), expected)
  })
}

test('Cypress asks the address of its configuration, of its options, or of a variable', async () => {
  const config = "e2e: { baseUrl: 'http://localhost:8080' }"
  const of = (script: string) => asked(script, config, spec, 'cypress.config.js')
  assert.equal(await of('npm run smoke:cy'), 'integration-test  yes')
  assert.equal(await of('npm run smoke:cy -- --config baseUrl=https://shop.example.net'), 'smoke-test')
  assert.equal(await of('CYPRESS_BASE_URL=https://shop.example.net npm run smoke:cy'), 'smoke-test')
})
