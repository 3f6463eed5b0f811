import type { DataNode, Scalar } from '../../../documents/tree.ts'
import type { Run } from '../model.ts'
import type { Frame, Reading } from './frame.ts'
import { sampleOf } from './sample.ts'
import { pieces, soleExpression, textOf } from './template.ts'

/** undefined: not known */
export type Value = Scalar | undefined

/** Where a value is asked for: in a run, or before any (undefined), where only parameters are known. */
export interface Asked {
  readonly frame: Frame
  readonly reading: Reading
  readonly run: Run | undefined
}

/** A branch that no filter or condition names. */
export const otherBranch = 'some-other-branch'

/** The value of a node with its expressions put in. A list or map is only something: true, or false where it is empty. */
export function valueOfNode(node: DataNode, asked: Asked): Value {
  if (node.kind !== 'scalar') return node.items.length + node.entries.length > 0
  if (typeof node.value !== 'string') return node.value
  const sole = soleExpression(node.value)
  if (sole !== undefined) return named(sole, asked)
  const text = textOf(node, asked.frame)
  let made = ''
  for (const { start, end, expression } of pieces(text)) {
    // parameters are in the text already, as far as they are known
    const open = expression?.startsWith('pipeline.') ? named(expression, asked) : undefined
    const value = expression === undefined ? text.slice(start, end) : open
    if (value === undefined || made.length > 10_000) return undefined
    made += value ?? ''
  }
  return made
}

/** The value of what stands between `<<` and `>>`. */
export function named(name: string, asked: Asked): Value {
  if (name.startsWith('pipeline.')) return pipelineValue(name.slice('pipeline.'.length), asked)
  const bound = asked.frame.parameters.get(name.replace(/^parameters\./, ''))
  return bound && valueOfNode(bound.node, { ...asked, frame: bound.frame })
}

/** circleci.com/docs/pipeline-variables: what a run tells of them. */
function pipelineValue(name: string, asked: Asked): Value {
  if (name.startsWith('parameters.')) return parameter(name.slice('parameters.'.length), asked)
  const { run } = asked
  if (!run) return undefined
  const { kind, event } = run.trigger
  switch (name) {
    case 'git.branch':
      return kind === 'tag' ? '' : branchOf(run)
    case 'git.tag':
      return kind === 'tag' ? run.trigger.branches?.[0] : kind === 'manual' ? undefined : ''
    case 'git.branch.is_default':
      return run.onDefaultBranch
    case 'trigger_source':
      return kind === 'schedule' ? 'scheduled_pipeline' : kind === 'manual' ? 'api' : 'webhook'
    case 'schedule.name':
      return kind === 'schedule' ? event : ''
    default:
      return undefined
  }
}

/** The branch of a run; for one that nothing names, a name that stands for all such. */
function branchOf({ branch, onDefaultBranch, trigger }: Run): Value {
  if (branch !== undefined && branch !== 'default') return branch.startsWith('/') ? undefined : branch
  if (trigger.kind === 'schedule' && trigger.branches?.length === 1) return trigger.branches[0]
  return onDefaultBranch === false ? otherBranch : undefined
}

function parameter(name: string, { frame, reading, run }: Asked): Value {
  const chosen = frame.fixed.get(`parameters.${name}`)
  if (chosen !== undefined) return chosen
  const definition = reading.parameters.get(name)
  if (!definition || !run) return undefined
  const input = run.inputs[name]
  if (input !== undefined) return definition.type === 'boolean' ? input === 'true' : input
  // A start by hand may give any text; a setup workflow decides by the paths that changed.
  if (run.trigger.kind === 'manual' || definition.paths) return undefined
  return definition.default?.kind === 'scalar' ? definition.default.value : ''
}

/** What a name that stands for a filter's expression is: one that it matches, or the expression as written. */
export function exampleOf(source: string, reading: Pick<Reading, 'patterns'>): string {
  const sample = sampleOf(source)
  return sample && reading.patterns.matches(source, sample, true) ? sample : `/${source}/`
}

/** circleci.com/docs/configuration-reference, "Logic statements": what counts as false. */
export function isTrue(value: Value): boolean | undefined {
  if (value === undefined) return undefined
  return !(value === null || value === false || value === 0 || value === '' || value === 'false')
}

/** Whether two values are the same; texts and what YAML made of them alike. */
export function isSame(a: Value, b: Value): boolean | undefined {
  return a === undefined || b === undefined ? undefined : String(a ?? '') === String(b ?? '')
}
