import { isThisRepository, ownPath, pathAtHost } from '../../address.ts'
import type { Repository } from '../../repository.ts'

/** What people write into a template for others to fill in: no address, and none with an owner of that name. */
const placeholder =
  /placeholder|(replace|change|fill)[-_]?(me|this|in)\b|(^|[/:])your[-_]?(\w*[-_])?(org|user|name|account|repo|team|company|group)/i

/**
 * Whether an address that a controller follows is this repository's. Where git does not tell which repository this is, or
 * the address is not known (a variable, a placeholder that something fills in, a word that is no address), it is taken to
 * be this one if the path that is followed exists here.
 */
export function isHere(address: string, path: string | undefined, repository: Repository): boolean {
  const isKnown = pathAtHost(address) !== undefined && !/[{$<@]/.test(address) && !placeholder.test(address)
  if (isKnown && ownPath(repository) !== undefined) return isThisRepository(address, repository) === true
  return path !== undefined && hasFolder(path, repository)
}

/** Whether a folder (or file) of the repository has this path. */
export function hasFolder(path: string, repository: Repository): boolean {
  const clean = cleanPath(path)
  return clean === '' || repository.has(clean) || repository.under(clean).length > 0
}

/** A path without `.` and without slashes that say nothing. */
export function cleanPath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}
