import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { settingsPairs } from '../../../src/facts/pairs/pairs.ts'
import { slotOf } from '../../../src/facts/pairs/slots.ts'
import { repositoryOf } from '../../support/repository.ts'

/** A path, then the same without its environment and whose it is. */
const slots: readonly (readonly [string, string | undefined])[] = [
  ['deploy/values-prod.yaml', 'deploy/values-*.yaml production'],
  ['chart/values/uat.yaml', 'chart/values/*.yaml staging'],
  ['chart/values/values-uat.yaml', 'chart/values/values-*.yaml staging'],
  ['src/appsettings.Staging.json', 'src/appsettings.*.json staging'],
  ['prod.tfvars', '*.tfvars production'],
  ['tf/network-stg.tfvars', 'tf/network-*.tfvars staging'],
  ['env/prod_config.tfvars', 'env/*_config.tfvars production'],
  ['prod.backend.tfvars', undefined],
  ['chart/stg-values.yaml', 'chart/*-values.yaml staging'],
  ['chart/prod.values.yml', 'chart/*.values.yml production'],
  ['chart/loki-values.yaml', undefined],
  ['chart/ci/prod-values.yaml', undefined],
  ['env/uat/terraform.tfvars', 'env/*/terraform.tfvars staging'],
  ['.env.production', '.env.* production'],
  ['api/.env.staging.example', 'api/.env.*.example staging'],
  ['manifests/manifest_api_stage.yml', 'manifests/manifest_api_*.yml staging'],
  ['live/prod/network/terragrunt.hcl', 'live/*/network/terragrunt.hcl production'],
  ['live/network/terragrunt.hcl', undefined],
  ['values-dev.yaml', undefined],
  ['values.yaml', undefined],
  ['.env.example', undefined],
  ['terraform.tfvars', undefined],
]

for (const [path, expected] of slots) {
  test(`settings by environment: ${path}`, () => {
    const slot = slotOf(path, defaultSettings)
    assert.equal(slot && `${slot.key} ${slot.class}`, expected)
  })
}

const keys = (count: number) => Array.from({ length: count }, (_, i) => `k${i}: 1\n`).join('')

