import type { ErrorObject, ValidateFunction } from 'ajv'
import { dirname, join } from '../../documents/path.ts'
import { Hidden } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import { type Plain, plainOf } from './plain.ts'

/** What is wrong with data: where, by which keyword, in words. */
export interface Violation {
  /** a JSON pointer into the data */
  readonly pointer: string
  /** of a key that may not be there: the key */
  readonly extra: string | undefined
  readonly message: string
  /** a part that is given elsewhere could make it right */
  readonly open: boolean
}

/** A schema that data can be held against; or what is wrong with it, or why it cannot be read here. */
export type Schema =
  | { readonly check: (data: Plain) => Promise<Violation | Hidden | undefined> }
  | { readonly broken: string }
  | { readonly hidden: Hidden }

/** Larger schemas and data are made by machines, and could take for ever. */
const largest = 400_000
/** No file of configuration takes a thousandth of it; it ends schemas that are made to take for ever. In milliseconds. */
const patience = 5_000
/** How many other files a schema may refer to. */
const mostFiles = 50

const unread = (what: string, path: string) =>
  new Hidden(what, {
    kind: 'file',
    text: `write ${path} in JSON Schema of draft 6 or later, with all that it refers to here`,
  })

/**
 * Compiles a schema of this repository. Nothing is fetched; patterns are matched in linear time (RE2). Never rejects.
 * @param most how long compiling and each check may take, in milliseconds
 */
export async function schemaOf(path: string, repository: Repository, most = patience): Promise<Schema> {
  const known = cache.get(repository) ?? new Map<string, Promise<Schema>>()
  cache.set(repository, known)
  const made = known.get(path) ?? compile(path, repository, most)
  known.set(path, made)
  return made
}

const cache = new WeakMap<Repository, Map<string, Promise<Schema>>>()

const identity = (path: string) => `repository:///${path}`

async function compile(path: string, repository: Repository, most: number): Promise<Schema> {
  if ((repository.file(path)?.size ?? 0) > largest)
    return { hidden: unread(`whether it keeps to ${path}, which is larger than 400 kB`, path) }
  const document = await read(path, repository)
  if (!document) return { broken: 'it cannot be read' }
  const root = plainOf(document) as { readonly [key: string]: Plain }
  const draft = String(root.$schema ?? '')
  if (/draft-0?[34]\b/.test(draft)) return { hidden: unread(`whether it keeps to ${path}, which is in ${draft}`, path) }
  const { Ajv } = /2020-12/.test(draft)
    ? { Ajv: (await import('ajv/dist/2020.js')).Ajv2020 }
    : /2019-09/.test(draft)
      ? { Ajv: (await import('ajv/dist/2019.js')).Ajv2019 }
      : await import('ajv')
  const { RE2JS } = await import('re2js')
  let refused = ''
  const regExp = Object.assign(
    (pattern: string) => {
      try {
        const compiled = RE2JS.compile(pattern)
        // ajv keeps one of each name, so that two patterns without a name of their own would be one
        return { test: (text: string) => compiled.matcher(text).find(), toString: () => pattern }
      } catch {
        refused = pattern
        throw new Error('pattern')
      }
    },
    // what a schema that is compiled to a file would call: none is
    { code: 'own' },
  )
  const ajv = new Ajv({ strict: false, logger: false, validateFormats: false, code: { regExp } })
  try {
    for (const [file, schema] of await others(root, path, repository)) ajv.addSchema(schema as object, identity(file))
    const validate = await within(() => ajv.compile(withIdentity(root, path)), most)
    return { check: (data) => checked(validate, data, path, most) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    if (refused)
      return { hidden: unread(`whether it keeps to ${path}: its pattern ${refused} is not in RE2’s syntax`, path) }
    if (/can't resolve reference|no schema with key|Script execution timed out|Maximum call stack/.test(message))
      return { hidden: unread(`whether it keeps to ${path} (${message.split('\n')[0]})`, path) }
    return { broken: message.split('\n')[0] ?? '' }
  }
}

/**
 * Its references are taken from where it lies, unless it says where that is. The draft is known by then, and ajv knows it by
 * one spelling alone (`http://json-schema.org/draft-07/schema#`), where people write several.
 */
function withIdentity(root: { readonly [key: string]: Plain }, path: string): object {
  const { $schema, ...rest } = root
  return { ...rest, ...(typeof root.$id === 'string' ? {} : { $id: identity(path) }) }
}

async function read(path: string, repository: Repository) {
  return /\.ya?ml$/.test(path) ? (await repository.yaml(path))?.[0] : repository.json(path)
}

/** The schemas of this repository that a schema refers to by their paths, and those that they refer to. */
async function others(root: Plain, path: string, repository: Repository): Promise<ReadonlyMap<string, Plain>> {
  const found = new Map<string, Plain>()
  const todo: [Plain, string][] = [[root, path]]
  for (const [schema, from] of todo) {
    for (const reference of references(schema)) {
      const file = join(dirname(from), reference)
      if (file === path || found.has(file) || found.size >= mostFiles || !repository.has(file)) continue
      const document = await read(file, repository)
      if (!document) continue
      const other = plainOf(document)
      found.set(
        file,
        typeof other === 'object' && other ? (withIdentity(other as { [key: string]: Plain }, file) as Plain) : other,
      )
      todo.push([other, file])
    }
  }
  return found
}

function* references(schema: Plain): Generator<string> {
  const seen = new Set<unknown>()
  const todo: unknown[] = [schema]
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (typeof node !== 'object' || node === null || seen.has(node)) continue
    seen.add(node)
    for (const [key, value] of Object.entries(node)) {
      if (key === '$ref' && typeof value === 'string') {
        const file = value.replace(/#.*$/, '')
        if (file && !/^[a-z][a-z0-9+.-]*:/i.test(file)) yield file
      } else todo.push(value)
    }
  }
}

/** Runs what could take for ever, and throws when it does. */
async function within<T>(run: () => T, most: number): Promise<T> {
  const { createContext, runInContext } = await import('node:vm')
  return runInContext('run()', createContext({ run }), { timeout: most }) as T
}

/** What only another layer of values, or the value of a variable, could put right. */
const lacking = /^(required|dependentRequired|dependencies|minLength|minItems|minProperties|contains|minContains)$/
const composed = /^(anyOf|oneOf|not|if|then|else|allOf)$/

function checkedNow(validate: ValidateFunction, data: Plain): Violation | undefined {
  if (validate(data)) return undefined
  const errors = validate.errors ?? []
  const error = errors.find(({ keyword }) => !composed.test(keyword)) ?? (errors[0] as ErrorObject)
  const parameters = error.params as Record<string, unknown>
  const extra = parameters.additionalProperty ?? parameters.unevaluatedProperty
  const where = error.instancePath.slice(1).replaceAll('/', '.')
  const listed = Array.isArray(parameters.allowedValues) ? `: ${parameters.allowedValues.slice(0, 10).join(', ')}` : ''
  return {
    pointer: error.instancePath,
    extra: typeof extra === 'string' ? extra : undefined,
    message: `${where}${where && ' '}${error.message ?? error.keyword}${typeof extra === 'string' ? ` (${extra})` : listed}`,
    open: errors.some(({ keyword }) => lacking.test(keyword) || composed.test(keyword)),
  }
}

async function checked(
  validate: ValidateFunction,
  data: Plain,
  path: string,
  most: number,
): Promise<Violation | Hidden | undefined> {
  try {
    return await within(() => checkedNow(validate, data), most)
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : ''
    return unread(`whether it keeps to ${path} (${why})`, path)
  }
}
