import { isDeepStrictEqual } from 'node:util'
import { type Kind, kindField, kinds } from '../../src/config/vocabulary.ts'
import { collections, singletons } from '../../src/facts/schema/index.ts'
import { type FactSchema, type FieldType, factTypes } from '../../src/rules/fact-types.ts'
import { ownFunctions, refusedFunctions } from '../../src/rules/functions.ts'
import { header } from './text.ts'

const schemas = plain(collections)
const single = plain(singletons)
const types = factTypes(schemas, single)

function plain(value: object): Readonly<Record<string, FactSchema>> {
  return JSON.parse(JSON.stringify(value)) as Record<string, FactSchema>
}

/** Every record that facts use, by title, in the order in which they are met. */
function records(): ReadonlyMap<string, FactSchema> {
  const found = new Map<string, FactSchema>()
  const visit = (schema: FactSchema) => {
    if (schema.items) visit(schema.items)
    if (schema.type !== 'object' || !schema.properties || found.has(schema.title ?? '')) return
    found.set(schema.title ?? '', schema)
    for (const field of Object.values(schema.properties)) visit(field)
  }
  for (const schema of [...Object.values(schemas), ...Object.values(single)]) visit(schema)
  return found
}

/**
 * `schemas/facts.json`: JSON Schema of all facts, with one keyword of our own: `hideable`, for a value that may be
 * hidden (rules then answer unknown).
 */
export function factsSchema(): string {
  const refer = (schema: FactSchema): object => {
    if (schema.type === 'array') return { ...schema, items: refer(schema.items ?? {}) }
    if (schema.type !== 'object' || !schema.properties) return schema
    const { hideable, description } = schema
    return { $ref: `#/definitions/${schema.title}`, ...(hideable ? { hideable } : {}), description }
  }
  const definitions: Record<string, object> = {}
  for (const [title, schema] of records()) {
    const properties = Object.fromEntries(Object.entries(schema.properties ?? {}).map(([k, v]) => [k, refer(v)]))
    definitions[title] = { ...schema, properties }
  }
  const properties = {
    ...Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [name, { type: 'array', items: refer(schema) }]),
    ),
    ...Object.fromEntries(Object.entries(single).map(([name, schema]) => [name, refer(schema)])),
  }
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://assay.dev/schemas/facts/1',
    title: 'Facts',
    description: 'What rules see of a repository. `hideable`: the value may be hidden from here, and is then unknown.',
    type: 'object',
    properties,
    definitions,
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

/** `src/rules/types.generated.ts`: the types that expressions are checked against. */
export function factTypesModule(): string {
  const record = ([name, fields]: [string, object]) =>
    `    ${name}: {\n${Object.entries(fields)
      .map(([key, type]) => `      ${key}: ${JSON.stringify(type)},`)
      .join('\n')}\n    },`
  const names = (map: Readonly<Record<string, string>>) =>
    Object.entries(map)
      .map(([k, v]) => `    ${k}: '${v}',`)
      .join('\n')
  return `${header('src/facts/schema')}import type { FactTypes } from './fact-types.ts'

export const types: FactTypes = {
  collections: {
${names(types.collections)}
  },
  singletons: {
${names(types.singletons)}
  },
  records: {
${Object.entries(types.records).map(record).join('\n')}
  },
}
`
}

