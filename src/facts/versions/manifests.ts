import { basename, dirname, join } from '../../documents/path.ts'
import type { Text } from '../../documents/text.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { Repository } from '../repository.ts'
import { type Manifest, resolved } from './manifest.ts'
import { readPom } from './pom.ts'

type Reader = (repository: Repository, path: string) => Promise<Manifest | undefined>

/* Which manifests are read, and how. The formats: docs.npmjs.com (package.json), helm.sh/docs/topics/charts,
 * PEP 621 and python-poetry.org (pyproject.toml), setuptools (setup.cfg), doc.rust-lang.org/cargo (Cargo.toml),
 * maven.apache.org/pom.html, getcomposer.org/doc/04-schema.md, docs.gradle.org, hexdocs.pm/mix. */
const readers: Readonly<Record<string, Reader>> = {
  'package.json': readPackage,
  'composer.json': async (repository, path) => fromTree(await repository.json(path), 'composer', ['version'], ['name']),
  'Chart.yaml': async (repository, path) => {
    // a chart that is rendered by another tool has templates, and no version to read
    const chart = (await repository.yaml(path))?.[0]
    const found = fromTree(chart, 'helm', ['version'], ['name'])
    const deploys = chart?.get('appVersion')?.text
    return found && { ...found, ...(deploys && { deploys }) }
  },
  'pyproject.toml': async (repository, path) => {
    const tree = await repository.toml(path)
    const found =
      fromTree(tree, 'python', ['project', 'version'], ['project', 'name']) ??
      fromTree(tree, 'python', ['tool', 'poetry', 'version'], ['tool', 'poetry', 'name'])
    // no package at all: python-poetry.org/docs/basic-usage/#operating-modes, docs.astral.sh/uv/concepts/projects/config
    const closed = ['poetry', 'uv'].some((tool) =>
      ['package-mode', 'package'].some((key) => tree?.at('tool', tool, key)?.value === false),
    )
    return found && { ...found, private: closed }
  },
  'Cargo.toml': async (repository, path) => {
    const tree = await repository.toml(path)
    const crate = fromTree(tree, 'cargo', ['package', 'version'], ['package', 'name'])
    const workspace = fromTree(tree, 'cargo', ['workspace', 'package', 'version'], [])
    const closed = tree?.at('package', 'publish')?.value === false
    const found = crate ?? workspace
    return found && { ...found, private: closed }
  },
  'pom.xml': async (repository, path) => readPom(await repository.text(path)),
  'setup.cfg': byLine('python', /^version\s*=\s*(\S+)\s*$/m, /^name\s*=\s*(\S+)\s*$/m),
  'mix.exs': byLine('hex', /^[ \t]*version:\s*"([^"]+)"/m, /^[ \t]*app:\s*:(\w+)/m),
  'build.gradle': byLine('gradle', /^version\s*=?\s*['"]([^'"]+)['"]/m, /^archivesBaseName\s*=\s*['"]([^'"]+)/m),
  'build.gradle.kts': byLine('gradle', /^version\s*=\s*"([^"]+)"/m, /^archivesName\s*=\s*"([^"]+)/m),
  'gradle.properties': byLine('gradle', /^version\s*=\s*(\S+)\s*$/m, /^name\s*=\s*(\S+)$/m),
  VERSION: byLine('file', /^[ \t]*v?(\d\S*)\s*$/m),
  'version.txt': byLine('file', /^[ \t]*v?(\d\S*)\s*$/m),
}

/** The manifests of the repository's own packages, in the order of their paths. Those without a version are left out. */
export async function readManifests(repository: Repository): Promise<readonly Manifest[]> {
  const manifests: Manifest[] = []
  for (const { path, area } of repository.named(...Object.keys(readers))) {
    if (area !== 'main' || path.includes('META-INF/')) continue
    if (!path.includes('/')) repository.claim(path, 'packageVersions')
    const manifest = await readers[basename(path)]?.(repository, path)
    if (manifest) manifests.push(manifest)
  }
  return manifests
}

async function readPackage(repository: Repository, path: string): Promise<Manifest | undefined> {
  const tree = await repository.json(path)
  const found = fromTree(tree, 'npm', ['version'], ['name'])
  // without `main`, what others take in is index.js
  const isOfTools = keepsTools(tree) && !repository.has(join(dirname(path), 'index.js'))
  return found && { ...found, private: tree?.get('private')?.value === true || isOfTools }
}

/**
 * Whether a package.json only keeps tools for the repository at hand (hooks, linters, release helpers): it names nothing
 * that others could take in, and starts and builds nothing.
 */
function keepsTools(tree: DataNode | undefined): boolean {
  if (!tree?.get('devDependencies') || shipping.some((key) => tree.get(key))) return false
  return !tree
    .get('scripts')
    ?.entries.some(({ key }) => /^(pre|post)?(build|start|dev|serve|bundle|compile|dist|pack|publish)/.test(key))
}

const shipping =
  'dependencies peerDependencies optionalDependencies main module exports bin files types typings browser workspaces publishConfig contributes'.split(
    ' ',
  )

function fromTree(
  tree: DataNode | undefined,
  ecosystem: string,
  version: readonly string[],
  name: readonly string[],
): Manifest | undefined {
  const node = tree?.at(...version)
  const text = node?.text
  if (!tree || !node || !text) return undefined
  const called = name.length ? (tree.at(...name)?.text ?? '') : ''
  return { ...resolved(text, node.place), ecosystem, name: called, private: false }
}

/** Readers for formats of which one line is enough. The first group is the version, or the name. */
function byLine(ecosystem: string, version: RegExp, name?: RegExp): Reader {
  return async (repository, path) => {
    const text = await repository.text(path)
    const found = text && version.exec(text.content.slice(0, 200_000))
    if (!text || !found) return undefined
    const value = found[1] as string
    const start = found.index + found[0].indexOf(value)
    const place = { file: path, start, end: start + value.length }
    return { ...resolved(value, place), ecosystem, name: nameIn(text, name), private: false }
  }
}

const nameIn = (text: Text, name: RegExp | undefined) => name?.exec(text.content)?.[1] ?? ''
