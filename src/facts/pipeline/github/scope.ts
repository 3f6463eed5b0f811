import { anyOf, digOutcome, known, type Outcome, single, union, unknown } from '../dialect/outcome.ts'
import type { Run } from '../model.ts'
import type { Names } from './evaluate.ts'
import { githubContext } from './github-context.ts'
import { startInput } from './inputs.ts'

/** What is known of the repository as a whole. */
export interface Home {
  /** undefined: `main` or `master`, nobody tells */
  readonly defaultBranch: string | undefined
  /** `owner/name`, where the remote tells */
  readonly slug: string | undefined
}

/** A value that depends on how the run was started and on how things went. */
export type Binding = (run: Run, situation: Situation) => Outcome

/** How things went up to where a condition is asked. */
export interface Situation {
  readonly success: boolean
  readonly failure: boolean
  readonly cancelled: boolean
  /** `needs.<key>.result` */
  readonly result: (job: string) => Outcome
  /** `steps.<id>.outcome` and `.conclusion` */
  readonly outcome: (step: string) => Outcome
  /** the end of the workflow that started this one */
  readonly triggering: string
}

/** Everything went well so far. */
export const allWell: Situation = {
  success: true,
  failure: false,
  cancelled: false,
  result: (job) => known(job === '*' ? ['success'] : 'success'),
  outcome: () => anyOf(['success', 'skipped', 'failure']),
  triggering: 'success',
}

/** What the contexts of an expression hold at some place of a workflow. */
export interface Frame {
  readonly home: Home
  /** Undefined: the inputs that the run itself was started with. */
  readonly inputs: ReadonlyMap<string, Binding> | undefined
  readonly env: ReadonlyMap<string, Binding>
  /** undefined: a matrix that is not known */
  readonly matrix: Readonly<Record<string, Outcome>> | undefined
  /** the values of each leg that the job stands for in a start; left out where it stands for itself */
  readonly legs?: (run: Run) => readonly Readonly<Record<string, Outcome>>[]
  /** `needs.<job>.outputs.<name>` */
  readonly output: (job: string, name: string) => Binding
  /** `steps.<id>.outputs.<name>` */
  readonly stepOutput: (step: string, name: string) => Binding
  /** The text that makes an output (`['steps', id, 'outputs', name]`, `['needs', …]`) where its value is not known. */
  readonly outputText: (path: readonly string[]) => string | undefined
  /** The text that an earlier step wrote to `$GITHUB_ENV`, by name; undefined where several wrote it differently. */
  readonly envText?: ReadonlyMap<string, string | undefined>
  /** The texts of the `env:` around, with what is known put in: where a value is not known, the text that makes it is. */
  readonly envWritten?: ReadonlyMap<string, string>
  /** The text that a call or a step gives for an input, with what is known where it stands put in. */
  readonly inputText?: (name: string) => string | undefined
  /** the starts under which one comes here */
  readonly runs: readonly Run[]
  /** what a condition on the way says that names stand for, by `pinKey`: `if: inputs.action == 'deploy'` */
  readonly pinned?: ReadonlyMap<string, string> | undefined
  /** the folder of the composite action one is in */
  readonly actionPath: string | undefined
}

/** The names of an expression in a frame, under one start. */
export function namesIn(frame: Frame, run: Run, situation: Situation = allWell): Names {
  return {
    status: (name) => known(name === 'always' ? true : situation[name]),
    lookup: (path) => {
      const found = lookup(frame, run, situation, path)
      const pin = frame.pinned?.get(pinKey(path))
      return pin !== undefined && single(found) === undefined ? known(pin) : found
    },
  }
}

/** A path as a key; names are compared without regard to case. */
export const pinKey = (path: readonly string[]): string => path.join('.').toLowerCase()

/** What something may come to under any of the starts. */
export function underAnyRun(frame: Frame, ask: (names: Names) => Outcome): Outcome {
  return frame.runs.length ? union(...frame.runs.map((run) => ask(namesIn(frame, run)))) : unknown
}

function lookup(frame: Frame, run: Run, situation: Situation, path: readonly string[]): Outcome {
  const [context = '', name = '', ...rest] = path
  if (context === 'inputs') return digOutcome(input(frame, name, run, situation), rest)
  if (context === 'env') {
    if (frame.envText?.has(name)) return unknown
    return digOutcome(frame.env.get(name)?.(run, situation) ?? unknown, rest)
  }
  if (context === 'matrix') {
    if (!frame.matrix || !name || name === '*') return unknown
    return digOutcome(frame.matrix[name] ?? known(null), rest)
  }
  if (context === 'needs' || context === 'jobs') return need(frame, run, situation, name, rest)
  if (context === 'steps') {
    if (rest[0] === 'outcome' || rest[0] === 'conclusion') return name === '*' ? unknown : situation.outcome(name)
    return rest[0] === 'outputs' && rest[1] ? frame.stepOutput(name, rest[1])(run, situation) : unknown
  }
  if (context === 'github') {
    if (name === 'action_path' && frame.actionPath !== undefined) return { values: [], open: { truthy: true } }
    return githubContext(frame.home, run, situation, path.slice(1))
  }
  if (context === 'job' && name === 'status') {
    return known(situation.cancelled ? 'cancelled' : situation.failure ? 'failure' : 'success')
  }
  return unknown
}

function need(frame: Frame, run: Run, situation: Situation, job: string, rest: readonly string[]): Outcome {
  if (rest[0] === 'result') return situation.result(job)
  if (rest[0] === 'outputs' && rest[1] && job !== '*') return frame.output(job, rest[1])(run, situation)
  return unknown
}

function input(frame: Frame, name: string, run: Run, situation: Situation): Outcome {
  if (!frame.inputs) return startInput(run, name)
  const binding =
    frame.inputs.get(name) ?? [...frame.inputs].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
  return binding ? binding(run, situation) : known(null)
}
