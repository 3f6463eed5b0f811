// Made by npm run generate from the folders src/facts/observed and src/facts/derived; do not edit.
import type { Collector } from './collector.ts'
import observedArgoWorkflows from './observed/argo-workflows.ts'
import observedAzurePipelines from './observed/azure-pipelines.ts'
import observedBitbucketPipelines from './observed/bitbucket-pipelines.ts'
import observedBuildkite from './observed/buildkite.ts'
import observedCircleci from './observed/circleci.ts'
import observedCloudBuild from './observed/cloud-build.ts'
import observedCodePipelines from './observed/code-pipelines.ts'
import observedConcourse from './observed/concourse.ts'
import observedDeliveryPipelines from './observed/delivery-pipelines.ts'
import observedDrone from './observed/drone.ts'
import observedForeignPipelines from './observed/foreign-pipelines.ts'
import observedGithubActions from './observed/github-actions.ts'
import observedGitlabCi from './observed/gitlab-ci.ts'
import observedGitops from './observed/gitops.ts'
import observedJenkins from './observed/jenkins.ts'
import observedTekton from './observed/tekton.ts'
import observedTravis from './observed/travis.ts'
import observedWoodpecker from './observed/woodpecker.ts'
import observedArm from './observed/arm.ts'
import observedCapabilities from './observed/capabilities.ts'
import observedCloudformation from './observed/cloudformation.ts'
import observedDataFixes from './observed/data-fixes.ts'
import observedEmergencyDeployments from './observed/emergency-deployments.ts'
import observedFollowedModules from './observed/followed-modules.ts'
import observedInfrastructureCode from './observed/infrastructure-code.ts'
import observedLinkedModules from './observed/linked-modules.ts'
import observedVersionTags from './observed/version-tags.ts'
import observedMigrations from './observed/migrations.ts'
import derivedSteps from './derived/steps.ts'
import observedPackageVersions from './observed/package-versions.ts'
import observedPulumi from './observed/pulumi.ts'
import observedReleases from './observed/releases.ts'
import observedRunbooks from './observed/runbooks.ts'
import observedSecrets from './observed/secrets.ts'
import observedServerless from './observed/serverless.ts'
import observedSettingsPairs from './observed/settings-pairs.ts'
import observedStateFiles from './observed/state-files.ts'
import observedTerraform from './observed/terraform.ts'
import derivedAccessPairs from './derived/access-pairs.ts'
import derivedAdmissionPolicies from './derived/admission-policies.ts'
import derivedAlertRoutes from './derived/alert-routes.ts'
import derivedAlertmanager from './derived/alertmanager.ts'
import derivedRolloutGuards from './derived/rollout-guards.ts'
import derivedDeployments from './derived/deployments.ts'
import derivedWorkloads from './derived/workloads.ts'
import derivedAnalysedRollouts from './derived/analysed-rollouts.ts'
import derivedAnnouncements from './derived/announcements.ts'
import derivedApplies from './derived/applies.ts'
import derivedArchitectureDocuments from './derived/architecture-documents.ts'
import derivedArtifactCommands from './derived/artifact-commands.ts'
import derivedBaseImages from './derived/base-images.ts'
import derivedBrokenPipelines from './derived/broken-pipelines.ts'
import derivedConfigurationGroups from './derived/configuration-groups.ts'
import derivedConfigurationReferences from './derived/configuration-references.ts'
import derivedDashboards from './derived/dashboards.ts'
import derivedDatabases from './derived/databases.ts'
import derivedDeploymentRecords from './derived/deployment-records.ts'
import derivedDirectChanges from './derived/direct-changes.ts'
import derivedDriftControls from './derived/drift-controls.ts'
import derivedEnvironmentFiles from './derived/environment-files.ts'
import derivedEnvironments from './derived/environments.ts'
import derivedEnvironmentInventory from './derived/environment-inventory.ts'
import derivedEnvironmentMentions from './derived/environment-mentions.ts'
import derivedSmokeTests from './derived/smoke-tests.ts'
import derivedHealthEndpoints from './derived/health-endpoints.ts'
import derivedImageContents from './derived/image-contents.ts'
import derivedImages from './derived/images.ts'
import derivedInstalledCharts from './derived/installed-charts.ts'
import derivedLogRetention from './derived/log-retention.ts'
import derivedLogStores from './derived/log-stores.ts'
import derivedPrometheusRules from './derived/prometheus-rules.ts'
import derivedMonitoredServices from './derived/monitored-services.ts'
import derivedPins from './derived/pins.ts'
import derivedPipelines from './derived/pipelines.ts'
import derivedRefreshJobs from './derived/refresh-jobs.ts'
import derivedRepository from './derived/repository.ts'
import derivedRollbackRunbooks from './derived/rollback-runbooks.ts'
import derivedRollbacks from './derived/rollbacks.ts'
import derivedRunbookAges from './derived/runbook-ages.ts'
import derivedSecretUses from './derived/secret-uses.ts'
import derivedSeparations from './derived/separations.ts'
import derivedSmokePolicies from './derived/smoke-policies.ts'
import derivedTerraformDashboards from './derived/terraform-dashboards.ts'
import derivedTerraformResources from './derived/terraform-resources.ts'
import derivedWiredAlarms from './derived/wired-alarms.ts'

