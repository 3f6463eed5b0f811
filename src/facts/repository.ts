import type { DockerfileDocument } from '../documents/dockerfile.ts'
import type { HclFile } from '../documents/hcl/ast.ts'
import type { MarkdownDocument } from '../documents/markdown.ts'
import type { Place } from '../documents/place.ts'
import type { Text } from '../documents/text.ts'
import type { DataNode } from '../documents/tree.ts'
import type { ForgeSettings } from '../sources/forge/settings.ts'
import type { Past } from '../sources/past.ts'
import type { Disk, FileEntry, History, SkipReason, Source } from '../sources/source.ts'
import type { Collector } from './collector.ts'
import type { Workflow } from './pipeline/model.ts'
import type { BrokenFile } from './schema/document.ts'
import type { ObservationName } from './table.ts'
import type { Word } from './words.ts'

/**
 * What a path says about a file: `main` is the service itself; the others give no deployment facts unless a pipeline
 * refers to them; `excluded` is left out by assay.yaml, `set-aside` is what people put away: a secret in either is one all
 * the same.
 */
export type Area = 'main' | 'test' | 'example' | 'documentation' | 'vendored' | 'generated' | 'set-aside' | 'excluded'

export interface RepositoryFile extends FileEntry {
  readonly area: Area
}

/** A file that could not be read. */
export interface Unread {
  readonly reason: SkipReason
  /** one sentence, without the path */
  readonly why: string
}

/** Files as text and trees, by their paths; undefined where a file cannot be read or parsed. */
export interface Documents {
  /** Decoded text; undefined for binary, missing or unreadable files. */
  text(path: string): Promise<Text | undefined>
  /** The documents of a YAML file, one tree each; empty for an empty file. */
  yaml(path: string): Promise<readonly DataNode[] | undefined>
  /** JSON, with comments and trailing commas allowed. */
  json(path: string): Promise<DataNode | undefined>
  toml(path: string): Promise<DataNode | undefined>
  markdown(path: string): Promise<MarkdownDocument | undefined>
  dockerfile(path: string): Promise<DockerfileDocument | undefined>
  /** HCL, as far as it can be read: of a file with a mistake, which is broken, what stands around it. */
  hcl(path: string): Promise<HclFile | undefined>
}

/**
 * What collectors read files through. Everything is read and parsed once, when first asked for. A file that cannot be
 * read or parsed answers undefined and is remembered as broken; `claim` says that evidence is lost with it (exit code 2).
 */
export interface Repository extends Documents {
  readonly files: readonly RepositoryFile[]
  /** undefined where there is no git */
  readonly history: History | undefined
  /** what the forge told of this repository (`--forge`); absent where it was not asked */
  readonly forge?: ForgeSettings | undefined
  file(path: string): RepositoryFile | undefined
  has(path: string): boolean
  /** Files whose name (last segment, case kept) is one of the given. */
  named(...names: readonly string[]): readonly RepositoryFile[]
  /** Files under a folder, any depth. */
  under(folder: string): readonly RepositoryFile[]
  /** Files that lie in a folder itself, none of those in folders of it. */
  in(folder: string): readonly RepositoryFile[]
  /** Files with one of the endings, given with the dot. */
  ending(...endings: readonly string[]): readonly RepositoryFile[]
  /** Files of which what follows the last dot is one of the given, in small letters; those of the path may be capitals. */
  ofKind(...kinds: readonly string[]): readonly RepositoryFile[]

  /**
   * Marks a file as evidence: if it cannot be read or parsed, that is exit code 2, and nothing passes that rests on the
   * observations that are to come from it (those of pipelines, where none are named).
   */
  claim(path: string, ...loses: readonly ObservationName[]): void
  /** Tells of a file that can be read and that the program it is for refuses: a finding, as one that cannot be read is. */
  refuse(place: Place, why: string, ...loses: readonly ObservationName[]): void
  /** Where a run is about touched files alone: their paths. What speaks of single files needs to look at no others. */
  readonly touched?: ReadonlySet<string> | undefined
  /**
   * In such a run, where none of these files is gone: the files as they were before they were touched (of those: as they
   * are), with their pipelines. What is the same on both sides is nobody's doing, and need not be told.
   */
  readonly other?: (() => Promise<OtherSide>) | undefined
  /** A range of history that is searched for secrets besides; absent where nobody asked for one. */
  readonly past?: Past | undefined
  /** The bytes of a file, read anew each time and kept nowhere; or why there are none, in one sentence. */
  bytes(path: string): Promise<Uint8Array | Unread>
  /** Where the files lie on disk, and whether one of them is there to be read: `bytes` tells why one is not. */
  readonly disk?: (Disk & { holds(path: string): boolean }) | undefined
  /** False where it is known, without reading it, that a file holds none of these words; it may hold them otherwise. */
  mayHold(path: string, ...words: readonly Word[]): boolean
  /** Of the files with some endings those that may hold one of some words, where git tells without their being read. */
  readonly search?: Source['search']
  /** A repository that differs from this one in a few files, and which collectors tell the same of both. */
  readonly earlier?: { readonly repository: Repository; holds(collector: Collector): boolean }

  /** The files that could not be read or parsed so far, sorted. Absent where nobody keeps account of them. */
  broken?(): readonly BrokenFile[]
}

/** The files on the other side of a change. */
export interface OtherSide {
  readonly repository: Repository
  readonly workflows: readonly Workflow[]
}
