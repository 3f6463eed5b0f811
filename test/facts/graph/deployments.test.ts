import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHidden } from '../../../src/facts/hidden.ts'
import { deployments, hiddenPart, job, pushToMain, run, step, trigger, when, workflow } from '../../support/workflow.ts'

const deploy = run('deploy')
const smoke = run('smoke-test')
const rollback = run('rollback')

const pushTo = (branch: string) => trigger('push', { branches: [branch] })
const only = (jobs: Parameters<typeof workflow>[0], change: Parameters<typeof workflow>[1] = {}) => {
  const [fact, ...rest] = Object.values(deployments([workflow(jobs, change)]))
  assert.ok(fact && rest.length === 0)
  return fact
}
const seen = (value: unknown) => (isHidden(value) ? value.as : value)

test('where a deployment goes: the declared environment, the command, the name of the job', () => {
  const to = (name: string, environment?: string, act = deploy) =>
    only([job(name, [act], environment === undefined ? {} : { environment })])
  assert.equal(to('x', 'production').environment, 'production')
  assert.equal(to('deploy-production', 'staging').environment, 'staging', 'declared wins')
  assert.equal(to('x', undefined, run('deploy', { environment: 'shop-uat' })).environment, 'staging')
  assert.equal(to('deploy-production').environment, 'production')
  assert.equal(
    to('deploy-production', undefined, run('deploy', { environment: 'shop' })).environment,
    'production',
    'a namespace that tells nothing gives way to the name',
  )
  assert.equal(to('deploy-production', 'fra-1').environment, 'production', 'declared, and says nothing')
  assert.equal(to('deploy-production', 'fra-1').environmentName, 'fra-1')
  for (const name of ['non-prod', 'nonprod', 'staging-or-production'])
    assert.equal(seen(to('deploy-production', name).environment), 'unknown', name)
  assert.equal(seen(to('x', 'demo').environment), 'unknown')
  assert.equal(to('x', 'demo').environmentName, 'demo')
  assert.equal(seen(to('x').environment), 'unknown')
  assert.equal(to('x').environmentName, '')
})

test('the name of a file that goes through several environments is none of a job that names a target', () => {
  const to = (environment: string | undefined, others: readonly string[]) => {
    const jobs = [job('x', [run('deploy', environment === undefined ? {} : { environment })])]
    const all = Object.values(
      deployments([workflow([...jobs, ...others.map((id) => job(id, [deploy]))], { id: 'path-to-live.yml' })]),
    )
    return seen(all.find((one) => one.job === 'x')?.environment)
  }
  assert.equal(to('training', ['deploy-staging', 'deploy-production']), 'unknown')
  assert.equal(to('training', ['deploy-production']), 'production', 'all are for what the file names')
  assert.equal(to(undefined, ['deploy-staging']), 'production', 'it names nothing')
})

test('a slot is no environment, whatever it and the job are called', () => {
  const toSlot = (slot: string, inputs = {}) =>
    run('deploy', { tool: 'azure/webapps-deploy', environment: slot, inputs: { 'slot-name': slot, ...inputs } })
  const task = (flag: string) =>
    run('deploy', {
      tool: 'AzureFunctionApp',
      inputs: { deployToSlotOrASE: flag, slotName: 'staging', appName: 'shop' },
    })
  const swap = (inputs: Record<string, string>) => run('deploy', { tool: 'AzureAppServiceManage', inputs })
  const at = (act: ReturnType<typeof run>, name = 'deploy-staging') => only([job(name, [act])])
  assert.equal(seen(at(toSlot('staging')).environment), 'unknown')
  assert.equal(at(toSlot('production'), 'deploy').environment, 'production', 'the slot that serves')
  assert.equal(at(task('false')).environment, 'staging', 'without its switch the slot is not asked for')
  assert.equal(seen(at(task('true')).environment), 'unknown')
  assert.equal(at(task('true'), 'deploy-qa').environment, 'integration')
  const words = ['webapp', 'deploy', '--name', 'shop', '--slot', 'staging']
  assert.equal(seen(at(run('deploy', { tool: 'az webapp deploy', words })).environment), 'unknown')
  const declared = only([job('x', [toSlot('staging')], { environment: 'staging' })])
  assert.equal(declared.environment, 'staging', 'what the forge calls an environment')

  const chain = (web: string) =>
    deployments([
      workflow([
        job('deploy_staging', [task('true')]),
        job('health', [smoke], { needs: ['deploy_staging'] }),
        job('deploy_production', [swap({ WebAppName: web })], { needs: ['health'] }),
      ]),
    ])
  const facts = chain('shop')
  assert.equal(facts.deploy_staging?.environment, 'production', 'of the application that it serves')
  assert.equal(facts.deploy_staging?.manner, 'gradual', 'beside the version that serves')
  assert.equal(facts.deploy_production?.staged, false)
  assert.equal(facts.deploy_production?.stagingVerified, false)
  assert.equal(seen(chain('other').deploy_staging?.environment), 'unknown', 'another application')
})

