/*
 * Which modules leave the bundle for a script of their own (dist/<part>.cjs), so that a plain check neither reads nor
 * unpacks them: only modules that the sources load by `await import`, and only what most checks do without, since one more
 * script costs a millisecond. What a part shares with the rest stays in the bundle, once (./index.ts).
 */

/** How the entries of each part begin: paths below src/, or names of packages. */
const parts: Readonly<Record<string, readonly string[]>> = {
  forge: ['sources/forge/'],
  reports: [
    'reporters/json',
    'reporters/sarif',
    'reporters/gitlab',
    'reporters/junit',
    'reporters/github',
    'reporters/azure',
    'reporters/markdown',
    'reporters/csv',
    'reporters/html',
    'reporters/oscal',
    'reporters/diff',
  ],
  gitlab: ['facts/pipeline/gitlab/'],
  buildkite: ['facts/pipeline/buildkite/'],
  azure: ['facts/pipeline/azure/pipeline', 'facts/pipeline/azure/taken'],
  circleci: ['facts/pipeline/circleci/'],
  jenkins: ['facts/pipeline/jenkins/', 'documents/groovy/'],
  arm: ['facts/arm/'],
  // before what it takes an entry from: the first part that fits has it
  monitoring: ['facts/monitoring/', 'facts/rollout/', 'facts/dashboard/', 'facts/infrastructure/grafana-alerts'],
  terraform: [
    'facts/terraform/',
    'facts/infrastructure/',
    'facts/pipeline/clouddeploy/terraform',
    'facts/pipeline/codepipeline/made',
    'facts/pipeline/codepipeline/loose',
    'facts/cloudformation/',
    'facts/serverless/',
    'facts/access/terraform',
    'facts/platform/from-code',
    'facts/image/made',
    'documents/hcl/',
  ],
  helm: ['facts/manifests/deployed-charts', 'facts/workload/helm'],
  re2: ['re2js'],
  yaml: ['yaml'],
  ajv: ['ajv'],
  toml: ['documents/toml', 'toml-eslint-parser'],
}

/** The search for secrets is a script by itself, which does without the bundle; all that others import of it is here. */
export const secretsEntry = 'secrets/index.ts'

/** The part that holds this entry (a path below src/, or a package), or undefined where it stays in the bundle. */
export function partOf(entry: string): string | undefined {
  return Object.keys(parts).find((part) => parts[part]?.some((start) => entry.startsWith(start)))
}
