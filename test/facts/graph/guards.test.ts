import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Settings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import type { Job } from '../../../src/facts/pipeline/model.ts'
import { deployments, hiddenPart, job, pushToMain, run, step, trigger, when, workflow } from '../../support/workflow.ts'

const deploy = run('deploy')
const unitTest = run('unit-test')
const production = { environment: 'production' }

/** The guard of unit tests for the job `deploy` of workflows: true, false or `hidden`. */
function guard(...workflows: Parameters<typeof deployments>[0]): boolean | 'hidden' {
  const fact = deployments(workflows).deploy
  assert.ok(fact, 'no deployment')
  return isHidden(fact.guarded.unit_test) ? 'hidden' : fact.guarded.unit_test
}

test('a needed job guards through a chain of needs', () => {
  const jobs = [
    job('test', [unitTest]),
    job('build', [run('build')], { needs: ['test'] }),
    job('deploy', [deploy], { needs: ['build'], ...production }),
  ]
  const fact = deployments([workflow(jobs)]).deploy
  assert.deepEqual(fact?.guardedBy, ['build', 'unit-test'])
  assert.deepEqual(fact?.gaps.unit_test, [])
  assert.equal(fact?.guarded.security_scan, false)
})

test('a job beside the deployment does not guard, and the gap shows the way from the trigger', () => {
  const fact = deployments([workflow([job('test', [unitTest]), job('deploy', [deploy], production)])]).deploy
  assert.equal(fact?.guarded.unit_test, false)
  assert.deepEqual(
    fact?.gaps.unit_test.map((stop) => stop.text),
    ['a push to main', 'job deploy', 'run unit-test: deploy does not wait for its success', 'run deploy'],
  )
})

test('steps guard later steps of their job, and not earlier ones', () => {
  assert.equal(guard(workflow([job('deploy', [unitTest, deploy])])), true)
  assert.equal(guard(workflow([job('deploy', [deploy, unitTest])])), false)
  assert.equal(guard(workflow([job('deploy', [step([unitTest, deploy])])])), true)
  assert.equal(guard(workflow([job('deploy', [step([deploy, unitTest])])])), false)
})

test('of what is needed as one, and may be left out in part, that guards which stands before each', () => {
  const open = { condition: when('inputs.all', () => undefined) }
  const [api, site] = ['api', 'site'].map((id) => job(id, [run('package')], { needs: ['test'], ...open }))
  const last = job('deploy', [deploy], { needs: ['api', 'site'], ...production })
  const together = { ...last, needs: last.needs.map((need) => ({ ...need, group: 'packages' })) }
  assert.equal(guard(workflow([job('test', [unitTest]), api as Job, site as Job, together])), true)
  const within = { ...(site as Job), steps: [step([unitTest])], needs: [] }
  assert.equal(guard(workflow([job('test', [run('build')]), api as Job, within, together])), 'hidden')
})

test('what breaks a guard', () => {
  const after = (
    testing: ReturnType<typeof job>,
    needs: NonNullable<NonNullable<Parameters<typeof job>[2]>['needs']> = [testing.id],
  ) => guard(workflow([testing, job('deploy', [deploy], { needs })]))
  assert.equal(after(job('test', [step([unitTest], { continueOnError: true })])), false, 'continue-on-error')
  assert.equal(after(job('test', [unitTest], { allowFailure: true })), false, 'allow_failure')
  assert.equal(after(job('test', [run('unit-test', { onFailure: 'ignored' })])), false, '|| true')
  assert.equal(after(job('test', [run('unit-test', { onFailure: 'reports' })])), false, 'report only')
  assert.equal(after(job('test', [step([unitTest], { runsAfterFailure: 'only' })])), false, 'only after a failure')
  assert.equal(after(job('test', [unitTest]), [['test', 'completion']]), false, 'if: always()')
  assert.equal(after(job('test', [unitTest], { condition: when('false', () => false) }), []), false, 'never runs')
  assert.equal(guard(workflow([job('deploy', [unitTest, step([deploy], { runsAfterFailure: 'always' })])])), false)
})

test('the job before a job that always runs does not guard', () => {
  const jobs = [
    job('test', [unitTest]),
    job('between', [], { needs: [['test', 'completion']] }),
    job('deploy', [deploy], { needs: ['between'] }),
  ]
  assert.equal(guard(workflow(jobs)), false)
})