/** Two files, then the keys of staging alone, of production alone, those that must agree, others that differ. */
const pairs: readonly (readonly [string, Readonly<Record<string, string>>, readonly unknown[] | undefined])[] = [
  ['the same keys', { 'values-stg.yaml': 'a: 1\n', 'values-prod.yaml': 'a: 1\n' }, [[], [], [], []]],
  ['a key each', { 'values-stg.yaml': 'a: {b: 1}\n', 'values-prod.yaml': 'a: {c: 1}\n' }, [['a.b'], ['a.c'], [], []]],
  [
    'keys that name the like of each environment',
    {
      'values-stg.yaml': 'dbs: {rings-db-staging: a}\nnodes: {cp-7aebb59f2ce1-001: a}\n',
      'values-prod.yaml': 'dbs: {rings-db-production: b}\nnodes: {cp-700d1be140a6-001: b, cp-700d1be140a6-002: c}\n',
    },
    [[], ['nodes.cp-700d1be140a6-002'], [], []],
  ],
  [
    'a switch of one environment',
    { 'values-stg.yaml': 'a: {staging: true}\n', 'values-prod.yaml': 'a: {cache-production: true}\n' },
    [['a.staging'], ['a.cache-production'], [], []],
  ],
  ['another value', { 'values-stg.yaml': 'a: 1\n', 'values-prod.yaml': 'a: 2\n' }, [[], [], [], ['a']]],
  ['another host', { 'values-stg.yaml': 'a: stg.rings.org\n', 'values-prod.yaml': 'a: rings.org\n' }, [[], [], [], []]],
  [
    'another image',
    { 'values-stg.yaml': 'image: {repository: a}\n', 'values-prod.yaml': 'image: {repository: b}\n' },
    [[], [], ['image.repository'], []],
  ],
  [
    'a key that both lay over',
    { 'values.yaml': 'a: 1\n', 'values-stg.yaml': 'a: 2\n', 'values-prod.yaml': '{}\n' },
    [[], [], [], ['a']],
  ],
  [
    'the application of a manifest',
    {
      'manifest-stg.yml': 'applications: [{name: a, instances: 1, env: {A: 1}}]\n',
      'manifest-prod.yml': 'applications: [{name: a, instances: 4, timeout: 9, env: {B: 1}}]\n',
    },
    [['env.A'], ['timeout', 'env.B'], [], ['instances']],
  ],
  [
    'inputs of a unit',
    {
      'stg/api/terragrunt.hcl': 'include {\n  path = find_in_parent_folders()\n}\ninputs = {\n  a = 1\n  b = 2\n}\n',
      'prod/api/terragrunt.hcl': 'inputs = {\n  a = 1\n}\n',
    },
    [['b'], [], [], []],
  ],
  [
    'in the folder of values of a chart',
    { 'c/values.yaml': 'a: 1\n', 'c/values/uat.yaml': 'b: 1\n', 'c/values/prod.yaml': 'a: 2\nb: 1\n' },
    [[], [], [], ['a']],
  ],
  [
    'files of variables',
    { 'stg.tfvars': 'a = "x"\nb = { c = 1 }\nd = [1]\n', 'prod.tfvars': 'a = "x"\nb = { e = 1 }\nd = [2]\n' },
    [['b.c'], ['b.e'], [], ['d']],
  ],
  [
    'files of variables, and more is made in production',
    {
      'infra/vars/stg.tfvars': 'env = "stg"\n',
      'infra/vars/prod.tfvars': 'env = "prod"\n',
      'infra/main.tf': 'resource "a" "b" {\n  count = var.env == "prod" ? 1 : 0\n}\n',
    },
    [[], [], 'hidden', []],
  ],
  [
    'files of variables, and a local tells the two apart',
    {
      'infra/stg.tfvars': 'env = "stg"\n',
      'infra/prod.tfvars': 'env = "prod"\n',
      'infra/main.tf':
        'locals {\n  live = contains(["prod"], var.env) ? 1 : 0\n}\nresource "a" "b" {\n  count = local.live\n}\n',
    },
    [[], [], 'hidden', []],
  ],
  [
    'files of variables, and both are no place for developers',
    {
      'infra/stg.tfvars': 'env = "stg"\n',
      'infra/prod.tfvars': 'env = "prod"\n',
      'infra/main.tf':
        'resource "a" "b" {\n  count = var.env == "prod" || var.env == "stg" ? 1 : 0\n}\nresource "a" "c" {\n  count = var.env == "dev" ? 1 : 0\n}\n',
      'elsewhere/main.tf': 'resource "a" "b" {\n  count = var.env == "prod" ? 1 : 0\n}\n',
    },
    [[], [], [], []],
  ],
  [
    'variables of the environment',
    { '.env.staging': '# a\nexport A=1\nB="x"\n', '.env.production': "A=1\nB='x'\nC=\n" },
    [[], ['C'], [], []],
  ],
  [
    'two of a class',
    { 'values-preprod.yaml': 'a: 1\n', 'values-uat.yaml': 'a: 1\n', 'values-prod.yaml': 'a: 1\n' },
    [[], [], 'hidden', []],
  ],
  [
    'two of a class, both with a plain name of it',
    { 'values-stg.yaml': 'a: 1\n', 'values-staging.yaml': 'a: 1\n', 'values-prod.yaml': 'a: 1\n' },
    [[], [], 'hidden', []],
  ],
  [
    'two of a class, one with its plain name',
    { 'values-staging.yaml': 'a: 1\nb: 1\n', 'values-uat.yaml': 'a: 1\n', 'values-prod.yaml': 'a: 1\n' },
    [['b'], [], [], []],
  ],
  [
    'two of a class, one named after the other',
    { 'values-stg.yaml': 'a: 1\n', 'values-prod-eu.yaml': 'b: 1\n', 'values-prod.yaml': 'a: 1\n' },
    [[], [], [], []],
  ],
  [
    'a file of several documents',
    { 'values-stg.yaml': 'a: 1\n---\nb: 1\n', 'values-prod.yaml': 'a: 1\n' },
    [[], [], 'hidden', []],
  ],
  [
    'a file of nothing but a comment',
    { 'values-stg.yaml': '# as in production\n', 'values-prod.yaml': 'a: 1\n' },
    [[], ['a'], [], []],
  ],
  [
    'more keys than are compared',
    { 'values-stg.yaml': keys(20_000), 'values-prod.yaml': keys(19_999) },
    [[], [], 'hidden', []],
  ],
]

