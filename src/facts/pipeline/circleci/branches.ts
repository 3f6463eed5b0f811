import type { DataNode } from '../../../documents/tree.ts'
import { handsOn, mostBranches } from '../dialect/handed-branch.ts'
import { tellsEnvironment } from '../dialect/words.ts'
import type { Frame } from './frame.ts'
import { sourceOf } from './patterns.ts'
import { textOf } from './template.ts'

/** The pipeline value that holds the branch, as a use of a job for one branch has it fixed. */
export const branchValue = 'git.branch'

const ofBranch = /\$\{?CIRCLE_BRANCH\b|<<\s*pipeline\.git\.branch\s*>>/

/**
 * The branches of a job that hands its branch on (`./deploy.sh ${CIRCLE_BRANCH}`), where its filters let in none but some
 * by name, and these are called after environments; undefined where that is not so.
 * @param nodes what the use and the job say
 */
export function branchesOf(
  filters: DataNode | undefined,
  nodes: readonly DataNode[],
  frame: Frame,
): readonly string[] | undefined {
  const branches = filters?.get('branches')
  if (!branches || filters?.get('tags') || branches.get('ignore')) return undefined
  const only = branches.kind === 'map' ? branches.get('only') : branches
  const names = (only?.asList ?? []).map((item) => textOf(item, frame))
  if (names.length === 0 || names.length > mostBranches) return undefined
  if (names.some((name) => name.includes('<<') || sourceOf(name) !== undefined)) return undefined
  if (!names.some(tellsEnvironment)) return undefined
  const scripts = nodes.flatMap(({ kind, value }) => (kind === 'scalar' && typeof value === 'string' ? [value] : []))
  return handsOn(scripts, ofBranch) ? [...new Set(names)] : undefined
}
