import type { Repository } from './repository.ts'

/**
 * What the address of a repository is called at its host, in lower case: `owner/name`, where groups lie within groups
 * `group/group/name`. For https, ssh, git and `git@host:…` (git-clone(1), "Git URLs"); undefined for a folder on disk.
 */
export function pathAtHost(address: string): string | undefined {
  const bare = address
    .trim()
    .toLowerCase()
    .replace(/(\.git)?\/*$/, '')
  return /^(?:[\w+.-]+:\/\/)?(?:[^@/\s]*@)?[^./:\s][^/:\s]*(?::\d+)?[/:]([^/].*)$/.exec(bare)?.[1]
}

/** The same of this repository, as its remote tells. */
export function ownPath(repository: Repository): string | undefined {
  return pathAtHost(repository.history?.origin ?? '')
}

/** Whose repository this is, in lower case, as its remote tells: the user, the organisation, or the group nearest to it. */
export function ownerOf(repository: Repository): string | undefined {
  return ownPath(repository)?.split('/').at(-2)
}

/** Whether an address is that of this repository; undefined where it, or git, does not tell. */
export function isThisRepository(address: string, repository: Repository): boolean | undefined {
  const [own, other] = [ownPath(repository), pathAtHost(address)]
  return own === undefined || other === undefined ? undefined : own === other
}
