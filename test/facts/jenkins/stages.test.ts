import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actsOf, declarative, job, kinds, needs, read, readOne, start } from './support.ts'

const helm = (name: string) => `sh "helm upgrade --install shop ./chart --namespace ${name}"`

test('stages are jobs in their order; one that may be left out holds nothing up', async () => {
  const workflow = await readOne(
    declarative(`
      stage('Build') { steps { sh 'go build ./...' } }
      stage('Dev') { when { branch 'main' } steps { ${helm('dev')} } }
      stage('Prod') { input { message 'Go?' } steps { ${helm('prod')} } }`),
  )
  assert.deepEqual(
    workflow.jobs.map((each) => `${each.id} <- ${needs(each)}`),
    ['Build <- ', 'Dev <- Build', 'Prod <- Build; Dev~'],
  )
  assert.equal(job(workflow, 'Prod').approval?.how, "input { message 'Go?' }")
  const { condition } = job(workflow, 'Dev')
  assert.equal(condition?.holds(start(workflow, 'push')), true)
  assert.equal(condition?.holds(start(workflow, 'push', { branch: 'other', onDefaultBranch: false })), false)
  assert.equal(condition?.holds(start(workflow, 'pull-request', { branch: undefined, onDefaultBranch: false })), false)
})

test('a build of a tag is on no branch that is called by a word', async () => {
  const workflow = await readOne(
    declarative(`
      stage('QA') { when { anyOf { branch 'main'; branch 'master' } } steps { ${helm('qa')} } }
      stage('Line') { when { branch 'release-*' } steps { ${helm('uat')} } }
      stage('Prod') { when { buildingTag() } steps { ${helm('prod')} } }`),
  )
  const tag = start(workflow, 'tag', { branch: undefined, onDefaultBranch: undefined })
  assert.deepEqual(
    ['QA', 'Line', 'Prod'].map((id) => job(workflow, id).condition?.holds(tag)),
    [false, undefined, true],
  )
})

test('parallel branches begin together, and what follows waits for all', async () => {
  const workflow = await readOne(
    declarative(`
      stage('Build') { steps { sh 'go build ./...' } }
      stage('Checks') { parallel {
        stage('Unit') { steps { sh 'go test ./...' } }
        stage('Lint') { steps { sh 'golangci-lint run' } }
      } }
      stage('Deploy') { steps { ${helm('dev')} } }`),
  )
  assert.deepEqual(
    workflow.jobs.map((each) => `${each.id} <- ${needs(each)}`),
    ['Build <- ', 'Checks / Unit <- Build', 'Checks / Lint <- Build', 'Deploy <- Checks / Unit; Checks / Lint'],
  )
})

test('an input in a loaded file, under a condition on an argument', async () => {
  const workflow = await readOne(
    declarative(`
      stage('Dev') { steps { script { lib = load 'ci/lib.groovy'
        lib.roll('Dev') } } }
      stage('Prod') { steps { script { lib.roll('Prod') } } }`),
    {
      'ci/lib.groovy': `def roll(String stageEnv) {
        if (!stageEnv.equalsIgnoreCase('dev')) { input("Roll out to \${stageEnv}?") }
        sh "helm upgrade shop ./chart --set name=\${stageEnv}"
      }
      return this`,
    },
  )
  assert.equal(kinds(job(workflow, 'Dev')), 'deploy@Dev')
  assert.equal(kinds(job(workflow, 'Prod')), 'approve@Prod; deploy@Prod')
})

test('a choice of the start tells the environments of a step apart', async () => {
  const workflow = await readOne(
    declarative(
      `stage('Deploy') { steps { sh "helm upgrade shop ./chart --namespace \${params.TARGET}" } }`,
      `parameters { choice(name: 'TARGET', choices: ['staging', 'production']) }`,
    ),
  )
  const deploy = job(workflow, 'Deploy')
  assert.equal(kinds(deploy), 'deploy@staging; deploy@production')
  const chosen = (TARGET: string) =>
    deploy.steps.map(({ condition }) => condition?.holds(start(workflow, 'manual', { inputs: { TARGET } })))
  assert.deepEqual(chosen('production'), [false, true])
})

