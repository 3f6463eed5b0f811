import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { isHidden } from '../../src/facts/hidden.ts'
import { repositoryOf } from '../support/repository.ts'

const ci = `on: push
jobs:
  images:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - uses: ./.github/actions/image
`
const action = `name: image
runs:
  using: composite
  steps:
    - {shell: bash, run: docker build -t shop .}
    - {shell: bash, run: docker push shop}
`

test('what an action of the repository does stands in the job where it is called, and says where it is written', async () => {
  const repository = repositoryOf({
    '.github/workflows/ci.yml': ci,
    '.github/actions/image/action.yml': action,
    Dockerfile: 'FROM alpine:3.20\n',
  })
  const { facts } = await collectFacts(repository, defaultSettings, ['steps'])
  const call = ci.indexOf('./.github/actions/image')
  assert.deepEqual(
    facts.steps.slice(1).map(({ kinds, file, place, written }) => [kinds.join(), file, place.start, written.file]),
    [
      ['build', '.github/workflows/ci.yml', call, '.github/actions/image/action.yml'],
      ['publish', '.github/workflows/ci.yml', call, '.github/actions/image/action.yml'],
    ],
  )
})

/** Each step that does something: the file and the job that it is found by, where its place is, what it does. */
async function foundIn(files: Record<string, string>, once = true): Promise<readonly string[]> {
  const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['steps'])
  const ids = facts.steps.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  return facts.steps.flatMap(({ file, job, place, kinds, again }) =>
    kinds.length && again !== once
      ? [`${file} ${job}: ${kinds.join()}${place.file === file ? '' : ` by ${place.file}`}`]
      : [],
  )
}

test('a job that others call is found by its own name in the file that defines it', async () => {
  const called = 'on: workflow_call\njobs:\n  unit:\n    runs-on: ubuntu-24.04\n    steps: [{run: npx jest}]\n'
  const caller = 'on: push\njobs:\n  ci: {uses: ./.github/workflows/tests.yml}\n'
  assert.deepEqual(
    await foundIn({
      '.github/workflows/tests.yml': called,
      '.github/workflows/push.yml': caller,
      'package.json': '{}',
    }),
    ['.github/workflows/tests.yml unit: unit-test'],
  )
})

test('a job of a matrix is found by its key', async () => {
  const legs =
    'on: push\njobs:\n  unit:\n    runs-on: ubuntu-24.04\n    environment: ${{ matrix.to }}\n    strategy: {matrix: {to: [staging, production]}}\n    steps: [{run: npx jest}]\n'
  const found = ['.github/workflows/ci.yml unit: unit-test', '.github/workflows/ci.yml unit: unit-test']
  assert.deepEqual(await foundIn({ '.github/workflows/ci.yml': legs, 'package.json': '{}' }), found)
})

test('a job of Azure that a template brings is found there, one alone in its stage by the stage', async () => {
  const pipeline = `stages:
- stage: Build
  jobs:
  - template: ci/build.yml
- stage: Check
  jobs:
  - job: Lint
    steps: [{script: npx eslint .}]
- stage: Test
  jobs:
  - job: Unit
    steps: [{script: npx jest}]
  - job: Scan
    steps: [{script: npm audit}]
`
  const template = 'jobs:\n- job: Image\n  steps: [{script: docker build -t shop .}]\n'
  assert.deepEqual(
    await foundIn({ 'azure-pipelines.yml': pipeline, 'ci/build.yml': template, Dockerfile: 'FROM alpine:3.20\n' }),
    [
      'azure-pipelines.yml Check: lint',
      'azure-pipelines.yml Unit: unit-test',
      'azure-pipelines.yml Scan: security-scan',
      'ci/build.yml Image: build',
    ],
  )
})

const shell = (run: string) => `{runs-on: ubuntu-24.04, steps: [{run: ${run}}]}`
const machine = 'docker: [{image: cimg/base:2024.01}]'

