import { flat } from '../documents/line.ts'
import type { DataNode } from '../documents/tree.ts'
import { didYouMean } from './nearest.ts'

/** The part of JSON Schema (draft-07) that schemas/assay.json is written in. A test compares our reading with ajv's. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly required?: readonly string[]
  /** ways to write a map, by the keys that are needed; or forms of different types, of which the node's decides */
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly minItems?: number
  readonly minLength?: number
  readonly definitions?: Readonly<Record<string, Schema>>
}

/** What is wrong with a node, in one sentence with the next step. */
export interface Fault {
  readonly node: DataNode
  /** the key of `node` that the fault is about, where it is about one */
  readonly key?: string
  readonly message: string
}

/**
 * Holds a tree against a schema and tells every fault with its node, so that it has a line and column, which a validator
 * of plain values could not give; and no validator has to be loaded. `subject` names the tree in messages.
 */
export function check(node: DataNode, root: Schema, subject = ''): readonly Fault[] {
  const faults: Fault[] = []
  visit(node, root, subject)
  return faults

  function visit(node: DataNode, written: Schema, name: string): void {
    const schema = resolve(written, root)
    const tell = (message: string, key?: string) =>
      faults.push(key === undefined ? { node, message } : { node, key, message })
    const subject = name || 'the file'
    const forms = schema.anyOf?.filter((form) => typesOf(form).length) ?? []
    if (forms.length) {
      visit(node, forms.find((form) => typesOf(form).includes(typeOf(node))) ?? (forms[0] as Schema), name)
      return
    }
    const types = typesOf(schema)
    if (types.length && !types.includes(typeOf(node))) {
      tell(`${subject} must be ${choice(types, schema)}, not ${describe(node)}`)
      return
    }
    if (schema.enum && !schema.enum.includes(node.value as string)) {
      tell(`"${node.value}" is not one of ${schema.enum.join(', ')}${didYouMean(String(node.value), schema.enum)}`)
    }
    if (node.kind === 'scalar') {
      if (schema.minLength && node.value === '') tell(`${subject} is empty; write a value or leave the key out`)
      return
    }
    if (node.kind === 'list') {
      if (node.items.length < (schema.minItems ?? 0))
        tell(`${subject} is empty; list at least one, or leave the key out`)
      for (const item of node.items) if (schema.items) visit(item, schema.items, `an item of ${subject}`)
      return
    }
    checkKeys(node, schema, tell, subject)
    for (const entry of node.entries) {
      const child = schema.properties?.[entry.key] ?? (schema.properties ? undefined : schema.additionalProperties)
      if (typeof child === 'object') visit(entry.value, child, entry.key)
    }
  }
}

function checkKeys(
  node: DataNode,
  schema: Schema,
  tell: (message: string, key?: string) => void,
  subject: string,
): void {
  const known = Object.keys(schema.properties ?? {})
  if (schema.additionalProperties === false) {
    for (const { key } of node.entries) {
      if (known.includes(key)) continue
      tell(`unknown key "${key}"${didYouMean(key, known) || `; known here: ${known.join(', ')}`}`, key)
    }
  }
  const missing = (schema.required ?? []).filter((key) => !node.entry(key)).map((key) => `"${key}"`)
  if (missing.length) tell(`${subject} needs the ${missing.length > 1 ? 'keys' : 'key'} ${missing.join(', ')}`)
  const ways = schema.anyOf?.flatMap((way) => way.required ?? []) ?? []
  if (ways.length && !ways.some((key) => node.entry(key))) {
    tell(`${subject} needs at least one of the keys ${ways.map((key) => `"${key}"`).join(', ')}`)
  }
}

function resolve(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.replace('#/definitions/', '')
  return (name && root.definitions?.[name]) || schema
}

const typesOf = (schema: Schema) => (schema.enum ? ['string'] : [schema.type ?? []].flat())

/** The JSON Schema type of a node. */
function typeOf(node: DataNode): string {
  if (node.kind === 'map') return 'object'
  if (node.kind === 'list') return 'array'
  return node.value === null ? 'null' : typeof node.value
}

const inWords: Readonly<Record<string, string>> = {
  object: 'a map of keys and values',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
}

function choice(types: readonly string[], schema: Schema): string {
  if (schema.enum) return `one of ${schema.enum.join(', ')}`
  return types.map((type) => inWords[type] ?? type).join(' or ')
}

function describe(node: DataNode): string {
  if (node.kind !== 'scalar') return inWords[typeOf(node)] as string
  if (node.value === null) return 'empty'
  const text = flat(node.source || String(node.value))
  const quotes = typeof node.value === 'string' && !/^["']/.test(text)
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return `${typeof node.value === 'string' ? 'the text ' : ''}${quotes ? `"${short}"` : short}`
}
