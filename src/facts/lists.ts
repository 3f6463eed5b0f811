import { groupBy } from '../documents/group.ts'
import { basename } from '../documents/path.ts'
import { compareText } from '../documents/place.ts'
import type { Repository, RepositoryFile } from './repository.ts'

/** The lists of files by name, folder and ending. `files` is sorted by path. */
export function listsOf(
  files: readonly RepositoryFile[],
): Pick<Repository, 'named' | 'under' | 'in' | 'ending' | 'ofKind'> {
  let names: Map<string, RepositoryFile[]> | undefined
  let kinds: ReadonlyMap<string, readonly number[]> | undefined
  const lists = new Map<string, readonly RepositoryFile[]>()
  const ofKind = (...wanted: readonly string[]) => {
    const key = wanted.join('|')
    kinds ??= placesByKind(files)
    const found = lists.get(key) ?? inOrder(wanted, kinds).map((at) => files[at] as RepositoryFile)
    lists.set(key, found)
    return found
  }
  const under = (folder: string) => {
    const prefix = prefixOf(folder)
    if (prefix === '') return files
    const start = firstAtOrAfter(files, prefix)
    let end = start
    while (files[end]?.path.startsWith(prefix)) end++
    return files.slice(start, end)
  }
  return {
    ofKind,
    named(...wanted) {
      names ??= groupBy(files, ({ path }) => basename(path))
      const found = [...new Set(wanted)].flatMap((name) => names?.get(name) ?? [])
      return found.sort((a, b) => compareText(a.path, b.path))
    },
    under,
    in(folder) {
      const { length } = prefixOf(folder)
      return under(folder).filter(({ path }) => !path.includes('/', length))
    },
    ending(...wanted) {
      const key = `written ${wanted.join('|')}`
      const found = lists.get(key) ?? endingIn(ofKind(...new Set(wanted.map(kindOf))), wanted)
      lists.set(key, found)
      return found
    },
  }
}

/** What the paths of all files below a folder begin with; nothing for the root, however it is written. */
function prefixOf(folder: string): string {
  const clean = folder.replace(/^\.\//, '').replace(/\/+$/, '')
  return clean === '' || clean === '.' ? '' : `${clean}/`
}

/** What follows the last dot of a path, in small letters; of one without a dot, all of it. */
const kindOf = (path: string) => path.slice(path.lastIndexOf('.') + 1).toLowerCase()

/** Where in the list the files of each kind are: most are of none that anybody asks for. */
function placesByKind(files: readonly RepositoryFile[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>()
  for (let at = 0; at < files.length; at++) {
    const kind = kindOf((files[at] as RepositoryFile).path)
    const known = places.get(kind)
    if (known) known.push(at)
    else places.set(kind, [at])
  }
  return places
}

/** The places of several kinds, in the order of the list. */
function inOrder(kinds: readonly string[], places: ReadonlyMap<string, readonly number[]>): readonly number[] {
  const [only = [], ...others] = kinds.flatMap((kind) => [places.get(kind) ?? []]).filter(({ length }) => length > 0)
  return others.length ? [...only, ...others.flat()].sort((a, b) => a - b) : only
}

/** Of files by their kind, those with one of the endings, as they are written. */
function endingIn(files: readonly RepositoryFile[], wanted: readonly string[]): readonly RepositoryFile[] {
  return files.filter(({ path }) => wanted.some((ending) => path.endsWith(ending)))
}

/** The index of the first file whose path does not sort before the given one. */
function firstAtOrAfter(files: readonly RepositoryFile[], path: string): number {
  let low = 0
  let high = files.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((files[middle] as RepositoryFile).path < path) low = middle + 1
    else high = middle
  }
  return low
}