for (const [handler, stops] of [
  ["node('docker') { deleteDir(); throw e }", true],
  ["timeout(5) { node { error 'no' } }", true],
  ['catchError { throw e }', undefined],
  ['retryLater { throw e }', undefined],
  ["node('docker') { deleteDir() }", false],
] as const) {
  test(`a failure that is caught by { ${handler} } ${stops ? 'stops' : stops === false ? 'stops nothing of' : 'may stop'} what follows`, async () => {
    const workflow = await readOne(`node { stage('Test') { try { sh 'go test ./...' } catch (e) { ${handler} } } }`)
    const [first] = job(workflow, 'Test').steps
    const { continueOnError } = first ?? {}
    assert.equal(typeof continueOnError === 'object' ? undefined : !continueOnError, stops)
  })
}

test('what is caught and not raised again does not stop what follows', async () => {
  const workflow = await readOne(`node {
    stage('Test') { try { sh 'go test ./...' } catch (e) { echo 'never mind' } }
    stage('Lint') { try { sh 'golangci-lint run' } catch (e) { throw e } finally { slackSend message: 'x' } }
    stage('Scan') { catchError(buildResult: 'SUCCESS') { sh 'trivy fs --exit-code 1 .' } }
  }`)
  const state = (id: string) => job(workflow, id).steps.map((step) => [step.continueOnError, step.runsAfterFailure])
  assert.deepEqual(state('Test'), [[true, 'no']])
  assert.deepEqual(state('Lint'), [
    [false, 'no'],
    [false, 'always'],
  ])
  assert.deepEqual(state('Scan'), [[true, 'no']])
})

test('a status that is only returned is ignored, unless it is compared and raised', async () => {
  const workflow = await readOne(`node {
    stage('A') { sh script: 'go test ./...', returnStatus: true }
    stage('B') { def status = sh(script: 'go test ./...', returnStatus: true)
      if (status != 0) { error 'no' } }
  }`)
  assert.equal(job(workflow, 'A').steps[0]?.acts[0]?.onFailure, 'ignored')
  assert.equal(job(workflow, 'B').steps[0]?.acts[0]?.onFailure, 'stops')
})

test('post: jobs that wait for the end they speak of', async () => {
  const workflow = await readOne(`pipeline { agent any
    stages { stage('Deploy') { steps { ${helm('prod')} } } }
    post {
      success { slackSend message: 'a' }
      failure { slackSend message: 'b' }
      always { mail to: 'x' }
    }
  }`)
  assert.deepEqual(
    workflow.jobs.map((each) => `${each.id} <- ${needs(each)}`),
    [
      'Deploy <- ',
      'post (always) <- Deploy:completion',
      'post (failure) <- Deploy:failure',
      'post (success) <- Deploy',
    ],
  )
})

test('steps of shared libraries are hidden by name; a stage that only hands over is elsewhere', async () => {
  const workflow = await readOne(
    `@Library('x') _\n${declarative(`
      stage('Deploy to prod') { steps { deployService('prod') } }
      stage('Tell') { steps { getVersion() } }`)}`,
  )
  assert.equal(job(workflow, 'Deploy to prod').hidden?.value.what, 'the step deployService')
  assert.ok(job(workflow, 'Deploy to prod').hidden?.couldBe.includes('deploy'))
  assert.equal(kinds(job(workflow, 'Tell')), '')
})

test('functions that call each other in a circle end with it shown', async () => {
  const workflow = await readOne("def a() { b() }\ndef b() { a() }\nnode { stage('x') { a() } }")
  assert.ok(workflow.problems.some(({ message }) => message.endsWith('a → b → a')))
})

test('an empty file, and one that cannot be parsed, is a pipeline with a problem', async () => {
  const [empty] = await read({ Jenkinsfile: '' })
  assert.equal(empty?.problems[0]?.unreadable, true)
  const broken = await readOne("node { stage('x') { sh('go test ./... }\n} }")
  assert.ok(broken.problems.some(({ unreadable }) => unreadable))
  assert.ok(broken.hidden.length > 0)
})

