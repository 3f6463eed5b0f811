import type { DataNode } from '../../../documents/tree.ts'
import type { Run } from '../model.ts'
import { holdsIn, readIf } from './conditions.ts'
import { allWell, type Frame } from './scope.ts'

const preparing = /^(actions\/(checkout|cache|setup-[\w-]+)|step-security\/harden-runner)@/

const ends = /^exit\s+[1-9]\d*;?$/

/** Words to people, comments and settings of the shell: they do nothing. */
const saysOnly = /^(#.*|(echo|printf)\b[^;&|]*;?|set\s+-\w+;?)$/

/** `if [ "${{ github.event.workflow_run.conclusion }}" != "success" ]; then` */
const asks =
  /^if\s+\[\[?\s+["']?\$\{\{\s*github\.event\.workflow_run\.conclusion\s*\}\}["']?\s*!=\s*["']?success["']?\s+\]\]?\s*;\s*then$/

/** The lines of a script that do something. */
const doing = (script: string): readonly string[] =>
  script
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !saysOnly.test(line))

/**
 * Whether a step does nothing but end its job: a script that leaves with a failure after words to people, or
 * `core.setFailed` in one for `actions/github-script`.
 */
export function endsAtOnce(step: DataNode): boolean {
  if (/^actions\/github-script@/.test(step.get('uses')?.text ?? ''))
    return /^\s*core\.setFailed\([^\n]*\);?\s*$/.test(step.get('with')?.get('script')?.text ?? '')
  const lines = doing(step.get('run')?.text ?? '')
  return lines.length === 1 && ends.test(lines[0] ?? '')
}

/**
 * Whether a job begins with a step that ends it where the workflow that started it did not succeed: nothing behind it runs
 * then. What only prepares may stand before it.
 */
export function endsUnlessWell(steps: DataNode | undefined, frame: Frame): boolean {
  const runs = frame.runs.filter((run) => run.trigger.event === 'workflow_run')
  const first = steps?.items.find((step) => !preparing.test(step.get('uses')?.text ?? ''))
  const script = first?.get('run')?.text
  if (runs.length === 0 || !first || script === undefined || first.get('continue-on-error')) return false
  const lines = doing(script)
  const condition = readIf(first.get('if'))
  if (!condition) return asks.test(lines[0] ?? '') && ends.test(lines[1] ?? '')
  const holds = (run: Run, triggering: string) => holdsIn(condition, frame, run, { ...allWell, triggering })
  return endsAtOnce(first) && runs.every((run) => holds(run, 'failure') === true && holds(run, 'success') === false)
}
