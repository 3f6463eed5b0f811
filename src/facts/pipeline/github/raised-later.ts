import type { Kind } from '../../../config/vocabulary.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { known, unknown } from '../dialect/outcome.ts'
import type { Step } from '../model.ts'
import { holdsIn, readIf } from './conditions.ts'
import { endsAtOnce } from './ends-unless-well.ts'
import { allWell, type Frame, type Situation } from './scope.ts'

/** What is done while the failure is kept, and cannot be taken back by raising it. */
const lasting: ReadonlySet<Kind> = new Set(['publish', 'deploy', 'apply', 'migrate', 'rollback', 'sign'])

/** A step as it is written, and what it became. */
export interface ReadStep {
  readonly node: DataNode
  readonly steps: readonly Step[]
}

/**
 * Steps whose failure is kept (`continue-on-error: true`) and raised by a later one of the same job, which asks for
 * `steps.<id>.outcome` and ends it: they stop what comes behind that one as if nothing had been kept. What changes
 * something in between is not stopped: then they are left as they are.
 */
export function raisedLater(read: readonly ReadStep[], frame: Frame): readonly Step[] {
  return read.flatMap(({ node, steps }, index) => {
    const id = node.get('id')?.text
    if (id === undefined || node.get('continue-on-error')?.text !== 'true') return steps
    const raising = read.findIndex((later, at) => at > index && raises(later.node, id, frame))
    const between = raising < 0 ? [] : read.slice(index + 1, raising).flatMap((one) => one.steps)
    if (raising < 0 || between.some(lasts)) return steps
    const continueOnError = isOfActionHere(node) ? insideOf(node) : false
    return steps.map((step) => (step.continueOnError === true ? { ...step, continueOnError } : step))
  })
}

const isOfActionHere = (node: DataNode): boolean => /^[.$]\.?\//.test(node.get('uses')?.text ?? '')

/** Steps of an action may keep failures of their own, of which the outcome of the whole tells nothing. */
const insideOf = (node: DataNode) =>
  new Hidden('whether a step of the action keeps its failure from the step that raises it', {
    kind: 'file',
    text: `leave out continue-on-error where ${node.file} calls the action`,
  })

const lasts = ({ acts }: Step): boolean =>
  acts.some(({ kinds, hidden }) => [...kinds, ...(hidden?.couldBe ?? [])].some((kind) => lasting.has(kind)))

/** Whether a step ends the job whenever another one has failed, under every start. */
function raises(node: DataNode, id: string, frame: Frame): boolean {
  const condition = readIf(node.get('if'))
  if (!condition || node.get('continue-on-error') || !condition.text.includes('outcome')) return false
  if (!endsAtOnce(node)) return false
  const failed: Situation = { ...allWell, outcome: (step) => (step === id ? known('failure') : unknown) }
  return (
    !condition.text.includes('conclusion') && frame.runs.every((run) => holdsIn(condition, frame, run, failed) === true)
  )
}
