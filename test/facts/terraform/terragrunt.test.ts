import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { collectFacts } from '../../../src/facts/collect.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { attribute } from '../../../src/facts/infrastructure/resource.ts'
import { modulesOfUnits } from '../../../src/facts/terraform/pins.ts'
import { readTerraform } from '../../../src/facts/terraform/read.ts'
import { repositoryOf } from '../../support/repository.ts'

const logs = 'variable "days" { default = 1 }\nresource "log" "app" { days = var.days }\n'

/** For each resource its root, environment and days; then the modules from elsewhere. */
async function read(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { resources, units } = await readTerraform(repositoryOf(files), defaultSettings)
  const made = resources.map((resource) => {
    const { value } = attribute(resource, 'days')
    const where = isHidden(resource.environment) ? '?' : resource.environment
    return `${resource.root} ${where} ${isHidden(value) ? '?' : value}`
  })
  const pins = modulesOfUnits(units).map(
    ({ source, version, pinned }) => `${source} ${version} ${isHidden(pinned) ? '?' : pinned}`,
  )
  return [...made.sort(), ...pins.sort()]
}

const table: Readonly<Record<string, readonly [Readonly<Record<string, string>>, readonly string[]]>> = {
  'a module of this repository with its inputs': [
    {
      'modules/app/main.tf': logs,
      'live/prod/app/terragrunt.hcl':
        'terraform { source = "../../../modules//app" }\nlocals { n = 30 }\ninputs = { days = local.n * 3 }\n',
      'live/dev/app/terragrunt.hcl': 'terraform { source = "${get_repo_root()}/modules/app" }\n',
    },
    ['live/dev/app development 1', 'live/prod/app production 90'],
  ],
  'inputs of the file that is included': [
    {
      'modules/app/main.tf': logs,
      'prod/root.hcl': 'inputs = { days = 7 }',
      'prod/app/terragrunt.hcl':
        'include "root" { path = find_in_parent_folders("root.hcl") }\nterraform { source = "../../modules/app" }',
    },
    ['prod/app production 7'],
  ],
  'inputs that cannot be told make defaults uncertain': [
    {
      'modules/app/main.tf': logs,
      'prod/terragrunt.hcl': 'inputs = merge(read_tfvars_file("x"), {})',
      'prod/app/terragrunt.hcl':
        'include { path = find_in_parent_folders() }\nterraform { source = "../../modules/app" }',
    },
    ['prod/app production ?'],
  ],
  'modules from elsewhere': [
    {
      'prod/a/terragrunt.hcl': 'terraform { source = "git::https://example.com/m.git//a?ref=v1.2.3" }',
      'prod/b/terragrunt.hcl': 'terraform { source = "tfr:///example/b/aws?version=2.0.0" }',
      'prod/c/terragrunt.hcl': 'terraform { source = "git::https://example.com/m.git//c?ref=${local.v}" }',
      'prod/d/terragrunt.hcl': 'terraform { source = "git::https://example.com/m.git//d" }',
    },
    [
      'example/b/aws 2.0.0 version',
      'git::https://example.com/m.git//a v1.2.3 version',
      'git::https://example.com/m.git//c … ?',
      'git::https://example.com/m.git//d  none',
    ],
  ],
  'locals in a circle, a source outside': [
    {
      'modules/app/main.tf': logs,
      'prod/a/terragrunt.hcl':
        'terraform { source = "../../modules/app" }\nlocals {\n a = local.b\n b = local.a\n}\ninputs = { days = local.a }',
      'prod/b/terragrunt.hcl': 'terraform { source = "../../../../etc" }',
    },
    ['prod/a production ?'],
  ],
}

for (const [what, [files, expected]] of Object.entries(table)) {
  test(`units of Terragrunt: ${what}`, async () => {
    assert.deepEqual(await read(files), expected)
  })
}

const demand =
  'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n      version = "6.1.0"\n    }\n  }\n}\n'

for (const [what, contents, pinned] of [
  ['a text', `<<EOF\n${demand}EOF\n`, 'version'],
  ['a file beside the file that names it', 'file("./common/provider.tf")', 'version'],
  ['a bare path', 'file("common/provider.tf")', 'version'],
  ['a path from the root', 'file("${get_repo_root()}/live/common/provider.tf")', 'version'],
  ['a file that is not there', 'file("./common/other.tf")', 'hidden'],
  ['a value of the run', 'local.provider', 'hidden'],
] as const) {
  test(`a provider that Terragrunt writes beside the module: ${what}`, async () => {
    const repository = repositoryOf({
      'modules/app/main.tf': 'resource "aws_s3_bucket" "x" {}\n',
      'live/common/provider.tf': demand,
      'live/root.hcl': `generate "provider" {\n  path = "provider.tf"\n  if_exists = "overwrite"\n  contents = ${contents}\n}\n`,
      'live/app/terragrunt.hcl':
        'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\nterraform { source = "../../modules//app" }\n',
    })
    const { terraformProviders } = (await collectFacts(repository, defaultSettings, ['terraformProviders'])).observed
    const found = terraformProviders.filter(({ root }) => root === 'live/app')
    assert.deepEqual(
      found.map((one) => (isHidden(one.pinned) ? 'hidden' : one.pinned)),
      [pinned],
    )
  })
}
