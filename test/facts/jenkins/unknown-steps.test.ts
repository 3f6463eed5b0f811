import assert from 'node:assert/strict'
import test from 'node:test'
import { isHarmless } from '../../../src/facts/pipeline/jenkins/steps/harmless.ts'
import { deployments } from '../../support/workflow.ts'
import { actsOf, declarative, job, kinds, readOne } from './support.ts'

for (const [name, harmless] of [
  ['getVersion', true],
  ['utils.readConfig', true],
  ['colourText', true],
  ['setBuildStatus', true],
  ['updateGitlabCommitStatus', true],
  ['prepareWorkspace', true],
  ['withAwsCredentials', false],
  ['withCredentials', true],
  ['setImage', false],
  ['prepareDatabase', false],
  ['withPipeline', false],
  ['withDeployment', false],
  ['loadTest', false],
  ['gitOpsDeploy', false],
  ['tagRelease', false],
  ['waitForHealthy', false],
  ['checkoutAndDeploy', false],
] as const) {
  test(`a step ${name} that no table knows ${harmless ? 'hides nothing' : 'hides what it may do'}`, () => {
    assert.equal(isHarmless(name), harmless)
  })
}

test('a step that sets an image may deploy', async () => {
  const workflow = await readOne(declarative(`stage('Ship') { steps { setImage 'shop' } }`))
  assert.ok(job(workflow, 'Ship').hidden?.couldBe.includes('deploy'))
})

for (const [parameters, wanted] of [
  ["[[$class: 'StringParameterValue', name: 'INVENTORY', value: 'production']]", 'production'],
  ["[[$class: 'StringParameterValue', name: 'INVENTORY', value: \"${TARGET}\"]]", 'staging'],
  ["[string(name: 'VERSION', value: 'v1'), string(name: 'ENVIRONMENT', value: 'qa')]", 'qa'],
  ["[string(name: 'BRANCH', value: 'develop-live'), string(name: 'ENV', value: 'prod')]", 'prod'],
  ["[string(name: 'FROM', value: 'staging'), string(name: 'TO', value: 'prod')]", ''],
  ["[string(name: 'VERSION', value: 'v1')]", ''],
] as const) {
  test(`a job that is started with ${parameters} works on ${wanted || 'what cannot be seen'}`, async () => {
    const build = `build job: 'run-playbook', parameters: ${parameters}`
    const workflow = await readOne(`String TARGET = 'staging'\nnode { stage('Deploy') { ${build} } }`)
    assert.equal(job(workflow, 'Deploy').environment?.name ?? '', wanted)
  })
}

test('a job elsewhere deploys where it is told to, to the environment that it is given', async () => {
  const release = (playbook: string) =>
    `stage('Release ACC') { steps { sh 'docker push shop:1'\n build job: 'Subtask_Playbook', parameters: [
      [$class: 'StringParameterValue', name: 'INVENTORY', value: 'acceptance'],
      [$class: 'StringParameterValue', name: 'PLAYBOOK', value: '${playbook}']] } }`
  const found = async (playbook: string) => {
    const workflow = await readOne(declarative(release(playbook)))
    return Object.values(deployments([workflow])).map((one) => `${one?.job} ${one?.environment}`)
  }
  assert.deepEqual(await found('deploy.yml'), ['Release ACC staging'])
  assert.deepEqual(await found('backup.yml'), [])
  assert.deepEqual(await found('undeploy.yml'), [])
})

test('a job of a multibranch pipeline is called after its project, not after its branch', async () => {
  const found = async (called: string) => {
    const stage = `stage('Acceptance Tests') { steps { build job: '${called}', parameters: [
      string(name: 'COMMIT', value: 'abc'), string(name: 'ENVIRONMENT', value: 'integration')] } }`
    return Object.values(deployments([await readOne(declarative(stage))])).map((one) => one?.environment)
  }
  assert.deepEqual(await found('../web-deployment/master'), ['integration'])
  assert.deepEqual(await found('web-deployment/feature%2Fx'), ['integration'])
  assert.deepEqual(await found('web-checks/master'), [])
})

test('what cannot be parsed in a loaded file is told and hidden', async () => {
  const workflow = await readOne(`node { stage('Build') { sh 'make' }\n def ship = load 'ci/ship.groovy' }`, {
    'ci/ship.groovy': `def go() { sh 'make deploy' }\ndef ) broken\nreturn this\n`,
  })
  assert.ok(workflow.problems.some(({ place }) => place.file === 'ci/ship.groovy'))
  assert.ok(workflow.hidden.some(({ place }) => place.file === 'ci/ship.groovy'))
})

