import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { repositoryOf } from '../../support/repository.ts'

/** The deployments, as `job@environment`, and the kinds of the jobs that have some. */
async function seen(files: Readonly<Record<string, string>>): Promise<readonly [string, string]> {
  const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['steps', 'deployments'])
  const kinds = facts.steps.flatMap(({ job, kinds }) => (kinds.length ? [`${job}: ${kinds.join('+')}`] : []))
  return [
    facts.deployments.map(({ job, environment }) => `${job}@${environment}`).join(', '),
    [...new Set(kinds)].sort().join(', '),
  ]
}

const gitlab = (key: string, keys: string, ...lines: readonly string[]) => ({
  '.gitlab-ci.yml': `${key}:\n  ${keys.replaceAll('\n', '\n  ')}\n  script:\n${lines.map((line) => `    - ${line}\n`).join('')}`,
})
const start = 'docker run -d --name shop -p 80:8080 shop:latest'

test('a container that a job called deploy starts on a runner of its own is a deployment', async () => {
  const own = 'tags: [shop-server]'
  assert.deepEqual(await seen(gitlab('deploy_prod', own, 'docker build -t shop:latest .', start)), [
    'deploy_prod@production',
    'deploy_prod: build+deploy',
  ])
  assert.equal((await seen(gitlab('deploy_prod', own, 'docker compose up -d')))[0], 'deploy_prod@production')
  assert.equal((await seen(gitlab('web', `${own}\nenvironment: staging`, 'docker compose up -d')))[0], 'web@staging')
  assert.equal(
    (await seen(gitlab('web_prod', `${own}\nstage: deploy`, 'docker compose up -d')))[0],
    'web_prod@production',
  )
  assert.equal((await seen({ ...gitlab('deploy_prod', own, './up.sh'), 'up.sh': start }))[0], 'deploy_prod@production')
})

test('it is none where the machine is gone after the job, or the job is for something else', async () => {
  const own = 'tags: [shop-server]'
  const none = async (key: string, keys: string, ...lines: readonly string[]) =>
    assert.equal((await seen(gitlab(key, keys, ...lines)))[0], '')
  await none('deploy_prod', 'image: docker', start)
  await none('deploy_prod', 'tags: [saas-linux-small-amd64]', start)
  await none('deploy_prod', `${own}\nservices: ["docker:24-dind"]`, start)
  await none('deploy_prod', `${own}\nvariables: {DOCKER_HOST: "tcp://docker:2375"}`, start)
  await none('deploy_prod', own, `DOCKER_HOST=tcp://docker:2375 ${start}`)
  await none('e2e', own, 'docker compose up -d', 'npm run e2e')
  await none('test_deploy', own, start)
  await none('deploy_locally', own, start)
  await none('setup_prod', `${own}\nstage: deploy`, start)
  await none('deploy_prod', own, 'docker run --rm shop:latest ./migrate')
  await none('deploy_prod', own, start, 'npm test', 'docker rm -f shop')
  await none('deploy_prod', own, 'docker compose up -d', 'docker compose down')
})

test('the container before is taken away first, one that was only tried afterwards', async () => {
  const lines = ['docker run -d --name next shop', 'docker rm -f shop', start, 'docker rm -f next']
  assert.equal((await seen(gitlab('deploy_prod', 'tags: [shop-server]', ...lines)))[0], 'deploy_prod@production')
})

test('what asks a service of that machine afterwards tests it, and nothing else does', async () => {
  const own = 'tags: [shop-server]'
  const kinds = async (keys: string, ...lines: readonly string[]) =>
    (await seen(gitlab('deploy_prod', keys, ...lines)))[1]
  const ask = 'curl --fail http://localhost:8080/health'
  assert.equal(await kinds(own, start, ask), 'deploy_prod: smoke-test+deploy')
  assert.equal(await kinds(own, ask, start), 'deploy_prod: deploy')
  assert.equal(await kinds(own, start, 'curl http://localhost:8080/health'), 'deploy_prod: deploy')
  assert.equal(await kinds('image: docker', start, ask), '')
})

test('nodes of Jenkins stay, but those that are made for a run', async () => {
  const jenkins = (agent: string, stage: string) => ({
    Jenkinsfile: `pipeline {\n agent ${agent}\n stages {\n  stage('${stage}') {\n   steps { sh 'docker-compose up -d' }\n  }\n  stage('Healthcheck') {\n   steps { sh 'curl -f http://localhost:3000/health' }\n  }\n }\n}`,
  })
  const [deployments, kinds] = await seen(jenkins("{ label 'web' }", 'Deploy to UAT'))
  assert.equal(deployments, 'Deploy to UAT@staging')
  assert.equal(kinds, 'Deploy to UAT: deploy, Healthcheck: smoke-test')
  assert.match((await seen(jenkins('any', 'Build and deploy')))[0], /^Build and deploy@/)
  assert.equal((await seen(jenkins("{ kubernetes { label 'pod' } }", 'Deploy to UAT')))[0], '')
  assert.equal((await seen(jenkins("{ docker { image 'docker:24' } }", 'Deploy to UAT')))[0], '')
  assert.equal((await seen(jenkins('any', 'Integration tests')))[0], '')
  const nested = `pipeline {\n agent any\n stages {\n  stage('Component tests') {\n   stages {\n    stage('Deploy') {\n     steps { sh 'docker-compose up -d' }\n    }\n   }\n  }\n }\n}`
  assert.equal((await seen({ Jenkinsfile: nested }))[0], '')
})