test('a failure inside the deploying step stops it whatever becomes of the step', () => {
  assert.equal(guard(workflow([job('deploy', [step([unitTest, deploy], { continueOnError: true })])])), true)
})

test('hidden parts before hide only what they could be and never override what is seen', () => {
  const hidden = hiddenPart('the workflow elsewhere', ['unit-test', 'lint'])
  const before = (testing: ReturnType<typeof job>) =>
    deployments([workflow([testing, job('deploy', [deploy], { needs: ['test'] })])]).deploy
  const elsewhere = before(job('test', [], { hidden }))
  assert.ok(isHidden(elsewhere?.guarded.unit_test))
  assert.equal(elsewhere.guarded.unit_test.what, 'the workflow elsewhere')
  assert.equal(elsewhere.guarded.build, false)
  assert.equal(elsewhere.wholeJobVisible, false)
  const both = before(job('test', [unitTest, run([], { hidden })]))
  assert.equal(both?.guarded.unit_test, true)
  const harmless = before(job('test', [run([], { hidden })], { allowFailure: true }))
  assert.equal(harmless?.guarded.unit_test, false, 'what cannot stop hides nothing')
  const beside = deployments([workflow([job('x', [], { hidden }), job('deploy', [deploy])])]).deploy
  assert.equal(beside?.guarded.unit_test, false, 'what is not before hides nothing')
})

test('a hidden part outside every job hides', () => {
  assert.equal(
    guard(workflow([job('deploy', [deploy])], { hidden: [hiddenPart('an include', ['unit-test'])] })),
    'hidden',
  )
})

test('an act under an unknown condition is in doubt, unless the deployment stands under the same one', () => {
  const condition = when('needs.changes.outputs.code')
  const testing = step([unitTest], { condition })
  assert.equal(guard(workflow([job('deploy', [testing, deploy])])), 'hidden')
  const same = step([deploy], { condition: when('${{ needs.changes.outputs.code && other }}') })
  assert.equal(guard(workflow([job('deploy', [testing, same])])), true)
  assert.equal(
    guard(workflow([job('test', [unitTest], { condition }), job('deploy', [deploy], { needs: ['test'] })])),
    true,
    'a skipped needed job skips the deployment',
  )
})

test('a skipped needed job skips its dependants: no path, no deployment', () => {
  const jobs = [
    job('test', [unitTest], { condition: when('tag only', ({ trigger }) => trigger.kind === 'tag') }),
    job('deploy', [deploy], { needs: ['test'] }),
  ]
  assert.deepEqual(Object.keys(deployments([workflow(jobs)])), [])
  const both = deployments([workflow(jobs, { triggers: [pushToMain, trigger('tag')] })]).deploy
  assert.deepEqual(both?.triggers, ['tag'])
})

test('every trigger is a path, and the worst counts', () => {
  const jobs = [
    job('test', [unitTest], { condition: when('push only', ({ trigger }) => trigger.kind === 'push') }),
    job('deploy', [deploy], { needs: [['test', 'completion']] }),
    job('gated', [deploy], { needs: ['test'] }),
  ]
  const facts = deployments([workflow(jobs, { triggers: [pushToMain, trigger('manual')] })])
  assert.equal(facts.deploy?.guarded.unit_test, false)
  assert.deepEqual(facts.gated?.triggers, ['push'])
  assert.equal(facts.gated?.guarded.unit_test, true)
})

test('a second job with the same environment is a deployment of its own', () => {
  const jobs = [
    job('test', [unitTest]),
    job('deploy', [deploy], { needs: ['test'], ...production }),
    job('hotfix', [deploy], production),
  ]
  const facts = deployments([workflow(jobs)])
  assert.equal(facts.deploy?.guarded.unit_test, true)
  assert.equal(facts.hotfix?.guarded.unit_test, false)
})

test('a run that may not reach the deployment hides rather than fails', () => {
  const reached = when('x', ({ trigger }) => (trigger.kind === 'push' ? true : undefined))
  const tested = when('y', ({ trigger }) => trigger.kind === 'push')
  const jobs = [
    job('test', [unitTest], { condition: tested }),
    job('deploy', [deploy], { needs: [['test', 'completion']], condition: reached }),
    job('good', [step([unitTest], { condition: tested }), deploy], { condition: reached }),
  ]
  const facts = deployments([workflow(jobs, { triggers: [pushToMain, trigger('schedule')] })])
  assert.equal(facts.deploy?.guarded.unit_test, false)
  assert.ok(isHidden(facts.good?.guarded.unit_test))
})