const workload = (more: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers: [{name: web, image: 'a.org/web:1'${more}}]\n`
const patch = (more: string) =>
  `resources: [../../base]\npatches:\n  - patch: |\n${workload(more).replace(/^/gm, '      ')}\n`
const overlays = (staging: string, production: string, more = '') => ({
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': workload(''),
  'overlays/staging/kustomization.yaml': `${staging}${more}`,
  'overlays/production/kustomization.yaml': production,
})
const container = 'Deployment web.spec.template.spec.containers.web'

/** The same of what kustomizations make. */
const built: (typeof pairs)[number][] = [
  [
    'nothing but versions and names',
    overlays(
      'resources: [../../base]\nnamePrefix: staging-\nimages: [{name: a.org/web, newName: b.org/web, newTag: "2"}]\n',
      'resources: [../../base]\n',
    ),
    [[], [], [], []],
  ],
  [
    'a variable and a probe of one of them',
    overlays(patch(', env: [{name: A, value: x}]'), patch(', livenessProbe: {httpGet: {path: /}}')),
    [[`${container}.env`], [`${container}.livenessProbe`], [], []],
  ],
  [
    'another value of a variable, another image',
    overlays(
      patch(', env: [{name: A, value: x}]'),
      `${patch(', env: [{name: A, value: y}]')}images: [{name: a.org/web, newName: a.org/other}]\n`,
    ),
    [[], [], [`${container}.image.name`], [`${container}.env.A`]],
  ],
  [
    'how many of production there may be',
    {
      ...overlays('resources: [../../base]\n', 'resources: [../../base, scale.yaml]\n'),
      'overlays/production/scale.yaml':
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\n',
    },
    [[], [], [], []],
  ],
  [
    'what comes from elsewhere in one of them',
    overlays('resources: [../../base, "https://a.org/x.yaml"]\n', 'resources: [../../base]\n'),
    [[], [], 'hidden', []],
  ],
  [
    'what a replacement writes',
    overlays(
      patch(', env: [{name: A, value: x}]'),
      patch(', env: [{name: A, value: y}]'),
      'replacements: [{source: {kind: Deployment, fieldPath: metadata.name}, targets: [{select: {kind: Deployment}, fieldPaths: [spec.template.spec]}]}]\n',
    ),
    [[], [], 'hidden', []],
  ],
]

const named = (production: string) => ({
  ...overlays('resources: [../../base]\n', patch(', env: [{name: A, value: x}]')),
  [`overlays/${production}/kustomization.yaml`]: 'resources: [../../base]\n',
})
built.push(
  ['one that others are named after', named('production-eu'), [[], [`${container}.env`], [], []]],
  ['two of production, of which none is named after the other', named('prod'), [[], [], 'hidden', []]],
)

for (const [what, files, expected] of [...pairs, ...built]) {
  test(`staging beside production: ${what}`, async () => {
    const [pair] = await settingsPairs(repositoryOf(files), defaultSettings)
    assert.deepEqual(
      pair && [pair.onlyStaging, pair.onlyProduction, isHidden(pair.changed) ? 'hidden' : pair.changed, pair.differing],
      expected,
    )
  })
}

/** A configuration of Terraform for each of the two, with what else its module is given. */
const roots = (staging: string, production: string, folders = ['infra/staging', 'infra/production']) =>
  Object.fromEntries(
    [staging, production].map((given, i) => [
      `${folders[i]}/main.tf`,
      `locals { name = "${i}" }\nmodule "shop" {\n  source = "../modules/shop"\n  size = ${i}\n${given}}\n`,
    ]),
  )

const ofTerraform: readonly (readonly [string, Readonly<Record<string, string>>, readonly unknown[] | undefined])[] = [
  ['the same', roots('', ''), [[], [], [], ['module.shop.size']]],
  ['a key more', roots('', '  queue = 1\n'), [[], ['module.shop.queue'], [], ['module.shop.size']]],
  [
    'a resource more',
    { ...roots('', ''), 'infra/staging/x.tf': 'resource "a_b" "c" {\n  d { e = 1 }\n}\n' },
    [[], [], 'hidden', ['module.shop.size']],
  ],
  ['what cannot be read', { ...roots('', ''), 'infra/production/x.tf': 'module "' }, [[], [], 'hidden', []]],
  [
    'names that tell the environment, or number it',
    {
      'tf/staging/a.tf': 'resource "a_b" "log-staging" { d = 1 }\nresource "a_c" "two" { e = 1 }\n',
      'tf/production/a.tf': 'resource "a_b" "log-production" { d = 1 }\nresource "a_c" "three" { f = 1 }\n',
    },
    [['resource.a_c.three.e'], ['resource.a_c.three.f'], [], []],
  ],
  [
    'several of a type, each with a name of its own',
    {
      'tf/staging/a.tf': 'resource "a_b" "x" { d = 1 }\nresource "a_b" "y" { d = 1 }\nresource "a_z" "z" { d = 1 }\n',
      'tf/production/a.tf': 'resource "a_b" "v" { e = 1 }\nresource "a_z" "z" { d = 1 }\n',
    },
    [[], [], 'hidden', []],
  ],
  ['modules that others call', roots('', '', ['modules/staging', 'modules/production']), undefined],
  ['variables alone', { 'a/staging/v.tf': 'variable "x" {}\n', 'a/prod/v.tf': 'variable "y" {}\n' }, undefined],
]
for (const [what, files, expected] of ofTerraform) {
  test(`configurations of Terraform by environment: ${what}`, async () => {
    const [pair] = await settingsPairs(repositoryOf(files), defaultSettings)
    assert.deepEqual(
      pair && [pair.onlyStaging, pair.onlyProduction, isHidden(pair.changed) ? 'hidden' : pair.changed, pair.differing],
      expected,
    )
  })
}

test('the place of a pair is the first difference', async () => {
  const files = { '.env.staging': 'A=1\n', '.env.production': 'A=1\nLIMIT=20\n' }
  const [pair] = await settingsPairs(repositoryOf(files), defaultSettings)
  assert.equal(files['.env.production'].slice(pair?.place.start, pair?.place.end), '20')
})
