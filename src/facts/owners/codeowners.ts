import { dirname } from '../../documents/path.ts'
import type { Repository } from '../repository.ts'

/** Who owns a path: undefined where there is no file of owners at all, empty where none covers the path. */
export type OwnersOf = (path: string) => readonly string[] | undefined

/** In the order in which the forges look; the first that is there counts. */
const places = ['.github/CODEOWNERS', '.gitlab/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.bitbucket/CODEOWNERS']

interface Line {
  readonly matches: (path: string) => boolean
  readonly owners: readonly string[]
  readonly section: string
}

/**
 * The owners of paths by CODEOWNERS, of GitHub (https://docs.github.com/articles/about-code-owners) and GitLab, where
 * sections have default owners and each gives its own
 * (https://docs.gitlab.com/user/project/codeowners/reference/), else by Prow's OWNERS files in the folders above.
 */
export async function readOwners(repository: Repository): Promise<OwnersOf> {
  const place = places.find((path) => repository.has(path))
  const content = place === undefined ? undefined : (await repository.text(place))?.content
  if (content !== undefined) {
    const lines = linesOf(content)
    return (path) => {
      // the last line that matches decides, in GitLab for each section by itself
      const bySection = new Map<string, readonly string[]>()
      for (const line of lines) if (line.matches(path)) bySection.set(line.section, line.owners)
      return [...new Set([...bySection.values()].flat())]
    }
  }
  const folders = new Map<string, readonly string[]>()
  for (const file of repository.named('OWNERS')) {
    const text = (await repository.text(file.path))?.content ?? ''
    const names = [...text.matchAll(/^[ \t]*-\s+["']?([\w.@/-]+)/gm)].map((match) => match[1] as string)
    folders.set(dirname(file.path), names)
  }
  if (folders.size === 0) return () => undefined
  return (path) => {
    for (let folder = path; folder !== ''; ) {
      folder = dirname(folder)
      const names = folders.get(folder)
      if (names?.length) return names
    }
    return []
  }
}

function linesOf(content: string): readonly Line[] {
  const lines: Line[] = []
  let section = ''
  let defaults: readonly string[] = []
  for (const raw of content.split('\n')) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const head = /^\^?\[([^\]]+)\](?:\[\d+\])?\s*(.*)$/.exec(line)
    if (head) {
      section = (head[1] as string).toLowerCase()
      defaults = ownersIn(head[2] ?? '')
      continue
    }
    const [pattern = '', ...rest] = line.split(/(?<!\\)\s+/)
    const named = ownersIn(rest.join(' '))
    lines.push({ matches: matcher(pattern.replace(/\\ /g, ' ')), owners: named.length ? named : defaults, section })
  }
  return lines
}

const ownersIn = (text: string): readonly string[] =>
  text
    .replace(/\s#.*$/, '')
    .split(/\s+/)
    .filter((word) => /^@|@/.test(word))

/** A pattern as gitignore has them, without negation. */
function matcher(pattern: string): (path: string) => boolean {
  const bare = pattern.replace(/^\//, '')
  const segments = bare.split('/').filter((segment) => segment !== '')
  const anchored = pattern.startsWith('/') || segments.length > 1
  const own = anchored ? segments : ['**', ...segments]
  const inside = [...own, '*', '**']
  // a folder owns what is in it; `docs/*` of GitHub does not reach deeper
  const alone = segments.length > 1 && segments.at(-1) === '*'
  return (path) => {
    const names = path.split('/')
    if (!bare.endsWith('/') && matchList(own, names, '**', matchName)) return true
    return !alone && matchList(inside, names, '**', matchName)
  }
}

const matchName = (pattern: string, name: string): boolean =>
  matchList([...pattern], [...name], '*', (sign, letter) => sign === letter || sign === '?')

/** Matches lists with a sign for any number of members: no pattern of hostile owners takes longer than both multiplied. */
function matchList(
  pattern: readonly string[],
  list: readonly string[],
  many: string,
  same: (one: string, other: string) => boolean,
): boolean {
  let [at, star, taken] = [0, -1, 0]
  for (let i = 0; i < list.length; ) {
    if (pattern[at] === many) {
      star = at++
      taken = i
    } else if (at < pattern.length && same(pattern[at] as string, list[i] as string)) {
      at++
      i++
    } else if (star >= 0) {
      at = star + 1
      i = ++taken
    } else return false
  }
  return pattern.slice(at).every((sign) => sign === many)
}
