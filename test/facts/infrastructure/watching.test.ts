import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onlyWatches } from '../../../src/facts/infrastructure/watching.ts'
import { repositoryOf } from '../../support/repository.ts'

const alarm = 'resource "aws_cloudwatch_metric_alarm" "errors" {}\n'
const module = (source: string) => `module "base" {\n  source = "${source}"\n}\n`

const rows: readonly (readonly [string, boolean, Readonly<Record<string, string>>])[] = [
  ['alarms alone', true, { 'infra/a.tf': alarm }],
  ['alarms in a module beside it', true, { 'infra/a.tf': module('../base'), 'base/a.tf': alarm }],
  ['variables alone', true, { 'infra/a.tf': 'variable "environment" {}\n' }],
  ['a service too', false, { 'infra/a.tf': alarm, 'infra/b.tf': 'resource "aws_ecs_service" "shop" {}\n' }],
  [
    'a service in a module beside it',
    false,
    { 'infra/a.tf': module('../base'), 'base/a.tf': 'resource "aws_ecs_service" "shop" {}\n' },
  ],
  ['a module from elsewhere', false, { 'infra/a.tf': alarm + module('git::https://forge.example/base?ref=v1') }],
  ['a module in a folder that is fetched first', false, { 'infra/a.tf': alarm + module('./vendor/base') }],
  ['a topic alone may be what the service runs on', false, { 'infra/a.tf': 'resource "aws_sns_topic" "orders" {}\n' }],
  ['configuration in JSON', false, { 'infra/a.tf': alarm, 'infra/b.tf.json': '{}' }],
]
for (const [name, expected, files] of rows) {
  test(`what only watches a service: ${name}`, async () =>
    assert.equal(await onlyWatches('infra', repositoryOf(files)), expected))
}
