import type { Repository } from '../../repository.ts'
import type { Touch } from '../model.ts'

const known = new WeakMap<Repository, Map<string, Promise<Touch | undefined>>>()

/** More stars in one name than people write: matching them takes longer than it is worth. */
const manyStars = /(?:\*[^*/]+){4}/

/**
 * What the paths under `changes:` are here. GitLab takes them as Ruby's fnmatch does (docs.gitlab.com/ci/yaml/#ruleschanges):
 * no name stands for a folder, and a star stays within a name unless `**` and a slash stand there; what `**` means at the
 * end of one is read in two ways. Undefined where a variable or a pattern beyond reading is among them.
 */
export function touchOf(globs: readonly string[], repository: Repository): Promise<Touch | undefined> {
  const ofRepository = known.get(repository) ?? new Map<string, Promise<Touch | undefined>>()
  known.set(repository, ofRepository)
  const key = globs.join('\0')
  const made = ofRepository.get(key) ?? makeTouch(globs, repository)
  ofRepository.set(key, made)
  return made
}

async function makeTouch(globs: readonly string[], repository: Repository): Promise<Touch | undefined> {
  if (globs.length === 0 || globs.some((glob) => glob.includes('$') || manyStars.test(glob))) return undefined
  const { default: picomatch } = await import('picomatch')
  const options = { dot: true, nonegate: true, noextglob: true }
  const loosely = picomatch([...globs], options)
  const strictly = picomatch(
    globs.map((glob) => glob.replace(/\/\*\*$/, '/*')),
    options,
  )
  const names = (path: string) => (loosely(path) ? strictly(path) || undefined : false)
  return { files: new Set(repository.files.flatMap(({ path }) => (names(path) ? [path] : []))), names }
}
