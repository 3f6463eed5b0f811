import { groupBy } from '../../documents/group.ts'
import { compareText } from '../../documents/place.ts'
import type { Area } from '../repository.ts'
import type { Unsearched } from '../schema/secret.ts'

/** A file whose content was not searched. */
export interface Missed {
  readonly path: string
  readonly area: Area
  readonly reason: string
  readonly why: string
}

interface Cause {
  readonly reason: string
  readonly settle: string
}

/** Reasons that leave something open, in words; others (a link that leads out, a submodule) hold nothing of this repository. */
const causes: Readonly<Record<string, Cause>> = {
  unreadable: { reason: 'could not be read', settle: 'make them readable to the user that runs assay' },
  'too-large': {
    reason: 'are too large to be searched',
    settle: 'keep large files out of the repository, or search them by themselves: assay secrets <file>',
  },
  lfs: { reason: 'are only pointers of Git LFS here, without content', settle: 'run `git lfs pull`' },
  sparse: { reason: 'are not on disk (a sparse checkout)', settle: 'run `git sparse-checkout disable`' },
  'name-not-utf8': { reason: 'have names that cannot be written', settle: 'rename them' },
  archive: {
    reason: 'could not be opened to the end',
    settle: 'unpack what they hold and search that by itself: assay secrets <folder>',
  },
  shallow: {
    reason: 'is cut off, since this clone is shallow',
    settle: 'fetch all of it: git fetch --unshallow (or fetch-depth: 0 of actions/checkout)',
  },
  missing: {
    reason: 'had contents that are not in this clone (a partial one)',
    settle: 'check a clone that was made without --filter',
  },
  'too-costly': {
    reason: 'hold so much that looks like secrets that they were not searched to their end',
    settle: 'search them by themselves: assay secrets <file>',
  },
}

/** How many files of a kind are named. */
const named = 10

/** What was not searched, by reason. Archives in tests, examples and code of others are left aside. */
export function unsearchedOf(missed: readonly Missed[]): Unsearched[] {
  const counted = missed.filter(({ area, reason }) => reason in causes && (reason !== 'archive' || area === 'main'))
  return [...groupBy(counted, ({ reason }): string => reason)]
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, members]) => {
      const { reason, settle } = causes[id] as Cause
      const paths = members.map(({ path, why }) => (id === 'archive' && why ? `${path} (${why})` : path))
      const files = [...new Set(paths)].sort(compareText)
      const place = { file: id === 'shallow' ? '' : (files[0] as string).replace(/ \(.*/s, '') }
      return { id, reason, count: files.length, files: files.slice(0, named), settle, place } as Unsearched
    })
}
