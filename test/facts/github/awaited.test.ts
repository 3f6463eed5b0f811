import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { repositoryOf } from '../../support/repository.ts'

const tests = (more = '', step = '', on = 'push') =>
  `on: ${on}\njobs:\n  build:\n    runs-on: x\n    steps: [{run: docker build .}]\n  test:\n    name: All tests\n    needs: build\n${more}    runs-on: x\n    steps:\n      - run: pytest tests/unit\n${step}`
const deploy = (inputs: string) =>
  `on: {push: {branches: [main]}}\njobs:\n  ship:\n    runs-on: x\n    environment: production\n    steps:\n      - uses: lewagon/wait-on-check-action@v1.3.4\n        with: {${inputs}}\n      - run: kubectl apply -f shop.yaml\n`
const here = "ref: '${{ github.sha }}'"

for (const [name, inputs, other, expected] of [
  ['by its name', `${here}, check-name: All tests`, tests(), 'build true, unit_test true'],
  ['by its key', `${here}, check-name: build`, tests(), 'build true, unit_test false'],
  ['by a key that is not its name', `${here}, check-name: test`, tests(), 'build ?, unit_test ?'],
  ['that may be skipped', `${here}, check-name: All tests`, tests('    if: vars.A\n'), 'build true, unit_test ?'],
  [
    'whose step may fail',
    `${here}, check-name: All tests`,
    tests('', '        continue-on-error: true\n'),
    'build true, unit_test ?',
  ],
  ['that is not here', `${here}, check-name: Others`, tests(), 'build ?, unit_test ?'],
  ['of another commit', 'ref: main, check-name: All tests', tests(), 'build ?, unit_test ?'],
  ['that may be missing', `${here}, check-name: All tests, fail-on-no-checks: false`, tests(), 'build ?, unit_test ?'],
  [
    'that may fail',
    `${here}, check-name: All tests, allowed-conclusions: 'success,failure'`,
    tests(),
    'build ?, unit_test ?',
  ],
] as const) {
  test(`a deployment waits for a check ${name}`, async () => {
    const files = { '.github/workflows/deploy.yml': deploy(inputs), '.github/workflows/test.yml': other }
    const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['deployments'])
    const [deployment] = facts.deployments
    const told = (['build', 'unit_test'] as const).map((kind) => {
      const is = deployment?.guarded[kind]
      return `${kind} ${isHidden(is) ? '?' : is}`
    })
    assert.equal(told.join(', '), expected)
  })
}
