import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { databasesOf } from '../../../src/facts/infrastructure/databases.ts'
import { readTerraform } from '../../../src/facts/terraform/read.ts'
import { repositoryOf } from '../../support/repository.ts'

/** What a block says: the engine, and whether a moment can be brought back; `?` for what is hidden. */
const table: Readonly<Record<string, readonly [block: string, expected: readonly string[]]>> = {
  'RDS keeps no backups unless told to': ['resource "aws_db_instance" "d" { engine = "postgres" }', ['postgres false']],
  'RDS with days of backups': [
    'resource "aws_db_instance" "d" {\n engine = "mysql"\n backup_retention_period = "7"\n}',
    ['mysql true'],
  ],
  'RDS with days that are hidden': [
    'resource "aws_db_instance" "d" {\n engine = var.x\n backup_retention_period = var.x\n}',
    ['? ?'],
  ],
  'a replica is no database of its own': [
    'resource "aws_db_instance" "d" {\n engine = "mysql"\n replicate_source_db = "other"\n}',
    [],
  ],
  'Aurora keeps them for a day at least': [
    'resource "aws_rds_cluster" "d" { engine = "aurora-mysql" }',
    ['mysql true'],
  ],
  'DynamoDB without': ['resource "aws_dynamodb_table" "d" { name = "x" }', ['dynamodb false']],
  'DynamoDB with': [
    'resource "aws_dynamodb_table" "d" {\n point_in_time_recovery { enabled = true }\n}',
    ['dynamodb true'],
  ],
  'DynamoDB by a dynamic block over the unknown': [
    'resource "aws_dynamodb_table" "d" {\n dynamic "point_in_time_recovery" {\n for_each = var.x\n content { enabled = true }\n }\n}',
    ['dynamodb ?'],
  ],
  'off where it may not be made at all': [
    'resource "aws_dynamodb_table" "d" { count = var.x ? 1 : 0 }',
    ['dynamodb ?'],
  ],
  'Cloud SQL with backups and no log': [
    'resource "google_sql_database_instance" "d" {\n database_version = "POSTGRES_15"\n settings {\n backup_configuration { enabled = true }\n }\n}',
    ['postgres false'],
  ],
  'Cloud SQL for MySQL by its binary log': [
    'resource "google_sql_database_instance" "d" {\n database_version = "MYSQL_8_0"\n settings {\n backup_configuration {\n enabled = true\n binary_log_enabled = true\n }\n }\n}',
    ['mysql true'],
  ],
  'Azure’s servers always can': ['resource "azurerm_postgresql_flexible_server" "d" {}', ['postgres true']],
  'Cosmos DB only with continuous backups': [
    'resource "azurerm_cosmosdb_account" "d" {}\nresource "azurerm_cosmosdb_account" "e" {\n backup { type = "Continuous" }\n}',
    ['cosmosdb false', 'cosmosdb true'],
  ],
  'a module from elsewhere by what it is given': [
    'module "d" {\n source = "terraform-aws-modules/rds/aws"\n engine = "postgres"\n backup_retention_period = 3\n}',
    ['postgres true'],
  ],
  'a module from elsewhere that is given nothing': [
    'module "d" { source = "github.com/example/terraform-postgres?ref=v1" }',
    ['postgres ?'],
  ],
  'what only stands beside databases': [
    'module "d" { source = "x/rds-proxy/aws" }\nresource "aws_db_subnet_group" "g" {}',
    [],
  ],
}

for (const [what, [block, expected]] of Object.entries(table)) {
  test(what, async () => {
    const repository = repositoryOf({ 'main.tf': `variable "x" {}\n${block}\n` })
    const { resources } = await readTerraform(repository, defaultSettings)
    const shown = databasesOf(resources).map(({ engine, pointInTimeRecovery }) =>
      [engine, pointInTimeRecovery].map((value) => (isHidden(value) ? '?' : value)).join(' '),
    )
    assert.deepEqual(shown.sort(), expected)
  })
}
