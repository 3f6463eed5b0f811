import type { Place } from '../../../../documents/place.ts'
import type { List, Node } from '../../../../documents/shell/index.ts'
import type { Repository } from '../../../repository.ts'
import type { Act, Condition } from '../../model.ts'
import type { Choice } from './choices.ts'

/** What becomes of the step when a command fails. */
export type Outcome = 'stops' | 'ignored'

/** The text that commands stand in: a `run:` block, a script file, a line of a Makefile. */
export interface Source {
  readonly text: string
  readonly placeOf: (start: number, end: number) => Place
  /** path of the script in the repository, for `$0`; undefined for text that is no file of its own */
  readonly file: string | undefined
}

/** What a running shell knows. Changed in place; a subshell works on a copy. */
export interface Shell {
  /** null: set, but to what cannot be told */
  variables: Map<string, string | null>
  /** of these the ones that no program gets to see: set here and not exported, or not handed into a container */
  unexported?: Set<string>
  /** `set -a`: what is set is exported */
  allexport?: boolean
  /** it works in a folder of a container, where no file of the checkout lies */
  apart?: boolean
  /** what branches chose for variables that are null now; never changed in place */
  choices?: ReadonlyMap<string, Choice>
  functions: Map<string, Defined>
  /** folder of the repository, '' for its root; undefined elsewhere or unknown */
  directory: string | undefined
  /** names of folders that hold the repository, where the work begins beside them */
  readonly checkouts?: readonly string[]
  /** folders that hold other repositories */
  readonly others?: readonly string[]
  /** of pushd */
  stack: (string | undefined)[]
  errexit: boolean
  pipefail: boolean
  /** a trap ends it with success, whatever fails: `trap 'exit 0' EXIT` */
  leavesWell?: boolean
  /** it writes each command into the log, with its values */
  xtrace?: boolean
  /** variables of the loops around: they go through names, hardly ever through secrets */
  turns?: ReadonlySet<string>
}

export interface Defined {
  readonly body: Node
  readonly source: Source
}

/** The commands that follow where one looks: the rest of a list, then of the lists around it. */
export interface Later {
  readonly nodes: readonly Node[]
  readonly from: number
  readonly text: string
  readonly outer: Later | undefined
}

/** Each command that follows, with the text it stands in: the nearest first. */
export function* following(later: Later | undefined): Generator<{ readonly node: Node; readonly text: string }> {
  for (let place = later; place; place = place.outer) {
    const { nodes, from, text } = place
    for (const node of nodes.slice(from)) yield { node, text }
  }
}

/** Where a command stands. Never changed; what is inside gets a changed copy. */
export interface Context {
  readonly source: Source
  readonly via: readonly Place[]
  /** names of scripts, targets and package scripts on the way here, outermost first */
  readonly names: readonly string[]
  /** what people call the step */
  readonly title?: string
  /** what a non-zero status of this node does, where the shell's `-e` does not act */
  readonly status: Outcome
  /** what a status of zero does: under `!` and before `&& exit 1`, where success is the failure */
  readonly success: Outcome
  /** what leaving the present shell with a non-zero status does */
  readonly exit: Outcome
  /** likewise, of `return` in a function */
  readonly returns: Outcome
  /** Inside a test, or left of `&&` and `||`: `-e` does not act. */
  readonly suppressed: boolean
  readonly condition: Condition | undefined
  /** on another machine: files of the repository mean nothing there */
  readonly remote: boolean
  /** on a machine that is reached over ssh: what runs there is what was deployed, and no throw-away */
  readonly onServer?: boolean
  /** it goes on while the script does something else, and nothing waits for its end */
  readonly background?: boolean
  readonly later: Later | undefined
  /** in a loop: whether not succeeding in it fails the script afterwards */
  readonly loopRaises: boolean
  /** what the shell knew where a branch left the loop around */
  readonly atBreak?: Shell[]
  /** likewise, of the function around */
  readonly atReturn?: Shell[]
  /** the other parts of the pipe that the command is in */
  readonly pipe?: { readonly before: readonly Node[]; readonly after: readonly Node[] }
  /** what the status of the whole pipe does, where only its last part decides */
  readonly pipeOutcome?: Outcome
  /** the output is compared in a test (`[ "$(curl …)" = 200 ]`): what that does to the step, whichever way it ends */
  readonly testsOutput?: Outcome
  /** the variable that the output goes to (`CODE=$(curl …)`) */
  readonly assigns?: string
  /** The output does not come into the log: a file, a variable or another program gets it. */
  readonly unlogged?: boolean
  /** The file that the output of the group around goes to: `{ echo A; echo B; } > .env`, as its name is rendered. */
  readonly into?: string
  readonly depth: number
}

/** One search, shared by all that it comes through. */
export interface Finder {
  readonly repository: Repository
  readonly acts: Act[]
  /** shell texts that were parsed already */
  readonly parsed: Map<string, List>
  /** what can still be looked at; scripts that call each other a lot must not take for ever */
  left: number
  /** scripts, targets and functions that are being followed: circles are cut */
  readonly active: Set<string>
  /** files that earlier commands made, with what was written where that is known */
  readonly written: Map<string, Source | undefined>
  /** those of them that hold nothing but assignments, with the variables that are set there */
  readonly assigned: Map<string, readonly string[]>
  /** an archive was unpacked or a repository cloned: any file may be there now */
  unpacked: boolean
}

/** A copy for a subshell. */
export function subshell(shell: Shell): Shell {
  return {
    ...shell,
    variables: new Map(shell.variables),
    ...(shell.unexported && { unexported: new Set(shell.unexported) }),
    functions: new Map(shell.functions),
    stack: [...shell.stack],
  }
}

/** Notes that a variable is set and not exported. */
export function keepFromPrograms(shell: Shell, name: string): void {
  shell.unexported ??= new Set()
  shell.unexported.add(name)
}

/** Notes that a variable is exported: programs get it. */
export function giveToPrograms({ unexported }: Shell, name: string): void {
  unexported?.delete(name)
}

/** The variables that programs which it starts find in their environment. */
export function exportedBy({ variables, unexported }: Shell, name: string): string | undefined {
  return unexported?.has(name) ? undefined : (variables.get(name) ?? undefined)
}

/** Of what runs here no failure is heeded. */
export const unheeded = { status: 'ignored', exit: 'ignored', suppressed: true } as const

/** What becomes of a failure here: `-e` ends the shell, else the status decides. */
export function outcomeOf(shell: Shell, context: Context): Outcome {
  if (shell.leavesWell) return 'ignored'
  return shell.errexit && !context.suppressed ? context.exit : context.status
}

/** How a node leaves its list, and what must hold for what follows it. */
export interface Flow {
  readonly ends?: 'exit' | 'return' | 'break'
  /** It left with success where this does not hold: the rest runs under it only. */
  readonly restIf?: Condition
  /** likewise, but what left is the whole script: what follows a function that returned early runs all the same */
  readonly scriptIf?: Condition
}

/** The node leaves nothing: what follows it runs. */
export const goesOn: Flow = {}

/** What follows a node runs under conditions alone, where there are any. */
export const onlyIf = (restIf: Condition | undefined, scriptIf: Condition | undefined): Flow =>
  restIf ? { restIf, ...(scriptIf && { scriptIf }) } : goesOn

/** What a test does to the step, whichever way it ends: `[ … ]` under `-e`, `[ … ] || exit 1`, `if [ … ]; then exit 1; fi`. */
export const outcomeOfTest = (shell: Shell, context: Context): Outcome =>
  outcomeOf(shell, context) === 'stops' || context.success === 'stops' ? 'stops' : 'ignored'