test('a job that deploys to two environments is two deployments', () => {
  const facts = deployments([
    workflow([
      job('ship', [run('deploy', { environment: 'staging' }), smoke, run('deploy', { environment: 'production' })]),
    ]),
  ])
  assert.deepEqual(Object.keys(facts), ['ship@staging', 'ship@production'])
  const production = facts['ship@production']
  assert.equal(production?.staged, true)
  assert.equal(production?.stagingVerified, true)
  assert.equal(production?.followed.smoke_test, false)
  assert.equal(facts['ship@staging']?.followed.smoke_test, true)
})

test('infrastructure: apply beside a deployment belongs to it, alone it is one', () => {
  assert.deepEqual(only([job('deploy', [run('apply'), deploy])]).guardedBy, ['apply'])
  assert.equal(only([job('infra', [run('apply')], { environment: 'production' })]).environment, 'production')
  const both = deployments([workflow([job('infra', [run('apply')]), job('deploy', [deploy])])])
  assert.deepEqual(Object.keys(both), ['deploy'])
})

test('documentation and the names of a service are no deployments of it', () => {
  const keys = (...jobs: Parameters<typeof workflow>[0]) => Object.keys(deployments([workflow(jobs)]))
  const toPages = run('deploy', { tool: 'peaceiris/actions-gh-pages' })
  const kubectl = run('deploy', { tool: 'kubectl apply' })
  assert.deepEqual(keys(job('publish-docs', [kubectl])), [])
  assert.deepEqual(keys(job('deployStorybook', [kubectl])), [])
  assert.deepEqual(keys(job('deploy-docs-service', [kubectl])), ['deploy-docs-service'], 'a service of that name')
  assert.deepEqual(keys(job('deploy', [toPages])), ['deploy'], 'a site is the service, where nothing says otherwise')
  assert.deepEqual(keys(job('deploy', [run('build', { tool: 'mkdocs build' }), toPages])), [])
  assert.deepEqual(keys(job('deploy', [run('deploy', { tool: 'mkdocs gh-deploy' })])), [])
  assert.deepEqual(keys(job('site', [toPages], { name: 'Publish the documentation' })), [])
  const shown = (...paths: string[]) =>
    keys(
      job(
        'build',
        paths.map((path) => run('package', { tool: 'actions/upload-pages-artifact', inputs: { path } })),
      ),
      job('deploy', [run('deploy', { tool: 'actions/deploy-pages' })]),
    )
  assert.deepEqual(shown('target/site/jacoco'), [], 'what tests tell')
  assert.deepEqual(shown('dist'), ['deploy'])
  assert.deepEqual(shown('htmlcov', 'dist'), ['deploy'])
  const domains = job('deploy_domains', [run('apply')], { environment: 'production' })
  assert.deepEqual(keys(domains, job('deploy', [kubectl])), ['deploy'])
  const terraform = job('app', [run('apply')], { environment: 'production' })
  assert.deepEqual(keys(domains, terraform), ['app'], 'an application that infrastructure code deploys')
  assert.deepEqual(keys(domains), ['deploy_domains'], 'alone it is what the pipeline is for')
})

test('what the same job destroys afterwards is no deployment', () => {
  const terraform = (verb: string, ...words: string[]) =>
    run(verb === 'apply' ? 'apply' : [], { tool: `terraform ${verb}`, words: ['-chdir=prod', ...words] })
  const named = (...acts: Parameters<typeof job>[1]) =>
    Object.keys(deployments([workflow([job('x', acts, { environment: 'production' })])]))
  assert.deepEqual(named(terraform('apply', '-target', 'a'), terraform('destroy', '-target=a')), [])
  assert.deepEqual(named(terraform('apply', '-target', 'a'), terraform('destroy', '-target=b')), ['x'])
  assert.deepEqual(named(terraform('destroy'), terraform('apply')), ['x'])
})

