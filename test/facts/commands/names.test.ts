import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anything, couldBeByName, hiddenPart } from '../../../src/facts/pipeline/commands/hidden.ts'
import { actsOfAction, findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { kindsOfName } from '../../../src/facts/pipeline/commands/names.ts'
import { likelyKind } from '../../../src/facts/pipeline/dialect/words.ts'
import { repositoryOf } from '../../support/repository.ts'

const at = { file: 'ci.yml', start: 0, end: 1 }

test('what deploys a part of the platform tests not the service; what deploys the service may', () => {
  for (const name of ['cf-deployproxy', 'deploy-egress-proxy', 'deploy-dns', 'deploy_monitoring']) {
    assert.deepEqual(couldBeByName(name), ['deploy', 'apply', 'migrate'], name)
  }
  for (const name of ['deploy.sh', 'deploy-app', 'deploy-to-aks', 'deploy-app-and-proxy', 'proxy-deploy']) {
    assert.ok(couldBeByName(name).includes('smoke-test'), name)
  }
})

test('an action that is called after a language builds and checks, and deploys nothing', () => {
  const could = couldBeByName('acme/action-typescript')
  assert.ok(
    could.includes('build') && could.includes('unit-test') && !could.includes('deploy') && !could.includes('notify'),
  )
  assert.ok(could.includes('publish'), 'what it builds')
  assert.deepEqual(couldBeByName('typescript'), anything)
})

test('a deploy key lets a repository be read, and deploys nothing', () => {
  for (const name of ['acme/actions/github-deploy-key', 'deploy_keys']) assert.deepEqual(couldBeByName(name), [], name)
  assert.ok(couldBeByName('deploy-keycloak').includes('deploy'))
})

test('what publishes or tells of what was written makes no artifact', () => {
  for (const name of ['publish-openapi.yml', 'sync_docs', 'generate-api-docs', 'dependency_graph.yml'])
    assert.deepEqual(couldBeByName(name), [], name)
  for (const name of ['publish-docs-and-image', 'publish-dockers', 'update-service'])
    assert.notDeepEqual(couldBeByName(name), [], name)
  for (const name of ['deploy-and-publish-docs', 'deploy_then_update_docs.sh', 'rollout-generate-docs'])
    assert.ok(couldBeByName(name).includes('deploy'), name)
  assert.ok(couldBeByName('release-and-sync-docs').includes('publish'))
})

test('what tells people of a deployment deploys nothing, unless its name says that it does more', () => {
  assert.deepEqual(couldBeByName('notify-slack-deployment-failed'), ['notify'])
  assert.ok(couldBeByName('notify-and-deploy').includes('deploy'))
  for (const name of ['acme/actions/detect-changes', 'gitversion.yml']) assert.deepEqual(couldBeByName(name), [], name)
  assert.deepEqual(couldBeByName('acme/dockle-action'), ['image-scan', 'security-scan'])
})

test('what is asked about a hidden part names it, where the name fits', () => {
  const asked = (what: string) => hiddenPart(what, '', at).value.settle.text.split(': ')[0]
  assert.equal(asked('what the action acme/release does'), 'say in assay.yaml what the action acme/release does')
  assert.equal(asked('what tools/audit.js starts'), 'say in assay.yaml what tools/audit.js starts')
  assert.equal(asked('what ./x does, which is made on the way'), 'say in assay.yaml what ./x does')
  assert.equal(asked('whether make check in web runs integration tests too'), 'say in assay.yaml what the step does')
  assert.equal(asked(`what $(${'x '.repeat(90)}) does`), 'say in assay.yaml what the step does')
})

test('names of what reads settings or writes to an issue tracker serve nothing', () => {
  for (const name of ['aws-ssm-getparameters-action', 'fetch_config.rb', 'trello-poster-action', 'get-vault-secrets']) {
    assert.deepEqual(couldBeByName(name), [], name)
  }
  for (const name of ['actions/authenticate_to_cluster', 'cluster-authentication'])
    assert.deepEqual(couldBeByName(name), [], name)
  for (const name of ['scripts/environment-variables.sh', 'set-env-vars.sh', 'load_variables'])
    assert.deepEqual(couldBeByName(name), [], name)
  assert.deepEqual(couldBeByName('frobnicate'), anything)
})

test('what is called a notifier tells people, whatever it tells of', () => {
  for (const name of ['cdk-notifier', 'tools/terraform_notifier.sh'])
    assert.deepEqual(couldBeByName(name), ['notify'], name)
})

test('what makes an empty database, fills it or waits for it serves nothing', () => {
  for (const name of ['create_db.sh', 'create-the-database', 'bin/db_seed', 'seed-db', 'wait-for-it.sh'])
    assert.deepEqual(couldBeByName(name), [], name)
  assert.deepEqual(couldBeByName('wait-for-approval'), ['approve'])
  assert.ok(couldBeByName('seed-test-db').includes('unit-test'))
  assert.ok(couldBeByName('prepare_db').includes('migrate'))
  assert.ok(couldBeByName('create_dbt_release').includes('publish'))
})

test('what sets up a tool of infrastructure, or plans with it, changes nothing', () => {
  for (const name of [
    'terraform-tools-setup',
    'setup-tofu',
    'install-pulumi',
    'pulumi-cli-install',
    'terraform-version',
  ]) {
    assert.deepEqual(couldBeByName(name), [], name)
  }
  for (const name of ['terraform-plan', 'acme-terragrunt-plan', 'cdk-diff']) {
    assert.deepEqual(couldBeByName(name), ['plan', 'validate', 'lint'], name)
  }
  for (const name of ['terraform', 'terraform-plan-and-apply', 'setup-infra', 'terraform-setup-environment']) {
    assert.ok(couldBeByName(name).includes('apply'), name)
  }
})

test('what a test is named after is no part of what it does', () => {
  assert.deepEqual(kindsOfName('tests/test_notify.py'), [], 'a test, and not which kind of')
  assert.deepEqual(kindsOfName('src/deploy.spec.ts'), [])
  assert.deepEqual(kindsOfName('tests/smoke_migrate_test.rb'), ['smoke-test'])
  assert.deepEqual(kindsOfName('notify.py'), ['notify'])
})

async function acts(text: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const script = { text, placeOf: () => at, shell: 'bash', errexit: true, pipefail: false, directory: '' }
  const found = await findActs({ ...script, variables: {}, via: [], name: '' }, repositoryOf(files))
  return found.map(({ kinds, hidden }) => `${kinds.join('+')}${hidden ? ` ?${hidden.couldBe.join('+')}` : ''}`)
}

test('rspec runs integration tests too where the layout has them, or may where a pattern is not known', async () => {
  const models = { 'spec/models/a_spec.rb': '' }
  const features = { ...models, 'spec/features/b_spec.rb': '' }
  assert.deepEqual(await acts('bundle exec rspec', features), ['unit-test+integration-test'])
  assert.deepEqual(await acts('bundle exec rspec', models), ['unit-test ?integration-test'])
  assert.deepEqual(await acts('bundle exec rspec spec/models', features), ['unit-test'], 'named')
  for (const command of [
    'bundle exec rspec --format progress --format RspecJunitFormatter --out /tmp/results/rspec.xml',
    'bundle exec rspec -r ./spec/support/quiet.rb',
    'bundle exec rspec $(circleci tests glob "spec/**/*_spec.rb" | circleci tests split --split-by=timings)',
  ])
    assert.deepEqual((await acts(command, features)).at(-1), 'unit-test+integration-test', command)
  const some = 'bundle exec rspec $(circleci tests glob "spec/models/*_spec.rb" | circleci tests split)'
  assert.deepEqual(
    (await acts(some, features)).at(-1),
    'unit-test ?integration-test',
    'none of those that are shared out',
  )
  const python = { 'tests/integration/test_a.py': '', 'tests/unit/test_b.py': '' }
  for (const command of [
    'pytest --junitxml out/junit.xml',
    'pytest -c config/pytest.ini -n 4',
    'pytest -v --cov src/shop',
  ])
    assert.deepEqual(await acts(command, python), ['unit-test+integration-test'], command)
  assert.deepEqual(await acts('pytest -v tests/unit', python), ['unit-test'])
  assert.deepEqual(await acts('bundle exec rspec --pattern "${{ matrix.pattern }}"', features), [
    'unit-test ?integration-test',
  ])
  assert.deepEqual(await acts('bundle exec rake rswag:specs:swaggerize', features), [''], 'documents, tests nothing')
})

test('actions of an organisation are known one by one', async () => {
  const of = async (name: string, inputs: Readonly<Record<string, string>> = {}) => {
    const [act] = await actsOfAction(`${name}@main`, inputs, at, [], '', repositoryOf({}))
    return `${act?.kinds.join('+')}${act?.hidden ? ' ?' : ''}`
  }
  assert.equal(await of('DFE-Digital/github-actions/build-docker-image'), 'build+publish')
  const token = { 'snyk-token': '${{ secrets.SNYK }}' }
  assert.equal(await of('DFE-Digital/github-actions/build-docker-image', token), 'build+image-scan+publish')
  assert.equal(await of('DFE-Digital/github-actions/deploy-domains-env'), 'apply')
  assert.equal(await of('DFE-Digital/github-actions/deploy-domains-env', { healthcheck: 'up' }), 'apply+smoke-test')
  assert.equal(await of('DFE-Digital/github-actions/deploy-something-new'), ' ?')
  assert.equal(await of('DataDog/synthetics-ci-github-action'), 'smoke-test')
  assert.equal(await of('im-open/deploy-to-azure'), ' ?')
})

test('what is held against rules is not built by that, and a sanity test may ask what was deployed', () => {
  assert.ok(!couldBeByName('validate-packages').includes('publish'))
  assert.ok(couldBeByName('validate-packages').includes('security-scan'))
  assert.ok(couldBeByName('sanity-tests').includes('smoke-test'))
})

test('an environment called test is where a deployment goes, and no test', () => {
  for (const name of ['Deploy to test', 'shop-deploy-to-the-e2e', 'bin/deploy_into_integration.sh']) {
    assert.ok(couldBeByName(name).includes('deploy') && !couldBeByName(name).includes('unit-test'), name)
    assert.equal(likelyKind(name), 'deploy', name)
  }
  assert.ok(['deploy', 'unit-test'].every((kind) => couldBeByName('deploy-test').includes(kind as never)))
  for (const name of ['test deployments', 'deploy-tests', 'smoke-test-deploy']) {
    assert.ok(!couldBeByName(name).includes('deploy'), name)
    assert.notEqual(likelyKind(name), 'deploy', name)
  }
})

test('what deploys to an environment for tests may run them, where its name says so behind that', () => {
  const both = couldBeByName('deploy-to-test-and-run-tests')
  assert.ok(both.includes('deploy') && both.includes('integration-test'))
  assert.ok(!couldBeByName('deploy-to-test').includes('integration-test'))
})
