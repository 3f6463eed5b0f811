import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sdkCalls } from '../../../src/facts/pipeline/commands/follow/sdk-calls.ts'

const commands = (text: string) => sdkCalls(text).map((call) => `${call.text} ${call.checked}`)

test('calls of boto3 that deploy are the commands that do the same', () => {
  assert.deepEqual(
    commands(
      'import boto3\necs = boto3.client("ecs", region_name="eu-west-1")\necs.update_service(taskDefinition=new)\n',
    ),
    ['aws ecs update-service true'],
  )
  assert.deepEqual(
    commands(
      "import boto3\nself.fn = session.client('lambda')\ntry:\n    self.fn.update_function_code(FunctionName=name)\nexcept Exception as e:\n    print(e)\n",
    ),
    ['aws lambda update-function-code true'],
  )
})

test('commands of the SDK for JavaScript are, too', () => {
  assert.deepEqual(
    commands(
      "import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs'\nawait new ECSClient({}).send(new UpdateServiceCommand({ service, taskDefinition }))\n",
    ),
    ['aws ecs update-service true'],
  )
})

test('what only asks, scales, is commented out or speaks to a stand-in deploys nothing', () => {
  for (const text of [
    'import boto3\necs = boto3.client("ecs")\necs.describe_services(services=[name])\n',
    'import boto3\necs = boto3.client("ecs")\necs.update_service(service=name, desiredCount=0)\n',
    'import boto3\necs = boto3.client("ecs")\n# ecs.update_service(taskDefinition=new)\n',
    'import boto3\necs = boto3.client("ecs", endpoint_url="http://localhost:4566")\necs.update_service(taskDefinition=new)\n',
  ])
    assert.deepEqual(commands(text), [], text)
})
