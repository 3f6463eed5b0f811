import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { showsOnlyReports } from '../../../src/facts/pipeline/gitlab/pages.ts'
import { repositoryOf } from '../../support/repository.ts'
import { hiddenPart, run } from '../../support/workflow.ts'
import { job, needs, read, runs, start } from './support.ts'

test('a job without needs waits for all earlier stages, one with needs for those alone', async () => {
  const { workflow } = await read(`
stages: [build, test, deploy]
build: {stage: build, script: make}
test: {script: make test}
early: {stage: test, needs: [], script: make early}
deploy: {stage: deploy, script: make deploy}
quick: {stage: deploy, needs: [build, {job: lint, optional: true}], script: make deploy}
`)
  assert.deepEqual(needs(job(workflow, 'test')), ['build~'])
  assert.deepEqual(needs(job(workflow, 'early')), [])
  assert.deepEqual(needs(job(workflow, 'deploy')), ['build~', 'test~', 'early~'])
  assert.deepEqual(needs(job(workflow, 'quick')), ['build'])
})

test('a manual job holds later stages only where its failure counts: by default in rules alone', async () => {
  const { workflow } = await read(`
stages: [gate, after]
free: {stage: gate, when: manual, script: a}
held: {stage: gate, rules: [{when: manual}], script: a}
said: {stage: gate, when: manual, allow_failure: false, script: a}
after: {stage: after, script: b}
`)
  assert.deepEqual(needs(job(workflow, 'after')), ['held~', 'said~'])
  assert.equal(job(workflow, 'free').allowFailure, true)
  assert.equal(job(workflow, 'held').allowFailure, false)
  assert.ok(['free', 'held', 'said'].every((id) => job(workflow, id).approval))
})

test('on_failure waits for a failure, always for any end', async () => {
  const { workflow } = await read(`
stages: [test, end]
test: {script: a}
mend: {stage: end, when: on_failure, script: b}
tell: {stage: end, when: always, script: c}
`)
  assert.deepEqual(needs(job(workflow, 'mend')), ['test:failure~'])
  assert.deepEqual(needs(job(workflow, 'tell')), ['test:completion~'])
})

test('rules that start a job differently are uses of their own', async () => {
  const { workflow } = await read(`
deploy:
  script: deploy
  environment: $WHERE
  rules:
    - if: $CI_COMMIT_BRANCH == "main"
      variables: {WHERE: staging}
    - if: $CI_COMMIT_TAG =~ /^v\\d/
      when: manual
      variables: {WHERE: production}
`)
  assert.deepEqual(
    workflow.jobs.map(({ id, environment, approval }) => [id, environment?.name, Boolean(approval)]),
    [
      ['deploy (staging)', 'staging', false],
      ['deploy (production)', 'production', true],
    ],
  )
  assert.equal(runs(workflow, 'deploy (staging)', start(workflow, 'push')), true)
  assert.equal(runs(workflow, 'deploy (production)', start(workflow, 'push')), false)
  assert.equal(runs(workflow, 'deploy (production)', start(workflow, 'tag')), true)
})

for (const [rules, kind, branch, expected] of [
  ['only: [main]', 'push', undefined, true],
  ['only: [main]', 'push', 'other', false],
  ['only: [main]', 'tag', undefined, false],
  ['only: [tags]', 'tag', undefined, true],
  ['except: [main]', 'push', undefined, false],
  ['only: [merge_requests]', 'pull-request', undefined, true],
  ['tags: [x]', 'pull-request', undefined, false],
  ['rules: [{if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]', 'push', undefined, true],
  ['rules: [{if: "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]', 'push', 'other', false],
  ['rules: [{if: $CI_COMMIT_TAG, when: never}, {when: on_success}]', 'tag', undefined, false],
  ['rules: [{if: \'$CI_COMMIT_BRANCH =~ /^rel/ || $CI_COMMIT_BRANCH == "main"\'}]', 'push', undefined, true],
  ['rules: [{if: $CI_COMMIT_BRANCH, changes: [src/*]}]', 'push', undefined, undefined],
  ['rules: [{if: $TEST_DISABLED, when: never}, {when: on_success}]', 'push', undefined, true],
  ['rules: [{if: $UNKNOWN, when: never}, {when: on_success}]', 'push', undefined, undefined],
  ['rules: [{exists: [.gitlab-ci.yml]}]', 'push', undefined, true],
  ['rules: [{exists: [Dockerfile]}]', 'push', undefined, false],
] as const) {
  test(`${rules} at a ${kind}${branch ? ` of ${branch}` : ''}: ${expected}`, async () => {
    const { workflow } = await read(
      `job: {script: a, ${rules}}\nother: {script: b, rules: [{if: $CI_MERGE_REQUEST_IID}]}`,
      {},
      { history: { defaultBranch: 'main' } as never },
    )
    assert.equal(runs(workflow, 'job', start(workflow, kind, branch)), expected)
  })
}

test('what hangs on changed files alone is no doubt of the start', async () => {
  const { workflow } = await read('job: {script: a, rules: [{if: "$CI_COMMIT_BRANCH == \\"main\\"", changes: [a]}]}')
  assert.equal(job(workflow, 'job').condition?.onData?.(start(workflow, 'push')), true)
})

