import type { ForgeSettings } from './forge/settings.ts'
import type { Limits } from './paths.ts'
import type { Search } from './search.ts'

/**
 * Where files come from: a directory, a git revision or the index; a tarball can later.
 * Paths are `/`-separated and relative to the root of the source, on every system.
 */
export interface Source {
  readonly kind: 'directory' | 'revision' | 'index'
  /** All files, sorted by path, with what was left out and why. Called once; the answer does not change during a run. */
  list(): Promise<Listing>
  /** The bytes of a listed file. Rejects with an {@link UnreadableError} whose message a user can act on. */
  read(path: string): Promise<Uint8Array>
  /** Why what lies at a path of the disk is no file to read, though it is in no list (an empty folder); else undefined. */
  obstacle?(path: string): string | undefined
  /** Where the listed files lie as they are, so that somebody else can read them by the same rules (insideReader). */
  readonly disk?: Disk
  /** The listed files that may hold one of the words; undefined, or no such function, where that is not told without reading them. */
  search?(search: Search): Promise<ReadonlySet<string> | undefined>
  /** What git knows: tags and commits. Undefined where there is no repository. */
  readonly history?: History
  /** What the forge told of the repository, where it was asked (`--forge`). */
  readonly forge?: ForgeSettings
  /** Where a run is about touched files alone: their paths, as they are and as they were. */
  readonly touched?: ReadonlySet<string>
}

/** A folder of files, and how much of it is read. */
export interface Disk {
  readonly root: string
  readonly limits: Limits
}

export interface Listing {
  readonly files: readonly FileEntry[]
  /** What was passed over: named, never silent. */
  readonly skipped: readonly Skipped[]
  /** One sentence each about the state of the checkout (shallow, partial, sparse, LFS), with the mend. */
  readonly notices: readonly Notice[]
}

export interface FileEntry {
  readonly path: string
  /** in bytes; 0 for a link */
  readonly size: number
  readonly executable: boolean
  /** A link that stays inside the tree; it is listed and can be read, but is not followed into folders. */
  readonly link: boolean
  /** False for a file that git does not track yet (and does not ignore). True where there is no git. */
  readonly tracked: boolean
}

export type SkipReason =
  | 'submodule'
  | 'nested-repository'
  | 'link-outside'
  | 'link-loop'
  | 'link-broken'
  | 'too-large'
  | 'too-many'
  | 'unreadable'
  | 'name-not-utf8'
  | 'special'
  | 'sparse'
  | 'lfs'
  /** tracked by git but not on disk */
  | 'deleted'
  | 'excluded'

export interface Skipped {
  /** With a closing slash for a folder that was passed over as a whole. */
  readonly path: string
  readonly reason: SkipReason
  /** A sentence for people: what was passed over and what would mend it. */
  readonly detail: string
}

export type NoticeCode =
  | 'no-git'
  /** there is a repository, and no git that can read it, or git refuses: exit code 2 */
  | 'git-unusable'
  | 'unsafe-git'
  | 'shallow'
  | 'partial-clone'
  | 'sparse'
  | 'lfs'
  | 'lenient-yaml'
  | 'limit'
  | 'broken-file'
  | 'configuration'
  | 'forge'

export interface Notice {
  readonly code: NoticeCode
  /** One line, with the mend. */
  readonly message: string
}

/** Whether a notice says that there is a repository which git did not read: nothing is judged then. */
export const isWithoutGit = ({ code }: Notice) => code === 'git-unusable' || code === 'unsafe-git'

/** A commit as the log tells it. */
export interface Commit {
  readonly id: string
  /** author date, RFC 3339 */
  readonly date: string
  readonly subject: string
}

export interface Tag {
  readonly name: string
  /** the commit it points at, annotated tags peeled */
  readonly commit: string
  /** creation date, RFC 3339 */
  readonly date: string
}

/** Read-only questions to git. Each may answer undefined: "cannot be seen from here" (a shallow clone, an object that is missing). */
export interface History {
  /** The commit judged, 40 (or 64) hexadecimal digits; undefined on an unborn branch. */
  readonly head: string | undefined
  /** The default branch's name as far as the clone knows it (origin/HEAD), else undefined. */
  readonly defaultBranch: string | undefined
  readonly shallow: boolean
  /** Only a folder of the repository is judged: its tags name releases of the whole, and are not told. */
  readonly inside?: boolean
  /** The URL of the remote `origin` without credentials, else undefined. */
  readonly origin: string | undefined
  /** What the repository is called where `origin` is a path of this machine: its last part. */
  readonly originName?: string | undefined
  /** All tags, sorted by name; undefined when they are not at hand (shallow or tagless clone of unknown completeness). */
  tags(): Promise<readonly Tag[] | undefined>
  /** The newest commit that touched one of the paths; undefined where history does not reach. */
  lastChange(paths: readonly string[]): Promise<Commit | undefined>
  /** The files as they were at a time: of the newest commit not later. Undefined where history does not reach. */
  before?(date: string): Promise<Source | undefined>
  /** Whether a commit id (7 to 40 digits) names a commit here; undefined where history is cut. */
  hasCommit(id: string): Promise<boolean | undefined>
  /** Whether git would ignore the path (.gitignore and friends). */
  isIgnored(paths: readonly string[]): Promise<ReadonlySet<string>>
}

/** A file that could not be read. The message is one sentence for people. */
export class UnreadableError extends Error {
  constructor(
    readonly path: string,
    readonly reason: SkipReason,
    message: string,
  ) {
    super(message)
    this.name = 'UnreadableError'
  }
}

/** The whole source cannot be used (no such folder, not a repository, git refuses). Exit code 2. */
export class SourceError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SourceError'
  }
}
