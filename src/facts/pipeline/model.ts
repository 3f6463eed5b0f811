import type { EnvironmentClass } from '../../config/vocabulary.ts'
import type { Place } from '../../documents/place.ts'
import type { Hidden, Seen } from '../hidden.ts'
import type { Act, HiddenPart } from './model-act.ts'

/* The parts of a step stand in a file of their own; whoever reads the form imports all of it from here. */
export type * from './model-act.ts'

/**
 * The one form that every CI system is brought to. A dialect makes workflows; the graph reads nothing else, so no
 * dialect's word stands outside its folder.
 */
export interface Workflow {
  /** unique in the repository: the file, with `#name` where one file holds several */
  readonly id: string
  readonly file: string
  /** `github-actions`, `gitlab-ci`, … as the labels name them */
  readonly system: string
  readonly name: string
  readonly place: Place
  readonly triggers: readonly Trigger[]
  /** Uses of jobs: called workflows are spliced in, known matrix legs that change the environment are jobs of their own. */
  readonly jobs: readonly Job[]
  /** Parts that cannot be seen and stand outside every job (a remote include). */
  readonly hidden: readonly HiddenPart[]
  /**
   * Nothing in the file starts it, and settings of the service may run it for requests (build validation of a branch
   * policy).
   */
  readonly mayCheckRequests?: boolean
  /** The secrets of the project are variables of every job, named or not. */
  readonly secretsInEnvironment?: boolean
  /** Commands of other pipelines start it, which the graph finds (a release of a delivery pipeline). */
  readonly startedBy?: Starter
  /** False for a system that this version does not read: the file is known by its name alone. */
  readonly read?: boolean
  /** Circles, calls to what does not exist, keys that make no sense: said, never fatal. */
  readonly problems: readonly Problem[]
}

/** Commands and actions that start a workflow, and how they name it. */
export interface Starter {
  /** entries of the kinds table */
  readonly tools: readonly string[]
  /** flags and inputs whose value names it */
  readonly named: readonly string[]
  /** its names there; an unresolved one may be any */
  readonly names: readonly Seen<string>[]
  /** its file, where that is named, from the folder in which the command runs */
  readonly file?: {
    readonly path: string
    /** the name that is meant where none is given */
    readonly usual: string
    /** flags by which the command does without a file */
    readonly without: readonly string[]
  }
}

export interface Problem {
  readonly place: Place
  readonly message: string
  /** True when evidence could not be read because of it: exit code 2. */
  readonly unreadable: boolean
}

export type TriggerKind =
  | 'push'
  | 'tag'
  | 'pull-request'
  | 'schedule'
  | 'manual'
  | 'release'
  | 'pipeline'
  | 'external'
  | 'call'

/** One way in which a workflow starts. A push to two branches is one trigger with two branches. */
export interface Trigger {
  readonly kind: TriggerKind
  /** Branch names or globs as written; undefined: any branch. For `tag`: tag globs. */
  readonly branches?: readonly string[]
  readonly branchesIgnore?: readonly string[]
  /** `push`: it follows one branch, and which cannot be seen. */
  readonly branchUnseen?: true
  /** Limited to some paths: a change elsewhere does not start it. */
  readonly paths?: readonly string[]
  /** `pipeline`: the names of the workflows that it waits for. */
  readonly after?: readonly string[]
  /** `pipeline`: the job of that workflow that starts it; a run that does not come to it starts nothing. */
  readonly fromJob?: string
  /** `pipeline`: the command of that job that starts it: what comes before it has succeeded, whatever comes after */
  readonly fromAct?: { readonly stepIndex: number; readonly actIndex: number }
  /** `pull-request`: a change that is about to be merged starts it (a merge queue), not one that is proposed. */
  readonly merges?: true
  /** the dialect's own word for the event (`pull_request_target`), for its conditions */
  readonly event?: string
  /** `schedule`: it is set up on the forge; conditions here speak of schedules, and nothing says which there are. */
  readonly setUpElsewhere?: true
  /** `manual` and `call`: what is asked for at the start. */
  readonly inputs?: readonly Input[]
  readonly place: Place
}

