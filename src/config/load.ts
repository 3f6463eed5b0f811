import assaySchema from '../../schemas/assay.json' with { type: 'json' }
import { compareText } from '../documents/place.ts'
import { Text } from '../documents/text.ts'
import type { DataNode } from '../documents/tree.ts'
import type { Notice, Source } from '../sources/source.ts'
import { check, type Fault, type Schema } from './check.ts'
import { defaultSettings, type KindAnswer, type Settings } from './settings.ts'

/** The names under which the configuration is looked for, at the root of what is judged. */
export const configurationFiles = ['assay.yaml', 'assay.yml'] as const

/** The configuration cannot be used: exit code 2. The message holds all problems, one in each line. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigurationError'
  }
}

export interface Loaded {
  readonly settings: Settings
  /** the file that was read; undefined where there is none */
  readonly file: string | undefined
  /** what was read leniently */
  readonly notices: readonly Notice[]
  /**
   * Where a key stands, as `assay.yaml:3:5`, for errors that only later parts can find (a rule that does not exist).
   * Gives the nearest existing parent of a missing key; `assay.yaml` where there is no file.
   */
  at(...path: readonly string[]): string
}

/**
 * Reads and checks `assay.yaml` at the root of a source (schemas/assay.json says its form). Without one: the defaults.
 * Throws a {@link ConfigurationError} that tells all problems with line, column and the next step, or what
 * `source.read` throws where the file cannot be read.
 */
export async function loadSettings(source: Source): Promise<Loaded> {
  const { files, skipped } = await source.list()
  const isConfiguration = (path: string) => configurationFiles.some((name) => name === path)
  const unread = skipped.find(({ path, reason }) => isConfiguration(path) && reason !== 'deleted')
  if (unread) throw new ConfigurationError([`${unread.path} cannot be read: ${unread.detail}`])
  const found = configurationFiles.filter((name) => files.some((file) => file.path === name))
  const [file, second] = found
  if (!file) return { settings: defaultSettings, file: undefined, notices: [], at: () => configurationFiles[0] }
  if (second) throw new ConfigurationError([`both ${file} and ${second} exist; keep ${file} and delete the other`])
  const { decode } = await import('../documents/decode.ts')
  const { content, binary } = decode(await source.read(file))
  if (binary) throw new ConfigurationError([`${file} holds binary data, not YAML; write it anew, or delete it`])
  return parseSettings(new Text(file, content))
}

/** Checks a configuration and fills in the defaults. Throws a {@link ConfigurationError}. */
export async function parseSettings(text: Text): Promise<Loaded> {
  const { parseYaml } = await import('../documents/yaml.ts')
  const { documents, notes, problem } = await parseYaml(text)
  if (problem) throw new ConfigurationError([`${location(text, problem.span.start)}: ${problem.message}`])
  if (documents.length > 1) {
    const [, extra] = documents
    throw new ConfigurationError([`${location(text, extra!.span.start)}: a second document; keep one`])
  }
  const root = documents[0]
  const empty = !root || (root.kind === 'scalar' && root.value === null)
  if (!empty) {
    const faults = [...check(root, assaySchema as Schema), ...outsidePaths(root)]
    if (faults.length) throw new ConfigurationError(inOrder(text, faults))
  }
  return {
    settings: empty ? defaultSettings : fill(root),
    file: text.file,
    notices: notes.map(({ message, span }) => ({
      code: 'configuration',
      message: `${location(text, span.start)}: ${message}`,
    })),
    at: (...path) => locate(text, empty ? undefined : root, path),
  }
}

function fill(root: DataNode): Settings {
  const profile = root.get('profile')?.text as Settings['profile'] | undefined
  return {
    profile: profile ?? defaultSettings.profile,
    parameters: record(root.get('parameters'), (rule) => record(rule, plain)),
    exclude: texts(root.get('exclude')),
    include: texts(root.get('include')),
    environments: record(root.get('environments'), string) as Settings['environments'],
    kinds: (root.get('kinds')?.items ?? []).map(answer),
    deploys: root.get('deploys')?.value as boolean | undefined,
    components: record(root.get('components'), (node) => string(node).replace(/^\.\/|\/+$/g, '')),
    documents: record(root.get('documents'), texts),
    announced: record(root.get('announced'), texts),
    rules: texts(root.get('rules')).map((folder) => folder.replace(/^\.\/|\/+$/g, '')),
    baseline: root.get('baseline')?.text?.replace(/^\.\//, ''),
    newRules: (root.get('new-rules')?.text as Settings['newRules'] | undefined) ?? defaultSettings.newRules,
    notApplicable: record(root.get('not-applicable'), string),
  }
}

function answer(node: DataNode): KindAnswer {
  const of = (key: 'file' | 'job' | 'step') => {
    const text = node.get(key)?.text
    return text === undefined ? {} : { [key]: text }
  }
  return { ...of('file'), ...of('job'), ...of('step'), kinds: texts(node.get('kinds')) as KindAnswer['kinds'] }
}

const string = (node: DataNode): string => node.text ?? ''

const texts = (node: DataNode | undefined): string[] => node?.asList.map(string) ?? []

/** A parameter's value as plain data. */
const plain = (node: DataNode): unknown => (node.kind === 'list' ? node.items.map(plain) : node.value)

/** A map as a record; keys such as `__proto__` are kept as data. */
function record<T>(node: DataNode | undefined, value: (node: DataNode) => T): Record<string, T> {
  return Object.fromEntries(node?.entries.map((entry) => [entry.key, value(entry.value)]) ?? [])
}

/** Paths must stay inside what is judged: a configuration is hostile input. */
function* outsidePaths(root: DataNode): Generator<Fault> {
  const folders = [...(root.get('rules')?.items ?? []), ...(root.get('components')?.entries.map((e) => e.value) ?? [])]
  const baseline = root.get('baseline')
  for (const node of baseline ? [...folders, baseline] : folders) {
    const path = node.text ?? ''
    if (!/^([/\\]|[A-Za-z]:)/.test(path) && !path.split(/[/\\]/).includes('..')) continue
    yield { node, message: `"${path}" leads out of the repository; name a path from its root` }
  }
}

function inOrder(text: Text, faults: readonly Fault[]): string[] {
  const start = ({ node, key }: Fault) => (key === undefined ? node.place : node.keyPlace(key)).start ?? 0
  return faults
    .map((fault) => ({ at: start(fault), message: `${location(text, start(fault))}: ${fault.message}` }))
    .sort((a, b) => a.at - b.at || compareText(a.message, b.message))
    .map((problem) => problem.message)
}

function locate(text: Text, root: DataNode | undefined, path: readonly string[]): string {
  let node = root
  let start: number | undefined
  for (const key of path) {
    const entry = node?.entry(key)
    if (!entry) break
    start = entry.keySpan.start
    node = entry.value
  }
  return start === undefined ? text.file : location(text, start)
}

function location(text: Text, offset: number): string {
  const { line, column } = text.position(offset)
  return `${text.file}:${line}:${column}`
}