test('a choice at the start is judged by its default', () => {
  const inputs = [
    { name: 'skip_tests', type: 'boolean', default: 'false' },
    { name: 'environment', type: 'choice', options: ['staging', 'production'] },
  ]
  const to = (name: string) => when(`to ${name}`, ({ inputs }) => inputs.environment === name)
  const jobs = [
    job('test', [unitTest], { condition: when('!skip', ({ inputs }) => inputs.skip_tests !== 'true') }),
    ...['staging', 'production'].map((name) =>
      job(`deploy (${name})`, [deploy], {
        needs: [['test', 'completion']],
        environment: name,
        condition: to(name),
      }),
    ),
    job(
      'tested',
      [step([unitTest], { condition: when('!skip', ({ inputs }) => inputs.skip_tests !== 'true') }), deploy],
      {
        environment: 'production',
        condition: to('production'),
      },
    ),
  ]
  const facts = deployments([workflow(jobs, { triggers: [trigger('manual', { inputs })] })])
  assert.equal(facts['deploy (staging)']?.environment, 'staging')
  assert.equal(facts['deploy (production)']?.environment, 'production')
  assert.equal(facts['deploy (production)']?.onlyManual, true)
  assert.equal(facts.tested?.guarded.unit_test, true, 'production is no default, the tests are')
})

test('workflow_run guards only with a condition on success', () => {
  const checks = workflow([job('test', [unitTest])], { id: 'checks.yml', name: 'Checks', triggers: [trigger('push')] })
  const after = trigger('pipeline', { after: ['Checks'], branches: ['main'] })
  const deploying = (requiresTriggering?: 'success' | 'failure' | 'completion') =>
    workflow([job('deploy', [deploy], requiresTriggering ? { requiresTriggering } : {})], {
      id: 'deploy.yml',
      triggers: [after],
    })
  assert.equal(guard(checks, deploying('success')), true)
  assert.equal(guard(checks, deploying()), false)
  assert.equal(guard(checks, deploying('completion')), false)
  assert.equal(deployments([checks, deploying('success')]).deploy?.onMerge, true)
  assert.deepEqual(Object.keys(deployments([checks, deploying('failure')])), [])
})

test('of an earlier workflow, jobs that may fail or be skipped do not guard', () => {
  const after = trigger('pipeline', { after: ['Checks'] })
  const deploying = workflow([job('deploy', [deploy], { requiresTriggering: 'success' })], {
    id: 'deploy.yml',
    triggers: [after],
  })
  const checks = (change: Parameters<typeof job>[2]) =>
    workflow([job('test', [unitTest], change)], { id: 'checks.yml', name: 'Checks' })
  assert.equal(guard(checks({ allowFailure: true }), deploying), false)
  assert.equal(guard(checks({ condition: when('x') }), deploying), 'hidden')
})

test('a check on pull requests hides, a check on the same push does not', () => {
  const deploying = workflow([job('deploy', [deploy], production)])
  const checks = (kind: 'pull-request' | 'push') =>
    workflow([job('test', [unitTest])], { id: 'checks.yml', name: 'Checks', triggers: [trigger(kind)] })
  assert.equal(guard(deploying, checks('push')), false)
  assert.equal(guard(deploying, checks('pull-request')), 'hidden')
  const fact = deployments([deploying, checks('pull-request')]).deploy
  assert.ok(isHidden(fact?.guarded.unit_test))
  assert.deepEqual(fact.guarded.unit_test.settle, {
    kind: 'permission',
    text: 'let Assay read the branch protection of main: assay check --forge',
  })
})

test('a check on every branch but the one that is deployed hides', () => {
  const deploying = workflow([job('deploy', [deploy], production)])
  const checks = (jobs: readonly Job[], branchesIgnore: readonly string[]) =>
    workflow(jobs, { id: 'checks.yml', name: 'Checks', triggers: [trigger('push', { branchesIgnore })] })
  assert.equal(guard(deploying, checks([job('test', [unitTest])], ['main'])), 'hidden')
  assert.equal(guard(deploying, checks([job('test', [unitTest])], ['dev'])), false, 'it runs on main as well')
  const notMain = when('branch != main', ({ onDefaultBranch }) => onDefaultBranch === false)
  assert.equal(guard(deploying, checks([job('test', [unitTest], { condition: notMain })], [])), 'hidden')
  assert.equal(guard(deploying, checks([job('test', [unitTest], { allowFailure: true })], ['main'])), false)
})

