import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import type { Deployment } from '../../../src/facts/schema/pipeline.ts'
import { readTerraform } from '../../../src/facts/terraform/read.ts'
import { workloadFacts } from '../../../src/facts/workload/facts.ts'
import { repositoryOf } from '../../support/repository.ts'

const shown = (value: unknown) =>
  isHidden(value) ? '?' : value === true ? 'yes' : value === false ? 'no' : String(value)

/** `kind name environment: replicas readiness liveness goesBack` of each workload */
async function read(
  files: Readonly<Record<string, string>>,
  deployments: readonly Partial<Deployment>[] = [],
): Promise<readonly string[]> {
  const repository = repositoryOf(files)
  const { resources } = await readTerraform(repository, defaultSettings)
  const { workloads } = await workloadFacts(repository, defaultSettings, {
    deployments: deployments as readonly Deployment[],
    workflows: [],
    terraform: resources,
    templateResources: [],
  })
  return workloads.map(
    (one) =>
      `${one.kind} ${one.name} ${one.environmentClass || '?'}: ${shown(one.replicas)} ${shown(one.readiness)} ${shown(one.liveness)} ${shown(one.goesBack)}`,
  )
}

const compose = (service: string) => `services:\n  web:\n${service.replace(/^/gm, '    ')}\n`

for (const [what, path, service, expected] of [
  [
    'an image from elsewhere may have a check',
    'compose.prod.yml',
    'image: x/web:v1',
    'compose service web production: 1 ? ? no',
  ],
  [
    'a check of its own',
    'compose.prod.yml',
    'image: x\nhealthcheck: {test: [CMD, pg_isready]}',
    'compose service web production: 1 yes ? no',
  ],
  [
    'a check that asks nothing',
    'compose.prod.yml',
    'image: x\nhealthcheck: {test: [CMD, true]}',
    'compose service web production: 1 no no no',
  ],
  [
    'a check that is switched off',
    'compose.prod.yml',
    'image: x\nhealthcheck: {disable: true}',
    'compose service web production: 1 no no no',
  ],
  [
    'Swarm acts on it and goes back',
    'stack.production.yml',
    'image: x\nhealthcheck: {test: [CMD, pg_isready]}\ndeploy: {replicas: 3, update_config: {failure_action: rollback}}',
    'compose service web production: 3 yes yes yes',
  ],
  [
    'a Dockerfile without a check',
    'docker-compose.prod.yml',
    'build: app',
    'compose service web production: 1 no no no',
  ],
  [
    'a Dockerfile with one',
    'docker-compose.prod.yml',
    'build: {context: with}',
    'compose service web production: 1 yes ? no',
  ],
] as const) {
  test(`compose: ${what}`, async () => {
    const dockerfiles = {
      'app/Dockerfile': 'FROM x\n',
      'with/Dockerfile': 'FROM x\nHEALTHCHECK --interval=5s CMD true\n',
    }
    assert.deepEqual(await read({ [path]: compose(service), ...dockerfiles }), [expected])
  })
}

test('compose: what nothing deploys, runs once or is asked for is no workload', async () => {
  assert.deepEqual(await read({ 'docker-compose.yml': compose('image: x') }), [])
  assert.deepEqual(await read({ 'compose.prod.yml': compose('image: x\nrestart: "no"') }), [])
  assert.deepEqual(await read({ 'compose.prod.yml': compose('image: x\nprofiles: [debug]') }), [])
})

test('compose: a file for an environment is put on top of the plain one', async () => {
  assert.deepEqual(
    await read({
      'docker-compose.yml': compose('image: x\nhealthcheck: {test: [CMD, pg_isready]}'),
      'docker-compose.prod.yml': compose('deploy: {replicas: 2}'),
    }),
    ['compose service web production: 2 yes ? no'],
  )
})

test('compose: an image of its own need not be what the plain file builds', async () => {
  assert.deepEqual(
    await read({
      Dockerfile: 'FROM x\n',
      'compose.yml': compose('build: .'),
      'compose.prod.yml': compose('image: x/web:v1'),
    }),
    ['compose service web production: 1 ? ? no'],
  )
})

