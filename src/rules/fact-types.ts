/** What a field of a fact holds, as rules see it. Made from the schemas of the facts by `npm run generate`. */
export type FieldType =
  | { readonly kind: 'string' /** the only words it can hold */; readonly values?: readonly string[] }
  | { readonly kind: 'bool' | 'int' | 'double' | 'place' | 'trace' }
  | { readonly kind: 'list'; readonly of: FieldType }
  | { readonly kind: 'record'; readonly name: string }

/** All types of facts: records by name, and the variables of rules with the record that each holds (or lists). */
export interface FactTypes {
  readonly records: Readonly<Record<string, Readonly<Record<string, FieldType>>>>
  /** collection → record */
  readonly collections: Readonly<Record<string, string>>
  /** facts of which there is exactly one → record */
  readonly singletons: Readonly<Record<string, string>>
}

/** The part of JSON Schema that the schemas of facts use. */
export interface FactSchema {
  readonly title?: string
  readonly description?: string
  readonly type?: string
  readonly enum?: readonly string[]
  readonly items?: FactSchema
  readonly properties?: Readonly<Record<string, FactSchema>>
  readonly hideable?: boolean
}

/**
 * Brings schemas of facts to the types of rules. Throws where a schema has a form that rules cannot read, or where two
 * records share a title and not their fields.
 */
export function factTypes(
  collections: Readonly<Record<string, FactSchema>>,
  singletons: Readonly<Record<string, FactSchema>>,
): FactTypes {
  const records: Record<string, Record<string, FieldType>> = {}
  const title = (schema: FactSchema) => recordName(fieldType(schema, records))
  const named = (schemas: Readonly<Record<string, FactSchema>>) =>
    Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, title(schema)]))
  return { collections: named(collections), singletons: named(singletons), records }
}

function recordName(type: FieldType): string {
  if (type.kind !== 'record') throw new Error(`a fact must be a record with a title, not ${type.kind}`)
  return type.name
}

function fieldType(schema: FactSchema, records: Record<string, Record<string, FieldType>>): FieldType {
  if (schema.title === 'Place') return { kind: 'place' }
  if (schema.title === 'Trace') return { kind: 'trace' }
  switch (schema.type) {
    case 'string':
      return schema.enum ? { kind: 'string', values: schema.enum } : { kind: 'string' }
    case 'boolean':
      return { kind: 'bool' }
    case 'integer':
      return { kind: 'int' }
    case 'number':
      return { kind: 'double' }
    case 'array':
      return { kind: 'list', of: fieldType(schema.items ?? {}, records) }
    case 'object':
      return { kind: 'record', name: addRecord(schema, records) }
    default:
      throw new Error(`rules cannot read a schema of type ${schema.type}`)
  }
}

function addRecord(schema: FactSchema, records: Record<string, Record<string, FieldType>>): string {
  const name = schema.title
  if (!name) throw new Error('an object inside a fact needs a title')
  const fields: Record<string, FieldType> = {}
  for (const [key, value] of Object.entries(schema.properties ?? {})) fields[key] = fieldType(value, records)
  const known = records[name]
  if (known && JSON.stringify(known) !== JSON.stringify(fields)) throw new Error(`two records are called ${name}`)
  records[name] = fields
  return name
}

/** The type in CEL's own notation: `list<string>`, `Deployment`. */
export function celType(type: FieldType): string {
  if (type.kind === 'list') return `list<${celType(type.of)}>`
  if (type.kind === 'record') return type.name
  return { string: 'string', bool: 'bool', int: 'int', double: 'double', place: 'Place', trace: 'Trace' }[type.kind]
}
