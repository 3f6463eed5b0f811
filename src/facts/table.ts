import type { InfrastructureResource } from './infrastructure/resource.ts'
import type { Workflow } from './pipeline/model.ts'
import type { AccessPair } from './schema/access.ts'
import type { Announcement } from './schema/announcement.ts'
import type {
  AdmissionPolicy,
  BaseImage,
  Image,
  ImageContent,
  Overwrite,
  PackageVersion,
  Pin,
  PlainTransfer,
  VersionTag,
} from './schema/artifact.ts'
import type { Apply, DataFix, DirectChange, DriftControl, InfrastructureCode } from './schema/change.ts'
import type { ConfigurationReference, SecretUse } from './schema/configuration.ts'
import type { Dashboard } from './schema/dashboard.ts'
import type { Migration, MigrationHistory } from './schema/database.ts'
import type {
  ArchitectureDocument,
  BrokenFile,
  ManualChange,
  Notes,
  Release,
  Repository,
  Runbook,
  RunbookAge,
} from './schema/document.ts'
import type { Environment, EnvironmentConfiguration, EnvironmentEntry } from './schema/environment.ts'
import type {
  Alert,
  AlertRoute,
  Database,
  LogShipper,
  LogStore,
  MonitoredService,
  RollbackTrigger,
  RolloutGuard,
} from './schema/operation.ts'
import type { Deployment, Pipeline, Rollback, SmokeTest, StepFact } from './schema/pipeline.ts'
import type { DeploymentRecord, EmergencyDeployment, SmokePolicy } from './schema/record.ts'
import type { Secret, Unsearched } from './schema/secret.ts'
import type { ConfigurationSource, CopiedConfiguration, HardCoding } from './schema/separation.ts'
import type { Capability } from './schema/service.ts'
import type { ConfigurationGroup, RefreshJob, SchemaCheck, SettingsPair } from './schema/settings.ts'
import type { InfrastructureModule, StateFile, TerraformProvider, TerraformResourceFact } from './schema/terraform.ts'
import type { Scale, Workload } from './schema/workload.ts'

/** What rules see: the collections of `schema/index.ts` and the one fact on the repository. */
export interface Facts {
  readonly pipelines: readonly Pipeline[]
  readonly steps: readonly StepFact[]
  readonly deployments: readonly Deployment[]
  readonly smokeTests: readonly SmokeTest[]
  readonly announcements: readonly Announcement[]
  readonly rollbacks: readonly Rollback[]
  readonly deploymentRecords: readonly DeploymentRecord[]
  readonly smokePolicies: readonly SmokePolicy[]
  readonly emergencyDeployments: readonly EmergencyDeployment[]
  readonly images: readonly Image[]
  readonly overwrites: readonly Overwrite[]
  readonly plainTransfers: readonly PlainTransfer[]
  readonly baseImages: readonly BaseImage[]
  readonly imageContents: readonly ImageContent[]
  readonly pins: readonly Pin[]
  readonly packageVersions: readonly PackageVersion[]
  readonly versionTags: readonly VersionTag[]
  readonly admissionPolicies: readonly AdmissionPolicy[]
  readonly releases: readonly Release[]
  readonly notes: readonly Notes[]
  readonly runbooks: readonly Runbook[]
  readonly runbookAges: readonly RunbookAge[]
  readonly architectureDocuments: readonly ArchitectureDocument[]
  readonly manualChanges: readonly ManualChange[]
  readonly directChanges: readonly DirectChange[]
  readonly applies: readonly Apply[]
  readonly driftControls: readonly DriftControl[]
  readonly infrastructureCode: readonly InfrastructureCode[]
  readonly dataFixes: readonly DataFix[]
  readonly terraformResources: readonly TerraformResourceFact[]
  readonly infrastructureModules: readonly InfrastructureModule[]
  readonly terraformProviders: readonly TerraformProvider[]
  readonly stateFiles: readonly StateFile[]
  readonly secrets: readonly Secret[]
  readonly unsearched: readonly Unsearched[]
  readonly secretUses: readonly SecretUse[]
  readonly configurationReferences: readonly ConfigurationReference[]
  readonly logStores: readonly LogStore[]
  readonly logShippers: readonly LogShipper[]
  readonly alerts: readonly Alert[]
  readonly databases: readonly Database[]
  readonly rolloutGuards: readonly RolloutGuard[]
  readonly rollbackTriggers: readonly RollbackTrigger[]
  readonly alertRoutes: readonly AlertRoute[]
  readonly migrations: readonly Migration[]
  readonly migrationHistories: readonly MigrationHistory[]
  readonly brokenFiles: readonly BrokenFile[]
  readonly capabilities: readonly Capability[]
  readonly environments: readonly Environment[]
  readonly environmentInventory: readonly EnvironmentEntry[]
  readonly environmentConfigurations: readonly EnvironmentConfiguration[]
  readonly refreshJobs: readonly RefreshJob[]
  readonly configurationGroups: readonly ConfigurationGroup[]
  readonly schemaChecks: readonly SchemaCheck[]
  readonly settingsPairs: readonly SettingsPair[]
  readonly hardCodings: readonly HardCoding[]
  readonly configurationSources: readonly ConfigurationSource[]
  readonly copiedConfigurations: readonly CopiedConfiguration[]
  readonly monitoredServices: readonly MonitoredService[]
  readonly dashboards: readonly Dashboard[]
  readonly workloads: readonly Workload[]
  readonly scales: readonly Scale[]
  readonly accessPairs: readonly AccessPair[]
  readonly repository: Repository
}

/**
 * Everything that collectors hand on: the facts, and what only derived collectors read: `workflows`, the pipelines in the
 * one form, `terraform`, what Terraform makes, computed when it is asked for, and `templateResources`, the same of the
 * templates of CloudFormation, serverless.yml, ARM and Bicep.
 */
export interface Observations extends Omit<Facts, 'repository'> {
  readonly workflows: readonly Workflow[]
  readonly terraform: readonly InfrastructureResource[]
  readonly templateResources: readonly InfrastructureResource[]
  readonly repository: readonly Repository[]
}

export type ObservationName = keyof Observations
