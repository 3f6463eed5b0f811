import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv } from 'ajv'
import { parse } from 'yaml'
import { check, type Schema } from '../../src/config/check.ts'
import { kinds } from '../../src/config/vocabulary.ts'
import { Text } from '../../src/documents/text.ts'
import { parseYaml } from '../../src/documents/yaml.ts'

const schema = JSON.parse(readFileSync(new URL('../../schemas/assay.json', import.meta.url), 'utf8'))

const good = [
  '{}',
  'profile: silver',
  '$schema: https://example.org/assay.json\nprofile: bronze',
  'parameters: {smoke-sla.time: {minutes: 10, names: [a, b], strict: true, ratio: 0.5}}',
  'exclude: []\ninclude: ["examples/**"]',
  'environments: {demo: staging, "live-*": production}',
  'kinds: [{file: a.yml, job: ship, kinds: [deploy]}, {step: Check, kinds: [smoke-test, verify]}]',
  'deploys: false',
  'components: {api: services/api}',
  'documents: {release-notes: NEWS.md, rollback-runbook: [docs/a.md, "https://example.org/b"]}',
  'rules: [policy/rules]',
  'not-applicable: {smoke-tests.authentication: no login}',
]

const bad = [
  '[]',
  'text',
  'profil: gold',
  'profile: goold',
  'profile: 3',
  'profile: null',
  'parameters: [a]',
  'parameters: {a.b: 3}',
  'parameters: {a.b: {c: null}}',
  'parameters: {a.b: {c: {d: 1}}}',
  'parameters: {a.b: {c: [[1]]}}',
  'exclude: "legacy/**"',
  'exclude: [""]',
  'exclude: [3]',
  'environments: {demo: stagging}',
  'environments: [demo]',
  'kinds: [{job: ship}]',
  'kinds: [{kinds: [deploy]}]',
  'kinds: [{job: ship, kinds: []}]',
  'kinds: [{job: ship, kinds: [ship]}]',
  'kinds: [{job: ship, kinds: deploy}]',
  'kinds: [{job: ship, jobs: x, kinds: [deploy]}]',
  'kinds: {job: ship, kinds: [deploy]}',
  'deploys: "false"',
  'deploys: no',
  'components: {api: 3}',
  'components: {api: ""}',
  'documents: {runbook: a.md}',
  'documents: {release-notes: []}',
  'documents: {release-notes: ""}',
  'documents: {release-notes: [3]}',
  'documents: {release-notes: true}',
  'rules: policy',
  'not-applicable: {a.b: }',
  'not-applicable: {a.b: ""}',
  'not-applicable: [a.b]',
]

const validate = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false }).compile(schema)

for (const source of [...good, ...bad]) {
  test(`our check and ajv agree on: ${source.replaceAll('\n', ' | ')}`, async () => {
    const { documents } = await parseYaml(new Text('assay.yaml', source))
    const faults = check(documents[0]!, schema as Schema)
    assert.equal(validate(parse(source)), good.includes(source))
    assert.deepEqual(faults.length === 0, good.includes(source), faults.map(({ message }) => message).join('\n'))
  })
}

test('every keyword of the schemas that our check reads is one that it knows', () => {
  const known = new Set(
    '$schema $id $ref title description type enum default examples properties additionalProperties required anyOf items minItems minLength definitions'.split(
      ' ',
    ),
  )
  for (const file of ['assay.json', 'rule.json', 'waivers.json', 'attestations.json']) {
    const root = JSON.parse(readFileSync(new URL(`../../schemas/${file}`, import.meta.url), 'utf8'))
    const visit = (part: unknown, isSchema: boolean): void => {
      if (typeof part !== 'object' || part === null) return
      for (const [key, value] of Object.entries(part)) {
        if (isSchema) assert.ok(known.has(key), `${file} uses ${key}`)
        if (key === 'examples' || key === 'default' || key === 'enum') continue
        visit(value, Array.isArray(part) || !isSchema || key === 'items' || key === 'additionalProperties')
      }
    }
    visit(root, true)
  }
})

test('every key of the schema has a description, for editors', () => {
  const visit = (part: Record<string, unknown>, path: string): void => {
    assert.ok(part.description || part.$ref, `${path} has no description`)
    for (const [key, value] of Object.entries((part.properties ?? {}) as object)) visit(value, `${path}.${key}`)
    for (const key of ['items', 'additionalProperties'])
      if (typeof part[key] === 'object') visit(part[key] as Record<string, unknown>, `${path}.${key}`)
  }
  visit(schema, 'assay.yaml')
})

test('the schema knows the kinds of steps that the facts know', () => {
  assert.deepEqual(schema.properties.kinds.items.properties.kinds.items.enum, [...kinds])
})
