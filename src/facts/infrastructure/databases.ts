import type { Place } from '../../documents/place.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import type { Database } from '../schema/operation.ts'
import { attribute, type InfrastructureResource, nameIn, numberIn, resourcesOf, textIn, truthIn } from './resource.ts'
import { ifMade, whereOf } from './where.ts'

/** How one type of resource tells of its recovery to a point in time. */
interface Kind {
  /** a name, or the path of the attribute that holds it behind `=` */
  readonly engine: string
  readonly recovers: (resource: InfrastructureResource) => { readonly value: Seen<boolean>; readonly place: Place }
  /** a copy of another database, or no database after all */
  readonly except?: (resource: InfrastructureResource) => boolean
}

/** Kept longer than no day at all. */
const days = (path: string, fallback: number) => (resource: InfrastructureResource) => {
  const found = numberIn(resource, path) ?? fallback
  return { value: isHidden(found) ? found : found > 0, place: attribute(resource, path).place }
}

const flag = (path: string, fallback: boolean) => (resource: InfrastructureResource) => ({
  value: truthIn(resource, path) ?? fallback,
  place: attribute(resource, path).place,
})

const word = (path: string, pattern: RegExp) => (resource: InfrastructureResource) => {
  const found = textIn(resource, path)
  return { value: isHidden(found) ? found : pattern.test(found ?? ''), place: attribute(resource, path).place }
}

/** The platform does so for all of them, and it cannot be switched off. */
const always = (resource: InfrastructureResource) => ({ value: true, place: resource.place })

const isSet = (path: string) => (resource: InfrastructureResource) => attribute(resource, path).value !== undefined

/**
 * Types of databases, with what holds where nothing is said, by the documentation of the providers (registry.terraform.io)
 * and platforms: an RDS instance made by Terraform keeps no backups unless told to, Aurora keeps them for a day; Azure's SQL
 * servers always can be brought back to a point in time, Cosmos DB only with continuous backups.
 */
const kinds: Readonly<Record<string, Kind>> = {
  aws_db_instance: {
    engine: '=engine',
    recovers: days('backup_retention_period', 0),
    except: isSet('replicate_source_db'),
  },
  aws_rds_cluster: { engine: '=engine', recovers: days('backup_retention_period', 1) },
  aws_docdb_cluster: { engine: 'documentdb', recovers: days('backup_retention_period', 1) },
  aws_neptune_cluster: { engine: 'neptune', recovers: days('backup_retention_period', 1) },
  aws_dynamodb_table: { engine: 'dynamodb', recovers: flag('point_in_time_recovery.enabled', false) },
  aws_keyspaces_table: { engine: 'keyspaces', recovers: word('point_in_time_recovery.status', /^ENABLED$/) },
  aws_lightsail_database: { engine: '=blueprint_id', recovers: flag('backup_retention_enabled', true) },
  google_sql_database_instance: {
    engine: '=database_version',
    recovers: cloudSql,
    except: isSet('master_instance_name'),
  },
  google_alloydb_cluster: { engine: 'alloydb', recovers: flag('continuous_backup_config.enabled', true) },
  google_firestore_database: {
    engine: 'firestore',
    recovers: word('point_in_time_recovery_enablement', /ENABLED$/),
  },
  google_spanner_database: { engine: 'spanner', recovers: always },
  azurerm_postgresql_flexible_server: { engine: 'postgres', recovers: always },
  azurerm_postgresql_server: { engine: 'postgres', recovers: always },
  azurerm_mysql_flexible_server: { engine: 'mysql', recovers: always },
  azurerm_mysql_server: { engine: 'mysql', recovers: always },
  azurerm_mariadb_server: { engine: 'mariadb', recovers: always },
  azurerm_mssql_database: { engine: 'sqlserver', recovers: always },
  azurerm_sql_database: { engine: 'sqlserver', recovers: always },
  azurerm_mssql_managed_database: { engine: 'sqlserver', recovers: always },
  azurerm_cosmosdb_account: { engine: 'cosmosdb', recovers: word('backup.type', /^Continuous/) },
  digitalocean_database_cluster: {
    engine: '=engine',
    recovers: always,
    except: (resource) => /^(redis|valkey|kafka|opensearch)$/.test(String(textIn(resource, 'engine') ?? '')),
  },
  mongodbatlas_cluster: { engine: 'mongodb', recovers: flag('pit_enabled', false) },
  mongodbatlas_advanced_cluster: { engine: 'mongodb', recovers: flag('pit_enabled', false) },
}