for (const [first, second, deploys] of [
  ['kubectl apply -f load.yaml', 'kubectl delete -f load.yaml', false],
  ['kubectl apply -f load.yaml', 'kubectl delete -f other.yaml', true],
  ['kubectl apply -n pr-1 -f app.yaml', 'kubectl delete namespace pr-1', false],
  ['kubectl delete -f load.yaml', 'kubectl apply -f load.yaml', true],
  ['helm upgrade --install -n e2e shop ./chart', 'helm uninstall shop -n e2e', false],
  ['helm upgrade --install shop ./chart', 'helm uninstall till', true],
  ['helm install shop ./chart', 'helm delete shop', false],
] as const) {
  test(`taken away again: ${first}, ${second}`, () => {
    const act = (text: string) => {
      const [program = '', verb = '', ...words] = text.split(' ')
      const isEnd = /delete|uninstall/.test(verb)
      return run(isEnd ? [] : 'deploy', { tool: `${program} ${verb}`, text, words: [verb, ...words] })
    }
    const jobs = (...acts: Parameters<typeof job>[1]) => Object.keys(deployments([workflow([job('x', acts)])])).length
    assert.equal(jobs(act(first), act(second)), Number(deploys))
    if (first.startsWith('kubectl delete')) return
    assert.equal(jobs(act(first), step([act(second)], { runsAfterFailure: 'only' })), 1, 'only where it failed')
  })
}

test('what is deployed into an environment that the same job takes away again is no deployment', () => {
  const azd = (verb: string, ...words: string[]) => run(verb === 'up' ? 'deploy' : [], { tool: `azd ${verb}`, words })
  const counted = (...acts: Parameters<typeof job>[1]) => Object.keys(deployments([workflow([job('x', acts)])])).length
  assert.equal(counted(azd('up', '--no-prompt'), azd('down', '--force')), 0)
  assert.equal(counted(azd('up', '-e', 'test'), azd('down', '-e', 'other')), 1)
  const cluster = (verb: string, name: string) =>
    run([], { tool: 'eksctl', words: [verb, 'cluster', '--name', name], text: `eksctl ${verb} cluster --name ${name}` })
  assert.equal(counted(cluster('create', 'e2e'), deploy, cluster('delete', 'e2e')), 0)
  assert.equal(counted(cluster('create', 'green'), deploy, cluster('delete', 'blue')), 1)
})

test('a command in a branch that no start comes to deploys nothing, and the next one is the deployment', () => {
  const other = run('deploy', { condition: when('prod = dev', () => false), environment: 'dev' })
  assert.deepEqual(Object.keys(deployments([workflow([job('x', [other])])])), [])
  const fact = only([job('x', [other, deploy], { environment: 'production' })])
  assert.equal(fact.environment, 'production')
})

test('a throw-away cluster and a step after a failure deploy nothing', () => {
  const kind = run('set-up', { text: 'kind create cluster --name e2e' })
  assert.deepEqual(Object.keys(deployments([workflow([job('e2e', [kind, deploy])])])), [])
  const agent = (flags: string) => run('set-up', { tool: 'nomad', text: `nomad agent -config=nomad.hcl ${flags}` })
  assert.deepEqual(Object.keys(deployments([workflow([job('e2e', [agent('-dev-connect'), deploy])])])), [])
  assert.deepEqual(Object.keys(deployments([workflow([job('x', [agent('-node=dev-1'), deploy])])])), ['x'])
  const handedOn = run('set-up', { tool: 'nomad', text: '"$@"', words: ['agent', '-dev'] })
  assert.deepEqual(Object.keys(deployments([workflow([job('e2e', [handedOn, deploy])])])), [])
  assert.deepEqual(Object.keys(deployments([workflow([job('x', [step([deploy], { runsAfterFailure: 'only' })])])])), [])
})

test('a job elsewhere is named by what it does and where it goes', () => {
  const there = (name: string, file: string, environment: string) => {
    const hidden = hiddenPart(`the workflow acme/flows/.github/workflows/${file}@main`, ['deploy', 'smoke-test'])
    return Object.keys(deployments([workflow([job(name, [], { hidden, environment })])])).length
  }
  assert.equal(there('test_deploy', 'standard-deploy.yml', 'test'), 1, 'test is where it goes')
  assert.equal(there('test_deploy', 'standard-deploy.yml', 'production'), 0)
  assert.equal(there('post_test_deploy_tests', 'post-deploy.yml', 'test'), 0)
  assert.equal(there('after', 'post-deploy.yml', 'test'), 0)
})