test('a file that is run where it is loaded and is not here hides the pipeline', async () => {
  const computed = await readOne('node { stage("Build") { sh "make" }\n load "./ci/${env.BRANCH_NAME}.groovy" }')
  assert.deepEqual(
    computed.hidden.map(({ value }) => value.what),
    ['the script that Jenkinsfile loads and runs'],
  )
  const kept = await readOne('node { stage("Build") { sh "make" }\n load "ci/build.groovy" }', {
    'ci/build.groovy': 'sh "make"\n',
  })
  assert.deepEqual(kept.hidden, [])
  const taken = await readOne('node { stage("Build") { sh "make" }\n def lib = load "ci/${env.BRANCH_NAME}.groovy" }')
  assert.deepEqual(taken.hidden, [])
})

test('what is called on a file that is not here may deploy', async () => {
  const workflow = await readOne('node { stage("Ship") { load("ci/${env.BRANCH_NAME}.groovy").deploy() } }')
  assert.ok(job(workflow, 'Ship').hidden?.couldBe.includes('deploy'))
})

for (const script of ['sh login', 'sh "${login}"', 'sh "eval ${login}"', "sh login.replace('-e none', '')"]) {
  test(`the login that the cloud has printed hides nothing: ${script}`, async () => {
    const workflow = await readOne(`node { stage('Push') {
      def login = sh(script: 'aws ecr get-login --no-include-email --region eu-west-1', returnStdout: true).trim().replace('-e none', '')
      ${script}
      sh 'docker push shop:1' } }`)
    assert.equal(kinds(job(workflow, 'Push')).split('; ').at(-1), 'publish')
    assert.equal(job(workflow, 'Push').hidden, undefined)
    assert.ok(actsOf(job(workflow, 'Push')).every(({ hidden }) => !hidden))
  })
}

test('what another command has printed may do anything when it is run', async () => {
  const workflow = await readOne(`node { stage('Push') {
    def what = sh(script: './plan.sh', returnStdout: true)
    sh what } }`)
  assert.ok(job(workflow, 'Push').hidden ?? actsOf(job(workflow, 'Push')).some(({ hidden }) => hidden))
})

test('secrets that are bound by whatever plugin are no steps, what runs with them is', async () => {
  const workflow = await readOne(
    declarative(
      `stage('Deploy') { steps { withCredentials([aws(credentialsId: 'deployer'), gitUsernamePassword(credentialsId: 'git')]) { sh 'kubectl apply -f shop.yaml' } } }`,
    ),
  )
  assert.equal(kinds(job(workflow, 'Deploy')), 'deploy')
  assert.equal(job(workflow, 'Deploy').hidden, undefined)
})

for (const [command, changes] of [
  ["execCommand: 'systemctl restart shop'", ['systemctl']],
  ["remoteDirectory: 'www'", []],
] as const) {
  test(`files that are put onto a machine, and there ${changes.join() || 'nothing else'}`, async () => {
    const transfer = `sshTransfer(sourceFiles: 'dist/**', ${command})`
    const step = `sshPublisher(publishers: [sshPublisherDesc(configName: 'shop', transfers: [${transfer}])])`
    const workflow = await readOne(declarative(`stage('Ship') { steps { ${step} } }`))
    const acts = actsOf(job(workflow, 'Ship'))
    assert.deepEqual(
      acts.filter(({ hidden }) => hidden).map(({ tool }) => tool),
      [],
    )
    assert.deepEqual(
      acts.filter(({ kinds }) => kinds.length > 0).map(({ tool, kinds }) => `${kinds} ${tool}`),
      ['deploy sshPublisher'],
    )
  })
}

test('what names the tool of a report runs no tool', async () => {
  const workflow = await readOne(
    declarative(`stage('Report') { steps { recordIssues tools: [trivy(pattern: 'a.json'), owaspDependencyCheck()] } }`),
  )
  assert.equal(kinds(job(workflow, 'Report')), 'lint')
})

test('a step that is called as a scanner and that no plugin has is one of a shared library', async () => {
  const workflow = await readOne(declarative(`stage('Scan') { steps { trivy image: 'shop:1' } }`))
  assert.equal(kinds(job(workflow, 'Scan')), '?')
})

test('what the machine of Maven is given may leave its tests out', async () => {
  const build = (options: string) =>
    readOne(declarative(`stage('Build') { steps { withMaven(${options}) { sh 'mvn verify' } } }`), { 'pom.xml': '' })
  const skipping = await build(`maven: '3', mavenOpts: '-DskipTests'`)
  assert.equal(kinds(job(skipping, 'Build')).includes('test'), false)
  const plain = await build(`maven: '3', mavenOpts: '-Xmx1g'`)
  assert.equal(kinds(job(plain, 'Build')).includes('unit-test'), true)
})
