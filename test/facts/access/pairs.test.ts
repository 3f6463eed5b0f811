import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings, type Settings } from '../../../src/config/settings.ts'
import type { EnvironmentClass } from '../../../src/config/vocabulary.ts'
import { bindings } from '../../../src/facts/access/bindings.ts'
import { forgeGrants, inventoryGrants } from '../../../src/facts/access/declared.ts'
import type { Grant } from '../../../src/facts/access/grant.ts'
import { accessPairs } from '../../../src/facts/access/pairs.ts'
import { settingsFileGrants } from '../../../src/facts/access/repository-settings.ts'
import { terraformGrants } from '../../../src/facts/access/terraform.ts'
import { Hidden, isHidden } from '../../../src/facts/hidden.ts'
import { readTerraform } from '../../../src/facts/terraform/read.ts'
import { repositoryOf } from '../../support/repository.ts'

const grant = (environment: EnvironmentClass, who: Grant['who'], name: string = environment, system = 'a'): Grant => ({
  system,
  about: '',
  environment,
  name,
  who,
  place: { file: 'a' },
})
const hidden = new Hidden('who it is', { kind: 'file', text: 'write it' })

/** Grants, then whether the same people have access, with those of one side alone; `?`: it cannot be seen. */
const cases: readonly (readonly [string, readonly Grant[], readonly unknown[]])[] = [
  ['the same', [grant('staging', 'ops'), grant('production', 'ops')], [true, [], []]],
  ['others', [grant('staging', 'qa'), grant('production', 'ops')], [false, ['qa'], ['ops']]],
  ['one more', [grant('staging', 'ops'), grant('staging', 'qa'), grant('production', 'ops')], [false, ['qa'], []]],
  ['one side', [grant('production', 'ops')], ['?', [], ['ops']]],
  ['one that is hidden', [grant('staging', hidden), grant('production', 'ops')], ['?', [], ['ops']]],
  [
    'a group for each environment',
    [grant('staging', 'shop-staging'), grant('production', 'shop-prod')],
    ['?', ['shop-staging'], ['shop-prod']],
  ],
  [
    'several of a class: the plain name counts',
    [grant('staging', 'qa', 'uat'), grant('staging', 'ops', 'stg'), grant('production', 'ops', 'prod')],
    [true, [], []],
  ],
  [
    'one side that another system makes good',
    [grant('production', 'x', 'prod', 'b'), grant('staging', 'ops'), grant('production', 'ops')],
    [true, [], []],
  ],
]

for (const [what, grants, expected] of cases) {
  test(`access to staging and production: ${what}`, () => {
    const [pair] = accessPairs(grants, defaultSettings)
    assert.deepEqual([isHidden(pair?.same) ? '?' : pair?.same, pair?.onlyStaging, pair?.onlyProduction], expected)
  })
}

const told = (grants: readonly Grant[]) =>
  grants.map(({ system, about, environment, who }) => [system, about, environment, isHidden(who) ? '?' : who])

const binding = (namespace: string, ...subjects: readonly string[]) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: a\n${namespace && `  namespace: ${namespace}\n`}subjects:\n${subjects.map((one) => `  - ${one}\n`).join('')}`

test('role bindings: by namespace, by overlay, without programs', async () => {
  const repository = repositoryOf({
    'a/staging.yaml': binding('shop-staging', '{kind: Group, name: ops}', '{kind: ServiceAccount, name: ci}'),
    'base/rbac.yaml': binding('', '{kind: Group, name: dev}', '{kind: Group, name: "system:authenticated"}'),
    'base/kustomization.yaml': 'resources: [rbac.yaml, ../base]\n',
    'overlays/prod/kustomization.yaml': 'resources: [../../base]\n',
    'overlays/staging/kustomization.yaml': 'resources: [../../base]\n',
  })
  assert.deepEqual(told(await bindings({ repository, settings: defaultSettings, workflows: [] })), [
    ['role bindings', '', 'production', 'dev'],
    ['role bindings', '', 'staging', 'dev'],
    ['role bindings', 'shop', 'staging', 'ops'],
  ])
})

test('role bindings: a chart binds whom the values of each environment name, an overlay whom its patch names', async () => {
  const repository = repositoryOf({
    'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
    'chart/values-staging.yaml': 'who: testers\n',
    'chart/values-production.yaml': 'who: operators\n',
    'chart/templates/rbac.yaml': binding('', '{kind: Group, name: {{ .Values.who }}}'),
    'base/rbac.yaml': binding('', '{kind: Group, name: dev}'),
    'base/kustomization.yaml': 'resources: [rbac.yaml]\n',
    'overlays/prod/kustomization.yaml': 'resources: [../../base]\npatches: [{path: who.yaml}]\n',
    'overlays/prod/who.yaml': binding('', '{kind: Group, name: ops}'),
    'overlays/staging/kustomization.yaml': 'resources: [../../base]\n',
  })
  assert.deepEqual(told(await bindings({ repository, settings: defaultSettings, workflows: [] })), [
    ['role bindings', '', 'production', 'ops'],
    ['role bindings', '', 'staging', 'dev'],
    ['role bindings', '', 'production', 'operators'],
    ['role bindings', '', 'staging', 'testers'],
  ])
})

test('reviewers of environments in a file of settings that the forge is given', async () => {
  const repository = repositoryOf({
    '.github/settings.yml':
      'repository: {name: shop}\nenvironments:\n  - name: staging\n    reviewers: [{type: Team, id: 7}]\n  - name: production\n    wait_timer: 5\n    reviewers: [{type: Team, id: 7}, {type: User, id: 12}]\n  - name: docs\n    reviewers: [{type: User, id: 1}]\n  - {name: development}\n',
  })
  assert.deepEqual(told(await settingsFileGrants(repository, defaultSettings)), [
    ['reviewers on GitHub', '', 'staging', 'team 7'],
    ['reviewers on GitHub', '', 'production', 'team 7'],
    ['reviewers on GitHub', '', 'production', 'user 12'],
  ])
})

test('Terraform: IAM by environment, reviewers by the environment that they name', async () => {
  const repository = repositoryOf({
    'main.tf': `variable "project" {}
