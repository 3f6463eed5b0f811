import { Text } from '../documents/text.ts'
import type { DataNode } from '../documents/tree.ts'
import { noFileAt } from '../sources/no-file.ts'
import type { Notice, Source } from '../sources/source.ts'
import { ConfigurationError } from './faults.ts'
import { fill } from './fill.ts'
import { type Layer, type Reach, readLayer, withExtended } from './layers.ts'
import { merge, type Override } from './merge.ts'
import { defaultPolicy, type Policy, policyOf, strictest } from './policy.ts'
import { defaultSettings, type Settings } from './settings.ts'

export { ConfigurationError } from './faults.ts'

/** The names under which the configuration is looked for, at the root of what is judged. */
export const configurationFiles = ['assay.yaml', 'assay.yml'] as const

export interface Loaded {
  readonly settings: Settings
  /** what the policies that hold here allow */
  readonly policy: Policy
  /** attempts to say otherwise what a policy locks */
  readonly overrides: readonly Override[]
  /** the files that say something, the nearest first */
  readonly layers: readonly Layer[]
  /** what they say together; undefined where they say nothing */
  readonly root: DataNode | undefined
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

/** From where more than assay.yaml is read. */
export interface Wider {
  /** how what `extends` names is reached; without it, nothing can be extended */
  readonly reach?: Reach
  /** how a file of the source is called in messages and places; by its path where nobody says */
  readonly label?: (file: string) => string
  /** a policy of the caller's, above all others, and how it reaches on */
  readonly policy?: { readonly text: Text; readonly reach: Reach }
}

/**
 * Reads and checks `assay.yaml` at the root of a source (schemas/assay.json says its form), with the policies that it
 * extends. Without one: the defaults. Throws a {@link ConfigurationError} that tells all problems with line, column and the
 * next step, or what `source.read` throws where the file cannot be read.
 */
export async function loadSettings(source: Source, wider: Wider = {}): Promise<Loaded> {
  const { files, skipped } = await source.list()
  const isConfiguration = (path: string) => configurationFiles.some((name) => name === path)
  const unread = skipped.find(({ path, reason }) => isConfiguration(path) && reason !== 'deleted')
  if (unread) throw new ConfigurationError([`${unread.path} cannot be read: ${unread.detail}`])
  for (const name of configurationFiles) {
    const why = await noFileAt(source, name)
    if (why) throw new ConfigurationError([`${name}: ${why}, no configuration; move or delete it`])
  }
  const found = configurationFiles.filter((name) => files.some((file) => file.path === name))
  const [file, second] = found
  if (!file) return wider.policy ? load(undefined, wider) : nothingSaid
  if (second) throw new ConfigurationError([`both ${file} and ${second} exist; keep ${file} and delete the other`])
  const { decode } = await import('../documents/decode.ts')
  const { content, binary } = decode(await source.read(file))
  if (binary) throw new ConfigurationError([`${file} holds binary data, not YAML; write it anew, or delete it`])
  return load(new Text(wider.label?.(file) ?? file, content), wider)
}

/** Checks a configuration and fills in the defaults. Throws a {@link ConfigurationError}. */
export async function parseSettings(text: Text): Promise<Loaded> {
  return load(text, {})
}

const nothingSaid: Loaded = {
  settings: defaultSettings,
  policy: defaultPolicy,
  overrides: [],
  layers: [],
  root: undefined,
  file: undefined,
  notices: [],
  at: () => configurationFiles[0],
}

async function load(text: Text | undefined, { reach = nowhere, policy }: Wider): Promise<Loaded> {
  const own = text ? await withExtended(await readLayer(text, 'assay'), reach) : []
  const above = policy ? await withExtended(await readLayer(policy.text, 'policy'), policy.reach) : []
  const layers = [...own, ...above]
  const roots = layers.flatMap(({ root }) => (root ? [root] : []))
  const { root, overrides } = merge(roots)
  const texts = new Map(layers.map((layer) => [layer.text.file, layer.text]))
  return {
    settings: root ? fill(root) : defaultSettings,
    policy: strictest(roots.map(policyOf)),
    overrides,
    layers,
    root,
    file: text?.file,
    notices: layers.flatMap(({ notes }) => notes.map((message) => ({ code: 'configuration' as const, message }))),
    at: (...path) => locate(root, texts, path) ?? text?.file ?? configurationFiles[0],
  }
}

/** Where nobody says how to reach anything. */
const nowhere: Reach = {
  inside: () => Promise.reject(new Error('what is extended cannot be read from here')),
  revision: () => Promise.reject(new Error('what is extended cannot be read from here')),
  package: () => Promise.reject(new Error('what is extended cannot be read from here')),
}

function locate(
  root: DataNode | undefined,
  texts: ReadonlyMap<string, Text>,
  path: readonly string[],
): string | undefined {
  let node = root
  let found: string | undefined
  for (const key of path) {
    const entry = node?.entry(key)
    if (!entry) break
    const text = texts.get(entry.value.file)
    if (text) found = text.location(entry.keySpan.start)
    node = entry.value
  }
  return found
}
