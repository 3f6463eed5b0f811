import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import {
  attribute,
  type InfrastructureResource,
  isOf,
  nested,
  textIn,
} from '../../../src/facts/infrastructure/resource.ts'
import { readTerraform } from '../../../src/facts/terraform/read.ts'
import { repositoryOf } from '../../support/repository.ts'

const read = (files: Readonly<Record<string, string>>) => readTerraform(repositoryOf(files), defaultSettings)

const line = ({ address, environment, environmentName, exists, node }: InfrastructureResource) => {
  const { value } = attribute(node, 'days')
  const shown = isHidden(value) ? `?${value.what}` : value
  const where = `${environmentName}:${isHidden(environment) ? '?' : environment}`
  return `${where} ${address}${isHidden(exists) ? '?' : ''}${shown === undefined ? '' : ` ${shown}`}`
}

const logs = 'variable "days" {}\nresource "log" "app" { days = var.days }\n'

const tables: Readonly<Record<string, readonly [Readonly<Record<string, string>>, readonly string[]]>> = {
  'files of variables, one for each environment': [
    {
      'infra/main.tf': logs,
      'infra/staging.tfvars': 'days = 7',
      'infra/env/prod.tfvars': 'days = 90',
      'infra/terraform.tfvars': 'days = 1',
      'infra/eu.tfvars': '',
    },
    ['eu:? log.app 1', 'prod:production log.app 90', 'staging:staging log.app 7'],
  ],
  'files of variables that are locked may give anything': [
    {
      'infra/main.tf': logs.replace('"days" {}', '"days" { default = 400 }'),
      'infra/crypt.tfvars': '\0GITCRYPT\0goldsmith',
      'infra/prod.tfvars': '$ANSIBLE_VAULT;1.1;AES256\n676f6c64\n',
      'infra/staging.tfvars': '{"data": "ENC[AES256_GCM,data:Z29sZA==]", "sops": {"version": "3.9.0"}}',
      'infra/dev.tfvars.json': '{"days": "ENC[AES256_GCM,data:Z29sZA==,type:int]", "sops": {"version": "3.9.0"}}',
      'infra/live.tfvars': 'days = 90',
    },
    [
      'crypt:? log.app ?what infra/crypt.tfvars gives, which is encrypted',
      'dev:development log.app ?what infra/dev.tfvars.json gives, which is encrypted',
      'live:production log.app 90',
      'prod:production log.app ?what infra/prod.tfvars gives, which is encrypted',
      'staging:staging log.app ?what infra/staging.tfvars gives, which is encrypted',
    ],
  ],
  'files of variables that several configurations share': [
    {
      'tf/app/main.tf': logs,
      'tf/net/main.tf': 'resource "vpc" "main" {}',
      'tf/vars/live.tfvars.json': '{"days": "30"}',
    },
    ['live:production log.app 30', ':? vpc.main'],
  ],
  'folders of environments that call a module': [
    {
      'modules/app/main.tf': logs,
      'environments/prod/main.tf': 'module "app" {\n  source = "../../modules/app"\n  days = 365\n}',
      'environments/dev/main.tf': 'module "app" {\n  source = "../../modules/app"\n  days = 1\n}',
    },
    ['dev:development module.app.log.app 1', 'prod:production module.app.log.app 365'],
  ],
  'the key of the state': [
    { 'main.tf': `terraform {\n  backend "s3" {\n    key = "shop/production/app.tfstate"\n  }\n}\n${logs}` },
    ['production:production log.app ?the variable days of the root configuration'],
  ],
  'workspaces that a map has something for': [
    {
      'main.tf': `
variable "all" {}
locals {
  env  = lower(terraform.workspace)
  mine = contains(keys(var.all), local.env) ? var.all[local.env] : var.all["default"]
}
resource "log" "app" { days = local.mine.days }
`,
      'terraform.tfvars.json':
        '{"all": {"default": {"days": 1}, "preproduction": {"days": 30}, "production": {"days": 90}}}',
    },
    ['preproduction:staging log.app 30', 'production:production log.app 90'],
  ],
  'a variable that chooses by what it is compared with': [
    {
      'main.tf': 'variable "environment" {}\nresource "log" "app" { days = var.environment == "production" ? 400 : 7 }',
    },
    ['production:production log.app 400'],
  ],
  'count and for_each with known values': [
    {
      'main.tf': `
resource "log" "none" { count = 0 }
resource "log" "two" {
  count = 2
  days  = count.index
}
resource "log" "each" {
  for_each = { web = 7, job = 30 }
  days     = each.value
}
resource "log" "set" {
  for_each = toset(["b", "a"])
  days     = each.key
}
`,
    },
    [
      ':? log.each["job"] 30',
      ':? log.each["web"] 7',
      ':? log.set["a"] a',
      ':? log.set["b"] b',
      ':? log.two[0] 0',
      ':? log.two[1] 1',
    ],
  ],
  'count and for_each over the unknown': [
    {
      'main.tf':
        'variable "x" {}\nresource "log" "a" {\n  count = var.x ? 1 : 0\n  days = 3\n}\nresource "log" "b" {\n  for_each = var.x\n  days = each.value\n}',
    },
    [':? log.a? 3', ':? log.b? ?the variable x of the root configuration'],
  ],
  'modules for each of something, and their outputs': [
    {
      'main.tf': `
module "app" {
  source   = "./app"
  for_each = { web = 7 }
  days     = each.value
}
resource "log" "copy" { days = module.app["web"].days }
`,
      'app/main.tf': `${logs}output "days" { value = log.app.days * 2 }`,
    },
    [':? log.copy 14', ':? module.app["web"].log.app 7'],
  ],
  'modules from elsewhere and outside': [
    {
      'main.tf':
        'module "a" {\n  source = "x/y/aws"\n  days = 5\n}\nmodule "b" { source = "../../../../etc" }\nmodule "c" { source = "./gone" }\nresource "log" "x" { days = module.a.days }',
    },
    [':? log.x ?the output days of module.a', ':? module.a 5', ':? module.b', ':? module.c'],
  ],
  'JSON syntax, overrides and OpenTofu': [
    {
      'main.tf.json': '{"variable": {"d": {"default": 4}}, "resource": {"log": {"j": [{"days": "${var.d}"}]}}}',
      'more.tofu': 'resource "log" "t" {\n  days = 1\n}\n',
      'more_override.tf': 'resource "log" "t" {\n  days = 2\n}\n',
    },
    [':? log.j 4', ':? log.t 2'],
  ],
  'modules for others are nobody’s': [
    { 'modules/x/main.tf': logs, 'app/main.tf': 'resource "log" "a" {}' },
    [':? log.a'],
  ],
}

