import type { BranchRules, ForgeSettings } from '../../sources/forge/settings.ts'
import { Hidden, type Seen } from '../hidden.ts'
import { seen } from './untold.ts'

/**
 * The rules of a branch (of the default one where no name is given). Undefined where the forge was not asked at all.
 */
export function rulesOf(branch: string | undefined, forge: ForgeSettings | undefined): Seen<BranchRules> | undefined {
  if (!forge) return undefined
  const name = branch ?? seen('which branch is the default one', forge.defaultBranch)
  if (typeof name !== 'string') return name
  const what = `the rules of the branch ${name}`
  const found = forge.branches.find((one) => one.name === name)
  if (found) return seen(what, found.rules)
  return new Hidden(
    what,
    { kind: 'permission', text: `name the branch ${name} in a trigger, so that it is asked for` },
    'forge',
  )
}
