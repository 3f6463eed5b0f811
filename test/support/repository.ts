import { dirname } from '../../src/documents/path.ts'
import { Text } from '../../src/documents/text.ts'
import type { DataNode } from '../../src/documents/tree.ts'
import type { Area, Repository, RepositoryFile } from '../../src/facts/repository.ts'
import type { History } from '../../src/sources/source.ts'

const parsers = {
  yaml: () => import('../../src/documents/yaml.ts').then(({ parseYaml }) => parseYaml),
  json: () => import('../../src/documents/json.ts').then(({ parseJson }) => parseJson),
  toml: () => import('../../src/documents/toml.ts').then(({ parseToml }) => parseToml),
  markdown: () => import('../../src/documents/markdown.ts').then(({ parseMarkdown }) => parseMarkdown),
  dockerfile: () => import('../../src/documents/dockerfile.ts').then(({ parseDockerfile }) => parseDockerfile),
  hcl: () => import('../../src/documents/hcl/index.ts').then(({ parseHcl }) => parseHcl),
} satisfies Record<string, () => Promise<(text: Text) => unknown>>

/** What a made-up repository knows beside its files. */
export interface Extras {
  readonly history?: History
  /** areas of single files; `main` where left out */
  readonly areas?: Readonly<Record<string, Area>>
  /** paths of executable files */
  readonly executable?: readonly string[]
}

/**
 * A repository in memory.
 *
 * @param files path → content
 * @returns what collectors read through; `claimed` lists the paths that were claimed as evidence, in order, `refused` the places that were refused, and why
 */
export function repositoryOf(
  files: Readonly<Record<string, string>>,
  extras: Extras = {},
): Repository & { readonly claimed: readonly string[]; readonly refused: readonly string[] } {
  const entries: RepositoryFile[] = Object.keys(files)
    .sort()
    .map((path) => ({
      path,
      size: Buffer.byteLength(files[path] as string),
      executable: extras.executable?.includes(path) ?? false,
      link: false,
      tracked: true,
      area: extras.areas?.[path] ?? 'main',
    }))
  const byPath = new Map(entries.map((entry) => [entry.path, entry]))
  const texts = new Map(entries.map(({ path }) => [path, new Text(path, files[path] as string)]))
  const claimed: string[] = []
  const refused: string[] = []
  const cache = new Map<string, Promise<unknown>>()
  /** Parses once, by a module that is loaded when first needed. */
  const parse = <T>(path: string, parser: keyof typeof parsers, pick: (made: never) => T): Promise<T | undefined> => {
    const key = `${parser} ${path}`
    const text = texts.get(path)
    if (!text) return Promise.resolve(undefined)
    const made =
      cache.get(key) ??
      parsers[parser]().then(async (parsed) => {
        const result = (await parsed(text)) as { problem?: unknown }
        return result.problem ? undefined : pick(result as never)
      })
    cache.set(key, made)
    return made as Promise<T | undefined>
  }
  const document = (result: { document?: unknown }) => result.document ?? result
  return {
    files: entries,
    history: extras.history,
    claimed,
    refused,
    file: (path) => byPath.get(path),
    mayHold: () => true,
    has: (path) => byPath.has(path),
    named: (...names) => entries.filter(({ path }) => names.includes(path.slice(path.lastIndexOf('/') + 1))),
    under: (folder) => {
      const prefix = folder === '' ? '' : `${folder.replace(/\/$/, '')}/`
      return entries.filter(({ path }) => path.startsWith(prefix))
    },
    in: (folder) => entries.filter(({ path }) => dirname(path) === folder.replace(/\/$/, '')),
    ending: (...endings) => entries.filter(({ path }) => endings.some((ending) => path.endsWith(ending))),
    ofKind: (...kinds) =>
      entries.filter(({ path }) => kinds.includes(path.slice(path.lastIndexOf('.') + 1).toLowerCase())),
    bytes: async (path) => {
      const content = files[path]
      return content === undefined ? { reason: 'unreadable', why: 'there is no such file' } : Buffer.from(content)
    },
    claim: (path) => {
      claimed.push(path)
    },
    refuse: ({ file, start, end }, why) => {
      refused.push(`${texts.get(file)?.content.slice(start, end)}: ${why}`)
    },
    text: async (path) => texts.get(path),
    yaml: (path) => parse(path, 'yaml', (made: { documents: readonly DataNode[] }) => made.documents),
    json: (path) => parse(path, 'json', (made: { document: DataNode }) => made.document),
    toml: (path) => parse(path, 'toml', (made: { document: DataNode }) => made.document),
    markdown: (path) => parse(path, 'markdown', document as never),
    dockerfile: (path) => parse(path, 'dockerfile', document as never),
    hcl: (path) => parse(path, 'hcl', document as never),
  }
}
