import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { isHidden } from '../../src/facts/hidden.ts'
import { historyOf } from '../support/images.ts'
import { repositoryOf } from '../support/repository.ts'

/* What pipelines of the systems other than GitHub Actions take in from elsewhere, and how it is fixed. */
const sha = 'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6a1b2'

for (const [what, path, text, pins] of [
  [
    'GitLab: projects, components, addresses',
    '.gitlab-ci.yml',
    `include:
  - {project: acme/templates, file: a.yml}
  - {project: acme/templates, ref: main, file: b.yml}
  - {project: acme/templates, ref: ${sha}, file: c.yml}
  - {component: gitlab.com/other/scan/scan@1.2.3}
  - {component: gitlab.com/other/scan/scan@~latest}
  - {remote: 'https://example.org/acme/x/-/raw/main/ci.yml'}
  - {template: Security/SAST.gitlab-ci.yml}
  - {local: d.yml}
build: {script: [make]}
`,
    [
      'acme/templates own none',
      'acme/templates own moving',
      'acme/templates own sha',
      'gitlab.com/other/scan/scan third version',
      'gitlab.com/other/scan/scan third moving',
      'https://example.org/acme/x/-/raw/main/ci.yml third moving',
    ],
  ],
  [
    'Azure: repositories of templates',
    'azure-pipelines.yml',
    `resources:
  repositories:
    - {repository: a, type: github, name: acme/blocks, ref: refs/tags/2.1.0}
    - {repository: b, type: git, name: Shared/templates, ref: refs/heads/main}
    - {repository: c, type: github, name: others/blocks}
steps: [{script: make}]
`,
    ['acme/blocks own version', 'Shared/templates own moving', 'others/blocks third none'],
  ],
  [
    'CircleCI: orbs',
    '.circleci/config.yml',
    `version: 2.1
orbs:
  node: circleci/node@5.1.0
  slack: circleci/slack@4.1
  hmpps: others/hmpps@volatile
  own: {jobs: {a: {machine: true, steps: [checkout]}}}
jobs: {build: {machine: true, steps: [checkout]}}
workflows: {w: {jobs: [build]}}
`,
    ['circleci/node first sha', 'circleci/slack first moving', 'others/hmpps third moving'],
  ],
  [
    'Bitbucket: pipes',
    'bitbucket-pipelines.yml',
    `pipelines:
  default:
    - step: {script: [{pipe: 'atlassian/aws-s3-deploy:1.1.0'}, {pipe: 'snyk/snyk-scan:latest'}]}
`,
    ['atlassian/aws-s3-deploy first version', 'snyk/snyk-scan third moving'],
  ],
  [
    'Jenkins: shared libraries; without a ref, the version is set in Jenkins',
    'Jenkinsfile',
    `@Library(['house@v1.4.0', 'tools@master', 'more']) _\npipeline { agent any\n stages { stage('a') { steps { sh 'make' } } } }\n`,
    ['house own version', 'tools own moving', 'more own ?'],
  ],
  [
    'Jenkins: shared libraries that the pipeline itself asks for',
    'Jenkinsfile',
    `pipeline { libraries { lib('house@v1.4.0')\n lib 'more' }\n agent any\n stages { stage('a') { steps { sh 'make' } } } }\n`,
    ['house own version', 'more own ?'],
  ],
  [
    'Tekton: resolvers',
    '.tekton/run.yaml',
    `apiVersion: tekton.dev/v1
kind: PipelineRun
metadata: {name: ship}
spec:
  pipelineSpec:
    tasks:
      - name: clone
        taskRef: {resolver: hub, params: [{name: name, value: git-clone}, {name: version, value: '0.9'}]}
      - name: build
        taskRef: {resolver: git, params: [{name: url, value: 'https://github.com/acme/tasks.git'}, {name: revision, value: main}]}
`,
    ['git-clone first sha', 'https://github.com/acme/tasks.git own moving'],
  ],
] as const) {
  test(what, async () => {
    const repository = repositoryOf({ [path]: text }, { history: historyOf() })
    const { facts, failed } = await collectFacts(repository, defaultSettings, ['pins'])
    assert.equal(failed.size, 0)
    const told = facts.pins.map(({ name, party, pinned }) => `${name} ${party} ${isHidden(pinned) ? '?' : pinned}`)
    assert.deepEqual(told, pins)
  })
}