test('reviewers of a job elsewhere that deploys to another environment do not hold this one', () => {
  const hidden = hiddenPart('acme/flows/deploy.yml', ['deploy'])
  const jobs = [
    job('deploy-dev', [], { hidden, environment: 'dev' }),
    job('deploy-prod', [], { hidden, environment: 'prod', needs: ['deploy-dev'] }),
  ]
  const { approval } = deployments([workflow(jobs)])['deploy-prod'] ?? {}
  assert.ok(isHidden(approval))
  assert.equal(approval.what, 'the reviewers of the environment prod')
})

test('reviewers of the infrastructure of an environment hold the service that follows it there', () => {
  const jobs = [
    job('infra', [deploy], { environment: 'shop-prod' }),
    job('service-prod', [deploy], { needs: ['infra'] }),
    job('service-dev', [deploy], { needs: ['infra'] }),
  ]
  const facts = deployments([workflow(jobs)])
  assert.equal(seen(facts['service-prod']?.approval), 'forge')
  assert.equal(facts['service-dev']?.approval, 'none')
})

test('an act that deploys and then tests is followed by its test', () => {
  const fact = only([job('deploy', [run(['deploy', 'smoke-test'])], { environment: 'production' })])
  assert.equal(fact.followed.smoke_test, true)
  assert.equal(fact.verificationRollsBack, false)
})

test('a job elsewhere that is called deploy is a deployment', () => {
  const hidden = hiddenPart('acme/flows/deploy.yml', ['deploy', 'smoke-test'])
  const fact = only([job('go', [], { hidden, environment: 'production' })])
  assert.equal(fact.environment, 'production')
  assert.equal(seen(fact.followed.smoke_test), 'hidden')
})

test('approval: a gate in the files, the forge, nothing', () => {
  const gate = { place: { file: 'ci.yml' }, how: 'when: manual' }
  const held = only([job('deploy', [deploy], { approval: gate, environment: 'production' })])
  assert.equal(held.approval, 'manual')
  assert.equal(held.approvalOnEveryPath, true)
  assert.equal(held.gated, true)
  const approve = job('approve', [run('approve')])
  const after = deployments([workflow([approve, job('deploy', [deploy], { needs: ['approve'] })])]).deploy
  assert.equal(after?.approval, 'manual')
  const forge = only([job('deploy', [deploy], { environment: 'production' })])
  assert.equal(seen(forge.approval), 'forge')
  assert.equal(forge.gated, false)
  const bare = only([job('deploy', [deploy])])
  assert.equal(bare.approval, 'none')
  assert.equal(bare.protectedTrigger, false)
})

test('an approval that one path goes around', () => {
  const pushed = when('push', ({ trigger }) => trigger.kind === 'push')
  const jobs = [
    job('approve', [run('approve')], { condition: pushed }),
    job('deploy-production', [deploy], { needs: [['approve', 'completion']] }),
    job('held', [step([run('approve')], { condition: pushed }), deploy]),
  ]
  const facts = deployments([workflow(jobs, { triggers: [pushToMain, trigger('tag')] })])
  assert.equal(facts['deploy-production']?.approval, 'none')
  assert.equal(facts.held?.approval, 'manual')
  assert.equal(facts.held?.approvalOnEveryPath, false)
})

test('triggers that the forge may protect', () => {
  const started = (...triggers: ReturnType<typeof trigger>[]) => only([job('deploy', [deploy])], { triggers })
  assert.equal(started(trigger('tag')).protectedTrigger, true)
  assert.equal(started(pushToMain).protectedTrigger, false)
  assert.equal(started(trigger('tag'), pushToMain).protectedTrigger, false)
  assert.equal(started(trigger('schedule')).protectedTrigger, false)
  assert.equal(started(trigger('manual')).onlyManual, true)
  assert.equal(started(trigger('manual'), trigger('tag')).onlyManual, false)
  assert.equal(started(pushToMain).onMerge, true)
  assert.equal(started(trigger('tag')).onMerge, false)
  assert.equal(seen(started(trigger('external')).onMerge), 'hidden')
  assert.equal(started(trigger('external'), pushToMain).onMerge, true)
})