export interface Input {
  readonly name: string
  readonly options?: readonly string[]
  readonly default?: string
  /** the dialect's type name: string, boolean, choice, environment … */
  readonly type: string
  /** the keys of the jobs that it comes to; left out where that cannot be told */
  readonly reaches?: readonly string[]
}

/** A concrete start of a workflow, under which conditions are asked. What is undefined is not known. */
export interface Run {
  readonly trigger: Trigger
  /** `default`, a branch's name, or undefined for "some branch or tag that the trigger allows" */
  readonly branch: string | undefined
  /** Whether the branch is the default one; undefined where that is not known. */
  readonly onDefaultBranch: boolean | undefined
  /** values of inputs that this run was started with */
  readonly inputs: Readonly<Record<string, string>>
  /** The only file that the push changes; left out: some files, and which is not told. */
  readonly touched?: string
}

/** A list of paths that a condition holds a change against (`changes:`), as far as it speaks of files that are here. */
export interface Touch {
  /** the files here that it surely speaks of */
  readonly files: ReadonlySet<string>
  /** Whether it speaks of a file; undefined where its pattern is read in more than one way. */
  readonly names: (path: string) => boolean | undefined
}

/** A condition on a job, a step or a command. Asked for each run; undefined: cannot be known from here. */
export interface Condition {
  readonly text: string
  readonly place: Place
  /** Branches that it hangs on, where its text does not name them (a variable that compares with one). */
  readonly branches?: readonly string[]
  readonly holds: (run: Run) => boolean | undefined
  /** Of a branch of a script within others: each of them, the outermost first. */
  readonly branchesWithin?: readonly Condition[]
  /** What it is the contrary of: never do both hold. */
  readonly opposite?: Condition
  /** Of the arms of one `case`, which share it, one holds at most. */
  readonly oneOf?: object
  /**
   * Whether what is open in this run hangs on data alone (which files a change touches), and not on how the run was
   * started: such a run comes to the job all the same. Left out: told from the answers in all runs.
   */
  readonly onData?: (run: Run) => boolean
  /** The lists of paths that it asks; with `touched` of a run each of them is decided. */
  readonly touches?: readonly Touch[]
  /** What decides it where it is open and that is kept elsewhere: a setting of the forge, what a job of others answers. */
  readonly decidedBy?: (run: Run) => Hidden | undefined
  /** Where it is open: what chooses the branches that come through, and cannot be followed. */
  readonly branchesBy?: Hidden
  /**
   * For a step of a job that stands for several legs of a matrix: whether it holds in one of them at least. Whoever waits
   * for the job waits for all of them.
   */
  readonly inSomeLeg?: (run: Run) => boolean | undefined
}

/**
 * What else a reader finds a job or its steps by: the stage or job that it stands in, the job that calls its workflow, the
 * function, template or task that it is written in.
 */
export interface Within {
  readonly name: string
  readonly place: Place
}

/** A use of a job (a matrix leg, a template call), not its definition. */
export interface Job {
  /** unique in the workflow and readable: `deploy`, `deploy (staging)`, `ci / test` */
  readonly id: string
  /** the job's key as written where it is defined: what `assay.yaml` and people call it */
  readonly key: string
  readonly name: string
  /** what a reader of its file calls it, where that is not its key (a stage of Azure that has one job) */
  readonly calledAs?: string
  /** at the key of the job, or where a template is called that brings it */
  readonly place: Place
  /** at its key, where `place` is the call of a template */
  readonly definition?: Place
  /** how one comes here: the calls, outermost first */
  readonly via: readonly Place[]
  readonly within?: readonly Within[]
  readonly needs: readonly Need[]
  readonly condition?: Condition
  /**
   * For a run started by an earlier pipeline (a `pipeline` trigger): what must have become of that one; `completion`
   * (any end) where left out.
   */
  readonly requiresTriggering?: 'success' | 'failure' | 'completion'
  /** where it deploys to, as declared (`environment:`), undefined where nothing is declared */
  readonly environment?: EnvironmentUse
  /** names that tell where it deploys to only where nothing else does: of a group whose runs wait for each other */
  readonly groups?: readonly string[]
  /** environments of other jobs whose reviewers are asked before this one starts, too (those of its stage) */
  readonly heldBy?: readonly EnvironmentUse[]
  readonly steps: readonly Step[]
  /** Its failure does not fail the pipeline (allow_failure, continue-on-error on the job). */
  readonly allowFailure: Seen<boolean>
  /** in minutes; undefined where none is set */
  readonly timeoutMinutes?: number
  /** A gate in the file itself: `when: manual`, an approval job, an input step. */
  readonly approval?: { readonly place: Place; readonly how: string }
  /** The whole job is elsewhere (a reusable workflow of another repository). */
  readonly hidden?: HiddenPart
  /** Its machine is there before and after it (a runner of one's own, a node of Jenkins); left out where that is not seen. */
  readonly machine?: { readonly stays: true; readonly stage?: string }
  /** What the settings of the forge ask of a change before it comes to the branch that this job follows (GitOps). */
  readonly review?: Seen<GateSettings>
}

