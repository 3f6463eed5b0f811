import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import { mayDeploy } from '../acts.ts'
import { anyOf, known, truth, unknown } from '../dialect/outcome.ts'
import { tellsEnvironment } from '../dialect/words.ts'
import type { Condition, Input, Job, Need, Run, Step } from '../model.ts'
import { evaluate } from './evaluate.ts'
import { contextPath, type Expression, parseExpression, parts } from './expression.ts'
import { allWell, type Frame, namesIn, pinKey, type Situation } from './scope.ts'
import { pieces } from './template.ts'

/** An `if:`, read. */
export interface If {
  readonly text: string
  readonly place: Place
  /** undefined: cannot be parsed, nothing is known of it */
  readonly expression: Expression | undefined
  /** Text stands outside of `${{ }}`: GitHub makes a text of it, which is always true. */
  readonly alwaysTrue: boolean
  /** No status function in it: GitHub puts `success() &&` before it. */
  readonly impliesSuccess: boolean
}

/** Reads `if:`; undefined where there is none. */
export function readIf(node: DataNode | undefined): If | undefined {
  const text = node?.text
  if (!node || text === undefined) return undefined
  const fenced = pieces(text)
  const [only] = fenced
  const hasFence = fenced.some((piece) => piece.expression !== undefined)
  const alwaysTrue = hasFence && fenced.length > 1
  const source = hasFence && !alwaysTrue ? (only?.expression as string) : text
  const expression: Expression | undefined = alwaysTrue
    ? { kind: 'literal', value: true }
    : source.trim() === ''
      ? { kind: 'literal', value: true }
      : parseExpression(source.trim())
  const spoken = alwaysTrue
    ? fenced.map((piece) => parseExpression(piece.expression ?? 'null')).filter((part) => part !== undefined)
    : expression
      ? [expression]
      : []
  const statuses = new Set(['success', 'failure', 'always', 'cancelled'])
  const named = spoken.some((part) =>
    [...parts(part)].some((inner) => inner.kind === 'call' && statuses.has(inner.name)),
  )
  return { text: source.trim(), place: node.place, expression, alwaysTrue, impliesSuccess: !named }
}

/** Whether it holds under a start when things went so; undefined: cannot be known. */
export function holdsIn(condition: If | undefined, frame: Frame, run: Run, situation: Situation): boolean | undefined {
  if (!condition) return situation.success
  if (condition.impliesSuccess && !situation.success) return false
  if (!condition.expression) return undefined
  return truth(evaluate(condition.expression, namesIn(frame, run, situation)))
}

/** A frame behind a condition, of which those starts alone come here: what the condition compares with a text is that. */
export function behind(condition: If | undefined, frame: Frame, runs: readonly Run[]): Frame {
  const told = condition?.expression ? [...equalities(condition.expression)] : []
  const pins = frame.inputs
    ? told
    : told.flatMap(([key, text]) => namesOfInput(key).map((name) => [name, text] as const))
  if (!pins.length && runs.length === frame.runs.length) return frame
  return { ...frame, runs, ...(pins.length && { pinned: new Map([...(frame.pinned ?? []), ...pins]) }) }
}

/** In a workflow that is started by hand, an input goes by two names; in a called one these are different things. */
function namesOfInput(key: string): readonly string[] {
  const [, name] = /^(?:github\.event\.)?inputs\.(.+)$/.exec(key) ?? []
  return name === undefined ? [key] : [`inputs.${name}`, `github.event.inputs.${name}`]
}

/** What must be equal for an expression to hold: `inputs.action == 'deploy' && …`. */
function* equalities(expression: Expression): Generator<[string, string]> {
  if (expression.kind !== 'binary') return
  const { operator, left, right } = expression
  if (operator === '&&') {
    yield* equalities(left)
    yield* equalities(right)
  }
  if (operator !== '==') return
  for (const [name, text] of [
    [left, right],
    [right, left],
  ] as const) {
    const path = text.kind === 'literal' && typeof text.value === 'string' ? contextPath(name) : undefined
    // the legs of a matrix stand for themselves, and what several steps make for each of them goes by one name
    if (path && path[0] !== 'matrix' && !path.includes('*') && text.kind === 'literal')
      yield [pinKey(path), String(text.value)]
  }
}

/** Whether there is a start under which it may hold when things went so. */
function canHold(condition: If | undefined, frame: Frame, situation: Situation): boolean {
  return frame.runs.some((run) => holdsIn(condition, frame, run, situation) !== false)
}

const anyEnd = anyOf(['success', 'failure', 'skipped'])

/**
 * A needed job ended so, and of the others nothing is known; undefined: all of them did. Where it is one further back
 * (''), the needed ones may have been skipped on its account or gone on regardless.
 */
const ended = (end: 'success' | 'failure' | 'skipped', job: string | undefined): Situation => ({
  ...allWell,
  success: end === 'success',
  failure: end === 'failure',
  result: (name) => {
    if (name !== '*') return job === undefined || name === job ? known(end) : anyEnd
    if (job === '') return unknown
    return known(job === undefined || end === 'success' ? [end] : [end, 'success'])
  },
})

const failed = (job?: string) => ended('failure', job)
const skipped = (job?: string) => ended('skipped', job)

/**
 * A start by hand with its switches at their defaults, where the job comes to run so: what a person can switch off at the
 * start is judged by its default (verdicts.md). Which environment it is for is no switch.
 */