test('pull requests are a path where they deploy', () => {
  const jobs = [
    job('test', [unitTest], { condition: when('push', ({ trigger }) => trigger.kind === 'push') }),
    job('deploy', [deploy], { needs: [['test', 'completion']] }),
  ]
  assert.equal(guard(workflow(jobs, { triggers: [trigger('pull-request')] })), false)
})

test('an artifact that arrives ready-made hides how it was made', () => {
  const external = deployments([workflow([job('deploy', [deploy])], { triggers: [trigger('external')] })]).deploy
  assert.ok(isHidden(external?.guarded.build))
  assert.equal(external?.guarded.approve, false)
  const inputs = [{ name: 'image-tag', type: 'string' }]
  const byHand = trigger('manual', { inputs })
  const only = deployments([workflow([job('deploy', [deploy])], { triggers: [byHand] })]).deploy
  assert.equal(only?.redeploys, true)
  assert.ok(isHidden(only?.guarded.unit_test))
  const jobs = [
    job('build', [unitTest, run('build')], { condition: when('push', ({ trigger }) => trigger.kind === 'push') }),
    // runs if the build succeeded or was skipped
    job('deploy', [deploy], { needs: [['build', 'completion']] }),
  ]
  const both = deployments([workflow(jobs, { triggers: [pushToMain, byHand] })]).deploy
  assert.equal(both?.redeploys, false)
  assert.equal(both?.wayBack, true)
  const building = deployments([workflow([job('deploy', [run('build'), deploy])], { triggers: [byHand] })]).deploy
  assert.equal(building?.wayBack, false, 'a run that also builds is a path of its own')
  const moving = (tool: string, words: string[] = [], started = trigger('manual')) =>
    deployments([workflow([job('x', [run('deploy', { tool, words })])], { triggers: [started] })]).x
  const swap = moving('az webapp deployment slot swap')
  assert.deepEqual([swap?.redeploys, swap?.wayBack], [true, true])
  const restart = moving('aws ecs update-service', ['--force-new-deployment'], pushToMain)
  assert.deepEqual([restart?.redeploys, restart?.wayBack], [true, false], 'a restart brings nothing back')
  assert.ok(isHidden(restart?.guarded.build))
  assert.equal(
    moving('aws ecs update-service', ['--force-new-deployment', '--task-definition', 'x:1'])?.redeploys,
    false,
  )
})

test('what a tag deploys by the commit was built by the push before it', () => {
  const by = (name: string) => ({ words: [`shop:\${${name}}`], text: `docker shop:\${${name}}` })
  const on = (kind: 'push' | 'tag') => ({ condition: when(kind, ({ trigger }) => trigger.kind === kind) })
  const [push, tag] = [pushToMain, trigger('tag')]
  const build = job('build', [run('lint'), run(['build', 'publish'], by('CI_COMMIT_SHA'))], on('push'))
  const retag = job('retag', [run('publish', by('CI_COMMIT_TAG'))], on('tag'))
  const ships = (name: string) => job('deploy', [run('deploy', by(name))], { ...on('tag'), needs: ['retag'] })
  const fact = (jobs: readonly Job[], triggers = [push, tag]) => deployments([workflow(jobs, { triggers })]).deploy
  const made = fact([build, retag, ships('CI_COMMIT_SHA')])
  assert.ok(isHidden(made?.guarded.build))
  assert.ok(isHidden(made?.guarded.lint))
  assert.equal(made?.guarded.unit_test, false, 'no pipeline that builds has it')
  assert.equal(made?.redeploys, false)
  // by the tag it may be anything, and where nothing is built by the commit, nothing was
  assert.equal(fact([build, retag, ships('CI_COMMIT_TAG')])?.guarded.build, false)
  assert.equal(fact([retag, ships('CI_COMMIT_SHA')])?.guarded.build, false)
  const beside = { ...build, condition: when('any', () => true) }
  assert.equal(fact([beside, retag, ships('CI_COMMIT_SHA')])?.guarded.build, false, 'it builds beside')
  // of another pipeline, where that does not start by the tag too
  const other = (triggers = [push]) =>
    deployments([
      workflow([{ ...build, condition: when('any', () => true) }], { id: 'build.yml', triggers }),
      workflow([retag, ships('CI_COMMIT_SHA')], { triggers: [tag] }),
    ]).deploy?.guarded.build
  assert.ok(isHidden(other()))
  assert.equal(other([push, tag]), false)
})