test('staging, its smoke tests, then production', () => {
  const chain = (between: Parameters<typeof job>[1], needs: string) => [
    job('staging', [deploy], { environment: 'staging' }),
    job('smoke-staging', between, { needs: ['staging'] }),
    job('production', [deploy], { environment: 'production', needs: [needs] }),
  ]
  const verified = deployments([workflow(chain([smoke], 'smoke-staging'))])
  assert.equal(verified.production?.staged, true)
  assert.equal(verified.production?.stagedAutomatically, true)
  assert.equal(verified.production?.stagingVerified, true)
  assert.equal(verified.production?.followed.smoke_test, false)
  assert.equal(verified.staging?.followed.smoke_test, true)
  assert.equal(verified.staging?.toProduction, false)
  assert.equal(verified.production?.toProduction, true)
  const beside = deployments([workflow(chain([smoke], 'staging'))])
  assert.equal(beside.production?.stagingVerified, false, 'the test runs beside production')
  const silent = deployments([workflow(chain([run('smoke-test', { onFailure: 'ignored' })], 'smoke-staging'))])
  assert.equal(silent.production?.stagingVerified, false)
  const hidden = hiddenPart('elsewhere', ['smoke-test'])
  const unseen = deployments([workflow(chain([run([], { hidden })], 'smoke-staging'))])
  assert.equal(seen(unseen.production?.stagingVerified), 'hidden')
})

test('smoke tests before the staging deployment, or of another environment, do not verify it', () => {
  const jobs = [
    job('early', [smoke]),
    job('staging', [deploy], { environment: 'staging', needs: ['early'] }),
    job('other', [smoke], { environment: 'dev', needs: ['staging'] }),
    job('production', [deploy], { environment: 'production', needs: ['other'] }),
  ]
  assert.equal(deployments([workflow(jobs)]).production?.stagingVerified, false)
})

test('staging that waits for a person', () => {
  const jobs = [
    job('approve', [run('approve')]),
    job('staging', [deploy], { environment: 'staging', needs: ['approve'] }),
    job('production', [deploy], { environment: 'production', needs: ['staging'] }),
  ]
  assert.equal(deployments([workflow(jobs)]).production?.stagedAutomatically, false)
})

test('staging and production on one push are no stages; on two branches it cannot be seen', () => {
  const to = (environment: string, branch: string) =>
    workflow([job(environment, [deploy], { environment })], { id: `${environment}.yml`, triggers: [pushTo(branch)] })
  const together = deployments([to('staging', 'main'), to('production', 'main')])
  assert.equal(together.production?.staged, false)
  const promoted = deployments([to('staging', 'main'), to('production', 'release')])
  assert.equal(seen(promoted.production?.staged), 'hidden')
  assert.equal(promoted.production?.stagingVerified, false, 'no smoke test follows staging')
  assert.equal(promoted.production?.protectedTrigger, true)
})

test('builds of staging and production that triggers outside start: whether one follows the other cannot be seen', () => {
  const by = (environment: string) =>
    workflow([job(environment, [deploy], { environment })], { id: environment, triggers: [trigger('external')] })
  assert.equal(seen(deployments([by('staging'), by('production')]).production?.staged), 'hidden')
  const both = ['staging', 'production'].map((environment) => job(environment, [deploy], { environment }))
  const one = deployments([workflow(both, { triggers: [trigger('external')] })])
  assert.equal(one.production?.staged, false, 'one event starts both at once')
})

test('smoke tests follow, in the same job, in a later job, in a workflow that is started', () => {
  assert.equal(only([job('deploy', [deploy, smoke])]).followed.smoke_test, true)
  assert.equal(only([job('deploy', [smoke, deploy])]).followed.smoke_test, false)
  const later = deployments([workflow([job('deploy', [deploy]), job('check', [smoke], { needs: ['deploy'] })])])
  assert.equal(later.deploy?.followed.smoke_test, true)
  const beside = deployments([workflow([job('deploy', [deploy]), job('check', [smoke])])])
  assert.equal(beside.deploy?.followed.smoke_test, false)
  const started = workflow([job('check', [smoke])], {
    id: 'smoke.yml',
    triggers: [trigger('pipeline', { after: ['ci.yml'] })],
  })
  assert.equal(deployments([workflow([job('deploy', [deploy])]), started]).deploy?.followed.smoke_test, true)
})

test('an unnamed smoke test belongs to the nearest deployment before it', () => {
  const jobs = [
    job('one', [deploy], { environment: 'staging' }),
    job('two', [deploy], { environment: 'production', needs: ['one'] }),
    job('check', [smoke], { needs: ['two'] }),
  ]
  const facts = deployments([workflow(jobs)])
  assert.equal(facts.one?.followed.smoke_test, false)
  assert.equal(facts.two?.followed.smoke_test, true)
})

