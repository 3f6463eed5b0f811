import type { DataNode } from '../../../documents/tree.ts'
import type { Repository } from '../../repository.ts'
import { cleanPath } from './source.ts'

/** What a generator of an ApplicationSet puts into its template, by name. */
export type Element = ReadonlyMap<string, string>

/** Most that generators together come to. */
const most = 200

/** The elements of generators as far as they are written here: lists, folders of git, and products of the two. */
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
  const matches = (glob: string, folder: string) => {
    const [want, have] = [cleanPath(glob).split('/'), folder.split('/')]
    return want.length === have.length && want.every((part, n) => part === '*' || part === have[n])
  }
  const excluded = directories
    .filter((one) => one.get('exclude')?.value === true)
    .map((one) => one.get('path')?.text ?? '')
  const globs = directories
    .filter((one) => one.get('exclude')?.value !== true)
    .map((one) => one.get('path')?.text ?? '')
  return [...folders]
    .filter((folder) => globs.some((glob) => matches(glob, folder)) && !excluded.some((glob) => matches(glob, folder)))
    .sort()
    .map((folder) => {
      const parts = folder.split('/')
      const name = parts.at(-1) ?? ''
      return new Map([
        ['path', folder],
        ['path.path', folder],
        ['path.basename', name],
        ['path.basenameNormalized', name.replace(/[^\w-]/g, '-')],
        ...parts.flatMap((part, n) => [[`path[${n}]`, part] as const, [`index .path.segments ${n}`, part] as const]),
      ])
    })
}
