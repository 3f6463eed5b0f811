import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import { repositoryOf } from '../support/repository.ts'

const signs = async (files: Record<string, string>) =>
  (await collectFacts(repositoryOf(files), defaultSettings, ['capabilities'])).facts.capabilities
    .map(({ name, sign }) => `${name}: ${sign}`)
    .sort()

test('dependencies of the service tell what it does', async () => {
  assert.deepEqual(await signs({ 'package.json': '{"dependencies": {\n"stripe": "1",\n"passport": "1"\n}}' }), [
    'authentication: the dependency passport',
    'integrations: the dependency stripe',
  ])
})

test('the kit of the cloud is no partner', async () => {
  assert.deepEqual(await signs({ 'requirements.txt': 'boto3==1.0\n' }), [])
})

test('dependencies for work and tests, and those that others bring along, tell nothing', async () => {
  const files = {
    'package.json': '{\n  "devDependencies": {\n    "stripe": "1"\n  },\n  "dependencies": {\n    "pg": "8"\n  }\n}\n',
    'pyproject.toml':
      '[tool.poetry.group.dev.dependencies]\nauthlib = "1"\n\n[tool.poetry.dependencies]\npsycopg = "3"\n',
    'go.mod': 'require (\n\tgolang.org/x/oauth2 v0.1.0 // indirect\n)\n',
    'build.gradle': "dependencies {\n  testImplementation 'org.springframework.security:spring-security-test'\n}\n",
  }
  assert.deepEqual(await signs(files), ['data-access: the dependency pg', 'data-access: the dependency psycopg'])
})
