import type { Kind } from '../../../config/vocabulary.ts'
import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Reading } from '../dialect/reading.ts'
import { everyKind } from '../dialect/words.ts'
import { type Include, includesOf, localFiles, type Outside } from './include.ts'
import { inputsOf, interpolated } from './interpolate.ts'
import { merged, nodeOf } from './nodes.ts'
import { standIn } from './templates.ts'

/** A job, or a template of jobs, as the files together define it. */
export interface Definition {
  readonly name: string
  readonly node: DataNode
  /** at its key, in the last file that has it */
  readonly place: Place
  /** `rules` of the includes that bring it, where every file that has it is included under some */
  readonly includedIf: readonly DataNode[]
  /** what tells it from another of its name that comes by an include of other refs: `develop` */
  readonly only?: string
  /** `variables` of the file that brings it, where that is included under a rule */
  readonly variables?: DataNode
}

/** A pipeline's configuration with all that it includes merged into it. */
export interface Config {
  readonly file: string
  readonly globals: ReadonlyMap<string, DataNode>
  /** where the first key of the file itself stands, or `workflow:` */
  readonly place: Place
  readonly definitions: ReadonlyMap<string, Definition>
  readonly outside: readonly Outside[]
  /** inputs that people are asked for when they start the pipeline (`spec: inputs` of its own file) */
  readonly asked: DataNode | undefined
}

/** Keys of a file that are no jobs (docs.gitlab.com/ci/yaml, "Global keywords"). */
const globalKeys = new Set(['default', 'include', 'stages', 'types', 'variables', 'workflow', 'spec'])
for (const key of ['image', 'services', 'before_script', 'after_script', 'cache']) globalKeys.add(key)

/** More files than this are not followed; GitLab's own limit is 150. */
const mostIncludes = 300

interface Gathering {
  readonly reading: Reading
  readonly globals: Map<string, DataNode>
  readonly definitions: Map<string, Definition>
  readonly outside: Outside[]
  count: number
}

/** A file or template on its way into the configuration. */
interface Way {
  readonly files: readonly string[]
  readonly includedIf: readonly DataNode[]
}

/**
 * Reads the file of a pipeline with everything that it includes: what is included comes first, and the including file
 * overrides it (docs.gitlab.com/ci/yaml/includes).
 * @returns undefined where the file cannot be read
 */
export async function readConfig(file: string, reading: Reading): Promise<Config | undefined> {
  const to: Gathering = { reading, globals: new Map(), definitions: new Map(), outside: [], count: 0 }
  const { header, body } = split(await reading.repository.yaml(file))
  if (!body) return undefined
  const place = body.get('workflow') ? body.keyPlace('workflow') : body.headPlace
  await take(body, header, undefined, { files: [file], includedIf: [] }, to)
  return { ...to, file, place, asked: header?.at('spec', 'inputs') }
}

/** Reads a child pipeline from what `trigger: include` names. */
export async function readChild(include: DataNode, reading: Reading): Promise<Config> {
  const to: Gathering = { reading, globals: new Map(), definitions: new Map(), outside: [], count: 0 }
  for (const one of includesOf(include)) await follow(one, { files: [], includedIf: [] }, to)
  return { ...to, file: include.file, place: include.place, asked: undefined }
}

/** A header (`spec:`) stands in a document of its own before the rest (docs.gitlab.com/ci/yaml, "Header keywords"). */
function split(documents: readonly DataNode[] | undefined): { header?: DataNode; body?: DataNode } {
  const maps = documents?.filter((document) => document.kind === 'map') ?? []
  const [first, second] = maps
  if (!first) return {}
  return first.get('spec') && second ? { header: first, body: second } : { body: first }
}

