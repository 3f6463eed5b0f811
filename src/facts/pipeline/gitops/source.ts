import { isThisRepository, ownPath } from '../../address.ts'
import type { Repository } from '../../repository.ts'

/**
 * Whether an address that a controller follows is this repository's. Where git does not tell which repository this is, or
 * the address is not known (a variable, a word that is no address and that something fills in), it is taken to
 * be this one if the path that is followed exists here.
 */
export function isHere(address: string, path: string | undefined, repository: Repository): boolean {
  const isKnown = /[:/]/.test(address) && !/[{$<@]/.test(address)
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