test('a machine of an environment of Azure, and agents of a pool of its own; DockerCompose runs the command it is given', async () => {
  const azure = (head: string) => ({
    'azure-pipelines.yml': `jobs:\n- deployment: web\n${head}\n  strategy:\n    runOnce:\n      deploy:\n        steps:\n        - task: DockerCompose@0\n          inputs:\n            dockerComposeFile: compose.yml\n            dockerComposeCommand: up -d\n`,
  })
  const vm = '  environment: {name: prod, resourceType: VirtualMachine}'
  assert.deepEqual(await seen(azure(vm)), ['web@production', 'web: deploy'])
  assert.equal((await seen(azure('  environment: prod\n  pool: Dedicated')))[0], 'web@production')
  assert.equal((await seen(azure('  environment: prod\n  pool: {name: Dedicated}')))[0], 'web@production')
  for (const pool of ['{vmImage: ubuntu-latest}', 'Azure Pipelines', '{name: Azure Pipelines, vmImage: x}'])
    assert.equal((await seen(azure(`  environment: prod\n  pool: ${pool}`)))[0], '', pool)
  const pull = azure(vm)['azure-pipelines.yml'].replace('up -d', 'pull')
  assert.equal((await seen({ 'azure-pipelines.yml': pull }))[0], '')
})

test('images that Compose starts where it deploys are shipped, and NODE_ENV names no environment', async () => {
  const files = {
    Jenkinsfile: `pipeline {\n agent any\n environment { NODE_ENV = 'production' }\n stages {\n  stage('Build') {\n   steps { sh 'docker-compose build' }\n  }\n  stage('Deploy') {\n   steps { sh 'docker-compose up -d' }\n  }\n }\n}`,
    'docker-compose.yml': 'services: {web: {build: .}}',
    Dockerfile: 'FROM python:3.11\n',
  }
  const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['deployments', 'baseImages'])
  assert.equal(facts.deployments[0]?.environmentName, '')
  assert.deepEqual(
    facts.baseImages.map(({ reference }) => reference),
    ['python:3.11'],
  )
})

test('runners of its own of GitHub and Bitbucket have a label that tells', async () => {
  const github = (runner: string) => ({
    '.github/workflows/cd.yml': `on: {push: {branches: [main]}}\njobs:\n  deploy-staging:\n    runs-on: ${runner}\n    steps:\n      - run: docker compose up -d\n`,
  })
  assert.equal((await seen(github('[self-hosted, linux]')))[0], 'deploy-staging@staging')
  assert.equal((await seen(github('{group: ours, labels: [self-hosted]}')))[0], 'deploy-staging@staging')
  assert.equal((await seen(github('ubuntu-24.04')))[0], '')
  const bitbucket = (runner: string) => ({
    'bitbucket-pipelines.yml': `pipelines:\n  default:\n    - step:\n        deployment: staging\n${runner}        script: [docker compose up -d]\n`,
  })
  assert.match((await seen(bitbucket('        runs-on: [self.hosted, linux]\n')))[0], /@staging$/)
  assert.equal((await seen(bitbucket('')))[0], '')
})

test('a program that a job called deploy leaves running on a machine of its own is a deployment', async () => {
  const own = 'tags: [shop-server]'
  assert.deepEqual(
    await seen(gitlab('deploy_prod', own, 'mvn -DskipTests package', 'nohup java -jar target/shop.jar > log 2>&1 &')),
    ['deploy_prod@production', 'deploy_prod: build+deploy'],
  )
  assert.equal((await seen(gitlab('deploy_prod', own, 'java -jar target/shop.jar')))[0], '')
  assert.equal((await seen(gitlab('test', own, 'java -jar target/shop.jar &')))[0], '')
  assert.equal((await seen(gitlab('deploy_prod', 'image: maven:3.9.9', 'java -jar target/shop.jar &')))[0], '')
})

test('what the same job takes off a platform again was a try, and no deployment', async () => {
  const own = 'image: acme/tools'
  const none = async (...lines: readonly string[]) =>
    assert.equal((await seen(gitlab('try_prod', own, ...lines)))[0], '')
  const some = async (...lines: readonly string[]) =>
    assert.equal((await seen(gitlab('try_prod', own, ...lines)))[0], 'try_prod@production')
  await none(
    'cf push -f ci/try/manifest.yml try-$PLAN --var plan=$PLAN',
    'cf restage try-$PLAN',
    'curl --fail https://try.example.org',
    'cf delete -f try-$PLAN',
  )
  await none('docker stack deploy -c stack.yml try', './ask.sh', 'docker stack rm try')
  await none('serverless deploy --stage try', './ask.sh', 'serverless remove --stage try')
  await none(
    'aws cloudformation deploy --stack-name try --template-file t.yml',
    'aws cloudformation delete-stack --stack-name try',
  )
  await none('gcloud run deploy try --image a/b', './ask.sh', 'gcloud run services delete try --quiet')
  await some('cf delete -f shop', 'cf push shop')
  await some('cf rename shop shop-old', 'cf push shop', 'cf delete -f shop-old')
  await some('gcloud run deploy shop --image a/b', 'gcloud run services delete old --quiet')
})
