import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings, type Settings } from '../../../src/config/settings.ts'
import deploymentsCollector from '../../../src/facts/derived/deployments.ts'
import pipelinesCollector from '../../../src/facts/derived/pipelines.ts'
import repositoryCollector from '../../../src/facts/derived/repository.ts'
import smokeTestsCollector from '../../../src/facts/derived/smoke-tests.ts'
import stepsCollector from '../../../src/facts/derived/steps.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import type { Workflow } from '../../../src/facts/pipeline/model.ts'
import type { Observations } from '../../../src/facts/table.ts'
import { repositoryOf } from '../../support/repository.ts'
import { hiddenPart, job, run, step, workflow } from '../../support/workflow.ts'

/** Runs the derived collectors of the graph, one after the other. */
async function collect(
  workflows: readonly Workflow[],
  files: Record<string, string> = {},
  change: Partial<Settings> = {},
): Promise<Observations> {
  const repository = repositoryOf(files)
  const settings = { ...defaultSettings, ...change }
  let observed = { workflows, versionTags: [], rolloutGuards: [] } as unknown as Observations
  for (const one of [
    pipelinesCollector,
    stepsCollector,
    deploymentsCollector,
    smokeTestsCollector,
    repositoryCollector,
  ]) {
    observed = { ...observed, ...(await one.collect({ repository, settings, observed })) }
  }
  return observed
}

const deploy = run('deploy')

test('steps carry their kinds, and which of them can stop the job', async () => {
  const act = [run(['lint', 'unit-test']), run('security-scan', { onFailure: 'reports' })]
  const jobs = [
    job('test', [step(act)]),
    job('loose', [step([run('lint')], { continueOnError: true })]),
    job('gate', [], { approval: { place: { file: 'ci.yml' }, how: 'when: manual' } }),
    job('there', [], { hidden: hiddenPart('elsewhere', ['build']) }),
  ]
  const { steps } = await collect([workflow(jobs)])
  const of = (name: string) => steps.find((fact) => fact.job === name)
  assert.deepEqual(of('test')?.kinds, ['lint', 'unit-test', 'security-scan'])
  assert.deepEqual(of('test')?.blocking, ['lint', 'unit-test'])
  assert.deepEqual(of('loose')?.blocking, [])
  assert.deepEqual(of('gate')?.kinds, ['approve'])
  assert.deepEqual(of('there')?.kinds, [])
  assert.equal(new Set(steps.map((fact) => fact.id)).size, steps.length)
})

test('what goes into a cluster of the runner deploys nothing', async () => {
  const cluster = run('set-up', { tool: 'kind', throwAway: true })
  const jobs = [
    job('tried', [step([cluster]), step([run(['deploy', 'smoke-test'])])]),
    job('first', [step([deploy]), step([cluster])]),
  ]
  const { steps } = await collect([workflow(jobs)])
  const kindsOf = (name: string) => steps.filter((fact) => fact.job === name).map((fact) => fact.kinds)
  assert.deepEqual(kindsOf('tried'), [['set-up'], ['smoke-test']])
  assert.deepEqual(kindsOf('first'), [['deploy'], ['set-up']])
})

test('a pipeline deploys, may deploy, or does not', async () => {
  const { pipelines } = await collect([
    workflow([job('deploy', [deploy])], { id: 'a.yml' }),
    workflow([job('x', [], { hidden: hiddenPart('elsewhere', ['deploy']) })], { id: 'b.yml' }),
    workflow([job('x', [run('lint')])], { id: 'c.yml' }),
  ])
  assert.deepEqual(
    pipelines.map(({ deploys }) => (isHidden(deploys) ? 'hidden' : deploys)),
    [true, 'hidden', false],
  )
})

test('it is never guessed that a repository does not deploy', async () => {
  const none = [workflow([job('x', [run('lint')])])]
  const hidden = (await collect(none)).repository[0]?.deploys
  assert.ok(isHidden(hidden))
  assert.match(hidden.settle.text, /deploys: false/)
  assert.equal((await collect(none, {}, { deploys: false })).repository[0]?.deploys, false)
  assert.equal((await collect([workflow([job('d', [deploy])])])).repository[0]?.deploys, true)
})

test('smoke tests: place in the order, time, and what a request covers', async () => {
  const curl = run('smoke-test', {
    tool: 'curl',
    text: 'curl -f https://x.example/health',
    words: ['https://x.example/health'],
  })
  const { smokeTests } = await collect([
    workflow([
      job('early', [curl]),
      job('deploy', [deploy], { environment: 'staging' }),
      job('smoke', [step([curl], { timeoutMinutes: 2.5 })], { needs: ['deploy'], timeoutMinutes: 10 }),
    ]),
  ])
  const of = (name: string) => smokeTests.find((fact) => fact.job === name)
  assert.equal(of('early')?.afterDeployment, false)
  assert.equal(of('early')?.timed, false)
  assert.ok(isHidden(of('early')?.timeoutMinutes))
  assert.equal(of('smoke')?.afterDeployment, true)
  assert.equal(of('smoke')?.timeoutMinutes, 3)
  assert.equal(of('smoke')?.environment, 'staging', 'from the deployment that it follows')
  assert.equal(of('smoke')?.blocking, true)
  assert.deepEqual(of('smoke')?.categories, ['health'])
})