for (const [what, [files, expected]] of Object.entries(tables)) {
  test(`reads ${what}`, async () => {
    const { resources, problems } = await read(files)
    assert.deepEqual(resources.map(line).sort(), [...expected].sort())
    assert.deepEqual(problems, [])
  })
}

test('modules that call one another are a problem that shows the circle', async () => {
  const { problems, resources } = await read({
    'main.tf': 'module "a" { source = "./a" }',
    'a/main.tf': 'module "b" { source = "../b" }\nresource "log" "a" {}',
    'b/main.tf': 'module "a" { source = "../a" }\nresource "log" "b" {}',
  })
  assert.deepEqual(
    problems.map(({ message, place }) => `${place.file} ${message}`),
    ['b/main.tf modules call one another in a circle: a → b → a'],
  )
  assert.deepEqual(
    resources.filter(({ mode }) => mode === 'managed').map(({ address }) => address),
    ['module.a.log.a', 'module.a.module.b.log.b'],
  )
})

test('fan-out ends, and says so', async () => {
  const files: Record<string, string> = {}
  for (let i = 0; i < 12; i++) {
    files[`m${i}/main.tf`] =
      `module "x" {\n  source = "../m${i + 1}"\n  count = 60\n}\nresource "log" "y" { count = 60 }`
  }
  files['m12/main.tf'] = 'resource "log" "z" {}'
  const { problems, resources } = await read(files)
  assert.ok(resources.length <= 40_000)
  assert.match(problems.map(({ message }) => message).join(), /more than 5,000 modules; the rest is not read/)
})

test('what is known of the maker stays known', async () => {
  const { resources } = await read({
    'main.tf': `
resource "topic" "pager" {}
module "alarm" {
  source = "./alarm"
  topic  = topic.pager.arn
}
`,
    'alarm/main.tf':
      'variable "topic" {}\nresource "alarm" "x" {\n  actions = ["${var.topic}"]\n  dynamic "metric" {\n    for_each = ["a", "b"]\n    content { name = metric.value }\n  }\n}',
  })
  const alarm = resources.find(({ type }) => type === 'alarm')!
  assert.ok(isOf(attribute(alarm, 'actions').value, resources.find(({ type }) => type === 'topic')!))
  const metrics = nested(alarm, 'metric')
  assert.deepEqual(isHidden(metrics) ? metrics : metrics.map((metric) => textIn(metric, 'name')), ['a', 'b'])
})

test('a resource that is given to a module whole keeps what is written in it', async () => {
  const { resources } = await read({
    'main.tf': [
      'locals { stage = "staging" }',
      'resource "target" "s" { name = local.stage }',
      'resource "target" "p" { for_each = toset(["production"])\n name = each.key }',
      'module "ci" {\n  source = "./ci"\n  targets = [target.s, target.p["production"]]\n  of = module.made.target\n}',
      'module "made" {\n  source = "./made"\n}',
    ].join('\n'),
    'made/main.tf': 'resource "target" "t" { name = "perf" }\noutput "target" { value = target.t }',
    'ci/main.tf':
      'variable "targets" {}\nvariable "of" {}\nresource "log" "l" { days = "${var.targets[0].name} ${var.of.name}" }',
  })
  assert.deepEqual(
    resources.map(line).filter((one) => one.includes('log')),
    [':? module.ci.log.l staging perf'],
  )
})
