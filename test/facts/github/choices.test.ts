import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { repositoryOf } from '../../support/repository.ts'

async function kindsOf(run: string, env = ''): Promise<string> {
  const step = `      - run: ${run}\n${env && `        env: {TOOL: "${env}"}\n`}`
  const file = `on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    strategy: {matrix: {cross: [true, false]}}\n    steps:\n${step}`
  const { facts } = await collectFacts(repositoryOf({ '.github/workflows/ci.yml': file }), defaultSettings, ['steps'])
  return facts.steps.map(({ kinds }) => kinds.join('+')).join()
}

test('an expression that chooses between two programs of the same kinds tells these kinds', async () => {
  assert.equal(await kindsOf('$TOOL test --locked', "${{ matrix.cross && 'cross' || 'cargo' }}"), 'build+unit-test')
  assert.equal(await kindsOf("${{ runner.os == 'Linux' && 'coverage run -m' || '' }} pytest tests/unit"), 'unit-test')
  assert.equal(await kindsOf("${{ matrix.cross && 'coverage run -m' || 'python -m' }} pytest tests/unit"), 'unit-test')
})

test('and nothing where they are of different kinds', async () => {
  assert.equal(await kindsOf('$TOOL', "${{ matrix.cross && 'jest' || 'eslint .' }}"), '')
  assert.equal(await kindsOf("npm run ${{ matrix.cross && 'a' || 'b' }}"), '')
})