test('manifests as they stand in the repository name an image that was made before', () => {
  const apply = run('deploy', { tool: 'kubectl apply', words: ['apply', '-f', 'k8s/shop.yaml'] })
  const piped = run('deploy', { tool: 'kubectl apply', words: ['apply', '-f', '-'] })
  const only = (act: typeof apply) => deployments([workflow([job('deploy', [act])])]).deploy
  assert.ok(isHidden(only(apply)?.guarded.unit_test))
  assert.equal(only(apply)?.redeploys, false)
  assert.equal(only(apply)?.guarded.smoke_test, false)
  assert.equal(only(piped)?.guarded.unit_test, false)
  // a published chart was made before too; the repository's own is judged here
  const chart = (from: string) =>
    only(run('deploy', { tool: 'helm upgrade', words: ['upgrade', '--install', 'x', from] }))?.guarded.unit_test
  assert.ok(isHidden(chart('oci://registry.example.com/charts/x')))
  assert.equal(chart('./chart'), false)
  // beside a build it does not wait for, it is no other's artifact
  const beside = [job('build', [run('build')]), job('deploy', [apply])]
  assert.equal(deployments([workflow(beside)]).deploy?.guarded.unit_test, false)
})

test('a chosen version is ready-made although what deploys it cannot be seen', () => {
  const inputs = [{ name: 'image', type: 'string' }]
  const hidden = hiddenPart('the workflow elsewhere', ['deploy', 'build', 'smoke-test'])
  const triggers = [trigger('manual', { inputs })]
  const fact = deployments([workflow([job('deploy', [], { hidden, environment: 'production' })], { triggers })]).deploy
  assert.equal(fact?.redeploys, true)
  assert.ok(isHidden(fact?.guarded.unit_test))
})

for (const [input, chooses] of [
  [{ name: 'image', type: 'string' }, true],
  [{ name: 'publish_new_image', type: 'boolean' }, false],
  [{ name: 'build_image', type: 'choice', options: ['no', 'yes'] }, false],
  [{ name: 'version', type: 'choice', options: ['major', 'minor', 'patch'] }, false],
  [{ name: 'version', type: 'choice', options: ['1.0.0', '1.1.0'] }, true],
] as const)
  test(`an input ${input.name} of the type ${input.type} ${chooses ? 'names' : 'does not name'} what is deployed`, () => {
    const triggers = [trigger('manual', { inputs: [input] })]
    const fact = deployments([workflow([job('deploy', [run('deploy')], { environment: 'production' })], { triggers })])
    assert.equal(fact.deploy?.redeploys, chooses)
    assert.equal(fact.deploy?.wayBack, chooses)
  })

test('a platform that builds what it deploys is guarded by its build', () => {
  assert.equal(deployments([workflow([job('deploy', [run(['build', 'deploy'])])])]).deploy?.guarded.build, true)
})

test('jobs that wait for each other hide and end', () => {
  const jobs = [
    job('a', [unitTest], { needs: ['b'] }),
    job('b', [], { needs: ['a'] }),
    job('deploy', [deploy], { needs: ['a'] }),
  ]
  assert.equal(guard(workflow(jobs)), 'hidden')
})

test('assay.yaml says what a job or a step does', () => {
  const hidden = hiddenPart('elsewhere', ['deploy', 'unit-test'])
  const jobs = [job('check', [], { hidden }), job('deploy', [deploy], { needs: ['check'] })]
  const kinds = [{ job: 'check', kinds: ['lint'] }] as const
  const fact = deployments([workflow(jobs)], { kinds }).deploy
  assert.equal(fact?.guarded.lint, true)
  assert.equal(fact?.guarded.unit_test, false)
  const script = run([], { text: './mystery.sh', hidden })
  const answered = deployments([workflow([job('go', [step([script], { name: 'Mystery' })])])], {
    kinds: [{ step: 'Mystery', kinds: ['deploy'] }],
  })
  assert.ok(answered.go)
})

