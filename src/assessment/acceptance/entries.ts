import { check, type Fault, type Schema } from '../../config/check.ts'
import { isDay } from '../../config/days.ts'
import { conflictAt } from '../../documents/conflict.ts'
import type { Note } from '../../documents/note.ts'
import type { Text } from '../../documents/text.ts'
import { type DataNode, walk } from '../../documents/tree.ts'
import type { Remark } from '../assessment.ts'

/** The form of a file that lists entries under one key: `waivers: [...]`. */
export interface Form {
  /** the key of the list */
  readonly list: string
  /** how an entry is called in messages and codes: `waiver` */
  readonly name: string
  readonly schema: Schema
  /** keys whose values are days */
  readonly days: readonly string[]
}

/** What a file holds: the entries with a right form, and what is wrong with the others. */
export interface Entries {
  readonly nodes: readonly DataNode[]
  readonly remarks: readonly Remark[]
}

/** More than anybody answers for, and a bound on the work. */
const MOST = 5_000

/** Mistakes of YAML that are told one by one. */
const DOUBTS = 50

/**
 * Reads a file of entries, each of which somebody answers for. An entry with a mistake of form is left out, with a remark
 * for each mistake; the others hold. A file whose entries cannot be told gives none, and nothing can be judged by it.
 */
export async function readEntries(text: Text, form: Form): Promise<Entries> {
  const conflict = conflictAt(text.content)
  if (conflict !== undefined)
    return none(text.file, form, 'a merge left its conflict here; keep what holds of both sides', conflict)
  const { parseYaml } = await import('../../documents/yaml.ts')
  const { documents, notes, problem } = await parseYaml(text)
  if (problem) return none(text.file, form, problem.message, problem.span.start)
  const [root, second] = documents
  if (second) return none(text.file, form, 'a second document begins here; keep one', second.span.start)
  if (!root || (root.kind === 'scalar' && root.value === null)) return { nodes: [], remarks: [] }
  const outer = check(root, withoutItems(form))
  if (outer.length) {
    return {
      nodes: [],
      remarks: outer.map((fault) => ({ ...remarkOf(fault, `${form.list}-unusable`), unusable: true })),
    }
  }
  const items = root.get(form.list)?.items ?? []
  if (items.length > MOST) return none(text.file, form, `it lists ${items.length} ${form.list}; the most is ${MOST}`)
  const [first] = notes
  if (first && notes.length > DOUBTS) return none(text.file, form, first.message, first.span.start)
  const { lenient, elsewhere } = notesOf(items, notes)
  const faults = new Map(items.map((item) => [item, faultsOf(item, form)]))
  return {
    nodes: items.filter((item) => !faults.get(item)?.length && !lenient.has(item)),
    remarks: [
      ...elsewhere.map((note) => lenientRemark(note, text.file, form)),
      ...items.flatMap((item) => [
        ...(faults.get(item) ?? []).map((fault) => refused(fault, form)),
        ...(lenient.get(item) ?? []).map((note) => refusedBy(note, text.file, form)),
      ]),
    ],
  }
}

/** That a file of entries cannot be used: exit code 2, and nothing of it holds. */
export function unusable(file: string, list: string, message: string, start?: number): Remark {
  const place = start === undefined ? { file } : { file, start, end: start }
  return { code: `${list}-unusable`, severity: 'error', message, place, unusable: true }
}

function none(file: string, { list }: Form, message: string, start?: number): Entries {
  return { nodes: [], remarks: [unusable(file, list, message, start)] }
}

/** The schema of the file around its entries, which are checked one by one. */
function withoutItems({ schema, list }: Form): Schema {
  const { items: _, ...rest } = schema.properties?.[list] ?? {}
  return { ...schema, properties: { ...schema.properties, [list]: rest } }
}

function faultsOf(item: DataNode, { schema, list, name, days }: Form): readonly Fault[] {
  const form = {
    ...schema.properties?.[list]?.items,
    ...(schema.definitions ? { definitions: schema.definitions } : {}),
  }
  const definition = schema.definitions?.[form.$ref?.replace('#/definitions/', '') ?? ''] ?? form
  const found = check(item, { ...definition, definitions: form.definitions ?? {} }, `this ${name}`)
  if (found.length || item.kind !== 'map') return found
  return [
    ...item.entries
      .filter(({ key }) => !days.includes(key))
      .flatMap(({ value }) => value.asList)
      .filter(isBlank)
      .map((node) => ({ node, message: 'it says nothing; write what is meant' })),
    ...days.flatMap((key) => {
      const node = item.get(key)
      return !node || isDay(node.text ?? '')
        ? []
        : [{ node, message: `${key} "${node.text}" is no day; write YYYY-MM-DD` }]
    }),
  ]
}

const isBlank = ({ value }: DataNode) => typeof value === 'string' && saysNothing(value)

/** Whether a text is blanks, or signs that fill a field and say nothing. */
export function saysNothing(text: string): boolean {
  return !/[\p{L}\p{N}*]/u.test(text)
}

/** A right file is read one way only: what was read leniently (a key that stands twice) could be meant otherwise. */
function notesOf(items: readonly DataNode[], notes: readonly Note[]) {
  const lenient = new Map<DataNode, Note[]>()
  if (!notes.length) return { lenient, elsewhere: [] }
  const homeless = new Set(notes)
  for (const item of items) {
    const parts = [...walk(item)]
    const own = notes.filter(({ span }) =>
      parts.some((part) => span.start >= part.span.start && span.start <= part.span.end),
    )
    if (own.length) lenient.set(item, own)
    for (const note of own) homeless.delete(note)
  }
  return { lenient, elsewhere: [...homeless] }
}

/** A mistake of an entry, with what follows from it. */
function refused(fault: Fault, form: Form): Remark {
  const one = remarkOf(fault, `${form.name}-malformed`)
  return { ...one, message: `${one.message}; this ${form.name} does not count until it is mended` }
}

function refusedBy({ message, span }: Note, file: string, { name }: Form): Remark {
  return {
    code: `${name}-malformed`,
    severity: 'error',
    message: `${message}; this ${name} does not count until it is mended`,
    place: { file, ...span },
  }
}

function lenientRemark({ message, span }: Note, file: string, { list }: Form): Remark {
  return { code: `${list}-unusable`, severity: 'error', message, place: { file, ...span }, unusable: true }
}

function remarkOf({ node, key, message }: Fault, code: string): Remark {
  return { code, severity: 'error', message, place: key === undefined ? node.place : node.keyPlace(key) }
}
