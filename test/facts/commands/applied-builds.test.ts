import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

const object = (kind: string) => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: shop\n`
const template = (...kinds: readonly string[]) =>
  `apiVersion: template.openshift.io/v1\nkind: Template\nobjects:\n${kinds.map((kind) => `  - kind: ${kind}\n    metadata: {name: shop}\n`).join('')}`

const files = {
  'openshift/build.yaml': template('ImageStream', 'BuildConfig'),
  'openshift/all.yaml': template('BuildConfig', 'DeploymentConfig'),
  'openshift/tag.yaml': object('ImageStreamTag'),
  'openshift/plain.yaml': `${object('BuildConfig')}---\n${object('ImageStream')}`,
}

for (const [what, script, deploys] of [
  ['a template of builds, processed', 'oc process -f openshift/build.yaml | oc apply -f -', false],
  [
    'from where the script has gone',
    'cd openshift\noc process -f ./build.yaml V=$SHA | oc apply --wait=true -f - -n $NS',
    false,
  ],
  ['through a filter', 'oc process --filename=openshift/build.yaml | sed s/x/y/ | oc apply -f -', false],
  ['builds by their file', 'oc apply -f openshift/plain.yaml', false],
  ['several files', 'oc apply -f openshift/plain.yaml,openshift/build.yaml', false],
  ['builds and what runs', 'oc process -f openshift/all.yaml | oc apply -f -', true],
  ['a file that is not here', 'oc process -f openshift/other.yaml | oc apply -f -', true],
  ['builds and what is put beside them', 'oc process -f openshift/build.yaml | cat - run.yaml | oc apply -f -', true],
  ['a tag, which something may follow', 'oc apply -f openshift/tag.yaml', true],
  ['what a program prints', 'make-manifests | oc apply -f -', true],
  ['a folder', 'oc apply -f openshift', true],
  ['one of several that runs', 'oc apply -f openshift/plain.yaml -f openshift/all.yaml', true],
] as const) {
  test(`${what}: oc apply ${deploys ? 'deploys' : 'only tells the cluster how images are made'}`, async () => {
    const acts = await findActs(scriptOf(script), repositoryOf(files))
    assert.equal(
      acts.some(({ kinds }) => kinds.includes('deploy')),
      deploys,
    )
  })
}
