import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../src/config/settings.ts'
import { collectFacts } from '../../src/facts/collect.ts'
import type { History } from '../../src/sources/source.ts'
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

test('what a manifest says of the project itself tells nothing', async () => {
  const files = {
    'package.json': '{\n"name": "stripe",\n"description": "what stripe and openai do",\n"keywords": ["openai"]\n}',
  }
  assert.deepEqual(await signs(files), [])
})

test('keywords and scripts are no dependencies, on however many lines', async () => {
  const files = {
    'package.json':
      '{\n  "keywords": [\n    "openai"\n  ],\n  "scripts": {\n    "start:db": "docker compose up -d mssql"\n  },\n  "devDependencies": {},\n  "dependencies": {\n    "stripe": "1"\n  }\n}\n',
    'pyproject.toml': '[project]\nkeywords = [\n  "anthropic",\n]\ndependencies = [\n  "peewee",\n]\n',
  }
  assert.deepEqual(await signs(files), ['data-access: the dependency peewee', 'integrations: the dependency stripe'])
})

test('settings tell which store, login and systems elsewhere a service has', async () => {
  const files = {
    'src/main/resources/application.yml':
      'spring:\n  datasource:\n    url: jdbc:postgresql://${HOST}/ingots\nhallmark-api:\n  base-url: ${HALLMARK}\n',
    'Office/appsettings.json': '{\n  "Refinery": {\n    "Carat": 22,\n    "BaseUrl": ""\n  }\n}\n',
    '.env.example': 'SHOP_STRIPE_SECRET_KEY=\nASSAY_OFFICE_API_URL=\n# TWILIO_ACCOUNT_SID=\n',
    'config/settings.py': 'ISSUER = os.environ["OIDC_ISSUER"]\n',
  }
  assert.deepEqual(await signs(files), [
    'authentication: the setting OIDC_ISSUER',
    'data-access: the setting jdbc:postgresql',
    'integrations: the setting ASSAY_OFFICE_API_URL',
    'integrations: the setting Refinery.BaseUrl',
    'integrations: the setting SHOP_STRIPE_SECRET_KEY',
    'integrations: the setting hallmark-api.base-url',
  ])
})

test('addresses of the service itself and of its parts are no systems elsewhere', async () => {
  const files = {
    'crucible/Dockerfile': 'FROM nginx:1.29.3\n',
    '.env.example': 'VITE_API_URL=\nAPP_API_BASE_URL=\nCRUCIBLE_API_URL=\nSHOP_BACKEND_API_URL=\n',
    'shop/package.json': '{}',
    'config/settings.yml': 'base_url: a\napplication:\n  base_url: b\ncrucible_service:\n  base_url: c\n',
  }
  assert.deepEqual(await signs(files), [])
})

test('the host that the repository is kept at is no part of it', async () => {
  const settings = { '.env.example': 'HUB_API_URL=\nGOLDSMITHS_API_URL=\n' }
  const history = { origin: 'https://github.com/goldsmiths/shop' } as History
  const { facts } = await collectFacts(repositoryOf(settings, { history }), defaultSettings, ['capabilities'])
  assert.deepEqual(
    facts.capabilities.map(({ sign }) => sign),
    ['the setting HUB_API_URL'],
  )
})

test('settings for tests, for work on the code and of pipelines tell nothing', async () => {
  const setting = 'DATABASE_URL=postgres://db/ingots\n'
  const files = { '.env.test': setting, '.env.local': setting, '.circleci/config.yml': setting, 'test/.env': setting }
  assert.deepEqual(await signs(files), [])
})

test('what a skeleton brings along and libraries of tests tell nothing', async () => {
  const files = {
    artisan: '#!/usr/bin/env php\n',
    '.env.example': 'DB_HOST=127.0.0.1\nMAILGUN_SECRET=\n',
    'gradle/libs.versions.toml': 'security = { module = "org.springframework.security:spring-security-test" }\n',
  }
  assert.deepEqual(await signs(files), [])
})