variable "group" {}
resource "google_project_iam_member" "a" {
  project = var.project
  role    = "roles/viewer"
  member  = "group:\${var.group}"
}
resource "google_project_iam_member" "ci" {
  project = var.project
  role    = "roles/editor"
  member  = "serviceAccount:ci@shop.iam.gserviceaccount.com"
}
resource "google_service_account" "job" {
  account_id = "job"
}
resource "google_project_iam_member" "job" {
  project = var.project
  role    = "roles/editor"
  member  = google_service_account.job.member
}
`,
    'staging.tfvars': 'project = "a"\ngroup = "ops"\n',
    'prod.tfvars': 'project = "b"\ngroup = "dev"\n',
    'forge/main.tf':
      'resource "github_repository_environment" "a" {\n  environment = "production"\n  repository = "shop"\n  reviewers {\n    teams = [12]\n  }\n}\n',
  })
  const { resources } = await readTerraform(repository, defaultSettings)
  assert.deepEqual(told(terraformGrants(resources, defaultSettings)).sort(), [
    ['IAM of Google Cloud', '', 'production', 'group:dev'],
    ['IAM of Google Cloud', '', 'staging', 'group:ops'],
    ['reviewers on GitHub', '', 'production', '12'],
  ])
})

test('Terraform: an identifier of Azure is of people only where the assignment says so', async () => {
  const assigned = (name: string, id: string, type = '') =>
    `resource "azurerm_role_assignment" "${name}" {\n  scope = var.scope\n  role_definition_name = "Reader"\n  principal_id = ${id}\n${type && `  principal_type = "${type}"\n`}}\n`
  const repository = repositoryOf({
    'main.tf': `variable "scope" {}\nvariable "deployer" {}\n${assigned('deployer', 'var.deployer')}${assigned('ops', '"1f0c"', 'Group')}${assigned('ci', '"2f0c"', 'ServicePrincipal')}`,
    'prod.tfvars': 'scope = "a"\ndeployer = "3f0c"\n',
  })
  const { resources } = await readTerraform(repository, defaultSettings)
  assert.deepEqual(told(terraformGrants(resources, defaultSettings)), [
    ['role assignments of Azure', '', 'production', '?'],
    ['role assignments of Azure', '', 'production', '1f0c'],
  ])
})

test('the inventory, and what the forge tells', () => {
  const entry = (access: readonly string[]) => ({ purpose: '', data: '' as const, access })
  const settings: Settings = { ...defaultSettings, inventory: { uat: entry(['ops']), other: entry(['x']) } }
  assert.deepEqual(told(inventoryGrants(settings)), [['assay.yaml', '', 'staging', 'ops']])
  const environment = { name: 'prod', approvers: ['team ops'], deployers: ['Maintainers'] }
  const forge = { kind: 'gitlab', host: 'gitlab.com', repository: 'a/b', environments: [environment] }
  assert.deepEqual(told(forgeGrants(forge as never, defaultSettings)), [
    ['reviewers on the forge', '', 'production', 'team ops'],
    ['who may deploy on the forge', '', 'production', 'Maintainers'],
  ])
})