const again: Record<string, { files: Record<string, string>; found: readonly string[] }> = {
  'the job that calls its workflow, as far as the call comes to it': {
    files: {
      '.github/workflows/ship.yml': `on: {workflow_call: {inputs: {dry: {type: boolean, default: false}}}}\njobs:\n  unit: ${shell('npx jest')}\n  up: {runs-on: ubuntu-24.04, if: '\${{ !inputs.dry }}', steps: [{run: kubectl apply -f k8s}]}\n`,
      '.github/workflows/push.yml':
        'on: push\njobs:\n  release: {uses: ./.github/workflows/ship.yml}\n  rehearsal: {uses: ./.github/workflows/ship.yml, with: {dry: true}}\n',
      'package.json': '{}',
    },
    found: [
      '.github/workflows/push.yml rehearsal: unit-test',
      '.github/workflows/push.yml release: deploy',
      '.github/workflows/push.yml release: unit-test',
    ],
  },
  'its stage and the file that uses the template which brings it': {
    files: {
      'azure-pipelines.yml': 'stages:\n- template: ci/stages.yml\n',
      'ci/stages.yml':
        'stages:\n- stage: Pack\n  jobs:\n  - job: Image\n    steps: [{script: docker build -t shop .}]\n  - job: Scan\n    steps: [{script: npm audit}]\n',
      Dockerfile: 'FROM alpine:3.20\n',
    },
    found: [
      'azure-pipelines.yml Image: build',
      'azure-pipelines.yml Pack: build',
      'azure-pipelines.yml Pack: security-scan',
      'azure-pipelines.yml Scan: security-scan',
      'ci/stages.yml Pack: build',
      'ci/stages.yml Pack: security-scan',
    ],
  },
  'the template elsewhere, as the file names it': {
    files: {
      'azure-pipelines.yml':
        'resources:\n  repositories:\n  - {repository: shared, type: github, name: acme/templates, endpoint: gh}\nstages:\n- template: stage/nuget-publish.yml@shared\n',
    },
    found: ['azure-pipelines.yml stage/nuget-publish.yml@shared: publish'],
  },
  'the function that does it, once, and the stage around': {
    files: {
      Jenkinsfile:
        "def lib\npipeline { agent any\n stages {\n  stage('Load') { steps { script { lib = load 'ci/lib.groovy' } } }\n  stage('Ship') { stages {\n   stage('East') { steps { script { lib.roll('east') } } }\n   stage('West') { steps { script { lib.roll('west') } } }\n  } }\n } }\n",
      'ci/lib.groovy': "def roll(where) {\n  sh 'helm upgrade shop chart'\n}\nreturn this\n",
    },
    found: ['Jenkinsfile Ship: deploy', 'Jenkinsfile Ship: deploy', 'ci/lib.groovy roll: deploy'],
  },
  'what it takes its script from, but not what only tells when it runs': {
    files: {
      '.gitlab-ci.yml':
        '.now: {rules: [{if: $CI_COMMIT_BRANCH}]}\n.unit: {script: [npx jest]}\n.more: {extends: .unit}\nweb: {extends: [.more, .now]}\nown: {extends: .unit, script: [npm audit]}\n',
      'package.json': '{}',
    },
    found: ['.gitlab-ci.yml .more: unit-test', '.gitlab-ci.yml .unit: unit-test'],
  },
  'the job of a template of GitLab that all its analysers take over': {
    files: {
      '.gitlab-ci.yml':
        'stages: [safety]\ninclude: [{template: Security/SAST.gitlab-ci.yml}]\nsast: {stage: safety, variables: {SAST_EXCLUDED_PATHS: docs}}\n',
    },
    found: ['.gitlab-ci.yml sast: security-scan'],
  },
  'the job that starts its pipeline': {
    files: {
      '.gitlab-ci.yml': 'web: {trigger: {include: [{local: ci/web.yml}], strategy: depend}}\n',
      'ci/web.yml': 'unit: {script: [npx jest]}\n',
      'package.json': '{}',
    },
    found: ['.gitlab-ci.yml web: unit-test'],
  },
  'the job that it uses, and its own name among the legs': {
    files: {
      '.circleci/config.yml': `version: 2.1\njobs:\n  unit: {${machine}, parameters: {part: {type: string}}, steps: [checkout, {run: npx jest}]}\nworkflows: {all: {jobs: [{unit: {name: unit-shop, part: shop}}, {unit: {name: 'unit-<< matrix.part >>', matrix: {parameters: {part: [till]}}}}]}}\n`,
      'package.json': '{}',
    },
    found: ['.circleci/config.yml unit-till: unit-test', '.circleci/config.yml unit: unit-test'],
  },
}

for (const [name, { files, found }] of Object.entries(again)) {
  test(`a step is found again by ${name}`, async () => {
    assert.deepEqual([...(await foundIn(files, false))].sort(), found)
  })
}

test('what is elsewhere has the kinds that its name tells, and says that it is only the name', async () => {
  const file = `on: push
jobs:
  scan: {uses: acme/workflows/.github/workflows/codeql.yml@v1}
  image:
    runs-on: ubuntu-24.04
    steps:
      - uses: acme/build-and-push-image@v1
      - uses: acme/setup-deploy@v1
      - uses: acme/pre-deploy-checks@v1
  production:
    runs-on: ubuntu-24.04
    environment: production
    steps: [{uses: acme/deploy-service@v1}]
`
  const repository = repositoryOf({ '.github/workflows/ci.yml': file })
  const { facts } = await collectFacts(repository, defaultSettings, ['steps', 'repository'])
  assert.deepEqual(
    facts.steps.map(({ job, kinds, byName, blocking }) => [job, kinds.join(), byName.join(), blocking.join()]),
    [
      ['scan', 'security-scan', 'security-scan', ''],
      ['image', 'build,publish', 'build,publish', ''],
      ['image', '', '', ''],
      ['image', '', '', ''],
      ['production', 'deploy', 'deploy', ''],
    ],
  )
  assert.ok(isHidden(facts.repository.publishes))
})

