import { printable, splitNul, staysInside } from './paths.ts'

/** A file that differs between a commit and what is judged. */
export interface Touch {
  /** where it is now; of a deleted file, where it was */
  readonly path: string
  /** where it was, if that is another place */
  readonly before?: string
  readonly deleted: boolean
  /** mode and object as git writes them; zeros where there is none, or where the content is on disk alone */
  readonly now: GitEntry
  readonly then: GitEntry
}

/** Whether a list of files has changed by it, and not only what a file holds. */
export const isListed = ({ deleted, before, then }: Touch) => deleted || before !== undefined || /^0+$/.test(then.mode)

export interface GitEntry {
  readonly mode: string
  readonly id: string
}

/** What git's raw format of differences told. */
export interface Difference {
  readonly touches: readonly Touch[]
  /** paths in conflict: an unfinished merge */
  readonly unmerged: readonly string[]
  /** names that are no UTF-8, in a form that can be printed: nothing can be said of these files */
  readonly unnamed: readonly string[]
}

const record = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/

/**
 * Reads what `git diff-index --raw -z` and its like write (git-diff-index(1), "RAW OUTPUT FORMAT"): a head, then one path,
 * or two after a rename. Submodules are left out: their files belong to another repository.
 */
export function readDifference(output: Buffer): Difference {
  const touches: Touch[] = []
  const unmerged = new Set<string>()
  const unnamed: string[] = []
  const parts = splitNul(output)
  for (let at = 0; at < parts.length; ) {
    const head = record.exec(String(parts[at++]))
    if (!head) continue
    const [, thenMode = '', nowMode = '', thenId = '', nowId = '', status] = head
    const paths = [parts[at++] ?? '']
    if (status === 'R' || status === 'C') paths.push(parts[at++] ?? '')
    const [first = '', path = first] = paths
    if (typeof first !== 'string' || typeof path !== 'string') {
      unnamed.push(...paths.map((name) => (typeof name === 'string' ? name : printable(name))))
      continue
    }
    if (status === 'U') unmerged.add(path)
    else if (thenMode !== '160000' && nowMode !== '160000' && staysInside(path) && staysInside(first)) {
      touches.push({
        path,
        ...(status === 'R' ? { before: first } : {}),
        deleted: status === 'D',
        now: { mode: nowMode, id: nowId },
        then: { mode: thenMode, id: thenId },
      })
    }
  }
  return { touches, unmerged: [...unmerged], unnamed }
}