export interface Need {
  readonly job: string
  readonly place: Place
  /** What must have become of it: `success` (a failed or skipped one stops this job), `completion` (any end), `failure`. */
  readonly requires: 'success' | 'completion' | 'failure'
  /**
   * Needs of one job with the same group stand for one need that was split into several job uses (the environments that
   * a choice selects, the jobs of a called workflow): those that are inactive in a run are ignored as long as one of the
   * group is active; only if all are inactive is the need itself skipped.
   */
  readonly group?: string
  /** With `success`: a failure stops this job, but a skipped need does not (`if: !failure()`). */
  readonly evenIfSkipped?: boolean
}

export interface EnvironmentUse {
  /** the name as far as it can be resolved; hidden where it comes from an unknown value */
  readonly name: Seen<string>
  readonly place: Place
  /** what the file itself says that it is (GitLab's deployment_tier) */
  readonly class?: EnvironmentClass
  /** Forge settings may hold reviewers for it. False for systems or forms where they cannot. */
  readonly gate: boolean
  /** With `gate`: what these settings say, where the forge was asked. */
  readonly settings?: Seen<GateSettings>
  /** The key that names it means a deployment and nothing else (Bitbucket's `deployment:`). */
  readonly deploys?: true
  /** False when it leaves no deployment record on the forge (`deployment: false`); hidden where only the build server lists it. */
  readonly recorded: Seen<boolean>
  /** Who starts it chooses among all environments that the forge has. */
  readonly offered?: true
  /** The run that it is for, where the name comes from an input: {environment: "staging"}. */
  readonly inputs?: Readonly<Record<string, string>>
}

/** What the settings of the forge say of an environment: who holds a deployment to it. */
export interface GateSettings {
  /** how many approvals of people are asked for; 0: nobody is asked */
  readonly approvals: number
  readonly approvers: readonly string[]
  /** whoever starts the deployment may approve it too */
  readonly selfApproval: boolean
  /** administrators may go past it */
  readonly adminsBypass: boolean
  /** it is the review of the change, before it is merged: nobody waits when it is deployed */
  readonly review?: true
  /** the setting, with the line that names the environment */
  readonly place: Place
}

export interface Step {
  /** unique in the workflow: `<job id>/<index>` */
  readonly id: string
  readonly name: string
  readonly place: Place
  readonly via: readonly Place[]
  readonly within?: readonly Within[]
  readonly condition?: Condition
  /** It runs although an earlier step failed (`if: always()`, `failure()`, post conditions). */
  readonly runsAfterFailure: 'no' | 'always' | 'only'
  readonly continueOnError: Seen<boolean>
  readonly timeoutMinutes?: number
  readonly handsOn?: HandedOn
  /** What it really does, in order: commands found through shells and scripts, actions, images. */
  readonly acts: readonly Act[]
}

/** An artifact of the run that a step gives to later jobs, or takes by its name and fails without. */
export interface HandedOn {
  readonly gives?: string
  readonly takes?: string
}
