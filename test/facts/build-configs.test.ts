import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { isHidden } from '../../src/facts/hidden.ts'
import { historyOf } from '../support/images.ts'
import { repositoryOf } from '../support/repository.ts'

type Files = Readonly<Record<string, string>>

const template = (...objects: readonly string[]) =>
  `apiVersion: template.openshift.io/v1\nkind: Template\nobjects:\n${objects.map((object) => object.replace(/^/gm, '    ').replace(/^ {4}/, '  - ')).join('\n')}\n`

const config = (spec: string, name = 'shop:latest') =>
  `apiVersion: build.openshift.io/v1\nkind: BuildConfig\nmetadata: {name: shop}\nspec:\n  output: {to: {kind: ImageStreamTag, name: '${name}'}}\n${spec.replace(/^/gm, '  ')}`

const deployed = (image: string, more = '') =>
  `apiVersion: apps.openshift.io/v1\nkind: DeploymentConfig\nmetadata: {name: shop}\nspec:\n  template: {spec: {containers: [{name: shop, image: '${image}'}]}}\n${more}`

async function collect(files: Files) {
  const repository = repositoryOf(files, { history: historyOf() })
  return (await collectFacts(repository, defaultSettings, ['images', 'baseImages', 'imageContents'])).observed
}

const ownOf = async (files: Files) =>
  (await collect(files)).images
    .filter(({ role }) => role === 'deployed')
    .map(({ reference, own }) => `${reference} ${isHidden(own) ? '?' : own}`)

test('what a BuildConfig makes is an own image where it is deployed, by the words beside its variables too', async () => {
  const source = 'source: {contextDir: app}\nstrategy: {dockerStrategy: {}}'
  const registry = 'image-registry.openshift-image-registry.svc:5000'
  for (const [made, image, own] of [
    ['shop:latest', `${registry}/acme/shop:v1`, 'true'],
    ['${NAME}-web:latest', `${registry}/\${SPACE}/\${NAME}-web:\${JOB}`, 'true'],
    ['${NAME}-web:latest', `${registry}/\${SPACE}/\${NAME}-db:\${JOB}`, '?'],
    ['${NAME}:latest', `${registry}/\${SPACE}/\${NAME}:\${JOB}`, '?'],
  ] as const) {
    const files = {
      'openshift/bc.yaml': template(config(source, made)),
      'openshift/dc.yaml': template(deployed(image)),
    }
    assert.deepEqual(await ownOf(files), [`${image} ${own}`], made)
  }
})

test('a pipeline that is kept in a BuildConfig makes no image, nor does one of another repository an own', async () => {
  const image = 'registry.example.org/acme/shop:v1'
  for (const spec of [
    'strategy: {jenkinsPipelineStrategy: {}}',
    'source: {git: {uri: https://github.com/acme/other.git}}\nstrategy: {dockerStrategy: {}}',
  ])
    assert.deepEqual(
      await ownOf({ 'bc.yaml': config(spec, 'registry:1'), 'dc.yaml': deployed(image.replace('shop', 'registry')) }),
      ['registry.example.org/acme/registry:v1 ?'],
      spec,
    )
  const own = 'source: {git: {uri: git@github.com:acme/shop.git}}\nstrategy: {dockerStrategy: {}}'
  assert.deepEqual(await ownOf({ 'bc.yaml': config(own), 'dc.yaml': deployed('r.example.org/x/shop:v1') }), [
    'r.example.org/x/shop:v1 true',
  ])
})

const basesOf = async (files: Files) =>
  (await collect(files)).baseImages.map(
    ({ file, final, reference, name, shipped }) =>
      `${file} ${final ? 'ends' : 'begins'} ${reference}${isHidden(name) ? ' ?' : ''} ${isHidden(shipped) ? 'perhaps' : shipped}`,
  )

test('the Dockerfile that a BuildConfig names ships, and what it names takes the place of the last FROM', async () => {
  const files = {
    'app/Containerfile.web': 'FROM golang:1.22 AS build\nFROM scratch\n',
    'other/Dockerfile': 'FROM a:1\n',
  }
  const source = 'source: {contextDir: app}\nstrategy: {dockerStrategy: {dockerfilePath: Containerfile.web'
  assert.deepEqual(await basesOf({ ...files, 'bc.yaml': config(`${source}}}`) }), [
    'app/Containerfile.web begins golang:1.22 true',
    'app/Containerfile.web ends scratch true',
    'other/Dockerfile ends a:1 perhaps',
  ])
  const from = 'from: {kind: DockerImage, name: docker.io/node:22-alpine}'
  assert.deepEqual((await basesOf({ ...files, 'bc.yaml': config(`${source}, ${from}}}`) })).slice(0, 2), [
    'app/Containerfile.web begins golang:1.22 true',
    'app/Containerfile.web ends docker.io/node:22-alpine true',
  ])
})

test('a Dockerfile in the configuration is read there, and a tag of a stream is the cluster’s', async () => {
  const inline = 'source:\n  dockerfile: |\n    FROM node:22\n    RUN apk add gcc\n'
  const files = (strategy: string) => ({ 'bc.yaml': config(`${inline}strategy: {${strategy}}`) })
  assert.deepEqual(await basesOf(files('dockerStrategy: {}')), ['bc.yaml ends node:22 true'])
  const { imageContents } = await collect(files('type: Docker'))
  assert.deepEqual(
    imageContents.map(({ file, leftovers }) => [file, leftovers.map(({ detail }) => detail).includes('gcc')]),
    [['bc.yaml', true]],
  )
  const [content] = (await collect(files('dockerStrategy: {from: {kind: ImageStreamTag, name: "node:22"}}')))
    .imageContents
  const base = content?.leftovers.find(({ what }) => what === 'base')
  assert.equal(base?.detail, '<the image stream node:22>, whose content is not known')
  assert.deepEqual(
    await basesOf({
      'bc.yaml': config('strategy: {sourceStrategy: {from: {kind: ImageStreamTag, name: "nodejs:22"}}}'),
    }),
    ['bc.yaml ends nodejs:22 ? true'],
  )
})

test('a trigger puts the tag of a stream into a container whose image is blank', async () => {
  const trigger =
    '  triggers: [{type: ImageChange, imageChangeParams: {containerNames: [shop], from: {kind: ImageStreamTag, name: "shop:prod"}}}]'
  assert.deepEqual(
    await ownOf({ 'dc.yaml': deployed(' ', trigger), 'bc.yaml': config('strategy: {dockerStrategy: {}}') }),
    ['shop:prod true'],
  )
  assert.deepEqual(await ownOf({ 'dc.yaml': deployed(' ') }), [])
})
