import { type Call, emit } from '../call.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import { whatFails } from './bad-answer.ts'

/** What a comparison of the work tree may be given beside paths: nothing but the commit that is checked out. */
const isOwn = (word: string): boolean => word === 'HEAD' || /^[\w./*@-]*[./][\w*-]+$|^:|^\.$/.test(word)
const isOther = (word: string): boolean => /\.\.|[~^$]|^(origin|upstream)\//.test(word)

/**
 * `make generate && git diff --exit-code`, `test -z "$(git status --porcelain)"`: formatters and generators run, and what
 * they would write otherwise than it is kept fails. A comparison with another commit only tells what was changed.
 */
export function comparesTree(call: Call, shell: Shell, context: Context, finder: Finder): boolean {
  const { words } = call
  const at = words.findIndex(
    (word) => word === 'diff' || word === 'status' || word === 'diff-index' || word === 'diff-files',
  )
  if (at < 1 || words.slice(1, at).some((word) => !/^-/.test(word) && words[words.indexOf(word) - 1] !== '-C'))
    return false
  const rest = words.slice(at + 1)
  const paths = rest.indexOf('--')
  const given = (paths < 0 ? rest : rest.slice(0, paths)).filter((word) => !word.startsWith('-'))
  if (given.some((word) => isOther(word) || !isOwn(word))) return false
  const asks = words[at] !== 'status' && rest.some((word) => /^--(exit-code|quiet)$|^-q$/.test(word))
  const outcome = whatFails('git', call, shell, context, asks)
  if (outcome !== 'stops') return false
  emit(finder, shell, context, call, { kinds: ['lint'], tool: `git ${words[at]}`, onFailure: outcome })
  return true
}
