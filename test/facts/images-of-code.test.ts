import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { isHidden } from '../../src/facts/hidden.ts'
import { repositoryOf } from '../support/repository.ts'

/** `reference @environment: tag` of each image that is deployed */
const deployed = async (files: Readonly<Record<string, string>>) =>
  (await collectFacts(repositoryOf(files), defaultSettings, ['images'])).facts.images
    .filter(({ role }) => role === 'deployed')
    .map(({ reference, environment, tag }) => {
      const where = isHidden(environment) ? '?' : environment
      return `${reference} @${where}: ${isHidden(tag) ? '?' : tag}`
    })

const task = (image: string) => `
resource "aws_ecs_task_definition" "api" {
  family = "api"
  container_definitions = jsonencode([{ name = "api", image = ${image} }])
}
`
const pipeline = (run: string) =>
  `on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${run}\n`

for (const [what, files, expected] of [
  [
    'a task definition in Terraform',
    { 'envs/prod/main.tf': task('"registry.example/shop/api:1.2.3"') },
    ['registry.example/shop/api:1.2.3 @production: 1.2.3'],
  ],
  [
    'what is hidden in it stays open',
    { 'main.tf': `variable "tag" {}\n${task('"registry.example/shop/api:${var.tag}"')}` },
    ['registry.example/shop/api:${VAR_TAG} @?: ?'],
  ],
  [
    'of one that a variable holds nothing is known',
    { 'main.tf': `variable "image" {}\n${task('var.image')}` },
    ['the image of aws_ecs_task_definition.api @?: ?'],
  ],
  [
    'one that a variable holds is what a pipeline here builds, where one does',
    {
      'main.tf': `variable "image" {}\n${task('var.image')}`,
      Dockerfile: 'FROM alpine:3.20.1\n',
      '.github/workflows/d.yml': pipeline('docker build -t shop/api:1 . && docker push shop/api:1'),
    },
    [],
  ],
  [
    'the tag need not be the one that runs where something else deploys',
    {
      'envs/prod/main.tf': task('"registry.example/shop/api:1.2.3"'),
      '.github/workflows/d.yml': pipeline('aws ecs update-service --cluster prod --service api --task-definition api'),
    },
    ['registry.example/shop/api:1.2.3 @production: ?'],
  ],
  [
    'a task definition in CloudFormation',
    {
      'prod/template.yaml':
        'Resources:\n  Task:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n        - {Name: api, Image: "registry.example/shop/api:2.0.0"}\n',
    },
    ['registry.example/shop/api:2.0.0 @production: 2.0.0'],
  ],
  [
    'a service of Cloud Run',
    {
      'prod/main.tf':
        'resource "google_cloud_run_v2_service" "api" {\n  template {\n    containers {\n      image = "gcr.io/shop/api:3.1.0"\n    }\n  }\n}\n',
    },
    ['gcr.io/shop/api:3.1.0 @production: 3.1.0'],
  ],
  [
    'compose files of environments and those that are deployed, with what the plain file says',
    {
      'docker-compose.yml': 'services:\n  api: {image: "shop/api:1.0.0"}\n',
      'docker-compose.prod.yml': 'services:\n  api: {restart: always}\n  db: {image: "postgres:16.1"}\n',
    },
    ['shop/api:1.0.0 @production: 1.0.0', 'postgres:16.1 @production: 16.1'],
  ],
  [
    'a compose file for people’s own machines is none',
    { 'docker-compose.yml': 'services: {db: {image: "postgres:16"}}\n' },
    [],
  ],
] as const) {
  test(`images of code: ${what}`, async () => assert.deepEqual((await deployed(files)).sort(), [...expected].sort()))
}