async function take(
  raw: DataNode,
  header: DataNode | undefined,
  given: DataNode | undefined,
  way: Way,
  to: Gathering,
): Promise<void> {
  const body = header ? interpolated(raw, inputsOf(header, given)) : raw
  for (const include of includesOf(body.get('include'))) await follow(include, way, to)
  for (const { key, keySpan, value } of body.entries) {
    if (key === 'include' || key === 'spec') continue
    if (globalKeys.has(key)) {
      to.globals.set(key, merged(to.globals.get(key), value))
      continue
    }
    const place = { file: body.file, start: keySpan.start, end: keySpan.end }
    const { includedIf } = way
    const variables = includedIf.length ? body.get('variables') : undefined
    const own = { name: key, place, includedIf, ...(variables && { variables }) }
    const before = to.definitions.get(key)
    const apart = before && neverTogether(before.includedIf, includedIf)
    if (before && apart) {
      // two jobs of one name, each in pipelines of its own
      to.definitions.set(`${key}\u0000${to.definitions.size}`, { ...before, only: before.only ?? apart[0] })
      to.definitions.set(key, { ...own, node: value, only: apart[1] })
      continue
    }
    const always = before?.includedIf.length === 0
    to.definitions.set(key, { ...own, node: merged(before?.node, value), includedIf: always ? [] : includedIf })
  }
}

/** The values that two includes ask of one variable, where they differ: no pipeline has both. */
function neverTogether(one: readonly DataNode[], other: readonly DataNode[]): readonly [string, string] | undefined {
  for (const [name, value] of one.flatMap(askedIn)) {
    const found = other.flatMap(askedIn).find(([theirs, wanted]) => theirs === name && wanted !== value)
    if (found) return [value, found[1]]
  }
  return undefined
}

/** `rules: [{if: $CI_COMMIT_REF_NAME == "develop"}]`: one rule that asks one value of a variable. */
function askedIn(rules: DataNode): readonly (readonly [name: string, value: string])[] {
  const [rule, ...more] = rules.asList
  const [, name, value] = /^\s*\$(\w+)\s*==\s*["']([^"'$]+)["']\s*$/.exec(rule?.get('if')?.text ?? '') ?? []
  return name && value && !more.length && rule?.get('when')?.text !== 'never' ? [[name, value]] : []
}

async function follow(include: Include, way: Way, to: Gathering): Promise<void> {
  const { problems, repository } = to.reading
  if (to.count++ >= mostIncludes) {
    const message = `more than ${mostIncludes} includes; the rest is not read`
    if (!problems.some((one) => one.message === message))
      problems.push({ place: include.place, message, unreadable: true })
    return
  }
  const next: Way = {
    files: way.files,
    includedIf: include.rules ? [...way.includedIf, include.rules] : way.includedIf,
  }
  if (include.kind !== 'local') {
    const known = standIn(include.name)
    if (known) await take(nodeOf(known, include.place), undefined, undefined, next, to)
    else to.outside.push(include.outside)
    return
  }
  const files = await localFiles(include.name, repository)
  if (!files) {
    to.outside.push(include.outside)
    return
  }
  if (files.length === 0) {
    problems.push({ place: include.place, message: `there is no file ${include.name}`, unreadable: false })
    to.outside.push(include.outside)
  }
  for (const file of files) await followFile(file, include, next, to)
}

async function followFile(file: string, include: Include, way: Way, to: Gathering): Promise<void> {
  const { problems, repository } = to.reading
  if (way.files.includes(file)) {
    const circle = [...way.files.slice(way.files.indexOf(file)), file].join(' → ')
    problems.push({
      place: include.place,
      message: `files include each other in a circle: ${circle}`,
      unreadable: false,
    })
    return
  }
  repository.claim(file)
  const documents = await repository.yaml(file)
  const { header, body } = split(documents)
  if (!body) {
    if (!documents || documents.length > 0) to.outside.push(unreadable(file, include))
    return
  }
  await take(body, header, include.inputs, { ...way, files: [...way.files, file] }, to)
}

function unreadable(file: string, include: Include): Outside {
  const couldBe: readonly Kind[] = everyKind
  return { ...include.outside, what: `the content of ${file}`, settle: { kind: 'file', text: `mend ${file}` }, couldBe }
}