test('with workflow rules, a job without rules of its own is in merge request pipelines too', async () => {
  const { workflow } = await read(`
workflow: {rules: [{if: $CI_MERGE_REQUEST_IID}, {if: $CI_COMMIT_BRANCH == "main"}]}
job: {script: a}
never: {script: a, except: [merge_requests]}
pushed: {script: a, only: [branches]}
`)
  const run = start(workflow, 'pull-request')
  assert.deepEqual(
    ['job', 'never', 'pushed'].map((id) => runs(workflow, id, run)),
    [true, false, false],
  )
})

test('workflow rules hold for every job', async () => {
  const { workflow } = await read(`
workflow: {rules: [{if: $CI_PIPELINE_SOURCE == "web"}]}
job: {script: a}
`)
  assert.deepEqual(
    workflow.triggers.map(({ kind }) => kind),
    ['manual'],
  )
})

test('environments: action, tier, names from variables', async () => {
  const { workflow } = await read(`
variables: {STAGE: qa}
a: {script: x, environment: {name: "$STAGE", deployment_tier: production}}
b: {script: x, environment: {name: review/$CI_COMMIT_REF_SLUG}}
c: {script: x, environment: {name: production, action: stop}}
d: {script: x, environment: $NOBODY_KNOWS}
`)
  assert.equal(job(workflow, 'a').environment?.name, 'qa')
  assert.equal(job(workflow, 'a').environment?.class, 'production')
  assert.equal(job(workflow, 'b').environment?.name, 'review/*')
  assert.equal(job(workflow, 'c').environment?.gate, false)
  assert.ok(isHidden(job(workflow, 'd').environment?.name))
})

test('a rollback that ends its environment in words starts an earlier version', async () => {
  const way = 'script: kubectl set image deployment/shop shop=$TAG'
  const text = `
deploy: {${way}, environment: production}
"rollback:production": {stage: .post, ${way}, environment: {name: production, action: stop}, when: manual}
halt: {${way}, environment: {name: production, action: stop}}
`
  const { facts } = await collectFacts(repositoryOf({ '.gitlab-ci.yml': text }), defaultSettings, ['deployments'])
  assert.deepEqual(
    facts.deployments.map(({ job, hasWayBack }) => [job, hasWayBack]),
    [['deploy', true]],
  )
})

for (const [held, expected] of [
  ['only: [main, staging]', ['deploy (main)', 'deploy (staging)']],
  ['rules: [{if: $CI_COMMIT_BRANCH == "staging"}]', ['deploy']],
  ['only: [staging, tags]', ['deploy']],
  ['only: [staging, /^hotfix/]', ['deploy']],
  ['except: [staging]', ['deploy']],
] as const) {
  test(`an environment named after its branch, where ${held}`, async () => {
    const { workflow, scripts } = await read(
      `deploy: {script: [deploy $CI_COMMIT_REF_NAME], environment: {name: $CI_COMMIT_REF_NAME}, ${held}}`,
    )
    assert.deepEqual(
      workflow.jobs.map(({ id }) => id),
      expected,
    )
    const [first] = workflow.jobs
    const one =
      expected.length > 1 ? 'main' : expected[0] === 'deploy' && held.startsWith('rules') ? 'staging' : undefined
    assert.equal(isHidden(first?.environment?.name) ? undefined : first?.environment?.name, one)
    assert.equal(scripts[0]?.variables.CI_COMMIT_REF_NAME, one)
    if (expected.length < 2) return
    assert.equal(runs(workflow, 'deploy (staging)', start(workflow, 'push', 'staging')), true)
    assert.equal(runs(workflow, 'deploy (staging)', start(workflow, 'push')), false)
  })
}

for (const [what, job, expected] of [
  ['hands its branch on', 'script: [deploy -i hosts.$CI_COMMIT_BRANCH], only: [dev, prod]', ['dev', 'prod']],
  ['asks for it', 'script: ["[ $CI_COMMIT_BRANCH = dev ] && deploy"], only: [dev, prod]', [undefined]],
  ['runs on branches of other names', 'script: [deploy $CI_COMMIT_BRANCH], only: [main, next]', [undefined]],
  ['runs on other branches too', 'script: [deploy $CI_COMMIT_BRANCH], only: [dev, /^x/]', [undefined]],
  ['names its environment', 'script: [deploy $CI_COMMIT_BRANCH], only: [dev, prod], environment: a', [undefined]],
] as const)
  test(`a job that deploys and ${what}`, async () => {
    const { workflow, scripts } = await read(`roll-out: {stage: deploy, ${job}}`)
    assert.deepEqual(
      scripts.map(({ variables }) => variables.CI_COMMIT_BRANCH),
      expected,
    )
    const ids = expected.map((branch) => `roll-out${branch ? ` (${branch})` : ''}`)
    assert.deepEqual(
      workflow.jobs.map(({ id }) => id),
      ids,
    )
  })

