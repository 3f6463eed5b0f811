import { stringify } from 'yaml'

/** The parts of schemas/assay.json that the page tells of. */
interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly string[]
  readonly default?: unknown
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly additionalProperties?: boolean | Schema
  readonly anyOf?: readonly Schema[]
  readonly $ref?: string
  readonly definitions?: Readonly<Record<string, Schema>>
}

/**
 * docs/configuration.md: what can be said in assay.yaml, from its schema (schemas/assay.json). The whole example is made of
 * the examples of the keys.
 */
export function configurationPage(schema: Schema): string {
  const keys = Object.entries(resolved(schema, schema).properties ?? {}).filter(([key]) => key !== '$schema')
  const whole = Object.fromEntries(keys.map(([key, { examples }]) => [key, examples?.[0]]))
  const without = keys.filter(([, { examples }]) => examples === undefined).map(([key]) => key)
  if (without.length) throw new Error(`schemas/assay.json has no example for ${without.join(', ')}`)
  return `# Configuration

<!-- Made by npm run generate from schemas/assay.json; do not edit. -->

\`assay.yaml\` at the root of the repository. ${schema.description} Without the file, the defaults hold. A mistake in it is
an error with line and column, and exit code 2: nothing is judged by half of what you meant.

Editors complete and check it by \`schemas/assay.json\` of the package: name it in a key \`$schema\`, or in a first line
\`# yaml-language-server: $schema=<path or URL>\`.

All keys at once:

\`\`\`yaml
${yaml(whole)}\`\`\`

${keys.map(([key, property]) => chapter(key, property)).join('\n')}`
}

const yaml = (data: unknown) => stringify(data, { lineWidth: 0, flowCollectionPadding: false })

function chapter(key: string, property: Schema): string {
  const fallback = property.default === undefined ? '' : ` Default: \`${property.default}\`.`
  return `## ${key}

${property.description}${words(property)}${fallback}

\`\`\`yaml
${yaml({ [key]: property.examples?.[0] })}\`\`\`
${parts(property)}`
}

/** A closed list of words, where the value is one of them. */
const words = ({ enum: list }: Schema) => (list ? ` One of ${list.map((word) => `\`${word}\``).join(', ')}.` : '')

/** A schema with what it refers to in its place; what it says of itself stays. */
function resolved(part: Schema, { definitions = {} }: Schema): Schema {
  const inner = (one: Schema) => resolved(one, { definitions })
  const { $ref, ...own } = part
  const whole: Schema = $ref ? { ...inner(definitions[$ref.replace('#/definitions/', '')] ?? {}), ...own } : own
  return {
    ...whole,
    ...(whole.properties && {
      properties: Object.fromEntries(Object.entries(whole.properties).map(([key, one]) => [key, inner(one)])),
    }),
  }
}

/** What stands inside of a map, or of the members of a list. */
function parts(property: Schema): string {
  const { additionalProperties: values, items } = property
  const forms = typeof values === 'object' ? (values.anyOf ?? []) : []
  const entry = forms.find((form) => form.properties)
  const named = property.properties ?? items?.properties ?? entry?.properties ?? {}
  const lines = Object.entries(named).map(
    ([name, part]) => `- \`${name}\`: ${part.description}${words(part.items ?? part)}`,
  )
  if (typeof values === 'object' && values.enum) lines.push(`Each value is one of ${list(values.enum)}.`)
  const word = forms.find((form) => form.enum)?.enum
  if (word) lines.unshift(`Each value is one of ${list(word)}, or an entry of the inventory:`, '')
  return lines.length ? `\n${lines.join('\n')}\n` : ''
}

const list = (all: readonly string[]) => all.map((word) => `\`${word}\``).join(', ')
