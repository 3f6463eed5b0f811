import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { guardsOf } from '../../../src/facts/infrastructure/guards.ts'
import { readTerraform } from '../../../src/facts/terraform/read.ts'
import { repositoryOf } from '../../support/repository.ts'

const breaker = (rollback: string) => `deployment_circuit_breaker {\n enable = true\n rollback = ${rollback}\n }`

const table: Readonly<Record<string, readonly [block: string, expected: readonly string[]]>> = {
  'ECS without a circuit breaker': ['resource "aws_ecs_service" "s" { name = "web" }', ['ecs web false false']],
  'ECS with one that rolls back': [
    `resource "aws_ecs_service" "s" {\n name = "web"\n ${breaker('true')}\n}`,
    ['ecs web true false'],
  ],
  'ECS with one that only stops': [
    `resource "aws_ecs_service" "s" {\n name = "web"\n ${breaker('false')}\n}`,
    ['ecs web false false'],
  ],
  'ECS with one that is hidden': [
    `resource "aws_ecs_service" "s" {\n name = "web"\n ${breaker('var.x')}\n}`,
    ['ecs web ? false'],
  ],
  'ECS with alarms': [
    'resource "aws_ecs_service" "s" {\n name = "web"\n alarms {\n enable = true\n rollback = true\n alarm_names = ["errors"]\n }\n}',
    ['ecs web true true'],
  ],
  'ECS that CodeDeploy rolls out': [
    'resource "aws_ecs_service" "s" {\n deployment_controller { type = "CODE_DEPLOY" }\n}',
    [],
  ],
  'a module of ECS services': ['module "web" { source = "acme/ecs-web-service/aws" }', ['ecs ? ? ?']],
  'modules of what runs in a service, and of the cluster': [
    'module "d" { source = "acme/ecs-container-definition/aws" }\nmodule "c" { source = "acme/ecs-cluster/aws" }',
    [],
  ],
  'a module of a service that is called after what it runs on': [
    'module "web" { source = "acme/ecs-cluster-service/aws" }',
    ['ecs ? ? ?'],
  ],
  'CodeDeploy without': [
    'resource "aws_codedeploy_deployment_group" "g" { deployment_group_name = "web" }',
    ['codedeploy web false false'],
  ],
  'CodeDeploy on failure and alarms': [
    'resource "aws_codedeploy_deployment_group" "g" {\n deployment_group_name = "web"\n auto_rollback_configuration {\n enabled = true\n events = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]\n }\n alarm_configuration {\n enabled = true\n alarms = ["errors"]\n }\n}',
    ['codedeploy web true true'],
  ],
  'CodeDeploy on alarms that are not wired': [
    'resource "aws_codedeploy_deployment_group" "g" {\n deployment_group_name = "web"\n auto_rollback_configuration {\n enabled = true\n events = ["DEPLOYMENT_STOP_ON_ALARM"]\n }\n}',
    ['codedeploy web false false'],
  ],
  'Cloud Deploy with an automation that repairs': [
    'resource "google_clouddeploy_delivery_pipeline" "p" { name = "web" }\nresource "google_clouddeploy_automation" "a" {\n rules {\n repair_rollout_rule { id = "x" }\n }\n}',
    ['clouddeploy web true false'],
  ],
}

for (const [what, [block, expected]] of Object.entries(table)) {
  test(what, async () => {
    const { resources } = await readTerraform(
      repositoryOf({ 'main.tf': `variable "x" {}\n${block}\n` }),
      defaultSettings,
    )
    const shown = guardsOf(resources).map(({ platform, name, goesBack, onAlarm }) =>
      [platform, name, goesBack, onAlarm].map((value) => (isHidden(value) ? '?' : value)).join(' '),
    )
    assert.deepEqual(shown, expected)
  })
}

/** Whether the deployment of a workflow goes back, with services in Terraform. */
async function rollsBack(run: string, terraform: string): Promise<string> {
  const workflow = `on: {push: {branches: [main]}}\njobs:\n  deploy:\n    environment: production\n    runs-on: x\n    steps:\n      - run: ${run}\n`
  const repository = repositoryOf({ '.github/workflows/d.yml': workflow, 'production/main.tf': terraform })
  const { facts } = await collectFacts(repository, defaultSettings, ['deployments'])
  const [deployment] = facts.deployments
  return isHidden(deployment?.rollsBack) ? `? ${deployment.rollsBack.what}` : String(deployment?.rollsBack)
}

const service = (name: string, rollback: string) =>
  `resource "aws_ecs_service" "${name}" {\n name = "${name}"\n ${breaker(rollback)}\n}\n`
const update = 'aws ecs update-service --cluster x --service web --force-new-deployment'

const settled: Readonly<Record<string, readonly [run: string, terraform: string, expected: string]>> = {
  'nothing says': [update, 'resource "aws_s3_bucket" "b" {}', '? the deployment circuit breaker of the ECS service'],
  'it goes back': [update, service('web', 'true'), 'true'],
  'it does not': [update, service('web', 'false'), 'false'],
  'the service of the command counts': [update, service('web', 'true') + service('job', 'false'), 'true'],
  'which one is not seen': [
    'aws ecs update-service --cluster x --service "$SERVICE"',
    service('web', 'true') + service('job', 'false'),
    '? which service aws ecs update-service deploys, of those that go back when they fail and those that do not',
  ],
  'an apply rolls out the services of the code': ['terraform -chdir=production apply', service('web', 'true'), 'true'],
}

for (const [what, [run, terraform, expected]] of Object.entries(settled)) {
  test(`a deployment to a platform: ${what}`, async () => {
    assert.equal(await rollsBack(run, terraform), expected)
  })
}
