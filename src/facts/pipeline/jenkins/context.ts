import type { Call, Statement } from '../../../documents/groovy/index.ts'
import type { Place } from '../../../documents/place.ts'
import type { Seen } from '../../hidden.ts'
import { both } from '../dialect/conditions.ts'
import type { Reading } from '../dialect/reading.ts'
import type { Condition, Run, Step, Within } from '../model.ts'
import type { JobDraft, Pipeline, StageFrame, StepDraft } from './draft.ts'
import type { Module } from './module.ts'
import type { Frame } from './values/evaluate.ts'
import type { Binding, Scope } from './values/scope.ts'
import type { Asking, Value } from './values/values.ts'

/** What goes through a whole pipeline. */
export interface Machine {
  readonly reading: Reading
  readonly pipeline: Pipeline
  /** a Groovy file of the repository, parsed; undefined where there is none */
  readonly module: (path: string) => Promise<Module | undefined>
  readonly results: Map<Call, Value>
  /** files that are run where they are loaded, and are not here */
  readonly absent: Map<Call, Place>
  readonly parameters: ReadonlyMap<string, Binding>
  /** all starts that are told apart */
  readonly runs: readonly Run[]
  /** what calls one another in a circle; given here so that the files need not import one another in one */
  readonly walk: (statements: readonly Statement[], context: Context) => Promise<Exit | undefined>
}

/** Acts that end together when one fails, without failing what follows: `catchError`, a `try` that swallows. */
export interface Group {
  readonly continueOnError: Seen<boolean>
  step: StepDraft | undefined
  job: JobDraft | undefined
}

/** How statements may leave the block that they stand in. */
export interface Exit {
  readonly how: 'throws' | 'returns'
  /** undefined: always */
  readonly condition: Condition | undefined
}

/** Where statements stand. */
export interface Context {
  readonly machine: Machine
  readonly module: Module
  readonly scope: Scope
  readonly environment: Scope
  readonly stage: StageFrame
  readonly via: readonly Place[]
  /** functions and files that one is in, outermost first */
  readonly calls: readonly string[]
  /** the functions among them, by their names */
  readonly within: readonly Within[]
  /** since the stage began */
  readonly condition: Condition | undefined
  /** the starts that may come here */
  readonly runs: readonly Run[]
  readonly outcome: Asking['outcome']
  readonly runsAfterFailure: Step['runsAfterFailure']
  readonly group: Group | undefined
  readonly directory: string | undefined
  readonly timeoutMinutes: number | undefined
  /** the environment that what is around names: an argument, a variable, a project */
  readonly environmentName: Binding | undefined
  /** of `docker.withRegistry`, with a slash behind it */
  readonly registry: string
  /** where a function's value goes */
  readonly returned: { binding: Binding | undefined; count: number } | undefined
}

/** What expressions are evaluated in, here. */
export function frameOf(context: Context): Frame {
  const { module, scope, environment, machine } = context
  return { module, scope, environment, results: machine.results, parameters: machine.parameters }
}

/** Who asks for a value, here: in which run, and how it went so far. */
export function asking(context: Context, run?: Run): Asking {
  return { run, outcome: context.outcome }
}

/** The same place, where a condition holds too. */
export function under(context: Context, condition: Condition): Context {
  return {
    ...context,
    condition: both(context.condition, condition),
    runs: context.runs.filter((run) => condition.holds(run) !== false),
  }
}
