import { dirname, join } from '../../documents/path.ts'
import type { Place } from '../../documents/place.ts'
import type { DataNode } from '../../documents/tree.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import type { SchemaCheck } from '../schema/settings.ts'
import type { Group } from './files.ts'
import { mappings } from './mapped.ts'
import { laidOver, nodeAt, type Plain, plainOf } from './plain.ts'
import { schemaOf, type Violation } from './schema.ts'

/** Every file of configuration that a schema of this repository is for, held against it. */
export async function schemaChecks(groups: readonly Group[], repository: Repository): Promise<readonly SchemaCheck[]> {
  const found: SchemaCheck[] = []
  for (const { sort, folder = '', files } of groups) {
    const schema = join(folder, 'values.schema.json')
    if (sort === 'values' && repository.has(schema))
      found.push(...(await checksOfChart(folder, schema, files, repository)))
  }
  for (const { file, schema, remote } of await mappings(repository)) {
    if (found.some((check) => check.file === file)) continue
    const isHere = !remote && repository.has(schema)
    // tools name their schemas, too: what these demand is of weight only for the configuration of the service
    if (!isHere && !groups.some(({ files }) => files.includes(file))) continue
    found.push(isHere ? await checkOf(file, schema, repository) : fact(file, schema, elsewhere(file, schema)))
  }
  return found
}

const elsewhere = (file: string, schema: string) =>
  new Hidden(`whether ${file} keeps to ${schema}, which is not in this repository`, {
    kind: 'file',
    text: `keep the schema of ${file} in this repository, and name it there by its path`,
  })

function fact(file: string, schema: string, conforms: Seen<boolean>, error = '', place: Place = { file }): SchemaCheck {
  return { id: `${file} ${schema}`, file, schema, conforms, error, place } as SchemaCheck
}

async function documentOf(path: string, repository: Repository): Promise<DataNode | undefined> {
  if (path.endsWith('.json')) return repository.json(path)
  if (path.endsWith('.toml')) return repository.toml(path)
  const documents = await repository.yaml(path)
  return documents?.length === 1 ? documents[0] : undefined
}

const unreadable = (file: string) =>
  new Hidden(`the content of ${file}`, {
    kind: 'file',
    text: `mend ${file}, or write its documents into files of their own`,
  })

async function checkOf(file: string, path: string, repository: Repository): Promise<SchemaCheck> {
  const document = await documentOf(file, repository)
  if (!document) return fact(file, path, unreadable(file))
  const schema = await schemaOf(path, repository)
  if ('broken' in schema) return brokenSchema(file, path, schema.broken)
  if ('hidden' in schema) return fact(file, path, schema.hidden)
  const data = plainOf(document)
  let violation = await schema.check(data)
  // the key that names the schema is not for the program
  if (violation && !isHidden(violation) && violation.extra === '$schema' && violation.pointer === '') {
    const { $schema: _, ...rest } = data as { readonly [key: string]: Plain }
    violation = await schema.check(rest)
  }
  if (!violation) return fact(file, path, true)
  if (isHidden(violation)) return fact(file, path, violation)
  return judged(file, path, violation, document, undefined, false)
}

const brokenSchema = (file: string, schema: string, why: string) =>
  fact(file, schema, false, `${schema} is no schema that can be used: ${why}`, { file: schema })

/**
 * The values of a chart as Helm holds them against its schema: each file laid over those of the chart. Where no other file
 * is here, those of the chart alone, of which what is lacking may be given when it is installed.
 */
async function checksOfChart(folder: string, path: string, files: readonly string[], repository: Repository) {
  const schema = await schemaOf(path, repository)
  const own = files.find((file) => dirname(file) === folder && /(^|\/)values\.ya?ml$/.test(file))
  if ('broken' in schema) return [brokenSchema(own ?? path, path, schema.broken)]
  const base = own === undefined ? undefined : await documentOf(own, repository)
  const others = files.filter((file) => file !== own)
  const found: SchemaCheck[] = []
  for (const file of others.length || own === undefined ? others : [own]) {
    const document = await documentOf(file, repository)
    if ('hidden' in schema) found.push(fact(file, path, schema.hidden))
    else if (!document) {
      if (((await repository.text(file))?.content ?? '').trim() !== '') found.push(fact(file, path, unreadable(file)))
    } else {
      const isAlone = file === own
      const data = isAlone || !base ? plainOf(document) : laidOver(plainOf(document), plainOf(base))
      const violation = await schema.check(data)
      if (!violation) found.push(fact(file, path, true))
      else if (isHidden(violation)) found.push(fact(file, path, violation))
      else found.push(judged(file, path, violation, document, isAlone ? undefined : base, true))
    }
  }
  return found
}

/** A place that is filled in elsewhere: `${PORT}`, `{{ port }}`, `#{port}#`, `<port>`, `__PORT__`. */
const placeholder = /\$\{|\{\{|#\{|^<.+>$|^__\w+__$|^\$\w+$/

/** A violation with its place; hidden where another layer of values, or what fills in a placeholder, may mend it. */
function judged(
  file: string,
  schema: string,
  { pointer, extra, message, open }: Violation,
  document: DataNode,
  base: DataNode | undefined,
  layered: boolean,
): SchemaCheck {
  const own = nodeAt(document, pointer)
  const beneath = base && !own.whole ? nodeAt(base, pointer) : undefined
  const { node, whole } = beneath?.whole ? beneath : own
  const at = extra !== undefined && whole ? node.keyPlace(extra) : node.place
  const isFilled = node.kind === 'scalar' && placeholder.test(node.text ?? '')
  // an empty value of a chart is there to be given
  const isEmpty = layered && node.kind === 'scalar' && (node.text ?? '') === ''
  if (isFilled || isEmpty || (layered && open)) {
    return fact(
      file,
      schema,
      new Hidden(`whether ${file} keeps to ${schema} with what is given elsewhere (${message})`, {
        kind: 'file',
        text: `write all values that ${schema} demands into ${file}`,
      }),
    )
  }
  return fact(file, schema, false, message, at)
}
