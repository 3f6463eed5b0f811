/*
 * GitLab's own templates, as far as their jobs and the order of these matter (lib/gitlab/ci/templates of
 * gitlab-org/gitlab, and the components of gitlab.com/components). What the jobs do is data: known/gitlab.yaml.
 */

/** The key of a stand-in's job that names what it does in the table `gitlab`. */
export const templateKey = '(template)'

type Jobs = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** Scanners run on branches (their latest templates in merge requests too), and may fail. */
const onBranch = { rules: [{ if: '$CI_COMMIT_BRANCH' }] }

function scanners(template: string, names: readonly string[], stage = 'test'): Jobs {
  return Object.fromEntries(
    names.map((name) => [name, { stage, allow_failure: true, ...onBranch, [templateKey]: `${template}#${name}` }]),
  )
}

/** Analysers that take the stage and what else is set from a job that never runs itself, which people override for all. */
function analysers(template: string, base: string, names: readonly string[]): Jobs {
  return {
    [base]: { stage: 'test', rules: [{ when: 'never' }], [templateKey]: `${template}#${base}` },
    ...Object.fromEntries(names.map((name) => [name, { extends: base, allow_failure: true, ...onBranch }])),
  }
}

const sast = analysers('Security/SAST', 'sast', [
  'semgrep-sast',
  'kubesec-sast',
  'spotbugs-sast',
  'sobelow-sast',
  'pmd-apex-sast',
  'brakeman-sast',
  'nodejs-scan-sast',
  'flawfinder-sast',
  'gitlab-advanced-sast',
])
/** The analyser that reads most languages; the others only start for files of theirs and are there to be overridden. */
const usual = (jobs: Jobs, ...kept: readonly string[]): Jobs =>
  Object.fromEntries(
    Object.entries(jobs).map(([name, job]) => [
      name,
      kept.includes(name) ? job : { ...job, rules: [{ when: 'never' }] },
    ]),
  )

const dependencies = analysers('Security/Dependency-Scanning', 'dependency_scanning', [
  'gemnasium-dependency_scanning',
  'gemnasium-maven-dependency_scanning',
  'gemnasium-python-dependency_scanning',
  'bundler-audit-dependency_scanning',
  'retire-js-dependency_scanning',
  'dependency-scanning',
])
const secrets = scanners('Security/Secret-Detection', ['secret_detection'])
const containers = scanners('Security/Container-Scanning', ['container_scanning'])
const iac = analysers('Security/SAST-IaC', 'iac-sast', ['kics-iac-sast'])
const quality = scanners('Code-Quality', ['code_quality'])
const dast = scanners('Security/DAST', ['dast'], 'dast')
const fuzzing = scanners('Security/API-Fuzzing', ['apifuzzer_fuzz'], 'fuzz')

