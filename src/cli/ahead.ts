import { existsSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { probeQuestion } from '../sources/checkout.ts'
import { type Answers, git, questionOf } from '../sources/git.ts'
import { listCommand } from '../sources/index-listing.ts'
import { versionQuestion } from '../sources/version.ts'

/** Options by which something else is read than the files on disk. */
const elsewhere = /^--(?:staged|since|rev|policy-from)(?:=|$)/

/** From how large an index on there are some thousand files, of which a search pays for a thread of its own, in bytes. */
const manyFiles = 128 << 10

/**
 * Asks git what `assay check` and `assay secrets` will ask about the folder that they are called for, before the bundle is
 * loaded: git looks while that is done. The answers are on their way; what nobody asks for in the end is dropped. Where there
 * are many files, a thread that will search them for secrets is started, too.
 */
export async function askAhead([command, first = '.', ...words]: readonly string[]): Promise<{ answers: Answers }> {
  const answers = new Map<string, ReturnType<typeof git>>()
  const path = first.startsWith('-') ? '.' : first
  const isOther =
    (command !== 'check' && command !== 'secrets') || [first, ...words].some((word) => elsewhere.test(word))
  if (isOther || !existsSync(join(path, '.git'))) return { answers }
  try {
    const root = realpathSync.native(path)
    for (const question of [listCommand, probeQuestion, versionQuestion])
      answers.set(questionOf(root, question, {}), git(root, question))
    const size = statSync(join(root, '.git/index'), { throwIfNoEntry: false })?.size ?? 0
    const isNarrow = command === 'check' && words.some((word) => word.startsWith('--only'))
    if (size > manyFiles && !isNarrow) (await import('../secrets/index.ts')).makeReady()
  } catch {
    // whatever is wrong with the path is told by who is asked for it
  }
  return { answers }
}
