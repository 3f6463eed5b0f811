import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { repositoryOf } from '../../support/repository.ts'

/** An expression of a workflow. */
const given = (path: string) => `\${{ ${path} }}`
const start = 'on:\n  workflow_dispatch:\n    inputs:\n      release: {type: string}\n'
const job = (name: string, more: string, ...steps: readonly string[]) =>
  `  ${name}:\n    runs-on: x\n${more}    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`
const notes = job('notes', '', `run: gh release create ${given('inputs.release')}`)
const ship = (tag: string, more = '') =>
  job('ship', `    environment: production\n${more}`, `run: kubectl set image deploy/shop shop=acme/shop:${tag}`)
const calls = (tag: string) => `  ship:\n    uses: ./.github/workflows/ship.yml\n    with:\n      tag: ${tag}\n`
const called = (tag: string) => `on:\n  workflow_call:\n    inputs:\n      tag: {type: string}\njobs:\n${ship(tag)}`
const release = given('inputs.release')
const commit = given('github.sha')

for (const [name, jobs, expected, file] of [
  ['names what is deployed', ship(release), true],
  ['names notes alone', `${notes}${ship(commit, '    needs: notes\n')}`, false],
  [
    'comes by an output',
    `${job('pick', `    outputs:\n      v: ${release}\n`, 'run: echo')}${ship(given('needs.pick.outputs.v'), '    needs: pick\n')}`,
    true,
  ],
  ['is passed to what is called', calls(release), true, called(given('inputs.tag'))],
  ['is not passed to what is called', `${notes}${calls(commit)}`, false, called(given('inputs.tag'))],
  ['is read by what is called', calls('x'), true, called(given('github.event.inputs.release'))],
] as const) {
  test(`an input at the start ${name}`, async () => {
    const files = {
      '.github/workflows/release.yml': `${start}jobs:\n${jobs}`,
      ...(file && { '.github/workflows/ship.yml': file }),
    }
    const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['deployments'])
    assert.deepEqual(
      facts.deployments.map(({ wayBack }) => wayBack),
      [expected],
    )
  })
}

test('an input that stands in the environment of all jobs comes to all', async () => {
  const text = `${start}env:\n  V: ${release}\njobs:\n${ship('$V')}`
  const { facts } = await collectFacts(repositoryOf({ '.github/workflows/a.yml': text }), defaultSettings, [
    'deployments',
  ])
  assert.equal(facts.deployments[0]?.wayBack, true)
})

for (const [name, tag, more, expected] of [
  ['by its name', given('github.ref_name'), '', true],
  ['by its name, and builds', given('github.ref_name'), 'run: docker build -t acme/shop .', false],
  ['by the commit', commit, '', false],
] as const) {
  test(`a start by hand deploys what another pipeline has published for the ref: ${name}`, async () => {
    const build = `on: {push: {tags: ['v*']}}\njobs:\n${job('image', '', `run: docker build -t acme/shop:$GITHUB_REF_NAME . && docker push acme/shop:$GITHUB_REF_NAME`)}`
    const before = more && job('build', '', more)
    const deploy = `on: workflow_dispatch\njobs:\n${before}${ship(tag, more && '    needs: build\n')}`
    const wayBack = async (files: Readonly<Record<string, string>>) => {
      const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['deployments'])
      return facts.deployments.map((one) => one.wayBack)
    }
    const alone = { '.github/workflows/deploy.yml': deploy }
    assert.deepEqual(await wayBack({ ...alone, '.github/workflows/image.yml': build }), [expected])
    assert.deepEqual(await wayBack(alone), [false], 'nothing here publishes one')
  })
}
