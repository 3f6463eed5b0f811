import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { areaOf } from '../../src/facts/areas.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { isHidden } from '../../src/facts/hidden.ts'
import { repositoryOf } from '../support/repository.ts'

const workload = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\n'
const published =
  'on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps: [{run: docker push ghcr.io/corner-shop/shop:1.4.2}]\n'

for (const [what, files, deploys] of [
  ['manifests of its own', { 'k8s/shop.yaml': workload }, true],
  ['a configuration of Terraform', { 'infra/main.tf': 'provider "aws" {\n  region = "eu-west-1"\n}\n' }, true],
  ['a program of CDK', { 'cdk/cdk.json': '{"app": "npx ts-node bin/shop.ts"}\n' }, true],
  ['a service of the Serverless Framework', { 'serverless.yml': 'service: shop\n' }, true],
  [
    'a template of Azure Resource Manager',
    {
      'azure/template.json':
        '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": [{"type": "Microsoft.Web/sites"}]}\n',
    },
    true,
  ],
  [
    'a part of such templates',
    {
      'azure/modules/site.json':
        '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": [{"type": "Microsoft.Web/sites"}]}\n',
    },
    'hidden',
  ],
  ['an example of CDK', { 'examples/cdk.json': '{}\n' }, 'hidden'],
  [
    'a template of OpenShift',
    { 'deploy/shop.yaml': 'apiVersion: v1\nkind: Template\nobjects:\n  - apiVersion: apps/v1\n    kind: Deployment\n' },
    true,
  ],
  [
    'a service that an operator runs',
    {
      'deploy/shop.yaml':
        'apiVersion: v1\nkind: Template\nobjects:\n  - apiVersion: cloud.redhat.com/v1alpha1\n    kind: ClowdApp\n',
    },
    true,
  ],
  [
    'the scale of a workload alone',
    {
      'k8s/scale.yaml':
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  scaleTargetRef:\n    kind: Deployment\n',
    },
    'hidden',
  ],
  ['a module of Terraform for others', { 'main.tf': 'resource "aws_sns_topic" "a" {}\n' }, 'hidden'],
  ['manifests as examples', { 'examples/k8s/shop.yaml': workload }, 'hidden'],
  ['manifests for a machine of who develops', { 'k8s/local/shop.yaml': workload }, 'hidden'],
  ['manifests of what is published', { 'k8s/shop.yaml': workload, '.github/workflows/a.yml': published }, 'hidden'],
  [
    'a service on a platform of its own, and is published',
    {
      'deploy/shop.yaml': 'apiVersion: nais.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\n',
      '.github/workflows/a.yml': published,
    },
    true,
  ],
  [
    'a service for an operator that anybody may run, and is published',
    {
      'deploy/shop.yaml': 'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: shop}\n',
      '.github/workflows/a.yml': published,
    },
    'hidden',
  ],
  [
    'a service on a platform of its own, and a pipeline elsewhere that may publish',
    {
      'deploy/shop.yaml':
        'apiVersion: v1\nkind: Template\nobjects:\n  - apiVersion: cloud.redhat.com/v1alpha1\n    kind: ClowdApp\n',
      '.tekton/shop.yaml':
        'apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: shop}\nspec:\n  pipelineRef:\n    resolver: git\n    params: [{name: url, value: https://git.example/pipelines}, {name: pathInRepo, value: build.yaml}]\n',
    },
    true,
  ],
  ['nothing', { 'README.md': '# Shop\n' }, 'hidden'],
] as const) {
  test(`whether a repository deploys that has ${what}`, async () => {
    const areas = Object.fromEntries(Object.keys(files).map((path) => [path, areaOf(path)]))
    const { observed } = await collectFacts(repositoryOf(files, { areas }), defaultSettings, ['repository'])
    const [found] = observed.repository
    assert.equal(isHidden(found?.deploys) ? 'hidden' : found?.deploys, deploys)
  })
}