for (const [script, kinds] of [
  ['[mv htmlcov public]', []],
  ['[mkdir -p public, cp -r build/reports/jacoco/html public/coverage]', []],
  ['[mv dist public]', ['deploy']],
  ['[mv dist public, mv coverage public/coverage]', ['deploy']],
  ['[site -o public, cp -r coverage public/coverage]', ['deploy']],
] as const)
  test(`pages of ${script}`, async () => {
    const { workflow } = await read(`pages: {script: ${script}}`)
    const found = new Set(
      workflow.jobs.flatMap(({ steps }) => steps.flatMap(({ acts }) => acts.flatMap((a) => a.kinds))),
    )
    assert.deepEqual([...found].sort(), [...kinds].sort())
  })

test('what builds something may put a site beside the reports', () => {
  const lines = ['hugo', 'cp -r coverage public/coverage']
  assert.equal(showsOnlyReports(lines, []), true)
  assert.equal(showsOnlyReports(lines, [run('build')]), false)
  assert.equal(showsOnlyReports(lines, [run([], { hidden: hiddenPart('x', ['build']) })]), false)
})

test('a job that builds and hands its branch on is not parted', async () => {
  const { workflow } = await read('build: {stage: build, script: [build $CI_COMMIT_BRANCH], only: [dev, prod]}')
  assert.equal(workflow.jobs.length, 1)
})

test('legs of a matrix that are environments are told apart', async () => {
  const { workflow } = await read(`
deploy: {script: [deploy $TO], environment: $TO, parallel: {matrix: [{TO: [staging, production], ZONE: [a, b]}]}}
after: {stage: deploy, needs: [deploy], script: x}
`)
  assert.deepEqual(
    workflow.jobs.map(({ id }) => id),
    ['deploy (staging)', 'deploy (production)', 'after'],
  )
  assert.deepEqual(
    job(workflow, 'after').needs.map(({ group }) => group),
    ['deploy', 'deploy'],
  )
})

test('before_script and script are one script, after_script changes nothing of the result', async () => {
  const { workflow, scripts } = await read(`
default: {before_script: [cd app]}
job: {script: [make], after_script: [tell]}
other: {inherit: {default: false}, script: [make]}
`)
  assert.deepEqual(
    scripts.map(({ text, errexit, pipefail }) => [text.trim(), errexit, pipefail]),
    [
      ['cd app\nmake', true, true],
      ['tell', true, true],
      ['make', true, true],
    ],
  )
  assert.deepEqual(
    job(workflow, 'job').steps.map(({ runsAfterFailure, continueOnError }) => [runsAfterFailure, continueOnError]),
    [
      ['no', false],
      ['always', true],
    ],
  )
})

test('a branch of its own for each environment is a promotion by branch, however the pipeline is started', async () => {
  const deploy = (name: string, branch: string) =>
    `deploy-${name}: {environment: ${name}, only: [${branch}], script: [helm upgrade a ./chart -n ${name}]}`
  const files = { '.gitlab-ci.yml': `${deploy('staging', 'develop')}\n${deploy('production', 'main')}` }
  const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['deployments'])
  const production = facts.deployments.find(({ environmentName }) => environmentName === 'production')
  assert.ok(isHidden(production?.staged))
})

for (const [what, script, guarded] of [
  ['a line of its own', '[dotnet test, dotnet publish]', true],
  ['a line with what runs after it', '["dotnet test\\ndotnet publish"]', false],
] as const) {
  test(`behind each line of PowerShell the runner looks at its code: tests in ${what}`, async () => {
    const text = `
stages: [test, deploy]
test: {stage: test, tags: [windows], script: ${script}}
deploy: {stage: deploy, script: helm upgrade --install shop ./chart}
`
    const files = { '.gitlab-ci.yml': text, 'Shop.Tests/Shop.Tests.csproj': '<Project />' }
    const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['deployments'])
    assert.deepEqual(
      facts.deployments.map((one) => one.guarded.unit_test),
      [guarded],
    )
  })
}

test('variables of a start reach the script that a job calls, in the uses that the job can have', async () => {
  const { workflow, scripts } = await read(
    `
workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
      variables: {TAG: review}
    - if: $CI_COMMIT_BRANCH == "main"
      variables: {TAG: gold}
deploy:
  script: ./ops/deploy.sh
  rules: [{if: $CI_COMMIT_BRANCH == "main"}]
check: {script: ./ops/check.sh}
`,
    { 'ops/deploy.sh': 'helm upgrade --install shop chart --set tag=$TAG', 'ops/check.sh': 'make check' },
  )
  assert.deepEqual(
    workflow.jobs.map(({ id }) => id),
    ['deploy', 'check'],
  )
  assert.equal(scripts[0]?.variables.TAG, 'gold')
  assert.equal(scripts[1]?.variables.TAG, undefined)
})

test('a name that is no pattern is taken as it is written', async () => {
  const { workflow } = await read(`
roll: {script: [./roll.sh], rules: [{if: $REGION}], variables: {"tag_(((": "$tag_((("}}
`)
  assert.equal(job(workflow, 'roll').key, 'roll')
})
