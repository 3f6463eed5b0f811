import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { isHidden } from '../../src/facts/hidden.ts'
import { buildsOf } from '../../src/facts/image/builds.ts'
import { dockerfilesOf } from '../../src/facts/image/dockerfiles.ts'
import { repositoryOf } from '../support/repository.ts'
import { job, run, workflow } from '../support/workflow.ts'

const found = (...paths: readonly string[]) =>
  dockerfilesOf(repositoryOf(Object.fromEntries(paths.map((path) => [path, 'FROM scratch']))), [], [], [], {
    all: false,
  })

test('Dockerfiles are found by the names that builders look for', () => {
  const paths = ['Dockerfile', 'apps/web/Dockerfile', 'Dockerfile.web', 'web.Dockerfile', 'Containerfile']
  assert.deepEqual(
    found(...paths)
      .map(({ file }) => file.path)
      .sort(),
    paths.sort(),
  )
})

test('code and documents that are called so are none', () => {
  assert.deepEqual(
    found('src/documents/dockerfile.ts', 'docs/Dockerfile.md', 'Dockerfile.j2', 'dockerfile_lint.py', 'dockerfile_x'),
    [],
  )
})

test('one for local work is not shipped; another may be', () => {
  for (const name of ['Dockerfile.dev', 'Dockerfile.web-test', 'unittest.Dockerfile', 'Dockerfile-localdev'])
    assert.equal(found(name)[0]?.shipped, false, name)
  for (const name of ['Dockerfile.latest', 'Dockerfile.contest', 'Dockerfile.fluentci'])
    assert.ok(isHidden(found(name)[0]?.shipped), name)
  assert.equal(found('dev/Dockerfile')[0]?.shipped, false)
  assert.ok(isHidden(found('Dockerfile')[0]?.shipped))
})

test('a part of a Dockerfile, without FROM, is no evidence; a broken one is', async () => {
  const repository = repositoryOf({
    Dockerfile: 'FROM node:22\nRUN what\nis this\n',
    'docker/Dockerfile.labels': 'LABEL a=b\n',
    'Dockerfile.dev': 'FROM node:22\n',
  })
  await collectFacts(repository, defaultSettings, ['baseImages'])
  assert.deepEqual(repository.claimed, ['Dockerfile'])
})

/** What is said of a Dockerfile beside a workflow with one job that runs these commands. */
async function shippedBy(lines: readonly string[], path = 'Dockerfile') {
  const steps = lines.map((line) => `      - run: ${line}`).join('\n')
  const workflow = `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n${steps}\n`
  const repository = repositoryOf({ '.github/workflows/ci.yml': workflow, [path]: 'FROM node:22\n' })
  const { observed } = await collectFacts(repository, defaultSettings, ['baseImages'])
  return observed.baseImages[0]?.shipped
}

test('an image that is built and pushed by its name is shipped', async () => {
  assert.equal(await shippedBy(['docker build -t r.example.org/shop:1 .', 'docker push r.example.org/shop:1']), true)
})

test('the stage of the image that is pushed counts, not that of one for developers', async () => {
  const repository = repositoryOf({
    '.github/workflows/ci.yml':
      'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build --target dev -t shop-dev .\n      - run: docker build --target web -t r.example.org/shop:1 .\n      - run: docker push r.example.org/shop:1\n',
    Dockerfile: 'FROM node:22-slim AS web\nFROM web AS dev\nRUN npm ci\n',
  })
  const { observed } = await collectFacts(repository, defaultSettings, ['workflows'])
  const builds = await buildsOf(observed.workflows, repository)
  assert.deepEqual(
    dockerfilesOf(repository, builds, observed.workflows, [], { all: false }).map(({ target }) => target),
    ['web'],
  )
})

