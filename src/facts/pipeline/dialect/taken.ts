import type { Place } from '../../../documents/place.ts'
import { ownerOf } from '../../address.ts'
import type { Repository } from '../../repository.ts'

/** Something that a pipeline takes in from elsewhere by name and ref: an include, an orb, a pipe, a shared library. */
export interface Taken {
  readonly what: 'include' | 'action'
  readonly name: string
  /** as written; an empty string where none is */
  readonly ref: string
  readonly place: Place
  readonly party: 'own' | 'first' | 'third'
  /** A version that its registry never changes is as good as a digest. */
  readonly immutable?: boolean
  /** It looks like a version, and stands for the newest that begins so. */
  readonly moving?: boolean
  /** the ref is set outside of the repository: what would settle it */
  readonly setElsewhere?: string
}

/** What the pipeline files of one system take in; `files` are those that are read. */
export type TakenIn = (files: readonly string[], repository: Repository) => Promise<readonly Taken[]>

/** `own` where a path begins with the owner of the repository. */
export function partyOf(path: string, repository: Repository): 'own' | 'third' {
  const owner = ownerOf(repository)
  return owner !== undefined && path.toLowerCase().split('/')[0] === owner ? 'own' : 'third'
}
