import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GitAnswer } from './git.ts'

/** What git says where there is nothing to tell. */
export const nothingTold: GitAnswer = { code: 0, stdout: Buffer.alloc(0), stderr: '', missing: false }

/**
 * Whether it is known by the files alone that a repository has no tags: to start git for that answer takes longer than all
 * that is done with it. False where it is not as plain as nearly always: refs lie in files below `.git` of the folder and in
 * `packed-refs` (gitrepository-layout(5)), not in a worktree of another repository, nor in reftables.
 */
export function surelyNoTags(folder: string): boolean {
  const git = join(folder, '.git')
  try {
    if (!lstatSync(git).isDirectory() || !lstatSync(join(git, 'refs')).isDirectory()) return false
    if (['commondir', 'reftable'].some((name) => existsSync(join(git, name)))) return false
    const tags = join(git, 'refs', 'tags')
    if (existsSync(tags) && readdirSync(tags).length > 0) return false
    const packed = join(git, 'packed-refs')
    return !existsSync(packed) || !readFileSync(packed).includes(' refs/tags/')
  } catch {
    return false
  }
}
