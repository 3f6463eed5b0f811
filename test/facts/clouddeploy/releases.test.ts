import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { readCloudBuild } from '../../../src/facts/pipeline/cloudbuild/workflow.ts'
import { readDeliveries } from '../../../src/facts/pipeline/clouddeploy/workflows.ts'
import * as finders from '../../../src/facts/pipeline/commands/index.ts'
import { buildGraph } from '../../../src/facts/pipeline/graph/index.ts'
import { repositoryOf } from '../../support/repository.ts'

const target = (name: string) =>
  `---\napiVersion: deploy.cloud.google.com/v1\nkind: Target\nmetadata: {name: ${name}}\n`
const delivery = (name: string, stages = '{targetId: staging}, {targetId: production}') =>
  `apiVersion: deploy.cloud.google.com/v1\nkind: DeliveryPipeline\nmetadata: {name: ${name}}\nserialPipeline: {stages: [${stages}]}\n${target('staging')}${target('production')}`
const steps = (...all: string[]) => `steps:\n${all.map((step) => `- ${step}\n`).join('')}`
const tested = '{id: test, name: golang, entrypoint: go, args: [test, ./...]}'
const release = (name: string) =>
  `{id: release, name: gcr.io/cloud-builders/gcloud, args: [deploy, releases, create, r1, --delivery-pipeline=${name}]}`

const shown = new Set<string>(['unit-test', 'approve'])

/** `job (environment): guards`, of every deployment */
async function deployments(files: Readonly<Record<string, string>>) {
  const repository = repositoryOf(files)
  const workflows = [
    ...(await readCloudBuild(repository, finders, defaultSettings)),
    ...(await readDeliveries(repository, defaultSettings)),
  ]
  const { nodes, judge } = buildGraph(workflows, defaultSettings)
  return nodes.map((node) => {
    const { class: environment } = node.environment
    const ways = judge
      .paths(node)
      .map(({ guarded }) =>
        [...guarded].flatMap(([kind, answer]) => (answer === true && shown.has(kind) ? [kind] : [])).join(' '),
      )
    return `${node.job.key} (${isHidden(environment) ? '?' : environment}): ${ways.join(' | ')}`
  })
}

for (const [what, build, more, expected] of [
  [
    'what stood before the release stands before each target',
    steps(tested, release('shop')),
    {},
    ['production (production): unit-test approve', 'release (staging): unit-test', 'staging (staging): unit-test'],
  ],
  [
    'a name that a run puts in may be any',
    steps(tested, release('$_SERVICE')),
    {},
    ['production (production): unit-test approve', 'release (staging): unit-test', 'staging (staging): unit-test'],
  ],
  [
    'another pipeline is not started',
    steps(tested, release('blog')),
    {},
    ['production (production): approve', 'release (?): unit-test', 'staging (staging): '],
  ],
  [
    'what comes after the release guards nothing, and so nothing is told',
    steps(release('shop'), tested),
    {},
    ['production (production): approve', 'release (staging): ', 'staging (staging): '],
  ],
  [
    'what runs beside the release neither',
    steps(tested, release('shop').replace('{', '{waitFor: ["-"], ')),
    {},
    ['production (production): approve', 'release (staging): ', 'staging (staging): '],
  ],
  [
    'each build that releases is a path of its own',
    steps(tested, release('shop')),
    { 'web/cloudbuild.yaml': steps(release('$_SERVICE')) },
    [
      'production (production): unit-test approve | approve',
      'release (staging): unit-test',
      'release (staging): ',
      'staging (staging): unit-test | ',
    ],
  ],
] as const) {
  test(`a release starts its delivery pipeline: ${what}`, async () => {
    const found = await deployments({ 'cloudbuild.yaml': build, 'clouddeploy.yaml': delivery('shop'), ...more })
    assert.deepEqual(found.sort(), [...expected].sort())
  })
}
