import { existsSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type * as Search from '../secrets/index.ts'
import { probeQuestion } from '../sources/checkout.ts'
import { type Answers, type GitAnswer, git, questionOf } from '../sources/git.ts'
import { listCommand, trackedFiles } from '../sources/index-listing.ts'
import { versionQuestion } from '../sources/version.ts'

/** Options by which something else is read than the files on disk. */
const elsewhere = /^--(?:staged|since|rev|policy-from)(?:=|$)/

/** From how large an index on there are some thousand files, of which a search pays for a thread of its own, in bytes. */
const manyFiles = 128 << 10

/** Where there is such a file, it may leave others out. */
const configuration = /^assay\.ya?ml$/

/**
 * Asks git what `assay check` and `assay secrets` will ask about the folder that they are called for, before the bundle is
 * loaded: git looks while that is done. The answers are on their way; what nobody asks for in the end is dropped. Where there
 * are many files, a thread that will search them for secrets is started, too; it begins when git has told of them, if no
 * configuration may leave some out.
 */
export async function askAhead([command, first = '.', ...words]: readonly string[]): Promise<{ answers: Answers }> {
  const answers = new Map<string, ReturnType<typeof git>>()
  const path = first.startsWith('-') ? '.' : first
  const isOther =
    (command !== 'check' && command !== 'secrets') || [first, ...words].some((word) => elsewhere.test(word))
  if (isOther || !existsSync(join(path, '.git'))) return { answers }
  try {
    const root = realpathSync.native(path)
    const size = statSync(join(root, '.git/index'), { throwIfNoEntry: false })?.size ?? 0
    const isNarrow = command === 'check' && words.some((word) => word.startsWith('--only'))
    for (const question of [listCommand, probeQuestion, versionQuestion])
      answers.set(questionOf(root, question, {}), asked(root, question))
    const search = size > manyFiles && !isNarrow ? await import('../secrets/index.ts') : undefined
    // not before: a process is started more slowly beside a thread that starts
    search?.makeReady()
    const listed = answers.get(questionOf(root, listCommand, {})) as Promise<GitAnswer>
    // where this fails, the search begins later
    if (search) listed.then((answer) => beginWith(search, root, answer)).catch(() => {})
  } catch {
    // whatever is wrong with the path is told by who is asked for it
  }
  return { answers }
}

/** An answer on its way: what goes wrong with it is told to who asks for it, if anybody does. */
function asked(root: string, question: readonly string[]): Promise<GitAnswer> {
  const answer = git(root, question)
  answer.catch(() => {})
  return answer
}

function beginWith({ searchEarly }: Pick<typeof Search, 'searchEarly'>, root: string, listed: GitAnswer): void {
  const paths = trackedFiles(listed)
  if (!paths.some((path) => configuration.test(path))) searchEarly(root, paths)
}