for (const [what, path, content, expected] of [
  [
    'Nomad',
    'jobs/shop.production.nomad.hcl',
    'job "shop" {\n update { auto_revert = true }\n group "web" {\n  count = 3\n  task "app" {\n   service {\n    check { type = "http" }\n    check_restart { limit = 3 }\n   }\n  }\n }\n}',
    ['Nomad group shop web production: 3 yes yes yes'],
  ],
  [
    'Nomad with variables',
    'production/shop.nomad',
    'job "shop" {\n group "web" {\n  count = var.count\n  update { auto_revert = var.back }\n }\n}',
    ['Nomad group shop web production: ? no no ?'],
  ],
  ['a batch of Nomad', 'production/shop.nomad', 'job "shop" {\n type = "batch"\n group "web" {}\n}', []],
  [
    'Fly',
    'fly.production.toml',
    'app = "shop"\n[deploy]\nstrategy = "bluegreen"\n[http_service]\nmin_machines_running = 2\n[[http_service.checks]]\npath = "/"\n',
    ['Fly app shop production: 2 yes ? yes'],
  ],
  [
    'Fly without checks',
    'fly.production.toml',
    'app = "shop"\n[http_service]\n',
    ['Fly app shop production: 0 no no no'],
  ],
  [
    'Kamal',
    'config/deploy.production.yml',
    'service: shop\nimage: x/shop\nservers:\n  web: [a, b]\n  job:\n    hosts: [c]\n',
    ['Kamal service shop production: 2 yes ? yes', 'Kamal service shop job production: 1 no no no'],
  ],
  [
    'App Engine flexible',
    'production/app.yaml',
    'runtime: python\nenv: flex\nliveness_check: {path: /live}\nmanual_scaling: {instances: 4}\n',
    ['App Engine service default production: 4 no yes ?'],
  ],
  [
    'App Engine standard',
    'production/app.yaml',
    'runtime: python312\n',
    ['App Engine service default production: 0 ? ? ?'],
  ],
  [
    'Knative',
    'production/service.yaml',
    'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: shop}\nspec:\n  template:\n    metadata: {annotations: {autoscaling.knative.dev/minScale: "2"}}\n    spec: {containers: [{image: x, livenessProbe: {httpGet: {path: /}}}]}\n',
    ['Knative service shop production: 2 yes yes yes'],
  ],
] as const) {
  test(what, async () => {
    assert.deepEqual(await read({ [path]: content }), expected)
  })
}

for (const [what, block, expected] of [
  [
    'ECS by Terraform has no tasks unless told',
    'resource "aws_ecs_task_definition" "t" {\n container_definitions = jsonencode([{name = "a", image = "x", healthCheck = {command = ["CMD"]}}])\n}\nresource "aws_ecs_service" "s" {\n name = "web"\n task_definition = aws_ecs_task_definition.t.arn\n}',
    'ECS service web production: 0 yes yes no',
  ],
  [
    'ECS whose number others change',
    'resource "aws_ecs_service" "s" {\n name = "web"\n desired_count = 2\n task_definition = "web:1"\n load_balancer {\n  container_name = "web"\n }\n lifecycle { ignore_changes = [desired_count] }\n}',
    'ECS service web production: ? yes yes no',
  ],
  [
    'ECS that CodeDeploy rolls out',
    'resource "aws_ecs_service" "s" {\n name = "web"\n desired_count = 2\n deployment_controller { type = "CODE_DEPLOY" }\n}\nresource "aws_codedeploy_deployment_group" "g" {\n ecs_service { service_name = aws_ecs_service.s.name }\n auto_rollback_configuration {\n  enabled = true\n  events = ["DEPLOYMENT_FAILURE"]\n }\n}',
    'ECS service web production: 2 ? ? yes',
  ],
  [
    'Cloud Run',
    'resource "google_cloud_run_v2_service" "s" {\n name = "web"\n template {\n  scaling { min_instance_count = 2 }\n  containers {\n   liveness_probe { http_get { path = "/" } }\n  }\n }\n}',
    'Cloud Run service web production: 2 yes yes yes',
  ],
  [
    'Cloud Run with traffic that is bound',
    'resource "google_cloud_run_v2_service" "s" {\n name = "web"\n template {\n  containers { image = "x" }\n }\n traffic { revision = "web-1" }\n}',
    'Cloud Run service web production: 0 yes no ?',
  ],
  [
    'Container Apps may add probes',
    'resource "azurerm_container_app" "s" {\n name = "web"\n revision_mode = "Single"\n ingress { target_port = 80 }\n template {\n  min_replicas = 1\n  container {\n   liveness_probe { port = 80 }\n  }\n }\n}',
    'Container App web production: 1 ? yes yes',
  ],
  [
    'App Service',
    'resource "azurerm_linux_web_app" "s" {\n name = "web"\n site_config { health_check_path = "/" }\n}',
    'web app web production: ? yes yes no',
  ],
  [
    'App Service behind a gateway that may ask it',
    'resource "azurerm_linux_web_app" "s" {\n name = "web"\n site_config {}\n}\nresource "azurerm_cdn_frontdoor_origin_group" "g" {\n health_probe { protocol = "Https" }\n}',
    'web app web production: ? ? no no',
  ],
  [
    'App Service that nothing asks',
    'resource "azurerm_linux_web_app" "s" {\n name = "web"\n site_config {}\n}',
    'web app web production: ? no no no',
  ],
  [
    'a platform that is not read',
    'resource "aws_apprunner_service" "web" {}',
    'aws_apprunner_service web production: ? ? ? ?',
  ],
] as const) {
  test(what, async () => {
    assert.deepEqual(await read({ 'production/main.tf': block }), [expected])
  })
}