test('what assay.yaml says of a job takes the place of all that is hidden in it, at the step that could be it', () => {
  const setUp = run([], { text: 'acme-setup', hidden: hiddenPart('acme-setup', ['set-up', 'unit-test', 'deploy']) })
  const ship = run([], { text: 'acme-ship', hidden: hiddenPart('acme-ship', ['publish', 'deploy']) })
  const steps = [step([setUp]), step([unitTest]), step([ship]), step([run('notify')])]
  const of = (...kinds: ('deploy' | 'notify')[]) =>
    deployments([workflow([job('go', steps)])], { kinds: [{ job: 'go', kinds }] }).go
  const fact = of('deploy')
  assert.equal(fact?.guarded.unit_test, true, 'it deploys after the tests')
  assert.equal(fact?.followed.notify, true, 'and before the message')
  assert.equal(fact?.guarded.publish, false, 'nothing is hidden any more')
  // what was found already is no reason to keep what is hidden
  assert.equal(of('notify'), undefined)
})

test('two answers on one job, or on one step, hold together', () => {
  const ship = run([], { text: 'acme-ship', hidden: hiddenPart('acme-ship', ['publish', 'deploy', 'notify']) })
  const jobs = [job('go', [unitTest, step([ship], { name: 'Ship' })])]
  const twice = (first: Partial<Settings['kinds'][number]>) =>
    deployments([workflow(jobs)], {
      kinds: [
        { ...first, kinds: ['publish'] },
        { ...first, kinds: ['deploy'] },
      ],
    }).go
  assert.ok(twice({ job: 'go' }))
  assert.ok(twice({ step: 'Ship' }))
})

test('what assay.yaml says of a sync is all that the controller runs after it', () => {
  const after = { ...hiddenPart('what Argo CD runs', ['smoke-test', 'notify']), byController: true as const }
  const sync = workflow([job('shop', [deploy])], { hidden: [after] })
  const followed = (kinds: Partial<Settings>) => deployments([sync], kinds).shop?.followed
  assert.ok(isHidden(followed({})?.notify))
  const told = followed({ kinds: [{ job: 'shop', kinds: ['deploy', 'smoke-test'] }] })
  assert.deepEqual([told?.smoke_test, told?.notify], [true, false])
})

test('two thousand jobs in a row, and two thousand side by side', () => {
  const row = Array.from({ length: 2000 }, (_, index) =>
    job(`j${index}`, [run(index === 0 ? 'unit-test' : 'lint')], index === 0 ? {} : { needs: [`j${index - 1}`] }),
  )
  const side = Array.from({ length: 2000 }, (_, index) => job(`s${index}`, [run('build')]))
  const last = job('deploy', [deploy], { needs: ['j1999', ...side.map(({ id }) => id)] })
  const triggers = [pushToMain, trigger('tag'), trigger('manual')]
  const fact = deployments([workflow([...row, ...side, last], { triggers })]).deploy
  assert.deepEqual(fact?.guardedBy, ['build', 'lint', 'unit-test'])
})

test('where all that deploys is hidden and nothing builds, what was made elsewhere stays open', () => {
  const hidden = hiddenPart('the step of a library', ['deploy'])
  const unseen = run([], { hidden })
  assert.equal(guard(workflow([job('deploy', [unseen], production)])), 'hidden')
  // What is built here is to be tested here.
  assert.equal(guard(workflow([job('build', [run('build')]), job('deploy', [unseen], production)])), false)
  const fact = deployments([workflow([job('build', [run('build')]), job('deploy', [unseen], production)])]).deploy
  assert.ok(isHidden(fact?.guarded.verify), 'it may check what it gets')
})

test('a pipeline that nothing starts may check requests, unless it deploys', () => {
  const asked = { triggers: [trigger('manual')], mayCheckRequests: true }
  const main = workflow([job('deploy', [deploy], production)])
  const checks = workflow([job('test', [unitTest])], { ...asked, id: 'checks.yml' })
  assert.equal(guard(main, checks), 'hidden')
  const ships = workflow([job('test', [unitTest]), job('ship', [deploy])], { ...asked, id: 'ship.yml' })
  assert.equal(guard(main, ships), false)
})

test('the files of a release were made, and may have been staged, by what made the release', () => {
  const fetched = run([], { tool: 'gh release download' })
  const deployed = (...steps: Parameters<typeof job>[1]) =>
    deployments([workflow([job('deploy', steps, production)], { triggers: [trigger('release')] })]).deploy
  const fact = deployed(fetched, deploy)
  assert.ok(isHidden(fact?.guarded.build))
  assert.ok(isHidden(fact?.guarded.deploy) || isHidden(fact?.staged))
  assert.equal(fact?.wayBack, true)
  assert.equal(deployed(deploy)?.wayBack, false)
})