function unswitched(condition: If | undefined, frame: Frame): readonly Run[] {
  return frame.runs.map((run) => {
    const switches = run.trigger.kind === 'manual' ? (run.trigger.inputs ?? []).filter(isSwitch) : []
    if (switches.length === 0) return run
    const defaults = Object.fromEntries(switches.map((input) => [input.name, input.default ?? 'false']))
    const usual: Run = { ...run, inputs: { ...defaults, ...run.inputs } }
    return holdsIn(condition, frame, usual, allWell) === false ? run : usual
  })
}

/** `skip_test` switches off, though environments are called `test` too. */
const isSwitch = ({ name, type }: Input): boolean =>
  type === 'boolean' && (/^(skip|without|bypass)([-_]|[A-Z])/.test(name) || !tellsEnvironment(name))

/**
 * What must have become of a job before another with this condition starts. `direct` needs are visible to the condition
 * by name; further back only success() and failure() tell.
 */
export function requirement(
  condition: If | undefined,
  frame: Frame,
  job: string,
  direct: boolean,
): Pick<Need, 'requires' | 'evenIfSkipped'> {
  const name = direct ? job : ''
  const usual = { ...frame, runs: unswitched(condition, frame) }
  if (canHold(condition, usual, failed(name))) {
    return { requires: canHold(condition, usual, ended('success', name)) ? 'completion' : 'failure' }
  }
  return canHold(condition, usual, skipped(name))
    ? { requires: 'success', evenIfSkipped: true }
    : { requires: 'success' }
}

/** The condition of a job as the graph asks it: under the course of things in which the job can run at all. */
export function jobCondition(condition: If | undefined, frame: Frame): Condition | undefined {
  if (!condition) return undefined
  const triggered = [allWell, { ...allWell, triggering: 'failure' }]
  const usual = [...triggered, failed(), skipped()].find((situation) => canHold(condition, frame, situation))
  const situation = usual ?? allWell
  const onlySkipped = situation.success === false && situation.failure === false
  return {
    text: condition.text,
    place: condition.place,
    holds: (run) => {
      const holds = holdsIn(condition, frame, run, situation)
      // It runs when a needed job was left out, and when that is so nobody can tell here.
      return onlySkipped && holds ? undefined : holds
    },
  }
}

/** What the workflow that started this one must have come to, by `github.event.workflow_run.conclusion`. */
export function triggeringRequirement(condition: If | undefined, frame: Frame): Job['requiresTriggering'] {
  const runs = frame.runs.filter((run) => run.trigger.event === 'workflow_run')
  if (!runs.length || !condition) return undefined
  const after = { ...frame, runs }
  const can = (triggering: string) => [allWell, failed()].some((s) => canHold(condition, after, { ...s, triggering }))
  if (can('failure') && can('cancelled')) return can('success') ? undefined : 'failure'
  return can('success') ? (can('failure') ? undefined : 'success') : 'failure'
}

/** A step's condition, and whether it runs after an earlier step failed. */
export function stepCondition(
  condition: If | undefined,
  frame: Frame,
  outcomes: (step: string, afterFailure: boolean) => readonly string[],
): Pick<Step, 'condition' | 'runsAfterFailure'> {
  if (!condition) return { runsAfterFailure: 'no' }
  const well: Situation = { ...allWell, outcome: (id) => ({ values: outcomes(id, false) }) }
  const after: Situation = {
    ...allWell,
    success: false,
    failure: true,
    outcome: (id) => ({ values: outcomes(id, true) }),
  }
  const stopped: Situation = { ...allWell, success: false, cancelled: true }
  const inOrder = canHold(condition, frame, well)
  const afterFailure = canHold(condition, frame, after)
  const runsAfterFailure = inOrder
    ? afterFailure
      ? 'always'
      : 'no'
    : afterFailure || canHold(condition, frame, stopped)
      ? 'only'
      : 'no'
  const situation = runsAfterFailure === 'only' ? (afterFailure ? after : stopped) : well
  // After a failure, the step that the condition names is taken to be the one that failed.
  const named: Situation = { ...situation, outcome: () => known('failure') }
  return {
    runsAfterFailure,
    condition: {
      text: condition.text,
      place: condition.place,
      holds: (run) => {
        if (runsAfterFailure === 'only' && holdsIn(condition, frame, run, named)) return true
        return holdsIn(condition, frame, run, situation)
      },
      ...(frame.legs && /\bmatrix\b/.test(condition.text) && { inSomeLeg: inLegs(condition, frame, situation) }),
    },
  }
}

function inLegs(condition: If, frame: Frame, situation: Situation): NonNullable<Condition['inSomeLeg']> {
  return (run) => {
    const answers = (frame.legs?.(run) ?? []).map((matrix) => holdsIn(condition, { ...frame, matrix }, run, situation))
    if (answers.includes(true)) return true
    return answers.length && answers.every((answer) => answer === false) ? false : undefined
  }
}

/**
 * The steps of a job for several legs of a matrix: what runs in one leg has run when the job is over. Where the job
 * itself deploys, another leg may do so, which waits for none: then nothing more is said.
 */
export function overLegs(steps: readonly Step[]): readonly Step[] {
  const acts = steps.flatMap((step) => step.acts)
  if (acts.some((act) => mayDeploy(act, 'apply', 'rollback', 'migrate'))) return steps
  return steps.map((step) => {
    const { condition } = step
    if (!condition?.inSomeLeg) return step
    const { inSomeLeg, holds } = condition
    return { ...step, condition: { ...condition, holds: (run: Run) => holds(run) ?? inSomeLeg(run) } }
  })
}
