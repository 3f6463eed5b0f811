import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { repositoryOf } from '../../support/repository.ts'

type Asked = 'hasWayBack' | 'stepwise' | 'rollsBack'

/** What is said of each deployment, by its job; `?` where it is hidden. Keys are names of workflow files. */
async function said(asked: Asked, workflows: Readonly<Record<string, string>>): Promise<Record<string, boolean | '?'>> {
  const files = Object.fromEntries(
    Object.entries(workflows).map(([name, text]) => [`.github/workflows/${name}.yml`, text]),
  )
  const { facts } = await collectFacts(repositoryOf(files), defaultSettings, ['deployments'])
  return Object.fromEntries(facts.deployments.map((one) => [one.job, isHidden(one[asked]) ? '?' : one[asked]]))
}

const push = 'on: {push: {branches: [main]}}\njobs:\n'
const byHand = (input: string) => `on: {workflow_dispatch: {inputs: {${input}: {required: true}}}}\njobs:\n`
const job = (name: string, command: string, more = '') =>
  `  ${name}: {environment: production, ${more}steps: [{run: '${command}'}]}\n`

test('a rollback takes back the service that it names, and where nothing tells, that is not seen', async () => {
  const shop =
    push +
    job('deploy-web', 'kubectl set image deployment/web web=ghcr.io/acme/web:1.2.3') +
    job('deploy-jobs', 'kubectl set image deployment/jobs jobs=ghcr.io/acme/jobs:1.2.3')
  const after = (rollback: string, name = 'rollback') =>
    said('hasWayBack', { deploy: shop, [name]: byHand('why') + job('back', rollback) })
  assert.deepEqual(await after('kubectl rollout undo deployment/web'), { 'deploy-web': true, 'deploy-jobs': false })
  assert.deepEqual(await after('kubectl rollout undo deployment web-production'), {
    'deploy-web': true,
    'deploy-jobs': false,
  })
  assert.deepEqual(await after('kubectl rollout undo deployment/${{ inputs.why }}'), {
    'deploy-web': true,
    'deploy-jobs': true,
  })
  assert.deepEqual(await after('kubectl rollout undo deployment/$NAME'), { 'deploy-web': '?', 'deploy-jobs': '?' })
  // another program gives its own names: then the words of jobs and files tell
  assert.deepEqual(await after('helm rollback acme-web'), { 'deploy-web': true, 'deploy-jobs': '?' })
  assert.deepEqual(await after('cf rollback', 'rollback-jobs'), { 'deploy-web': '?', 'deploy-jobs': true })
})

test('where one service is deployed, whatever takes back takes that one back', async () => {
  const deploy =
    push +
    job('deploy-eu', 'helm upgrade shop ./chart --namespace production') +
    job('deploy-us', 'helm upgrade shop ./chart --namespace production')
  assert.deepEqual(await said('hasWayBack', { deploy, undo: byHand('why') + job('undo', 'cf rollback anything') }), {
    'deploy-eu': true,
    'deploy-us': true,
  })
})

test('a start with a chosen version is a way back for its own service', async () => {
  const deploy =
    push +
    job('api', 'docker build . && helm upgrade api ./api --set image.tag=1') +
    job('web', 'docker build . && helm upgrade web ./web --set image.tag=1')
  const restore = byHand('version') + job('restore', 'helm upgrade api ./api --set image.tag=${{ inputs.version }}')
  assert.deepEqual(await said('hasWayBack', { deploy, restore }), { api: true, web: false, restore: true })
})

test('what goes back by itself, another environment and the schema of a database take nothing else back', async () => {
  const deploy =
    push +
    job('api', 'helm upgrade api ./api --atomic --namespace production') +
    job('web', 'kubectl set image deployment/web web=acme/web:1')
  assert.equal((await said('hasWayBack', { deploy })).web, false)
  const staging = byHand('why').concat(
    "  undo: {environment: staging, steps: [{run: 'kubectl rollout undo deployment/web'}]}\n",
  )
  assert.equal((await said('hasWayBack', { deploy, staging })).web, false)
  const data = byHand('why') + job('undo', 'alembic downgrade -1')
  assert.equal((await said('hasWayBack', { deploy, data })).web, false)
  const failing = push + job('web', 'kubectl set image deployment/web web=acme/web:1 || alembic downgrade -1')
  assert.deepEqual(await said('rollsBack', { failing }), { web: false })
})

test('a rollback that a failure starts takes back what it names', async () => {
  const jobs =
    job('web', 'helm upgrade web ./web --namespace production') +
    job('api', 'helm upgrade api ./api --namespace production') +
    job('undo', 'helm rollback web', 'needs: [web, api], if: failure(), ')
  assert.deepEqual(await said('rollsBack', { ship: push + jobs }), { web: '?', api: false })
})

test('a second service that waits for the first is no step of a rollout; a second region is', async () => {
  const two = (first: string, second: string, name = 'second') =>
    said('stepwise', { ship: push + job('first', first) + job(name, second, 'needs: [first], ') })
  assert.equal((await two('helm upgrade api ./api', 'helm upgrade web ./web')).second, false)
  assert.equal((await two('helm upgrade api ./api', 'helm upgrade api ./api')).second, true)
  assert.equal((await two('terraform apply -auto-approve', 'helm upgrade web ./web')).second, '?')
  const staged = push.concat(
    "  staging: {environment: staging, steps: [{run: 'helm upgrade web ./web'}]}\n",
    job('production', 'helm upgrade web ./web', 'needs: [staging], '),
  )
  assert.equal((await said('stepwise', { staged })).production, true)
})

test('many services with a rollback each are told apart in no time', async () => {
  const workflows: Record<string, string> = {}
  const letters = 'abcdefghijklmnop'
  for (const a of letters) {
    for (const b of letters) {
      const name = `${a}${b}x`
      workflows[`deploy-${name}`] = push + job(`deploy-${name}`, `helm upgrade ${name} ./${name}`)
      workflows[`rollback-${name}`] = byHand('why') + job(`rollback-${name}`, `helm rollback ${name}`)
    }
  }
  const started = process.cpuUsage()
  const answers = await said('hasWayBack', workflows)
  assert.ok(Object.values(answers).every((answer) => answer === true))
  assert.ok(process.cpuUsage(started).user < 8e6)
})