test('a failed smoke test reaches a rollback: a later step, a later job, a started workflow', () => {
  const undo = (requires: 'failure' | 'completion' | 'success', change = {}) => [
    job('deploy', [deploy]),
    job('check', [smoke], { needs: ['deploy'] }),
    job('undo', [rollback], { needs: [['check', requires]], ...change }),
  ]
  const ask = (jobs: Parameters<typeof workflow>[0]) => deployments([workflow(jobs)]).deploy?.verificationRollsBack
  assert.equal(ask(undo('failure')), true)
  assert.equal(ask(undo('failure', { condition: when('${{ failure() }}', () => false) })), true)
  assert.equal(ask(undo('completion')), true)
  assert.equal(ask(undo('success')), false)
  const gate = { place: { file: 'ci.yml' }, how: 'manual' }
  assert.equal(ask(undo('failure', { approval: gate })), false, 'a person is asked')
  assert.equal(ask([job('deploy', [deploy, smoke, step([rollback], { runsAfterFailure: 'only' })])]), true)
  assert.equal(ask([job('deploy', [deploy, smoke, rollback])]), false)
  assert.equal(ask([job('deploy', [deploy, step([rollback], { runsAfterFailure: 'only' })])]), false, 'no smoke test')
})

test('a failed deployment is undone by a step after it, or by the tool', () => {
  assert.equal(only([job('deploy', [deploy, step([rollback], { runsAfterFailure: 'only' })])]).rollsBack, true)
  assert.equal(only([job('deploy', [deploy, rollback])]).rollsBack, false)
  const atomic = run('deploy', { tool: 'helm upgrade', words: ['upgrade', 'shop', '--atomic'] })
  assert.equal(only([job('deploy', [atomic])]).rollsBack, true)
  assert.equal(only([job('deploy', [atomic])]).verificationRollsBack, false)
})

test('what is hidden after the deployment hides what could follow', () => {
  const hidden = hiddenPart('a step elsewhere', ['smoke-test', 'notify'])
  const fact = only([job('deploy', [deploy, run([], { hidden })])])
  assert.equal(seen(fact.followed.smoke_test), 'hidden')
  assert.equal(seen(fact.followed.notify), 'hidden')
  assert.equal(fact.followed.rollback, false)
  assert.equal(fact.guarded.notify, false, 'it is not before')
})

test('where no production deployment is visible, every deployment is judged', () => {
  const facts = deployments([workflow([job('staging', [deploy], { environment: 'staging' })])])
  assert.equal(facts.staging?.toProduction, true)
})

test('a step that is elsewhere deploys where its job declares an environment and a name says so', () => {
  const hidden = hiddenPart('the template', ['deploy'])
  const found = (name: string, tool: string, environment?: string) =>
    Object.keys(
      deployments([
        workflow([job(name, [run([], { tool, hidden })], environment === undefined ? {} : { environment })]),
      ]),
    ).length
  assert.equal(found('web', 'acme/app-deploy@v1', 'production'), 1)
  assert.equal(found('DeployWeb', 'acme/app@v1', 'production'), 1)
  assert.equal(found('web', 'acme/app@v1', 'production'), 0, 'nothing says so')
  assert.equal(found('web', 'acme/deploy-checks@v1', 'production'), 0, 'other work')
  assert.equal(found('web', 'acme/app-deploy@v1'), 0, 'it goes nowhere')
  assert.equal(found('Production01', './deploy.sh'), 1, 'the job says where to, and the script what is done')
  assert.equal(found('build-prod', './deploy-checks.sh'), 0, 'other work')
  assert.equal(found('web', './set-deploy-environment.sh', 'production'), 0, 'on the way to one')
  assert.equal(found('select-deploy-target', './ask.sh', 'production'), 0, 'on the way to one')
  assert.equal(found('web', './tag-and-deploy.sh', 'production'), 1)
})