test('a request tells by what it asks for, not by what it sends; who sends something may walk the critical path', async () => {
  const covered = async (words: string) => {
    const act = run('smoke-test', { tool: 'curl', text: words, words: words.split(' ') })
    const [fact] = (await collect([workflow([job('smoke', [act])])])).smokeTests
    return [fact?.categories, fact?.others]
  }
  assert.deepEqual(await covered('curl https://a.example/v1 -d {"url":"https://b.example"}'), [[], true])
  assert.deepEqual(await covered('curl -H Origin:https://b.example https://a.example/v1/items'), [[], false])
  assert.deepEqual(await covered('curl https://a.example/healthz'), [['health'], false])
  assert.deepEqual(await covered('curl https://a.example/_status'), [['health'], false])
  assert.deepEqual(await covered('curl --data-raw a=b https://a.example/login'), [['authentication'], false])
})

test('where the address tells nothing, a step or job that is named for health does', async () => {
  const asked = async (words: string, name: string) => {
    const act = run('smoke-test', { tool: 'curl', text: words, words: words.split(' ') })
    return (await collect([workflow([job(name, [act])])])).smokeTests[0]?.categories
  }
  assert.deepEqual(await asked('curl -f https://a.example/v1/info', 'Healthcheck'), ['health'])
  assert.deepEqual(await asked('curl -f https://a.example/v1/info', 'Login and database'), [])
  assert.deepEqual(await asked('curl -f https://a.example/login', 'Healthcheck'), ['authentication'])
  assert.deepEqual(await asked('curl -d a=b https://a.example/v1/info', 'Healthcheck'), [], 'it sends something')
})

test('the sources of a suite of Gradle tell what it covers; without them its name does not say what it leaves out', async () => {
  const act = run(['build', 'integration-test', 'smoke-test'], {
    tool: 'gradle journeyTest',
    text: './gradlew journeyTest',
    directory: 'shop',
  })
  const of = async (files: Record<string, string>) =>
    (await collect([workflow([job('verify', [act])])], files)).smokeTests[0]?.categories
  assert.deepEqual(
    await of({
      'shop/src/journeyTest/kotlin/HealthTest.kt': 'fun `application health`() { get().uri("/actuator/health") }',
    }),
    ['core-features', 'health'],
  )
  assert.ok(isHidden(await of({ 'shop/build.gradle': '' })))
})

test('an address that a variable or another command tells says nothing of what is asked for', async () => {
  const asked = async (...words: string[]) => {
    const act = run('smoke-test', { tool: 'curl', text: 'curl', words })
    return (await collect([workflow([job('check', [act])])])).smokeTests[0]?.categories
  }
  for (const word of [
    '$URL',
    '${URL}',
    '${{ steps.deploy.outputs.url }}',
    '$(curl https://a.example/health | jq .url)',
  ]) {
    assert.ok(isHidden(await asked('-f', word)), word)
  }
  assert.deepEqual(await asked('-f', '$URL/healthz'), ['health'])
  assert.deepEqual(await asked('-f', '-H', '$HEADER', 'https://a.example/items'), [])
})

test('the names of secrets that a smoke test is given do not tell what it covers', async () => {
  const inputs = { 'teams-webhook-url': '${{ secrets.TEAMS_WEBHOOK_URL }}', tests: 'tests/smoke' }
  const act = run('smoke-test', { tool: 'acme/smoke', text: 'acme/smoke@v1', inputs })
  const [fact] = (await collect([workflow([job('smoke', [act])])], { 'tests/smoke/login.spec.ts': '' })).smokeTests
  assert.deepEqual(fact?.categories, ['authentication'])
})

test('what smoke tests cover: names, titles and tags of the files that are run', async () => {
  const covered = async (words: readonly string[], files: Record<string, string>) => {
    const act = run('smoke-test', { tool: 'playwright', text: 'playwright test', words })
    const [fact] = (await collect([workflow([job('smoke', [act])])], files)).smokeTests
    return isHidden(fact?.categories) ? 'hidden' : fact?.categories
  }
  const spec = "test('a customer can sign in @smoke', f)\ntest('the payment provider answers', f)"
  assert.deepEqual(await covered(['test', 'smoke'], { 'smoke/a.spec.ts': spec }), ['authentication', 'integrations'])
  assert.deepEqual(await covered(['tests/smoke/test_database.py'], { 'tests/smoke/test_database.py': '' }), [
    'data-access',
  ])
  assert.deepEqual(await covered(['--grep', '@critical'], {}), ['core-features'])
  assert.deepEqual(await covered(['smoke'], { 'smoke/b.spec.ts': "test('it is up and running', f)" }), ['health'])
  assert.equal(await covered(['test'], {}), 'hidden', 'the tests cannot be seen')
  const shown = "test('colours', f)"
  assert.deepEqual(
    await covered(['tests/integration'], { 'tests/integration/a.spec.ts': shown }),
    [],
    'a kind of tests',
  )
  const bank = "test('the integration with the bank answers', f)"
  assert.deepEqual(await covered(['smoke'], { 'smoke/bank.spec.ts': bank }), ['integrations'])
  assert.deepEqual(await covered(['smoke'], { 'smoke/b.spec.ts': "test('colours', f)" }), [], 'seen, and none')
  assert.deepEqual(await covered(['smoke'], { 'smoke/c.spec.ts': "test('people can search for a job', f)" }), [
    'core-features',
  ])
})
