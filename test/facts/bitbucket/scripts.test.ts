import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from '../../../src/facts/pipeline/model.ts'
import { readPipeline } from './support.ts'

const stepsOf = async (script: string, more = '', others: Record<string, string> = {}) => {
  const workflow = await readPipeline(
    'default',
    `
pipelines:
  default:
    - step:
        name: Ship
        script:
${script.trim().replace(/^/gm, '          ')}
${more.replace(/^(?=.)/gm, '        ')}
`,
    others,
  )
  return (workflow.jobs[0]?.steps ?? []) as readonly Step[]
}

const acts = (steps: readonly Step[]) =>
  steps.flatMap((step) => step.acts.map((act) => [act.tool, act.kinds.join(), act.onFailure]))

test('commands are one bash with errexit and without pipefail', async () => {
  const steps = await stepsOf('- npm test | tee log\n- npm run build:prod', '', {
    'package.json': '{"scripts": {"test": "jest", "build:prod": "webpack"}}',
  })
  assert.deepEqual(acts(steps), [
    ['jest', 'unit-test', 'ignored'],
    ['webpack', 'build', 'stops'],
  ])
})

test('a chain does not fail the step where it stands last: something is printed after it', async () => {
  assert.deepEqual(acts(await stepsOf('- go test ./... && go build ./...')), [
    ['go test', 'build,unit-test', 'ignored'],
    ['go build', 'build', 'stops'],
  ])
})

test('a pipe is a step of its own, with the values that the script has set', async () => {
  const steps = await stepsOf(
    `
- export BUCKET=shop-production
- npm run nothing
- pipe: atlassian/aws-s3-deploy:1.1.0
  variables:
    S3_BUCKET: $BUCKET
    LOCAL_PATH: 'a "b" \`c\`'
- pipe: docker://atlassian/slack-notify:2.0.0
  name: Tell
`,
  )
  assert.deepEqual(
    steps.map((step) => step.name),
    ['Ship', 'atlassian/aws-s3-deploy', 'atlassian/slack-notify'].slice(steps.length === 3 ? 0 : 1),
  )
  const deploy = steps.flatMap((step) => step.acts).find((act) => act.kinds.includes('deploy'))
  assert.equal(deploy?.environment, 'shop-production')
  assert.equal(deploy?.inputs?.LOCAL_PATH, 'a "b" `c`')
  assert.deepEqual(steps.at(-1)?.acts[0]?.kinds, ['notify'])
})

test('a pipe behind `set +e` cannot stop what follows', async () => {
  const steps = await stepsOf('- set +e\n- pipe: atlassian/git-secrets-scan:1.0.0\n- make ship')
  assert.equal(
    steps.flatMap((step) => step.acts).find((act) => act.kinds.includes('security-scan'))?.onFailure,
    'ignored',
  )
})

test('a pipe that no table knows is hidden, as far as the names leave it open', async () => {
  const [act] = (await stepsOf('- pipe: acme/integration-tests:1.0')).flatMap((step) => step.acts)
  assert.equal(act?.hidden?.value.what, 'what the pipe acme/integration-tests does')
  assert.deepEqual(act?.hidden?.couldBe, ['integration-test'])
})

test('after-script runs whatever happens, and changes nothing', async () => {
  const steps = await stepsOf('- make', 'after-script:\n  - go vet ./...')
  const after = steps.at(-1)
  assert.deepEqual([after?.name, after?.runsAfterFailure, after?.continueOnError], ['after-script', 'always', true])
})

test('after-script: what runs after a failure alone is told apart', async () => {
  const steps = await stepsOf(
    '- curl --fail https://shop.example/healthz',
    `after-script:
  - |
    if [[ $BITBUCKET_EXIT_CODE -eq 0 ]]; then kubectl label pod a b=c; else helm rollback shop; fi
    helm get values shop`,
  )
  assert.deepEqual(
    steps.slice(-3).map((step) => [step.runsAfterFailure, step.acts.map((act) => act.tool), step.acts[0]?.condition]),
    [
      ['always', ['helm'], undefined],
      ['no', ['kubectl label'], undefined],
      ['only', ['helm rollback'], undefined],
    ],
  )
})

test('lists that an anchor puts into a script are taken as their items', async () => {
  const steps = await stepsOf('- [go vet ./..., go test ./...]\n- go build ./...')
  assert.deepEqual(
    acts(steps).map(([tool]) => tool),
    ['go vet', 'go test', 'go build'],
  )
})