/** `docs/facts.md`: the reference for people who write rules. */
export function factsPage(): string {
  const out = [
    '# What rules can see',
    '',
    '<!-- Made by npm run generate from src/facts/schema; do not edit. -->',
    '',
    'A rule names a collection in `each`; its members are `it`, one by one. Every collection can also be read by its name',
    '(`deployments.exists(d, d.onMerge)`), and `repository` is the repository as a whole. `assay facts` prints all of this',
    'for a repository.',
    '',
    'A field marked *may be hidden* cannot always be seen (a setting of the forge, a pipeline elsewhere). A rule need not',
    'care: where the answer depends on it, the verdict is `unknown`, and says what is hidden.',
    '',
    '## Functions',
    '',
    'Expressions are [CEL](https://cel.dev), with all its operators and `all`, `exists`, `exists_one`, `filter`, `map`, and:',
    '',
    ...Object.values(ownFunctions).map((line) => `- \`${line.replace(': bool: ', ': bool`: ')}`),
    '',
    'Not in rules: ' +
      Object.keys(refusedFunctions)
        .map((name) => `\`${name}\``)
        .join(', ') +
      ' and `cel.bind`.',
    'Whole numbers and fractions do not mix in `==`, `in` and sums: write `5.0` for a fraction, not `5`.',
    '',
    '## Collections',
    '',
    '| name | members | |',
    '|---|---|---|',
  ]
  const known = records()
  for (const [name, title] of [...Object.entries(types.collections), ...Object.entries(types.singletons)])
    out.push(`| \`${name}\` | [${title}](#${title.toLowerCase()}) | ${known.get(title)?.description ?? ''} |`)
  out.push('', ...common)
  for (const [title, schema] of known)
    out.push('', `## ${title}`, '', schema.description ?? '', '', ...fieldTable(title, schema))
  return `${out.join('\n')}\n`
}

/** What each kind of step is, for people. */
const kindWords: Readonly<Record<Kind, string>> = {
  build: 'makes the program, or what is shipped',
  lint: 'reads the code without running it: style, types',
  'unit-test': 'runs tests of parts by themselves',
  'integration-test': 'runs tests of parts together: with a database, a browser, another service',
  'smoke-test': 'asks a system that was deployed whether it works',
  'security-scan': 'looks for weaknesses in code, dependencies or configuration',
  'image-scan': 'looks for weaknesses in a container image',
  package: 'puts what was built into an image, an archive or a chart',
  publish: 'pushes it to a registry, or makes a release of it',
  sign: 'signs it, or attests where it comes from',
  verify: 'checks a signature or an attestation',
  validate: 'holds configuration, manifests or infrastructure code against a schema or rules',
  plan: 'shows what an apply would change',
  apply: 'applies infrastructure code',
  migrate: 'changes the form of a database',
  deploy: 'brings a version to an environment',
  approve: 'waits for a person',
  rollback: 'takes a deployment back',
  notify: 'tells people',
  status: 'tells a status page',
  record: 'writes down what was deployed',
  refresh: 'fills an environment with data',
  sanitise: 'takes out of data what tells of people',
  'set-up': 'prepares the work: a checkout, a login, tools, a cache',
}

/** What fields of many records are. */
const common: readonly string[] = [
  '## Kinds',
  '',
  'What a step of a pipeline does. A field of a kind has `_` for `-`: `it.guarded.unit_test`.',
  '',
  '| kind | the step |',
  '|---|---|',
  ...kinds.map((kind) => `| \`"${kind}"\` | ${kindWords[kind]} |`),
  '',
  '## Place and Trace',
  '',
  'A Place is where something stands: a file with the lines, or a setting. A Trace is a list of them with a word on each, such as',
  'the way from a trigger to a deployment. A rule hands them on (`at: it.place`, `trace: it.path`) and reads nothing in them.',
]

function* fieldTable(title: string, schema: FactSchema): Generator<string> {
  yield '| field | type | |'
  yield '|---|---|---|'
  if (isDeepStrictEqual(Object.keys(schema.properties ?? {}), kinds.map(kindField))) {
    yield rowOfKinds(title, schema)
    return
  }
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const type = types.records[title]?.[name] as FieldType
    yield `| \`${name}\` | ${typeWords(type)} | ${(field.description ?? '').replaceAll('|', '\\|')}${hiding(field)} |`
  }
}

/** One row for a record with a field for each kind, and not two dozen that say the same: that of the first kind speaks for all. */
function rowOfKinds(title: string, { properties = {} }: FactSchema): string {
  const [name, field] = Object.entries(properties)[0] as [string, FactSchema]
  const words = (field.description ?? '').replace(kinds[0], 'a step of this [kind](#kinds)')
  const type = typeWords(types.records[title]?.[name] as FieldType)
  const names = Object.keys(properties).map((one) => `\`${one}\``)
  return `| one for each kind: ${names.join(' ')} | ${type} | ${words}${hiding(field)} |`
}

const hiding = ({ hideable }: FactSchema) => (hideable ? ' · *may be hidden*' : '')

function typeWords(type: FieldType): string {
  switch (type.kind) {
    case 'string':
      if (isDeepStrictEqual(type.values, kinds)) return '[kind](#kinds)'
      return type.values ? type.values.map((value) => `\`"${value}"\``).join(' ') : 'string'
    case 'list':
      return `list of ${typeWords(type.of)}`
    case 'record':
      return `[${type.name}](#${type.name.toLowerCase()})`
    case 'place':
      return '[Place](#place-and-trace)'
    case 'trace':
      return '[Trace](#place-and-trace)'
    default:
      return type.kind
  }
}
