import { basename, dirname } from '../../../documents/path.ts'
import { pathPattern } from '../../../documents/pattern.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { cleanPath } from './source.ts'

/** What a generator of an ApplicationSet puts into its template, by name. */
export type Element = ReadonlyMap<string, string>

/**
 * What a hole of a template stands for; `default` of the functions gives what nothing is given for
 * (argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/GoTemplate).
 */
export function fillingOf(hole: string, element: Element): string | undefined {
  const [name = '', ...pipes] = hole.split('|').map((part) => part.trim().replace(/^\./, ''))
  const value = element.get(name)
  const defaults = pipes.flatMap((pipe) => /^default\s+(["'`])([^"'`]*)\1$/.exec(pipe)?.[2] ?? [])
  // what other functions make of it is not known
  if (defaults.length < pipes.length) return undefined
  return value || defaults.find(Boolean) || value
}

/** Most that generators together come to. */
const most = 200

/** The elements of generators as far as they are written here: lists, folders and files of git, and products of them. */
export function elementsOf(generators: DataNode | undefined, repository: Repository, depth = 0): Element[] {
  const found: Element[] = []
  for (const one of generators?.asList ?? []) found.push(...elementsOfOne(one, repository, depth))
  return found.slice(0, most)
}

function elementsOfOne(one: DataNode, repository: Repository, depth: number): Element[] {
  if (depth > 3) return []
  const list = one.at('list', 'elements')?.asList
  if (list) return list.map((item) => new Map(textsOf(item, '')))
  const directories = one.at('git', 'directories')?.asList
  if (directories) return foldersOf(directories, repository)
  const files = one.at('git', 'files')?.asList
  if (files) return filesOf(files, repository)
  const product = one.at('matrix', 'generators')
  if (product) {
    return product.asList.reduce<Element[]>(
      (before, generator) => {
        const next = elementsOfOne(generator, repository, depth + 1)
        return before.flatMap((left) => next.map((right) => new Map([...left, ...right]))).slice(0, most)
      },
      [new Map()],
    )
  }
  const merged = one.at('merge', 'generators')
  return merged ? elementsOf(merged, repository, depth + 1) : []
}

function textsOf(node: DataNode, prefix: string): [string, string][] {
  return node.entries.flatMap(({ key, value }) =>
    value.kind === 'map'
      ? textsOf(value, `${prefix}${key}.`)
      : [[`${prefix}${key}`, value.text ?? ''] as [string, string]],
  )
}

/** `path: apps/*`: the folders of this repository that match, without those that are excluded. */
function foldersOf(directories: readonly DataNode[], repository: Repository): Element[] {
  const folders = new Set<string>()
  for (const { path } of repository.files) {
    const parts = path.split('/')
    for (let n = 1; n < parts.length && n <= 6; n++) folders.add(parts.slice(0, n).join('/'))
  }
  return matching([...folders], directories).map((folder) => new Map(namesOfFolder(folder)))
}

/**
 * `path: clusters/<name>/config.yaml`: the files of this repository that match. What stands in them is put in, too, and is left
 * open here (argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators-Git).
 */
function filesOf(files: readonly DataNode[], repository: Repository): Element[] {
  const paths = repository.files.map(({ path }) => path)
  return matching(paths, files).map(
    (path) => new Map([...namesOfFolder(dirname(path)), ['path.filename', basename(path)] as const]),
  )
}

/** The paths that globs name, without those that are excluded. */
function matching(paths: readonly string[], globs: readonly DataNode[]): readonly string[] {
  const patterns = (excluded: boolean) =>
    globs
      .filter((one) => (one.get('exclude')?.value === true) === excluded)
      .map((one) => pathPattern(cleanPath(one.get('path')?.text ?? '')))
  const [wanted, unwanted] = [patterns(false), patterns(true)]
  return paths
    .filter((path) => wanted.some((glob) => glob.test(path)) && !unwanted.some((glob) => glob.test(path)))
    .sort()
}

function namesOfFolder(folder: string): (readonly [string, string])[] {
  const parts = folder.split('/')
  const name = parts.at(-1) ?? ''
  return [
    ['path', folder],
    ['path.path', folder],
    ['path.basename', name],
    ['path.basenameNormalized', name.replace(/[^\w-]/g, '-')],
    ...parts.flatMap((part, n) => [[`path[${n}]`, part] as const, [`index .path.segments ${n}`, part] as const]),
  ]
}