/** Jobs of the Terraform templates; the apply is started by hand. */
const terraform = (template: string): Jobs => ({
  '.terraform:fmt': { [templateKey]: `${template}#fmt`, allow_failure: true, needs: [] },
  '.terraform:validate': { [templateKey]: `${template}#validate`, needs: [] },
  '.terraform:build': { [templateKey]: `${template}#build` },
  '.terraform:deploy': {
    [templateKey]: `${template}#deploy`,
    rules: [{ if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH', when: 'manual' }],
  },
  '.terraform:destroy': { [templateKey]: `${template}#destroy`, when: 'manual', needs: [] },
})

const terraformWhole: Jobs = {
  ...terraform('Terraform'),
  fmt: { extends: '.terraform:fmt', stage: 'validate' },
  validate: { extends: '.terraform:validate', stage: 'validate' },
  build: { extends: '.terraform:build', stage: 'build' },
  deploy: { extends: '.terraform:deploy', stage: 'deploy', environment: { name: '$TF_STATE_NAME' } },
}

const ecs: Jobs = {
  build: { stage: 'build', [templateKey]: 'Jobs/Build#build' },
  '.ecs_image': {},
  '.deploy_to_ecs': { [templateKey]: 'AWS/Deploy-ECS#deploy' },
  review_ecs: {
    extends: '.deploy_to_ecs',
    stage: 'review',
    environment: { name: 'review/$CI_COMMIT_REF_NAME' },
    rules: [{ if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH', when: 'never' }, { if: '$CI_COMMIT_BRANCH' }],
  },
  production_ecs: {
    extends: '.deploy_to_ecs',
    stage: 'production',
    environment: { name: 'production' },
    rules: [{ if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' }],
  },
}

/** As `onBranch`, unless a variable switches it off (docs.gitlab.com/topics/autodevops/cicd_variables, "Job-skipping variables"). */
const unlessOff = (name: string) => ({
  rules: [{ if: `$${name} && $${name} != "false" && $${name} != "0"`, when: 'never' }, ...onBranch.rules],
})
const autoBuild: Jobs = {
  build: { stage: 'build', ...unlessOff('BUILD_DISABLED'), [templateKey]: 'Jobs/Build#build' },
}
const autoTest: Jobs = { test: { stage: 'test', ...unlessOff('TEST_DISABLED'), [templateKey]: 'Jobs/Test#test' } }
const onDefault = '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH'

/** Auto DevOps deploys where a cluster is known; staging and canary are switched on by variables. */
const autoDeploy: Jobs = {
  '.auto-deploy': { [templateKey]: 'Jobs/Deploy#deploy' },
  review: {
    extends: '.auto-deploy',
    stage: 'review',
    environment: { name: 'review/$CI_COMMIT_REF_NAME' },
    rules: [{ if: onDefault, when: 'never' }, { if: '$REVIEW_DISABLED', when: 'never' }, { if: '$CI_COMMIT_BRANCH' }],
  },
  staging: {
    extends: '.auto-deploy',
    stage: 'staging',
    environment: { name: 'staging' },
    rules: [{ if: `${onDefault} && $STAGING_ENABLED` }],
  },
  canary: {
    extends: '.auto-deploy',
    stage: 'canary',
    environment: { name: 'production' },
    rules: [{ if: `${onDefault} && $CANARY_ENABLED`, when: 'manual' }],
  },
  production: {
    extends: '.auto-deploy',
    stage: 'production',
    environment: { name: 'production' },
    rules: [
      { if: '$STAGING_ENABLED', when: 'never' },
      { if: '$CANARY_ENABLED', when: 'never' },
      { if: '$INCREMENTAL_ROLLOUT_ENABLED', when: 'never' },
      { if: '$INCREMENTAL_ROLLOUT_MODE', when: 'never' },
      { if: onDefault },
    ],
  },
  production_manual: {
    extends: '.auto-deploy',
    stage: 'production',
    environment: { name: 'production' },
    rules: [
      { if: `${onDefault} && $STAGING_ENABLED`, when: 'manual' },
      { if: `${onDefault} && $CANARY_ENABLED`, when: 'manual' },
    ],
  },
}

const autoDevOps = {
  stages: ['build', 'test', 'deploy', 'review', 'dast', 'staging', 'canary', 'production', 'performance', 'cleanup'],
  variables: { STAGING_ENABLED: '', CANARY_ENABLED: '', INCREMENTAL_ROLLOUT_ENABLED: '', INCREMENTAL_ROLLOUT_MODE: '' },
  ...autoBuild,
  ...autoTest,
  ...quality,
  ...containers,
  ...usual(dependencies, 'gemnasium-dependency_scanning'),
  ...usual(sast, 'semgrep-sast'),
  ...secrets,
  ...autoDeploy,
}

const all: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'Auto-DevOps': autoDevOps,
  'Code-Quality': quality,
  'Jobs/Build': autoBuild,
  'Jobs/Test': autoTest,
  'Jobs/Deploy': autoDeploy,
  'Security/SAST': usual(sast, 'semgrep-sast'),
  'Security/SAST-IaC': usual(iac, 'kics-iac-sast'),
  'Security/Secret-Detection': secrets,
  'Security/Container-Scanning': containers,
  'Security/Dependency-Scanning': usual(dependencies, 'gemnasium-dependency_scanning'),
  'Security/License-Scanning': scanners('Security/License-Scanning', ['license_scanning']),
  'Security/DAST': dast,
  'Security/DAST-API': scanners('Security/DAST-API', ['dast_api'], 'dast'),
  'Security/API-Fuzzing': fuzzing,
  'Security/Coverage-Fuzzing': {},
  'Verify/Accessibility': scanners('Verify/Accessibility', ['a11y'], 'accessibility'),
  'Verify/Browser-Performance': scanners('Verify/Browser-Performance', ['browser_performance'], 'performance'),
  'Verify/Load-Performance-Testing': scanners('Verify/Load-Performance-Testing', ['load_performance'], 'performance'),
  Terraform: {
    stages: ['validate', 'test', 'build', 'deploy', 'cleanup'],
    ...usual(iac, 'kics-iac-sast'),
    ...terraformWhole,
  },
  'Terraform/Base': terraform('Terraform'),
  OpenTofu: { stages: ['validate', 'test', 'build', 'deploy', 'cleanup'], ...terraformWhole },
  'AWS/Deploy-ECS': { stages: ['build', 'test', 'review', 'production', 'cleanup'], ...ecs },
  Docker: { 'docker-build': { stage: 'build', ...onBranch, [templateKey]: 'Docker#docker-build' } },
  'Workflows/MergeRequest-Pipelines': {
    workflow: {
      rules: [{ if: '$CI_MERGE_REQUEST_IID' }, { if: '$CI_COMMIT_TAG' }, { if: onDefault }],
    },
  },
  'Workflows/Branch-Pipelines': { workflow: { rules: [{ if: '$CI_COMMIT_TAG' }, { if: '$CI_COMMIT_BRANCH' }] } },
}

/** The same templates by their other names: moved ones, and components that took their place. */
const otherNames: Readonly<Record<string, string>> = {
  'Jobs/Code-Quality': 'Code-Quality',
  'Verify/Code-Quality': 'Code-Quality',
  'Jobs/SAST': 'Security/SAST',
  'Jobs/SAST-IaC': 'Security/SAST-IaC',
  'Jobs/Secret-Detection': 'Security/Secret-Detection',
  'Jobs/Container-Scanning': 'Security/Container-Scanning',
  'Jobs/Dependency-Scanning': 'Security/Dependency-Scanning',
  'Jobs/License-Scanning': 'Security/License-Scanning',
  'Jobs/DAST-Default-Branch-Deploy': 'Security/DAST',
  SAST: 'Security/SAST',
  'SAST-IaC': 'Security/SAST-IaC',
  'Secret-Detection': 'Security/Secret-Detection',
  'Container-Scanning': 'Security/Container-Scanning',
  'Dependency-Scanning': 'Security/Dependency-Scanning',
  'License-Scanning': 'Security/License-Scanning',
  'License-Management': 'Security/License-Scanning',
  'DAST-API': 'Security/DAST-API',
  DAST: 'Security/DAST',
  'API-Fuzzing': 'Security/API-Fuzzing',
  'components/sast/sast': 'Security/SAST',
  'components/sast/iac-sast': 'Security/SAST-IaC',
  'components/secret-detection/secret-detection': 'Security/Secret-Detection',
  'components/container-scanning/container-scanning': 'Security/Container-Scanning',
  'components/dependency-scanning/main': 'Security/Dependency-Scanning',
  'components/dependency-scanning/dependency-scanning': 'Security/Dependency-Scanning',
  'components/code-quality/code-quality': 'Code-Quality',
  'components/dast/dast': 'Security/DAST',
}

/**
 * What stands for a template of GitLab or a component: a configuration of its own, without scripts.
 * @param name as `include` has it, with or without its ending (`.gitlab-ci.yml`, `.latest.gitlab-ci.yml`)
 */
export function standIn(name: string): Readonly<Record<string, unknown>> | undefined {
  const bare = name.replace(/(\.latest)?\.gitlab-ci\.ya?ml$/, '')
  return all[bare] ?? all[otherNames[bare] ?? '']
}
