import type { Kind } from '../../../config/vocabulary.ts'
import { Hidden } from '../../hidden.ts'
import type { Run, Trigger } from '../model.ts'
import { branchAllowed } from './branches.ts'
import type { Plans } from './family.ts'
import { standingOf } from './standing.ts'

/** Kinds that a branch can demand of a pull request. */
const checks = new Set<Kind>(['build', 'lint', 'unit-test', 'integration-test', 'security-scan', 'image-scan'])
for (const kind of ['validate', 'plan', 'verify', 'package'] as const) checks.add(kind)

/** What pull requests are checked for: a branch may demand it in settings that files do not show. */
export interface RequestChecks {
  /** What hides the answer for a kind that a run lacks, undefined where no pull request is checked for it. */
  hiddenFor(kind: Kind, run: Run): Hidden | undefined
}

/**
 * The checks on pull requests, by kind (verdicts.md: "A check that runs only on pull requests counts for a push if the
 * branch demands it, in forge settings or in code; if that cannot be seen, unknown").
 */
export function requestChecks(plans: Plans): RequestChecks {
  const found = new Map<Kind, { name: string; trigger: Trigger }[]>()
  for (const plan of plans.all) {
    for (const info of plan.runs.runs) {
      const { trigger } = info.run
      if (trigger.kind !== 'pull-request') continue
      for (const atom of plan.atoms) {
        const { condition } = atom.job
        if (atom.job.allowFailure === true || (condition && info.answers.get(condition) === false)) continue
        if (standingOf(atom, info) === 'no') continue
        for (const kind of atom.kinds) {
          if (!checks.has(kind)) continue
          const list = found.get(kind) ?? []
          if (!list.some((one) => one.trigger === trigger)) list.push({ name: plan.workflow.name, trigger })
          found.set(kind, list)
        }
      }
    }
  }
  return {
    hiddenFor(kind, run) {
      if (run.trigger.kind === 'pull-request') return undefined
      const branch = run.branch ?? plans.branches.default
      const of = found.get(kind)?.find((one) => branch === undefined || branchAllowed(one.trigger, branch))
      if (!of) return undefined
      const which = branch ?? 'the default branch'
      return new Hidden(`whether ${which} demands the checks that ${of.name} runs on pull requests`, {
        kind: 'permission',
        text: `let Assay read the branch protection of ${which}`,
      })
    },
  }
}