export const registry: readonly { readonly name: string; readonly collector: Collector }[] = [
  { name: 'observed/argo-workflows', collector: observedArgoWorkflows },
  { name: 'observed/azure-pipelines', collector: observedAzurePipelines },
  { name: 'observed/bitbucket-pipelines', collector: observedBitbucketPipelines },
  { name: 'observed/buildkite', collector: observedBuildkite },
  { name: 'observed/circleci', collector: observedCircleci },
  { name: 'observed/cloud-build', collector: observedCloudBuild },
  { name: 'observed/code-pipelines', collector: observedCodePipelines },
  { name: 'observed/concourse', collector: observedConcourse },
  { name: 'observed/delivery-pipelines', collector: observedDeliveryPipelines },
  { name: 'observed/drone', collector: observedDrone },
  { name: 'observed/foreign-pipelines', collector: observedForeignPipelines },
  { name: 'observed/github-actions', collector: observedGithubActions },
  { name: 'observed/gitlab-ci', collector: observedGitlabCi },
  { name: 'observed/gitops', collector: observedGitops },
  { name: 'observed/jenkins', collector: observedJenkins },
  { name: 'observed/tekton', collector: observedTekton },
  { name: 'observed/travis', collector: observedTravis },
  { name: 'observed/woodpecker', collector: observedWoodpecker },
  { name: 'observed/arm', collector: observedArm },
  { name: 'observed/capabilities', collector: observedCapabilities },
  { name: 'observed/cloudformation', collector: observedCloudformation },
  { name: 'observed/data-fixes', collector: observedDataFixes },
  { name: 'observed/emergency-deployments', collector: observedEmergencyDeployments },
  { name: 'observed/followed-modules', collector: observedFollowedModules },
  { name: 'observed/infrastructure-code', collector: observedInfrastructureCode },
  { name: 'observed/linked-modules', collector: observedLinkedModules },
  { name: 'observed/version-tags', collector: observedVersionTags },
  { name: 'observed/migrations', collector: observedMigrations },
  { name: 'derived/steps', collector: derivedSteps },
  { name: 'observed/package-versions', collector: observedPackageVersions },
  { name: 'observed/pulumi', collector: observedPulumi },
  { name: 'observed/releases', collector: observedReleases },
  { name: 'observed/runbooks', collector: observedRunbooks },
  { name: 'observed/secrets', collector: observedSecrets },
  { name: 'observed/serverless', collector: observedServerless },
  { name: 'observed/settings-pairs', collector: observedSettingsPairs },
  { name: 'observed/state-files', collector: observedStateFiles },
  { name: 'observed/terraform', collector: observedTerraform },
  { name: 'derived/access-pairs', collector: derivedAccessPairs },
  { name: 'derived/admission-policies', collector: derivedAdmissionPolicies },
  { name: 'derived/alert-routes', collector: derivedAlertRoutes },
  { name: 'derived/alertmanager', collector: derivedAlertmanager },
  { name: 'derived/rollout-guards', collector: derivedRolloutGuards },
  { name: 'derived/deployments', collector: derivedDeployments },
  { name: 'derived/workloads', collector: derivedWorkloads },
  { name: 'derived/analysed-rollouts', collector: derivedAnalysedRollouts },
  { name: 'derived/announcements', collector: derivedAnnouncements },
  { name: 'derived/applies', collector: derivedApplies },
  { name: 'derived/architecture-documents', collector: derivedArchitectureDocuments },
  { name: 'derived/artifact-commands', collector: derivedArtifactCommands },
  { name: 'derived/base-images', collector: derivedBaseImages },
  { name: 'derived/broken-pipelines', collector: derivedBrokenPipelines },
  { name: 'derived/configuration-groups', collector: derivedConfigurationGroups },
  { name: 'derived/configuration-references', collector: derivedConfigurationReferences },
  { name: 'derived/dashboards', collector: derivedDashboards },
  { name: 'derived/databases', collector: derivedDatabases },
  { name: 'derived/deployment-records', collector: derivedDeploymentRecords },
  { name: 'derived/direct-changes', collector: derivedDirectChanges },
  { name: 'derived/drift-controls', collector: derivedDriftControls },
  { name: 'derived/environment-files', collector: derivedEnvironmentFiles },
  { name: 'derived/environments', collector: derivedEnvironments },
  { name: 'derived/environment-inventory', collector: derivedEnvironmentInventory },
  { name: 'derived/environment-mentions', collector: derivedEnvironmentMentions },
  { name: 'derived/smoke-tests', collector: derivedSmokeTests },
  { name: 'derived/health-endpoints', collector: derivedHealthEndpoints },
  { name: 'derived/image-contents', collector: derivedImageContents },
  { name: 'derived/images', collector: derivedImages },
  { name: 'derived/installed-charts', collector: derivedInstalledCharts },
  { name: 'derived/log-retention', collector: derivedLogRetention },
  { name: 'derived/log-stores', collector: derivedLogStores },
  { name: 'derived/prometheus-rules', collector: derivedPrometheusRules },
  { name: 'derived/monitored-services', collector: derivedMonitoredServices },
  { name: 'derived/pins', collector: derivedPins },
  { name: 'derived/pipelines', collector: derivedPipelines },
  { name: 'derived/refresh-jobs', collector: derivedRefreshJobs },
  { name: 'derived/repository', collector: derivedRepository },
  { name: 'derived/rollback-runbooks', collector: derivedRollbackRunbooks },
  { name: 'derived/rollbacks', collector: derivedRollbacks },
  { name: 'derived/runbook-ages', collector: derivedRunbookAges },
  { name: 'derived/secret-uses', collector: derivedSecretUses },
  { name: 'derived/separations', collector: derivedSeparations },
  { name: 'derived/smoke-policies', collector: derivedSmokePolicies },
  { name: 'derived/terraform-dashboards', collector: derivedTerraformDashboards },
  { name: 'derived/terraform-resources', collector: derivedTerraformResources },
  { name: 'derived/wired-alarms', collector: derivedWiredAlarms },
]