test('one in small letters stands where no other does, and a build may name a file of any name', async () => {
  const pushed = 'docker push r.example.org/shop:1'
  assert.equal(await shippedBy(['docker build -t r.example.org/shop:1 .', pushed], 'dockerfile'), true)
  assert.equal(await shippedBy(['docker build -t r.example.org/shop:1 web', pushed], 'web/dockerfile'), true)
  assert.equal(
    await shippedBy(['docker build -f dockerfile_worker -t r.example.org/shop:1 .', pushed], 'dockerfile_worker'),
    true,
  )
  assert.equal(await shippedBy(['docker build -f build/shop -t r.example.org/shop:1 .', pushed], 'build/shop'), true)
  assert.equal(await shippedBy(['docker build -t r.example.org/shop:1 .', pushed], 'build/shop'), undefined)
})

test('the push of another image does not ship it', async () => {
  const lines = ['docker build -t shop-tests .', 'docker run shop-tests', 'docker push r.example.org/shop:1']
  assert.equal(await shippedBy(lines), false)
})

test('the push of another name to a registry that is not known does not ship it; one of the same name may', async () => {
  const built = ['docker build -t shop-db .']
  assert.equal(await shippedBy([...built, 'docker push ${REGISTRY}/team/seeded:1']), false)
  assert.equal(await shippedBy([...built, 'docker push ${REGISTRY}/team/shop-db:1']), true)
  assert.equal(await shippedBy([...built, 'docker push ${IMAGE}']), true)
})

test('a push means what is built under its very name, and nothing else', async () => {
  const local = ['docker build -t local/shop-db -f Dockerfile .']
  const pushed = ['docker build -t ${REGISTRY}/${IMAGE}:1 web', 'docker push ${REGISTRY}/${IMAGE}:1']
  assert.equal(await shippedBy([...local, ...pushed]), false)
  assert.equal(await shippedBy([...local, pushed[1] as string]), true)
  assert.equal(
    await shippedBy([...local, 'docker tag local/shop-db ${OTHER}', ...pushed, 'docker push ${OTHER}']),
    true,
  )
})

test('an image that is built, where nothing that is seen ships anything, may be shipped', async () => {
  assert.ok(isHidden(await shippedBy(['docker build -t shop .'])))
})

test('a path is taken from the folder where the build runs', async () => {
  const repository = repositoryOf({
    'api/Dockerfile': 'FROM scratch',
    'api/Dockerfile.prod': 'FROM scratch',
    'web/Dockerfile': 'FROM scratch',
  })
  const act = run('package', {
    words: ['build', '--push', '-f', 'Dockerfile.prod', '.'],
    tool: 'docker build',
    directory: 'api',
  })
  const other = run('package', { words: ['build', '--push', '.'], tool: 'docker build', directory: 'web' })
  const workflows = [workflow([job('build', [act, other])])]
  const shipped = dockerfilesOf(repository, await buildsOf(workflows, repository), workflows, [], { all: false })
  assert.deepEqual(
    shipped.filter((one) => one.shipped === true).map(({ file }) => file.path),
    ['api/Dockerfile.prod', 'web/Dockerfile'],
  )
})

test('an image of tests is no subject, although it is pushed', async () => {
  const lines = ['docker build --push -t r.example.org/e2e:1 e2e']
  assert.equal(await shippedBy(lines, 'e2e/Dockerfile'), false)
})

/** The commands that build, and the image that `FROM ${BASE}:${VERSION}` comes to by its defaults and what they give. */
const starts: readonly (readonly [readonly string[], string])[] = [
  [['docker build .'], 'node:22'],
  [['docker build --build-arg VERSION=24-slim .'], 'node:24-slim'],
  [['docker build --build-arg BASE=r.example.org/${X} --build-arg OTHER=a .'], 'r.example.org/${X}:22'],
  [['docker build .', 'docker build --build-arg VERSION=24-slim .'], '${BASE}:${VERSION}'],
]

for (const [lines, reference] of starts) {
  test(`built by ${lines.join(' and ')}, the image starts from ${reference}`, async () => {
    const steps = lines.map((line) => `      - run: ${line}`).join('\n')
    const repository = repositoryOf({
      '.github/workflows/ci.yml': `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n${steps}\n`,
      Dockerfile: 'ARG BASE=node\nARG VERSION=22\nFROM ${BASE}:${VERSION}\n',
    })
    const { observed } = await collectFacts(repository, defaultSettings, ['baseImages'])
    assert.equal(observed.baseImages[0]?.reference, reference)
  })
}
