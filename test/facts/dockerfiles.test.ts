import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { isHidden } from '../../src/facts/hidden.ts'
import { dockerfilesOf } from '../../src/facts/image/dockerfiles.ts'
import { repositoryOf } from '../support/repository.ts'

const found = (...paths: readonly string[]) =>
  dockerfilesOf(repositoryOf(Object.fromEntries(paths.map((path) => [path, 'FROM scratch']))), [])

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
    found('src/documents/dockerfile.ts', 'docs/Dockerfile.md', 'Dockerfile.j2', 'dockerfile_lint.py'),
    [],
  )
})

test('one for local work is not shipped; another may be', () => {
  assert.equal(found('Dockerfile.dev')[0]?.shipped, false)
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