for (const [key, tool, environment, found] of [
  ['plan-and-apply-dev', 'acme/actions/terraform-plan-and-apply@v1', 'Development', 1],
  ['infra', 'acme/terragrunt-apply@v1', 'Production', 1],
  ['infra', 'acme/terraform-plan@v1', 'Production', 0],
  ['infra', 'acme/terraform-destroy@v1', 'Production', 0],
  ['infra', 'acme/terraform-apply-dry-run@v1', 'Production', 0],
  ['terraform', 'acme/terraform-apply@v1', undefined, 0],
  ['deploy', 'acme/ansible-action@main', undefined, 1],
  ['deploy', 'acme/run-ansible-playbook@main', undefined, 1],
  ['deploy', 'acme/setup-ansible@main', undefined, 0],
  ['test', 'acme/ansible-action@main', undefined, 0],
  ['deploy', 'acme/helm-upgrade@v2', undefined, 1],
  ['deploy', 'acme/install-helm@v2', undefined, 0],
  ['deploy', 'acme/helm-upgrade-check@v2', 'Production', 0],
] as const)
  test(`${tool} in ${key}${environment ? ` to ${environment}` : ''}: ${found ? 'a deployment' : 'none'}`, () => {
    const unseen = run([], { tool, hidden: hiddenPart('x', ['plan', 'apply', 'deploy']) })
    const jobs = [job(key, [unseen], environment ? { environment } : {})]
    assert.equal(Object.keys(deployments([workflow(jobs)])).length, found)
  })

for (const [inputs, found] of [
  [{ command: 'apply' }, 1],
  [{ command: 'plan' }, 0],
  [{ 'dry-run': 'true' }, 0],
  [{ 'dry-run': 'false' }, 1],
  [{ 'dry-run': '${{ inputs.dry }}' }, 1],
  [{ apply: 'false' }, 0],
] as const)
  test(`an action that applies, given ${JSON.stringify(inputs)}: ${found ? 'a deployment' : 'none'}`, () => {
    const hidden = { ...hiddenPart('x', ['plan', 'apply', 'deploy']), inputs }
    const unseen = run([], { tool: 'acme/terraform-plan-and-apply@v1', hidden })
    assert.equal(Object.keys(deployments([workflow([job('infra', [unseen], { environment: 'prod' })])])).length, found)
  })

test('where no environment is named, a step that is elsewhere deploys if both it and its job say so', () => {
  const unseen = (tool: string) => run([], { tool, hidden: hiddenPart('x', ['build', 'deploy']) })
  const found = (key: string, tool: string) =>
    Object.values(deployments([workflow([job(key, [unseen(tool)])])])).map(({ environment }) => seen(environment))
  assert.deepEqual(found('Deploy to S3', 'scripts/deploy-to-s3.sh'), ['unknown'])
  assert.deepEqual(found('deploy', 'acme/ecs-deploy@v1'), ['unknown'])
  assert.deepEqual(found('deploy', 'acme/notify-slack@v1'), [])
  assert.deepEqual(found('build', 'scripts/deploy.sh'), [])
  assert.deepEqual(found('deploy', 'scripts/check-deploy.sh'), [])
  assert.deepEqual(found('deploy', 'scripts/deploy-docs.sh'), [], 'pages about the program')
  assert.deepEqual(found('deploy-snapshot', 'scripts/deploy.sh'), [], 'what Maven calls so')
})

for (const [text, deploys] of [
  ['shop.cli deploy --resourceGroupName shop --newImageTag 1', true],
  ['shop.cli deploy -ContainerAppName shop', true],
  ['/opt/deploy.sh --cluster=shop', true],
  ['shop.cli deploy --cluster shop --dry-run', false],
  ['shop.cli deploy --cluster --verbose', false],
  ['shop.cli deploy --newImageTag 1', false],
  ['shop.cli report --cluster shop', false],
  ['deploy-checks --cluster shop', false],
] as const) {
  test(`a program elsewhere, ${text}: ${deploys ? 'a deployment to what cannot be seen' : 'none'}`, () => {
    const [tool = '', ...words] = text.split(' ')
    const unseen = run([], { tool, words, hidden: hiddenPart(tool, ['deploy']) })
    const found = Object.values(deployments([workflow([job('ship', [unseen])])]))
    assert.deepEqual(
      found.map(({ environment }) => isHidden(environment)),
      deploys ? [true] : [],
    )
  })
}

test('a step that is elsewhere deploys also where its job takes in more from elsewhere', () => {
  const unseen = run([], { tool: './deploy.sh', hidden: hiddenPart('./deploy.sh', ['deploy']) })
  const template = hiddenPart('.production-manual, which Production01 extends', ['deploy', 'approve'])
  const found = (name: string) =>
    Object.keys(deployments([workflow([job(name, [unseen], { hidden: template })])])).length
  assert.equal(found('Production01'), 1)
  assert.equal(found('docs'), 0, 'it goes nowhere')
})