test('services of a Blueprint of Render, in its environments', async () => {
  const service = (name: string, more = '') => `{type: web, name: ${name}, runtime: node${more}}`
  const files = {
    'render.yaml': `services:
  - ${service('shop-production', ', healthCheckPath: /health, scaling: {minInstances: 2, maxInstances: 9}')}
  - ${service('bare')}
  - {type: worker, name: jobs, numInstances: 3}
  - {type: cron, name: nightly, schedule: "0 0 * * *"}
  - {type: web, name: pages, runtime: static}
  - ${service('kept', ', healthCheckPath: /health, disk: {name: d, mountPath: /d}')}
projects:
  - name: shop
    environments:
      - name: staging
        services: [${service('shop', ', healthCheckPath: /health')}]
`,
  }
  assert.deepEqual(await read(files), [
    'Render web service shop production: 2 yes yes yes',
    'Render web service bare ?: 1 ? ? ?',
    'Render worker jobs ?: 3 ? ? ?',
    'Render web service kept ?: 1 yes yes ?',
    'Render web service shop staging: 1 yes yes yes',
  ])
})

const deploysTo = (tool: string, environmentClass: string, environmentName = environmentClass) => ({
  tool,
  environmentClass,
  environmentName,
  at: { file: '' },
})
const procfile = 'web: bundle exec puma\nworker: bundle exec sidekiq\nrelease: rake db:migrate\n'

/** What platforms start: files, deployments, and what is told. */
const pushed: readonly (readonly [
  what: string,
  files: Readonly<Record<string, string>>,
  deployments: readonly Partial<Deployment>[],
  expected: readonly string[],
])[] = [
  [
    'a Procfile that is pushed to Heroku',
    { Procfile: procfile },
    [deploysTo('git push', 'staging'), deploysTo('akhileshns/heroku-deploy', 'production')],
    [
      'Procfile process web staging: ? ? ? ?',
      'Procfile process web production: ? ? ? ?',
      'Procfile process worker staging: ? ? ? ?',
      'Procfile process worker production: ? ? ? ?',
    ],
  ],
  ['a Procfile alone', { Procfile: procfile }, [], []],
  [
    'a Procfile with an app.json where nothing else is deployed',
    { Procfile: 'web: node .\n', 'app.json': '{"formation": {"web": {"quantity": 2}}}' },
    [],
    ['Procfile process web ?: ? ? ? ?'],
  ],
  [
    'the same beside a production of another kind',
    { Procfile: 'web: node .\n', 'app.json': '{"formation": {"web": {"quantity": 2}}}' },
    [deploysTo('kubectl apply', 'production')],
    [],
  ],
  ['the app.json of Expo', { Procfile: 'web: node .\n', 'app.json': '{"expo": {"scripts": {}}}' }, [], []],
  [
    'images of heroku.yml',
    {
      'heroku.yml':
        'build: {docker: {web: Dockerfile}}\nrun: {web: node ., jobs: {command: [node jobs], image: web}}\n',
    },
    [],
    ['Procfile process web ?: ? ? ? ?', 'Procfile process jobs ?: ? ? ? ?'],
  ],
  [
    'Dokku with what app.json tells it',
    {
      Procfile: procfile,
      'app.json':
        '{"healthchecks": {"web": [{"type": "startup", "path": "/up"}]}, "formation": {"web": {"quantity": 3}}}',
    },
    [deploysTo('dokku/github-action', 'production')],
    ['Dokku process web production: 3 yes ? yes', 'Dokku process worker production: ? ? ? ?'],
  ],
  [
    'App Platform',
    {
      '.do/app.yaml':
        'name: shop\nservices:\n  - {name: api, autoscaling: {min_instance_count: 2, max_instance_count: 5}, liveness_health_check: {http_path: /live}}\n  - {name: web, instance_count: 3}\nworkers: [{name: jobs}]\njobs: [{name: migrate, kind: PRE_DEPLOY}]\nstatic_sites: [{name: pages}]\n',
      '.do/deploy.template.yaml': 'spec: {name: shop, services: [{name: other}]}\n',
    },
    [deploysTo('digitalocean/app_action', 'production')],
    [
      'App Platform service api production: 2 yes yes yes',
      'App Platform service web production: 3 yes ? yes',
      'App Platform worker jobs production: 1 ? ? ?',
    ],
  ],
  [
    'App Platform by the name of its file',
    { '.do/app-staging.yaml': 'spec: {name: shop, services: [{name: api}, {http_port: 80}]}\n' },
    [],
    ['App Platform service api staging: 1 yes ? yes', 'App Platform service shop staging: 1 yes ? yes'],
  ],
  [
    'Railway in its environments',
    {
      'api/railway.json':
        '{"deploy": {"healthcheckPath": "/health", "numReplicas": 1}, "environments": {"production": {"deploy": {"multiRegionConfig": {"a": {"numReplicas": 2}, "b": {"numReplicas": 2}}}}}}',
    },
    [deploysTo('railway up', 'staging'), deploysTo('railway up', 'production')],
    ['Railway service api production: 4 yes no yes', 'Railway service api staging: 1 yes no yes'],
  ],
  [
    'Railway without a path',
    { 'railway.toml': '[deploy]\nstartCommand = "x"\n' },
    [],
    ['Railway service service ?: ? ? no ?'],
  ],
]

for (const [what, files, deployments, expected] of pushed) {
  test(what, async () => assert.deepEqual(await read(files, deployments), expected))
}
