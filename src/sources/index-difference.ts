import { existsSync } from 'node:fs'
import { type GitAnswer, git } from './git.ts'
import { namedIndex } from './index-file.ts'
import { SourceError } from './source.ts'

/** The differences between a commit and the index. It runs no filter and no driver, and a rename is one. */
export const difference = ['diff-index', '--cached', '--raw', '-z', '-M', '--no-abbrev', '--relative']

/** The variable for git, where a hook is to judge another index than the usual. Throws a {@link SourceError}. */
export function environmentFor(top: string): NodeJS.ProcessEnv {
  const index = namedIndex(top, process.env.GIT_INDEX_FILE, process.cwd())
  if (index === undefined) return {}
  if (!existsSync(index)) {
    throw new SourceError(
      `GIT_INDEX_FILE names ${process.env.GIT_INDEX_FILE}, and there is no such index; unset the variable, or let git set it`,
    )
  }
  return { GIT_INDEX_FILE: index }
}

/** Asks git what the index of a folder (real path) has otherwise than a tree; the answer is for `readDifference`. */
export function diffIndex(root: string, tree: string, environment: NodeJS.ProcessEnv): Promise<GitAnswer> {
  return git(root, indexDifferenceQuestion(tree), { environment })
}

/** The words of that question. */
export const indexDifferenceQuestion = (tree: string) => [...difference, '--ita-invisible-in-index', tree, '--']

/** What git is asked for all that stands in the index. */
export const indexQuestion = ['ls-files', '-s', '-z']
