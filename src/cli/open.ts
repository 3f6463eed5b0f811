import type { Loaded } from '../config/load.ts'
import type { OpenRepository } from '../facts/open.ts'
import type { Notice, Source } from '../sources/source.ts'

/** A repository that is ready to be judged, with what it says of itself. */
export interface Opened {
  readonly source: Source
  readonly configuration: Loaded
  readonly repository: OpenRepository
  /** from where its configuration, its exceptions and its own rules are taken instead */
  readonly trusted?: Trusted
  /** from where comments that excuse are taken where nothing else is: they stand in what is judged, and must stand there too */
  readonly comments?: Trusted
  /** how it went to ask the forge; absent where nobody wanted it */
  readonly forge?: ForgeAsked
}

/** A revision that is trusted more than what is judged. */
export interface Trusted {
  readonly revision: string
  readonly source: Source
  readonly repository: OpenRepository
}

export interface ForgeAsked {
  /** what it did not tell */
  readonly notices: readonly Notice[]
  /** why it could not be asked at all: exit code 2 */
  readonly problem?: string
}

/** The source at a path: a revision of it, or the files on disk. Throws a SourceError that says what to do. */
export async function openSource(path: string, revision: string | undefined): Promise<Source> {
  if (revision !== undefined) return (await import('../sources/revision.ts')).openRevision(path, revision)
  return (await import('../sources/directory.ts')).openDirectory(path)
}

/** What a caller wants a repository to be judged by. */
export interface Authority {
  /** a file on this machine: a policy above that of the repository */
  readonly policy?: string | undefined
  /** a revision of the same repository whose configuration, exceptions and own rules count */
  readonly policyFrom?: string | undefined
}

/** From where files are read that say something about verdicts, and how they are called: by revision and path, as git does. */
export function authorityOf({ trusted, source, repository }: Opened) {
  return {
    source: trusted?.source ?? source,
    repository: trusted?.repository ?? repository,
    label: (file: string) => (trusted ? `${trusted.revision}:${file}` : file),
  }
}

/** Opens what a command is called for: the source, its assay.yaml with the policies above it, its files. */
export async function open(path: string, revision: string | undefined, authority: Authority = {}): Promise<Opened> {
  return openWith(await openSource(path, revision), path, authority)
}

/**
 * The same for a source that is open already; one that lies at no path extends nothing.
 * @param given what is trusted instead of the source, where it is open already
 */
export async function openWith(
  source: Source,
  path?: string,
  authority: Authority = {},
  given?: Pick<Trusted, 'revision' | 'source'>,
): Promise<Opened> {
  const { loadSettings } = await import('../config/load.ts')
  const { callersPolicy, reachOf } = await import('./reach.ts')
  const { openRepository } = await import('../facts/open.ts')
  const { policy, policyFrom = given?.revision } = authority
  const trusted = policyFrom === undefined ? undefined : (given?.source ?? (await openSource(path ?? '.', policyFrom)))
  const label = (file: string) => (trusted ? `${policyFrom}:${file}` : file)
  const configuration = await loadSettings(trusted ?? source, {
    label,
    ...(path === undefined ? {} : { reach: reachOf(trusted ?? source, path, label) }),
    ...(policy === undefined ? {} : { policy: await callersPolicy(policy) }),
  })
  const { settings } = configuration
  return {
    source,
    configuration,
    repository: await openRepository(source, settings),
    ...(trusted && policyFrom !== undefined
      ? {
          trusted: { revision: policyFrom, source: trusted, repository: await openRepository(trusted, settings) },
        }
      : {}),
  }
}

/**
 * What a repository is called in reports: `owner/name` of its remote, the last part of one that is a path. Without one it has
 * no name of its own, and that of its folder differs from machine to machine.
 */
export function nameOf(source: Source): string {
  const remote = source.history?.origin?.replace(/\/+$|\.git\/*$/g, '')
  return (remote && /([^/:]+\/[^/:]+)$/.exec(remote)?.[1]) || source.history?.originName || 'this repository'
}
