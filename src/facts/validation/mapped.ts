import { dirname, join } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { compileGlobs } from '../globs.ts'
import type { Repository } from '../repository.ts'

/** A file of configuration and the schema that it is mapped to: a path here, or an address. */
export interface Mapping {
  readonly file: string
  readonly schema: string
  readonly remote: boolean
}

/** Larger files are data. */
const largest = 300_000

/** `# yaml-language-server: $schema=…` (redhat-developer/yaml-language-server), Taplo's `#:schema …` for TOML. */
const modeline = /^[ \t]*#[ \t]*(?:yaml-language-server:[ \t]*\$schema=|:schema[ \t]+)(\S+)/m
const ownKey = /^\s*\{[\s\S]{0,2000}?"\$schema"\s*:\s*"([^"]+)"/

/**
 * The files that say which schema they keep to, by a key or a comment, and those that the settings of an editor map
 * (`.vscode/settings.json`: `json.schemas`, `yaml.schemas`). Schemas themselves are none: what they name is their language.
 */
export async function mappings(repository: Repository): Promise<readonly Mapping[]> {
  const found = new Map<string, Mapping>()
  const add = (file: string, written: string, from: string) => {
    const remote = /^[a-z][a-z0-9+.-]*:\/\//i.test(written)
    const schema = remote ? written : join(from, written.replace(/#.*$/, '').replace(/^\$\{workspaceFolder\}\//, '/'))
    if (schema !== file && !found.has(file)) found.set(file, { file, schema, remote })
  }
  for (const { path, area, size } of repository.ending('.json', '.yaml', '.yml', '.toml')) {
    if (area !== 'main' || size > largest || isOther(path) || !repository.mayHold(path, '$schema')) continue
    const content = (await repository.text(path))?.content ?? ''
    const written = (path.endsWith('.json') ? ownKey : modeline).exec(content)?.[1]
    if (written && !/json-schema\.org\//.test(written)) add(path, written, dirname(path))
  }
  for (const [globs, schema] of await editorMappings(repository)) {
    const matches = await compileGlobs(globs.map((glob) => (glob.includes('/') ? glob : `**/${glob}`)))
    for (const { path, area } of repository.ending('.json', '.yaml', '.yml')) {
      if (area === 'main' && matches(path) !== undefined) add(path, schema, '')
    }
  }
  return [...found.values()]
}

/** What tools read: their own settings, and what they write. */
const isOther = (path: string) =>
  /(^|\/)(\.[\w-]+\/|package(-lock)?\.json$|tsconfig[\w.]*\.json$|[\w.-]*schema[\w.-]*\.json$|composer\.(json|lock)$|(turbo|nx|lerna|biome|renovate|angular|project|components|jsconfig|cspell|firebase|vercel|wrangler|host|launchSettings|bicepconfig|release-please-config|mkdocs)\.\w+$)/.test(
    path,
  )

async function editorMappings(
  repository: Repository,
): Promise<readonly (readonly [globs: readonly string[], schema: string])[]> {
  const path = '.vscode/settings.json'
  if (!repository.has(path)) return []
  const settings = await repository.json(path)
  const texts = (node: DataNode | undefined) => node?.asList.flatMap(({ text }) => text ?? []) ?? []
  const json = settings?.get('json.schemas')?.items ?? []
  const yaml = settings?.get('yaml.schemas')?.entries ?? []
  return [
    ...json.flatMap((item): [readonly string[], string][] => {
      const url = item.get('url')?.text
      return url ? [[texts(item.get('fileMatch')), url]] : []
    }),
    ...yaml.map(({ key, value }): [readonly string[], string] => [texts(value), key]),
  ].filter(([globs]) => globs.length > 0)
}
