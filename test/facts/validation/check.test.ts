import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultSettings } from '../../../src/config/settings.ts'
import { isHidden } from '../../../src/facts/hidden.ts'
import { schemaChecks } from '../../../src/facts/validation/check.ts'
import { configurationGroups } from '../../../src/facts/validation/files.ts'
import { laidOver } from '../../../src/facts/validation/plain.ts'
import { schemaOf } from '../../../src/facts/validation/schema.ts'
import { repositoryOf } from '../../support/repository.ts'

const port = JSON.stringify({
  properties: { port: { type: 'integer' }, log: { enum: ['warn', 'debug'] } },
  additionalProperties: false,
  required: ['port'],
})
const chart = (files: Readonly<Record<string, string>>) => ({
  'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'chart/values.schema.json': port,
  ...files,
})

/** Files, then what is found: the file, whether it conforms (`?`: hidden), and the text of the place. */
const cases: readonly (readonly [string, Readonly<Record<string, string>>, readonly (readonly unknown[])[]])[] = [
  ['values of a chart', chart({ 'chart/values.yaml': 'port: 80\n' }), [['chart/values.yaml', true, '']]],
  ['a wrong type', chart({ 'chart/values.yaml': 'port: eighty\n' }), [['chart/values.yaml', false, 'eighty']]],
  ['a key too many', chart({ 'chart/values.yaml': 'port: 80\nprot: 81\n' }), [['chart/values.yaml', false, 'prot']]],
  [
    'what is given when it is installed',
    chart({ 'chart/values.yaml': 'log: warn\n' }),
    [['chart/values.yaml', '?', '']],
  ],
  ['an empty value', chart({ 'chart/values.yaml': 'port: ""\n' }), [['chart/values.yaml', '?', '']]],
  ['a value that is filled in', chart({ 'chart/values.yaml': 'port: ${PORT}\n' }), [['chart/values.yaml', '?', '']]],
  [
    'values laid over those of the chart',
    chart({
      'chart/values.yaml': 'port: 80\n',
      'chart/values-prod.yaml': 'log: loud\n',
      'chart/values-dev.yaml': 'log: warn\n',
    }),
    [
      ['chart/values-dev.yaml', true, ''],
      ['chart/values-prod.yaml', false, 'loud'],
    ],
  ],
  [
    'a schema that is none',
    { ...chart({ 'chart/values.yaml': 'port: 80\n' }), 'chart/values.schema.json': '{"type": "numbr"}' },
    [['chart/values.yaml', false, '']],
  ],
  ['$schema in JSON', { 'a.json': '{"$schema": "./s.json", "port": "x"}', 's.json': port }, [['a.json', false, '"x"']]],
  [
    'a draft that is spelt as many spell it',
    {
      'a.json': '{"$schema": "./s.json", "port": 1}',
      's.json': port.replace('{', '{"$schema": "https://json-schema.org/draft-07/schema#", '),
    },
    [['a.json', true, '']],
  ],
  [
    'the key itself is no key too many',
    { 'a.json': '{"$schema": "./s.json", "port": 1}', 's.json': port },
    [['a.json', true, '']],
  ],
  [
    'a schema that is elsewhere',
    { 'config/default.json': '{"$schema": "https://schemas.rings.org/a.json"}' },
    [['config/default.json', '?', '']],
  ],
  [
    'a schema that is not there',
    { 'config/default.json': '{"$schema": "./s.json"}' },
    [['config/default.json', '?', '']],
  ],
  ['a tool and its schema', { 'lint.json': '{"$schema": "node_modules/lint/s.json"}' }, []],
  [
    'a comment in YAML',
    { 'c/a.yaml': '# yaml-language-server: $schema=../s.json\nport: x\n', 's.json': port },
    [['c/a.yaml', false, 'x']],
  ],
  ['a comment in TOML', { 'a.toml': '#:schema ./s.json\nport = 1\n', 's.json': port }, [['a.toml', true, '']]],
  [
    'settings of an editor',
    {
      '.vscode/settings.json':
        '{"json.schemas": [{"fileMatch": ["config/*.json"], "url": "./s.json"}], "yaml.schemas": {"./s.json": "b.yaml"}}',
      'config/a.json': '{"port": 1}',
      'b.yaml': 'prot: 1\n',
      's.json': port,
    },
    [
      ['b.yaml', false, 'prot: 1'],
      ['config/a.json', true, ''],
    ],
  ],
  [
    'schemas that refer to each other',
    {
      'a.json': '{"$schema": "./s.json", "a": {"a": 1}}',
      's.json': '{"properties": {"a": {"$ref": "t.json"}}}',
      't.json': '{"properties": {"a": {"$ref": "s.json"}}, "maxProperties": 0}',
    },
    [['a.json', false, '{"a": 1}']],
  ],
  ['a language of schemas', { 'a.json': '{"$schema": "https://json-schema.org/draft-07/schema#"}' }, []],
  [
    'a reference to elsewhere',
    { 'a.json': '{"$schema": "./s.json"}', 's.json': '{"$ref": "https://a.rings.org/s"}' },
    [['a.json', '?', '']],
  ],
  [
    'an old draft',
    { 'a.json': '{"$schema": "./s.json"}', 's.json': '{"$schema": "http://json-schema.org/draft-04/schema#"}' },
    [['a.json', '?', '']],
  ],
  [
    'a pattern that looks ahead',
    { 'a.json': '{"$schema": "./s.json", "a": "x"}', 's.json': '{"properties": {"a": {"pattern": "^(?=x)"}}}' },
    [['a.json', '?', '']],
  ],
  [
    'a pattern that could backtrack for ever',
    {
      'a.json': `{"$schema": "./s.json", "a": "${'a'.repeat(5000)}!"}`,
      's.json': '{"properties": {"a": {"pattern": "^(a+)+$"}}}',
    },
    [['a.json', false, `"${'a'.repeat(5000)}!"`]],
  ],
  [
    'a schema that is itself',
    { 'a.json': '{"$schema": "./s.json", "a": 1}', 's.json': '{"$ref": "#"}' },
    [['a.json', '?', '']],
  ],
]

for (const [what, files, expected] of cases) {
  test(`files held against their schemas: ${what}`, async () => {
    const repository = repositoryOf(files)
    const found = await schemaChecks(await configurationGroups(repository, defaultSettings), repository)
    assert.deepEqual(
      found
        .map(({ file, conforms, place }) => [
          file,
          isHidden(conforms) ? '?' : conforms,
          place.start === undefined ? '' : (files as Record<string, string>)[place.file]?.slice(place.start, place.end),
        ])
        .sort(),
      expected,
    )
  })
}

test('a schema that takes for ever ends', { timeout: 30_000 }, async () => {
  const $defs: Record<string, unknown> = { a0: { type: 'object', minProperties: 1 } }
  for (let i = 1; i < 40; i++)
    $defs[`a${i}`] = { anyOf: [{ $ref: `#/$defs/a${i - 1}` }, { $ref: `#/$defs/a${i - 1}` }] }
  const schema = await schemaOf(
    's.json',
    repositoryOf({ 's.json': JSON.stringify({ $defs, $ref: '#/$defs/a39' }) }),
    100,
  )
  assert.ok('check' in schema || 'hidden' in schema)
  if ('check' in schema) assert.ok(isHidden(await schema.check({})))
})

test('values are laid over others as Helm does it', () => {
  assert.deepEqual(
    JSON.parse(JSON.stringify(laidOver({ a: { b: 1 }, c: null, d: [1] }, { a: { x: 2 }, c: 3, d: [2, 3] }))),
    { a: { x: 2, b: 1 }, d: [1] },
  )
})