test('a script that is elsewhere does what its job says; where that also names the environment, it is a deployment', async () => {
  const file = `version: 2.1
jobs:
  deploy_to_live_production: {docker: [{image: cimg/base:2024.01}], steps: [checkout, {run: ./scripts-elsewhere/bin/restart_all}]}
  rollout: {docker: [{image: cimg/base:2024.01}], steps: [checkout, {run: ./scripts-elsewhere/bin/restart_all}]}
  predeploy_production: {docker: [{image: cimg/base:2024.01}], steps: [checkout, {run: ./scripts-elsewhere/bin/look}]}
workflows: {all: {jobs: [deploy_to_live_production, rollout, predeploy_production]}}
`
  const repository = repositoryOf({ '.circleci/config.yml': file })
  const { facts } = await collectFacts(repository, defaultSettings, ['steps', 'deployments'])
  assert.deepEqual(
    facts.steps.flatMap(({ job, byName }) => (byName.length ? [`${job}: ${byName.join()}`] : [])),
    ['deploy_to_live_production: deploy', 'rollout: deploy'],
  )
  assert.deepEqual(
    facts.deployments.map(({ job, environment }) => [job, environment]),
    [['deploy_to_live_production', 'production']],
  )
})

test('a test of which it is open what kind is told by the name of its step, else of its job', async () => {
  const steps = (name: string, run: string) => `{runs-on: ubuntu-latest, steps: [{name: ${name}, run: ${run}}]}`
  const file = `on: push
jobs:
  unit-tests: ${steps('Run', './ci/test.sh')}
  checks: ${steps('Run integration tests', './ci/test.sh')}
  tests: ${steps('Run', './ci/test.sh')}
`
  const repository = repositoryOf({ '.github/workflows/ci.yml': file, 'ci/test.sh': 'frob run\n' })
  const { facts } = await collectFacts(repository, defaultSettings, ['steps'])
  assert.deepEqual(
    facts.steps.map(({ job, byName, blocking }) => [job, byName.join(), blocking.join()]),
    [
      ['unit-tests', 'unit-test', ''],
      ['checks', 'integration-test', ''],
      ['tests', 'unit-test', ''],
    ],
  )
})

test('a hidden step that its name leaves one thing to be is that by its name', async () => {
  const file = `on: push
jobs:
  checks:
    runs-on: ubuntu-latest
    steps:
      - run: npm run test:e2e
      - uses: acme/terraform-plan@v1
      - uses: acme/ci/notify-audited-deploy@v1
      - run: npm run security:check
      - run: npm run serve
  unit-testing: {runs-on: ubuntu-latest, steps: [{run: npm run verify-all}]}
`
  const repository = repositoryOf({ '.github/workflows/ci.yml': file, 'package.json': '{}' })
  const { facts } = await collectFacts(repository, defaultSettings, ['steps'])
  assert.deepEqual(
    facts.steps.map(({ byName, blocking }) => [byName.join(), blocking.join()]),
    [
      ['integration-test', ''],
      ['plan', ''],
      ['notify', ''],
      ['security-scan', ''],
      ['', ''],
      ['unit-test', ''],
    ],
  )
})

test('a job whose name tells two classes of environment deploys to one of which it is not known', async () => {
  const job = '{docker: [{image: cimg/base:2024.01}], steps: [checkout, {run: ./scripts-elsewhere/bin/restart_all}]}'
  const names = ['deploy_to_test_dev', 'deploy_to_test_production', 'deploy_test_coverage', 'deploy_dev_and_test']
  const file = `version: 2.1
jobs:
${names.map((name) => `  ${name}: ${job}`).join('\n')}
workflows: {all: {jobs: [${names.join(', ')}]}}
`
  const repository = repositoryOf({ '.circleci/config.yml': file })
  const { facts } = await collectFacts(repository, defaultSettings, ['steps', 'deployments'])
  assert.deepEqual(
    facts.deployments.map(({ job, environment }) => [job, isHidden(environment)]),
    [
      ['deploy_to_test_dev', true],
      ['deploy_to_test_production', true],
    ],
  )
})

test('a job that is called Deploy on Test environment and pushes to another repository deploys there', async () => {
  const script =
    '["git clone https://x:$TOKEN@$VALUES_REPO", cd values, sed -i s/1/2/ values.yaml, git commit -am new, git push]'
  const step = (name: string) => `    - step: {name: ${name}, script: ${script}}\n`
  const file = `pipelines:\n  default:\n${['Deploy on Test environment', 'Deploy on Test data'].map(step).join('')}`
  const repository = repositoryOf({ 'bitbucket-pipelines.yml': file })
  const { facts } = await collectFacts(repository, defaultSettings, ['deployments'])
  assert.deepEqual(
    facts.deployments.map(({ job, environment }) => [job, environment]),
    [['Deploy on Test environment', 'integration']],
  )
})