/** MySQL recovers by its binary log, the others by what is called so. */
function cloudSql(resource: InfrastructureResource) {
  const version = textIn(resource, 'database_version')
  const path = `settings.backup_configuration.${typeof version === 'string' && version.startsWith('MYSQL') ? 'binary_log_enabled' : 'point_in_time_recovery_enabled'}`
  const found = flag(path, false)(resource)
  const backups = truthIn(resource, 'settings.backup_configuration.enabled') ?? false
  return backups === false && found.value !== false ? { ...found, value: false } : found
}

/** Databases that Terraform makes, in each environment; of modules from elsewhere, those that their name tells. */
export function databasesOf(all: readonly InfrastructureResource[]): readonly Database[] {
  const made = resourcesOf(all, Object.keys(kinds)).flatMap((resource) => {
    const kind = kinds[resource.type] as Kind
    if (kind.except?.(resource)) return []
    const { value, place } = kind.recovers(resource)
    return [databaseOf(resource, engineOf(resource, kind.engine), value, place)]
  })
  return [...made, ...all.filter(({ mode }) => mode === 'module').flatMap(ofModule), ...all.flatMap(ofBroker)]
}

function engineOf(resource: InfrastructureResource, engine: string): Seen<string> {
  if (!engine.startsWith('=')) return engine
  const found = textIn(resource, engine.slice(1)) ?? ''
  if (isHidden(found)) return found
  const name = found.toLowerCase()
  return /postgres/.test(name) ? 'postgres' : /mysql/.test(name) ? 'mysql' : /sqlserver/.test(name) ? 'sqlserver' : name
}

function databaseOf(of: InfrastructureResource, engine: Seen<string>, recovers: Seen<boolean>, place: Place): Database {
  return {
    id: of.id,
    name: nameIn(of, 'identifier', 'cluster_identifier', 'name'),
    engine,
    pointInTimeRecovery: ifMade(recovers, (value) => value, of),
    ...whereOf(of),
    file: of.file,
    place,
  } as Database
}

/* Modules of registries and organisations that make a database: `rds`, `aurora-postgresql`, `terraform-aws-dynamodb`. */
const ofDatabases =
  /(^|[/_-])(rds|aurora|postgres(ql)?|mysql|mariadb|dynamodb(-table)?|documentdb|docdb|cosmosdb|sql-db|cloud-?sql|database)([/_.-]|$)/i
const beside = /proxy|subnet|parameter|security|alarm|monitor|snapshot|backup|user|role|iam|secret|dns|migrat/i

/** A module from elsewhere: what it is given tells, where it is given anything about backups. */
function ofModule(module: InfrastructureResource): readonly Database[] {
  const path = module.type.split('?')[0] as string
  if (!ofDatabases.test(path) || beside.test(path)) return []
  const hidden = new Hidden(`whether the module ${path} keeps backups of a point in time`, {
    kind: 'file',
    text: `give ${module.address} its backups by name: backup_retention_period, point_in_time_recovery_enabled`,
  })
  const byDays = numberIn(module, 'backup_retention_period')
  const byFlag = truthIn(module, 'point_in_time_recovery_enabled') ?? truthIn(module, 'enable_point_in_time_recovery')
  const value = byFlag ?? (byDays === undefined || isHidden(byDays) ? byDays : byDays > 0) ?? hidden
  const given = byFlag === undefined ? 'backup_retention_period' : 'point_in_time_recovery_enabled'
  const engine =
    textIn(module, 'engine') ??
    (/dynamodb/i.test(path) ? 'dynamodb' : /postgres/i.test(path) ? 'postgres' : /mysql/i.test(path) ? 'mysql' : hidden)
  return [databaseOf(module, engine, value, attribute(module, given).place)]
}

/** A database that a broker makes: its plan says what it keeps, elsewhere. */
function ofBroker(resource: InfrastructureResource): readonly Database[] {
  if (resource.mode !== 'managed' || resource.type !== 'cloudfoundry_service_instance') return []
  const plan = attribute(resource, 'service_plan').value
  const text = `${resource.name} ${isHidden(plan) ? plan.what : String(plan ?? '')}`
  const engine = /postgres|rds|psql/i.test(text) ? 'postgres' : /mysql/i.test(text) ? 'mysql' : undefined
  if (!engine) return []
  const hidden = new Hidden(`what backups the service ${resource.name} keeps, by its plan`, {
    kind: 'answer',
    text: 'state in .assay/attestations.yaml how the database can be brought back to a point in time',
  })
  return [databaseOf(resource, engine, hidden, resource.place)]
}
