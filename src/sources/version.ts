import type { GitAnswer } from './git.ts'

/** The oldest git whose answers are understood: older ones lack options by which hostile names are kept from it. */
const oldest = [2, 30] as const

/** What to ask git for {@link oldGit}. */
export const versionQuestion = ['version']

/**
 * Words before a command that git takes from 2.31 on (git(1), `--config-env`; what it sets is in force anyway): where the
 * answer is good, git is not too old, and is not started a second time to be asked for its version.
 */
export const surelyNew = ['--config-env=core.askPass=GIT_ASKPASS']

/** A sentence where git is too old; undefined where it is not, or is not here at all. */
export function oldGit({ stdout }: GitAnswer): string | undefined {
  const found = /^git version ((\d+)\.(\d+)(?:\.\d+)*)/.exec(stdout.toString())
  const [major, minor] = [Number(found?.[2]), Number(found?.[3])]
  if (!found || major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return undefined
  return `git ${found[1]} is too old: 2.30 or later is needed; update git`
}
