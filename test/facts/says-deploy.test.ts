import assert from 'node:assert/strict'
import { test } from 'node:test'
import { doesBeside } from '../../src/facts/pipeline/dialect/says-deploy.ts'

for (const [name, expected] of [
  ['run_task', true],
  ['exec-command', true],
  ['run-console-command', true],
  ['run-deploy-task', false],
  ['execute-deployment-command', false],
  ['run', false],
  ['task', false],
] as const)
  test(`what is done beside a deployment: ${name}`, () => assert.equal(doesBeside(name), expected))