test('the preview of a request is no way to production beside deployments of unknown kind', () => {
  const preview = workflow([job('preview', [run('deploy')], { environment: 'review' })], {
    id: 'pr.yml',
    triggers: [trigger('pull-request')],
  })
  const release = workflow([job('release', [run('deploy')], { environment: 'blue' })], { id: 'release.yml' })
  const both = deployments([preview, release])
  assert.deepEqual([both.preview?.toProduction, both.release?.toProduction], [false, true])
  assert.equal(deployments([preview]).preview?.toProduction, true)
})

test('nor is an environment that lives as long as its branch, whatever starts the run', () => {
  const release = workflow([job('release', [run('deploy')], { environment: 'blue' })], { id: 'release.yml' })
  const toProduction = (environment: string) =>
    deployments([workflow([job('own', [run('deploy')], { environment })], { id: 'own.yml' }), release]).own
      ?.toProduction
  assert.equal(toProduction('review/*'), false)
  assert.equal(toProduction('preview-12'), false)
  assert.equal(toProduction('dev'), true)
})

test('what is hidden in the deploying command may check before it deploys', () => {
  const release = run('deploy', { hidden: hiddenPart('the release elsewhere', ['verify', 'smoke-test']) })
  const { ship } = deployments([workflow([job('ship', [release])])])
  assert.ok(isHidden(ship?.guarded.verify))
  assert.equal(ship?.guarded.unit_test, false)
})

test('a step that swaps back what an earlier one swapped is a rollback, by its name and its condition', () => {
  const swap = { ...deploy, tool: 'swap' }
  const asked = { text: 'unhealthy', place: { file: 'ci.yml' }, holds: () => undefined }
  const facts = (name: string, condition?: typeof asked) => {
    const base = job('deploy', [swap, run(['smoke-test']), swap], { environment: 'production' })
    const steps = base.steps.map((step, i) => (i === 2 ? { ...step, name, ...(condition && { condition }) } : step))
    return only([{ ...base, steps }])
  }
  assert.equal(seen(facts('Swap slots - Rollback', asked).verificationRollsBack), 'hidden')
  assert.equal(facts('Swap slots', asked).verificationRollsBack, false)
  assert.equal(facts('Swap slots - Rollback').verificationRollsBack, false)
})

for (const [name, deploys] of [
  ['Deploy: Test', true],
  ['deploy-to-test', true],
  ['promote-testing', true],
  ['deploy-test-report', false],
  ['deployment-test', false],
  ['test-deploy', false],
] as const) {
  test(`a job ${name} that is elsewhere is ${deploys ? 'a deployment to test' : 'none'}`, () => {
    const hidden = hiddenPart('the step shipIt', ['deploy'])
    const found = Object.values(deployments([workflow([job(name, [], { hidden })])]))
    assert.deepEqual(
      found.map((fact) => fact.environment),
      deploys ? ['integration'] : [],
    )
  })
}

for (const [what, deploys] of [
  ['the step shipHallmarks', true],
  ['the workflow goldsmith/tools/.github/workflows/main.yml', true],
  ['the step seedPunches', false],
  ['the step waitForQuorum', false],
  ['the step restore-backup', false],
] as const) {
  test(`a job named for production that is ${what} elsewhere is ${deploys ? 'a deployment' : 'none'}`, () => {
    const hidden = hiddenPart(what, ['deploy'])
    const found = deployments([workflow([job('Production', [], { environment: 'production', hidden })])])
    assert.equal(Object.keys(found).length, deploys ? 1 : 0)
  })
}

for (const [file, environment, deploys] of [
  ['terraform_apply.yml@v1', 'prod', true],
  ['terraform-plan-and-apply.yml@v1', 'prod', true],
  ['tf_apply.yaml@templates', 'prod', true],
  ['tf_plan.yaml@templates', 'prod', false],
  ['terraform_plan.yml@v1', 'prod', false],
  ['terraform_apply.yml@v1', undefined, false],
] as const) {
  test(`the workflow ${file} elsewhere, given ${environment ?? 'no environment'}: ${deploys ? 'a deployment' : 'none'}`, () => {
    const hidden = hiddenPart(`the workflow goldsmith/workflows/.github/workflows/${file}`, [
      'plan',
      'apply',
      'validate',
    ])
    const jobs = [job('apply', [], { hidden, ...(environment && { environment }) })]
    const found = Object.values(deployments([workflow(jobs)]))
    assert.deepEqual(
      found.map((fact) => fact.environment),
      deploys ? ['production'] : [],
    )
  })
}
