// Made by npm run generate from `yields`, `needs` and `touches` of the collectors; do not edit.
import type { ObservationName } from './table.ts'

export interface TouchingEntry {
  readonly yields: readonly ObservationName[]
  readonly needs: readonly ObservationName[]
  readonly path?: RegExp
  readonly text?: RegExp
  readonly listed?: true
}

export const touching: readonly TouchingEntry[] = [
  { yields: ["admissionPolicies"], needs: [], path: /\.(ya?ml|tf)$/, text: /ClusterImagePolicy|TrustRoot|verifyImages|ImageValidatingPolicy|ImageVerificationPolicy|binary_authorization|notaryproject\.org|ratify/ },
  { yields: ["workflows"], needs: [], path: /\.ya?ml$/, text: /argoproj\.io/ },
  { yields: ["workflows"], needs: [], path: /\.ya?ml$/, text: /^\s*-?\s*(task:\s*['"]?[\w.-]+@\d|vmImage:|deployment:|template:|stage:|stages:|bash:|pwsh:|trigger:|pr:)/m },
  { yields: ["workflows"], needs: [], path: /^bitbucket-pipelines\.ya?ml$/ },
  { yields: ["capabilities"], needs: [], path: /(^|\/)(package\.json|Gemfile|requirements\.(txt|in)|pyproject\.toml|Pipfile|pom\.xml|build\.gradle(\.kts)?|go\.mod|composer\.json|mix\.exs|Cargo\.toml|[^/]+\.csproj)$/ },
  { yields: ["workflows"], needs: [], path: /^\.circleci\// },
  { yields: ["workflows"], needs: [], path: /cloudbuild[^/]*\.(ya?ml|json)$|cloud-?build[^/]*\/[^/]+\.ya?ml$/i },
  { yields: ["dataFixes"], needs: [], path: /(^|\/)(CODEOWNERS|OWNERS)$|data[-_ ]?(fix|clean|repair|correction|patch)|fix[-_]data|clean[-_]?data|db[-_]?fix|sql[-_]?fix|back[-_]?fill|one[-_]?off|datenkorrektur/i },
  { yields: ["emergencyDeployments"], needs: [], path: /(^|\/)\.assay\/records\/.*\.(ya?ml|json)$/ },
  { yields: ["workflows"], needs: [], path: /build-?spec[^/]*(\/[^/]+)?\.ya?ml$|^\.(buildkite|drone|woodpecker|appveyor|semaphore|cirrus|teamcity|harness)\b|(^|\/)(codefresh|appveyor|screwdriver)\.ya?ml$|^(ci|concourse)\/pipeline\.ya?ml$|^bamboo-specs\//i },
  { yields: ["workflows"], needs: [], path: /^\.(github|gitea|forgejo)\/(workflows|actions)\/|(^|\/)action\.ya?ml$/ },
  { yields: ["workflows"], needs: [], path: /(^|\/)[^/]*\.gitlab-ci[^/]*\.ya?ml$|^\.gitlab\// },
  { yields: ["workflows"], needs: [], path: /\.ya?ml$/, text: /argoproj\.io|toolkit\.fluxcd\.io|configsync\.gke\.io/ },
  { yields: ["infrastructureCode"], needs: [], path: /\.(tf|tofu|bicep|template)$|(^|\/)(CODEOWNERS|OWNERS)$|(^|\/)(cdk|cdktf)\.json$|(^|\/)(fly\.toml|terragrunt\.hcl)$|\.(ya?ml|json)$/, text: /apiVersion:|[dD]eploymentTemplate\.json#|AWS::|AWSTemplateFormatVersion|applications:|resource|module|provider|tasks:|hosts:|service:|runtime:|primary_region|"app"|^[^\s"'{#].*\s@[\w-]/m },
  { yields: ["workflows"], needs: [], path: /jenkins|\.groovy$/i },
  { yields: ["infrastructureModules"], needs: [], path: /\.(json|bicep)$|(^|\/)requirements\.ya?ml$/, text: /templateLink|^\s*module\s|^\s*-/m },
  { yields: ["versionTags"], needs: [] },
  { yields: ["migrations","migrationHistories"], needs: ["versionTags"], path: /\.(sql|rb|py|php|cs|exs|[cm]?[jt]s|xml|ya?ml|json)$/, text: /migrat|databaseChangeLog|\b(ALTER|CREATE|DROP)\s+TABLE|op\.|queryRunner|queryInterface/i },
  { yields: ["workflows"], needs: [], path: /\.ya?ml$/, text: /tekton\.dev/ },
  { yields: ["workflows"], needs: [], path: /^\.travis\.ya?ml$/ },
  { yields: ["steps"], needs: ["workflows"] },
  { yields: ["packageVersions"], needs: ["steps"], path: /(^|\/)(package\.json|composer\.json|Chart\.yaml|Cargo\.toml|pyproject\.toml|setup\.(py|cfg)|pom\.xml|build\.gradle(\.kts)?|gradle\.properties|mix\.exs|VERSION|version\.txt|[^/]+\.(gemspec|csproj)|version\.rb)$/ },
  { yields: ["releases","notes"], needs: [], path: /(^|\/)(change|changelog|changes|history|release|news|what)[^/]*(\.(md|markdown|mdx|rst|adoc|asciidoc|txt))?$|(^|\/)(release|change)[^/]*\/[^/]+\.(md|markdown|mdx|rst|adoc|asciidoc|txt)$/i },
  { yields: ["runbooks","manualChanges"], needs: [], path: /\.(md|markdown|mdx|rst|adoc|asciidoc)$|(run-?_?book|rollback|deploy)[^/]*\.txt$/i },
  { yields: ["secrets","unsearched"], needs: [], path: /./ },
  { yields: ["stateFiles"], needs: [], path: /\.tfstate(\.\d+)?(\.backup)?$|(^|\/)\.pulumi\/(stacks|history)\// },
  { yields: ["terraform","infrastructureModules","terraformProviders","brokenFiles"], needs: [], path: /\.(tf|tofu)(\.json)?$|\.tfvars(\.json)?$|(^|\/)\.terraform\.lock\.hcl$|\.tfbackend$|(^|\/)(terragrunt|root)\.hcl$/ },
  { yields: ["announcements"], needs: ["workflows","runbooks"] },
  { yields: ["applies"], needs: ["workflows"] },
  { yields: ["architectureDocuments"], needs: [], path: /\.(md|adoc|rst|dsl|c4|puml|drawio)$|(^|\/)(Docker|Container)file$/i },
  { yields: ["architectureDocuments"], needs: [], path: /\.(ya?ml|tf)$/, text: /^kind:|services|resource|module/m },
  { yields: ["overwrites","plainTransfers"], needs: ["workflows"] },
  { yields: ["baseImages"], needs: ["workflows"], path: /(^|\/)(Dockerfile|Containerfile)([._-][\w.-]*)?$|[\w-]\.(dockerfile|containerfile)$/i },
  { yields: ["brokenFiles"], needs: ["workflows"] },
  { yields: ["databases"], needs: ["terraform"] },
  { yields: ["deploymentRecords"], needs: ["workflows"] },
  { yields: ["rolloutGuards"], needs: ["terraform"] },
  { yields: ["deployments"], needs: ["workflows","rolloutGuards"] },
  { yields: ["directChanges"], needs: ["workflows","manualChanges"], path: /^deploy\.php$|(^|\/)Capfile$/ },
  { yields: ["driftControls"], needs: ["workflows"] },
  { yields: ["environmentConfigurations"], needs: ["deployments"], path: /\.(ya?ml|json|toml|ini|conf|cfg|properties|env|tfvars|hcl|tf|xml|bicepparam|\w+sonnet|cue|pkl|edn|dhall)|(^|\/)\.env/i, listed: true },
  { yields: ["environments"], needs: ["workflows"] },
  { yields: ["environmentInventory"], needs: ["deployments","environments","terraform"] },
  { yields: ["imageContents"], needs: ["workflows"], path: /(^|\/)(Dockerfile|Containerfile)([._-][\w.-]*)?$|[\w-]\.(dockerfile|containerfile)$|\.dockerignore$|(^|\/)package\.json$/i },
  { yields: ["images"], needs: ["workflows","deployments","admissionPolicies","versionTags"], path: /\.(ya?ml|json|hcl|tf)$|(Docker|Container)file/i, text: /\bimage|repository:|\bFROM\b|tag:|\btarget\b/i },
  { yields: ["logStores","alerts"], needs: ["terraform"] },
  { yields: ["pins"], needs: ["workflows","baseImages"], path: /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|\.yarnrc\.yml|pnpm-lock\.yaml|pnpm-workspace\.yaml|bun\.lockb?|Gemfile\.lock|poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|composer\.lock|Cargo\.lock|go\.sum)$/ },
  { yields: ["pipelines"], needs: ["workflows"] },
  { yields: ["refreshJobs"], needs: ["workflows"], path: /\.ya?ml$/, text: /CronJob/ },
  { yields: ["repository"], needs: ["workflows","deployments","pipelines","steps","versionTags"] },
  { yields: ["rollbacks"], needs: ["workflows"] },
  { yields: ["runbookAges"], needs: ["workflows","runbooks"] },
  { yields: ["smokePolicies"], needs: ["workflows","runbooks"] },
  { yields: ["smokeTests"], needs: ["workflows"] },
  { yields: ["terraformResources"], needs: ["terraform"] },
]
