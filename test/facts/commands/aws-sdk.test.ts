import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awsCalls } from '../../../src/facts/pipeline/commands/follow/aws-sdk.ts'
import { kindRows } from '../../support/kinds.ts'

const asked: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  [
    'a name that is something else by then is no client of AWS',
    'import boto3\ndef secret(sess):\n    client = sess.client("secretsmanager")\n    return client.get_secret_value(SecretId="a")\nclient = connect(secret(boto3.Session()))\nclient.create_ingest(space="testing")\n',
    ['aws secretsmanager get-secret-value --secret-id a'],
  ],
  [
    'a client that is made over lines',
    'import boto3\nclient = boto3.client(\n    "ecs",\n)\nclient.delete_service(cluster="shop")\n',
    ['aws ecs delete-service --cluster shop'],
  ],
  [
    'a client of boto3',
    "import boto3\necs = boto3.client('ecs', region_name='eu-west-1')\necs.update_service(cluster='shop', service=f'till-{stage}', forceNewDeployment=True, desiredCount=2)\n",
    ['aws ecs update-service --cluster shop --service "till-${stage}" --force-new-deployment --desired-count 2'],
  ],
  [
    'of a session, kept in an object',
    'import boto3\nclass Shop:\n    def __init__(self, session):\n        self.code = session.client("lambda")\n    def ship(self, name):\n        self.code.update_function_code(FunctionName=name, ZipFile=read())\n',
    ['aws lambda update-function-code --function-name "${name}" --zip-file "${given}"'],
  ],
  [
    'without a name',
    'import boto3\nboto3.client("codedeploy").create_deployment(applicationName="shop", deploymentGroupName="production")\n',
    ['aws deploy create-deployment --application-name shop --deployment-group-name production'],
  ],
  [
    'a try',
    'import boto3\nc = boto3.client("lambda")\nc.update_function_code(DryRun=True)\n',
    ['aws lambda update-function-code --dry-run'],
  ],
  [
    'version 3 for JavaScript',
    'import { ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs"\nawait client.send(new UpdateServiceCommand({ cluster: "shop", service: `till-${stage}` }))\n',
    ['aws ecs update-service --cluster shop --service "till-${stage}"'],
  ],
  [
    'by require',
    "const { CloudFrontClient, CreateInvalidationCommand } = require('@aws-sdk/client-cloudfront')\nclient.send(new CreateInvalidationCommand({ DistributionId }))\n",
    ['aws cloudfront create-invalidation --distribution-id "${DistributionId}"'],
  ],
  [
    'version 2',
    "const AWS = require('aws-sdk')\nconst ecs = new AWS.ECS({ region })\nawait ecs.updateService({ cluster: 'shop' }).promise()\n",
    ['aws ecs update-service --cluster shop'],
  ],
  ['a command of its own', 'client.send(new UpdateServiceCommand({ cluster: "shop" }))\n', []],
  ['a client of something else', 'ecs = registry.client("ecs")\necs.update_service(cluster="shop")\n', []],
  [
    'what stands in for AWS in a test',
    'import boto3\necs = boto3.client("ecs", endpoint_url="http://localhost:4566")\necs.update_service(cluster="shop")\n',
    [],
  ],
  ['a comment', 'import boto3\necs = boto3.client("ecs")\n# ecs.update_service(cluster="shop")\n', []],
]

for (const [name, text, expected] of asked)
  test(`what a script asks of AWS by its SDK: ${name}`, () =>
    assert.deepEqual(
      awsCalls(text).map(({ text: command }) => command),
      expected,
    ))

const ship =
  'import boto3\n\necs = boto3.client("ecs")\necs.update_service(cluster="shop-production", service="till")\n'

kindRows('a script that asks AWS by its SDK', [
  ['deploys', 'python ship.py', ['deploy'], { 'ship.py': ship }],
  [
    'starts a task with a command',
    'python task.py',
    ['migrate'],
    {
      'task.py': ship.replace(
        'update_service(',
        "run_task(overrides={'containerOverrides': [{'command': ['flask', 'db', 'upgrade']}]}, ",
      ),
    },
  ],
  [
    'starts a task with a command that is not seen',
    'python task.py',
    ['?migrate+integration-test+refresh'],
    {
      'task.py': ship.replace('update_service(', "run_task(overrides={'containerOverrides': [{'command': command}]}, "),
    },
  ],
  ['only scales', 'python scale.py', [], { 'scale.py': ship.replace('service="till"', 'desiredCount=0') }],
  ['only looks', 'python look.py', [], { 'look.py': ship.replace('update_service', 'describe_services') }],
])
