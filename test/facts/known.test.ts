import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { packKnown } from '../../scripts/pack-known.ts'
import { knownCommand } from '../../src/facts/pipeline/known/command.ts'
import { known } from '../../src/facts/pipeline/known/table.ts'
import { knownUse } from '../../src/facts/pipeline/known/use.ts'

test('the packed table is that of the YAML files', () => {
  const packed = readFileSync(new URL('../../src/facts/pipeline/known/known.generated.json', import.meta.url), 'utf8')
  assert.equal(JSON.stringify(JSON.parse(packed)), JSON.stringify(JSON.parse(packKnown())), 'run npm run generate')
})

test('every command of the table is found by its own name', () => {
  const lost = Object.keys(known.commands).filter((name) => {
    const [program = '', ...words] = name.split(' ')
    return knownCommand(program, words)?.tool !== name
  })
  assert.deepEqual(lost, [])
})

test('a use whose arguments are not given has the usual ones', () => {
  const goals = (inputs: Readonly<Record<string, string>>) => knownUse('tekton', 'maven', inputs)?.scripts
  assert.deepEqual(goals({}), [{ input: '', program: 'mvn package' }])
  assert.deepEqual(goals({ GOALS: 'verify' }), [{ input: 'GOALS', program: 'mvn' }])
})

test('the tag of an image stream deploys where an environment is named, else a trigger may', () => {
  const tagged = (...args: string[]) => {
    const found = knownCommand('oc', ['tag', ...args])
    return [found?.kinds.join(), found?.couldBe.join(), found?.environments.join()]
  }
  assert.deepEqual(tagged('shop:1', 'shop:latest'), ['publish', 'deploy', ''])
  assert.deepEqual(tagged('shop:1', 'shop:prod'), ['deploy', '', 'prod'])
  assert.deepEqual(tagged('dev/shop:latest', 'dev/shop:promote-stage'), ['publish', 'deploy', ''])
  assert.deepEqual(tagged('shop:1', '-d'), ['', '', ''])
  assert.deepEqual(knownCommand('oc', ['new-app', 'dev/shop:1', '-n', 'stage'])?.environments, ['stage'])
})

test('two programs are called dependency-check: one scans, one looks at imports', () => {
  const kinds = (...args: string[]) => {
    const found = knownCommand('dependency-check', args)
    return [found?.kinds.join(), found?.couldBe.join(), found?.gates]
  }
  assert.deepEqual(kinds('--project', 'shop', '--scan', '.', '--failOnCVSS', '7'), ['security-scan', '', 'stops'])
  assert.deepEqual(kinds('-s', '.'), ['security-scan', '', 'reports'])
  assert.deepEqual(kinds('package.json', '--no-dev', '--missing', './dist/index.js').slice(0, 2), ['lint', ''])
  assert.deepEqual(kinds('${OPTIONS}').slice(0, 2), ['', 'lint,security-scan'])
})

for (const [name, inputs, kinds] of [
  ['circleci/docker/publish', {}, ['build', 'publish']],
  ['circleci/docker/publish', { push_image: 'false' }, ['build']],
  ['circleci/docker/build', {}, ['build']],
  ['circleci/docker/push', {}, ['publish']],
  ['circleci/docker/hadolint', {}, ['lint']],
  ['circleci/docker/install-docker-compose', {}, ['set-up']],
  ['circleci/aws-ecr/build_and_push_image', {}, ['build', 'publish']],
  ['circleci/aws-ecr/build-image', {}, ['build']],
  ['circleci/aws-ecr/build-image', { 'push-image': 'true' }, ['build', 'publish']],
  ['circleci/aws-ecr/ecr-login', {}, ['set-up']],
] as const) {
  test(`the orb ${name} with ${JSON.stringify(inputs)}`, () => {
    const found = knownUse('orbs', name, inputs)
    assert.deepEqual([found?.kinds, found?.couldBe], [kinds, []])
  })
}

test('what stores the output of a command runs it', () => {
  assert.deepEqual(knownUse('actions', 'cafuego/command-output', { run: './deploy.sh' })?.scripts, [
    { input: 'run', program: '' },
  ])
})

test('a task definition of ECS without a service is registered, or run once', () => {
  const kinds = (inputs: Readonly<Record<string, string>>) =>
    knownUse('actions', 'aws-actions/amazon-ecs-deploy-task-definition', inputs)?.kinds
  assert.deepEqual(kinds({ 'task-definition': 'ledger.json', service: 'ledger', cluster: 'books' }), ['deploy'])
  assert.deepEqual(kinds({ 'task-definition': 'ledger.json' }), [])
})

test('what is put on pages is a report by its folder, and not where a service is called after reports', () => {
  const kinds = (folder: string) => knownUse('actions', 'peaceiris/actions-gh-pages', { publish_dir: folder })?.kinds
  for (const folder of [
    'coverage',
    './coverage/lcov-report',
    'build/reports/tests',
    'allure-history',
    'playwright-report',
  ])
    assert.deepEqual(kinds(folder), [], folder)
  for (const folder of ['public', './apps/reporting/dist', 'coverage-map/build'])
    assert.deepEqual(kinds(folder), ['deploy'], folder)
})
