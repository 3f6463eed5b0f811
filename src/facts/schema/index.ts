import * as access from './access.ts'
import * as announcement from './announcement.ts'
import * as artifact from './artifact.ts'
import * as change from './change.ts'
import * as configuration from './configuration.ts'
import * as dashboard from './dashboard.ts'
import * as database from './database.ts'
import * as document from './document.ts'
import * as environment from './environment.ts'
import { Type } from './form.ts'
import * as operation from './operation.ts'
import * as pipeline from './pipeline.ts'
import * as record from './record.ts'
import * as secret from './secret.ts'
import * as separation from './separation.ts'
import * as service from './service.ts'
import * as settings from './settings.ts'
import * as terraform from './terraform.ts'
import * as workload from './workload.ts'

/**
 * A new kind of fact is a new line here, which a collector yields: its TypeScript type (`table.ts`), its CEL type and its
 * reference entry follow from it.
 */
const plain = {
  pipelines: pipeline.pipeline,
  steps: pipeline.step,
  deployments: pipeline.deployment,
  smokeTests: pipeline.smokeTest,
  announcements: announcement.announcement,
  rollbacks: pipeline.rollback,
  deploymentRecords: record.deploymentRecord,
  smokePolicies: record.smokePolicy,
  emergencyDeployments: record.emergencyDeployment,
  images: artifact.image,
  overwrites: artifact.overwrite,
  plainTransfers: artifact.plainTransfer,
  baseImages: artifact.baseImage,
  imageContents: artifact.imageContent,
  pins: artifact.pin,
  packageVersions: artifact.packageVersion,
  versionTags: artifact.versionTag,
  admissionPolicies: artifact.admissionPolicy,
  releases: document.release,
  notes: document.notes,
  runbooks: document.runbook,
  runbookAges: document.runbookAge,
  rollbackRunbooks: document.rollbackRunbook,
  architectureDocuments: document.architectureDocument,
  manualChanges: document.manualChange,
  manualSessions: document.manualSession,
  directChanges: change.directChange,
  applies: change.apply,
  driftControls: change.driftControl,
  infrastructureCode: change.infrastructureCode,
  dataFixes: change.dataFix,
  terraformResources: terraform.terraformResource,
  infrastructureModules: terraform.infrastructureModule,
  terraformProviders: terraform.terraformProvider,
  stateFiles: terraform.stateFile,
  secrets: secret.secret,
  unsearched: secret.unsearched,
  secretUses: configuration.secretUse,
  configurationReferences: configuration.configurationReference,
  logStores: operation.logStore,
  logShippers: operation.logShipper,
  alerts: operation.alert,
  databases: operation.database,
  rolloutGuards: operation.rolloutGuard,
  rollbackTriggers: operation.rollbackTrigger,
  alertRoutes: operation.alertRoute,
  migrations: database.migration,
  migrationHistories: database.migrationHistory,
  brokenFiles: document.brokenFile,
  capabilities: service.capability,
  healthEndpoints: service.healthEndpoint,
  environments: environment.environment,
  environmentInventory: environment.environmentEntry,
  environmentConfigurations: environment.environmentConfiguration,
  environmentMentions: environment.environmentMention,
  refreshJobs: settings.refreshJob,
  configurationGroups: settings.configurationGroup,
  schemaChecks: settings.schemaCheck,
  settingsPairs: settings.settingsPair,
  hardCodings: separation.hardCoding,
  configurationSources: separation.configurationSource,
  copiedConfigurations: separation.copiedConfiguration,
  monitoredServices: operation.monitoredService,
  dashboards: dashboard.dashboard,
  workloads: workload.workload,
  scales: workload.scale,
  accessPairs: access.accessPair,
} as const

/** Every fact says which component of a monorepo it belongs to; collecting adds it, by the file of its place. */
const component = Type.String({ description: 'the component of a monorepo, by its file; empty for the whole' })

/** The collections that rules can name in `each`, with the form of their members. */
export const collections = Object.fromEntries(
  Object.entries(plain).map(([name, schema]) => [
    name,
    { ...schema, properties: { ...schema.properties, component }, required: [...(schema.required ?? []), 'component'] },
  ]),
) as unknown as typeof plain

/** Facts of which there is exactly one. */
export const singletons = { repository: document.repository } as const