test('what was excluded is not read; elsewhere only files of the main area are', async () => {
  const areas = { Jenkinsfile: 'excluded', 'examples/Jenkinsfile': 'example' } as const
  const text = "node { sh 'make' }"
  const found = await read({ Jenkinsfile: text, 'examples/Jenkinsfile': text, 'svc/Jenkinsfile': text }, { areas })
  assert.deepEqual(
    found.map(({ file }) => file),
    ['svc/Jenkinsfile'],
  )
})

test('a tag of an image stream goes where its stage says', async () => {
  const tag = (name: string, destTag: string) => `stage('${name}') { openshiftTag srcTag: 'a', destTag: ${destTag} }`
  const workflow = await readOne(
    `node {
      ${tag('production', 'env.TAG')}
      ${tag('Promote to staging', "'release'")}
      ${tag('Unit test', "'tested'")}
      ${tag('Build', 'env.TAG')}
      stage('Keep production') { openshiftTag srcTag: 'a', destTag: 'prod-previous' }
    }`,
  )
  assert.deepEqual(
    ['production', 'Promote to staging', 'Unit test', 'Build', 'Keep production'].map((id) => kinds(job(workflow, id))),
    ['deploy@production', 'deploy@staging', '', '', ''],
  )
})

test('an object of a class that is nothing but fields holds what it is made with', async () => {
  const ship = (body: string) => `class Target {\n ${body}\n }
    place = new Target(name: 'Production', tag: 'prod')
    node { stage("Ship to \${place.name}") { openshiftTag srcTag: 'a', destTag: place.tag } }`
  const kindsOf = async (text: string) => (await readOne(text)).jobs.map((made) => `${made.id}: ${kinds(made)}`)
  assert.deepEqual(await kindsOf(ship('String name\n String tag\n String url')), [
    'Ship to Production: deploy@production',
  ])
  // what a constructor makes of it is not known
  const [made] = await kindsOf(ship('String name\n String tag\n Target(Map given) { tag = "x" }'))
  assert.doesNotMatch(made ?? '', /Production/)
})

test('pull requests into a branch that a condition asks for are told from the others', async () => {
  const workflow = await readOne(
    declarative(`
      stage('Test') { when { expression { env.CHANGE_TARGET == 'master' } } steps { ${helm('test')} } }
      stage('Prod') { when { changeRequest target: 'master' } steps { ${helm('prod')} } }
      stage('Dev') { when { expression { env.CHANGE_TARGET != 'master' } } steps { ${helm('dev')} } }`),
  )
  const requests = workflow.triggers.filter(({ kind }) => kind === 'pull-request')
  assert.deepEqual(
    requests.map(({ branches, branchesIgnore }) => [branches, branchesIgnore]),
    [
      [['master'], undefined],
      [undefined, ['master']],
    ],
  )
  const answers = (trigger: (typeof requests)[number]) =>
    workflow.jobs.map(({ condition }) =>
      condition?.holds({ trigger, branch: undefined, onDefaultBranch: false, inputs: {} }),
    )
  assert.deepEqual(requests.map(answers), [
    [true, true, false],
    [false, false, true],
  ])
})

test('build configurations deploy nothing, also by the name of a template that is not here; writers of text do nothing', async () => {
  const workflow = await readOne(
    `def trace(t) { StringWriter sw = new StringWriter(); t.printStackTrace(new PrintWriter(sw)); return sw.toString() }\n${declarative(`
      stage('Prepare') { steps { script { openshift.withCluster() {
        echo trace(null)
        openshift.apply(openshift.process('-f', "\${dir}/shop.bc.json"))
      } } } }
      stage('Ship') { steps { script { openshift.withCluster() { openshift.apply(openshift.process('-f', 'shop.dc.json')) } } } }`)}`,
  )
  assert.deepEqual(workflow.jobs.map(kinds), ['', 'deploy'])
})

test('a variable that is set to a credential of its own name is shown by that name', async () => {
  const workflow = await readOne(
    declarative(`
    stage('Load') { steps { withCredentials([string(credentialsId: 'image', variable: 'IMAGE')]) {
      script { env.IMAGE = IMAGE }
    } } }
    stage('Push') { steps { sh "docker push \${env.IMAGE}:1.4.0" } }`),
  )
  assert.deepEqual(
    actsOf(job(workflow, 'Push')).map(({ text }) => text),
    ['docker push ${IMAGE}:1.4.0'],
  )
})
