import type { Kind } from '../../config/vocabulary.ts'
import type { Place } from '../../documents/place.ts'
import type { Hidden, Seen } from '../hidden.ts'
import type { Condition } from './model.ts'

/*
 * What a step does, in the one form that every CI system is brought to (model.ts): the smallest part of it, and what is noted
 * of it for those who ask.
 */

/** One thing that a step does. */
export interface Act {
  readonly kinds: readonly Kind[]
  /** the entry of the kinds table that knew it (`terraform apply`, `actions/checkout`), else the command's or action's name */
  readonly tool: string
  /** as written, one line, shortened by whoever prints */
  readonly text: string
  readonly place: Place
  /** scripts and targets passed through on the way, outermost first */
  readonly via: readonly Place[]
  /** what becomes of the step when it fails; `reports`: it finds, but cannot fail */
  readonly onFailure: Seen<'stops' | 'ignored' | 'reports'>
  /** the branch of a script it stands in; an act in no branch always runs */
  readonly condition?: Condition
  /** the environment that the command itself names (`--namespace staging`, a values file), as written */
  readonly environment?: string
  /** Arguments after the program, quotes removed, variables resolved as far as known; unresolved ones keep `${NAME}`. */
  readonly words: readonly string[]
  /** Folder of the repository in which it runs, '' for its root; left out where that is not known. */
  readonly directory?: string
  /** `with:` of an action or task, values resolved as far as known. */
  readonly inputs?: Readonly<Record<string, string>>
  /** It works on another machine: over ssh or ftp, in a shell there, in a running container. */
  readonly remote?: boolean
  /** It runs when its script ends, wherever in it that is said (`trap … EXIT`). */
  readonly atEnd?: true
  /** It makes a cluster in the runner, which is gone with it. */
  readonly throwAway?: true
  /**
   * What it is where the machine stays when the job ends: it starts a container there in the background (`deploy`), or asks
   * one there whether it is well (`smoke-test`). Elsewhere it is for this job alone.
   */
  readonly here?: 'deploy' | 'smoke-test'
  /** The variables that tell tests which deployed system to ask (`BASE_URL`); never empty. */
  readonly asksSystem?: readonly string[]
  /** Its tests ask a system on the machine that they run on (`yes`), or may do so: one that nobody deployed. */
  readonly asksOwnMachine?: 'yes' | 'open'
  /** It runs what cannot be seen. */
  readonly hidden?: HiddenPart
  /** What it gives away of values that are not known here; such an act may do nothing else. */
  readonly exposes?: Exposure
  // what is noted of commands that serve no kind: one of them may do several of these
  /** The file of the checkout that it writes the commit into. */
  readonly stamps?: string
  /** It lays a Dockerfile of the repository in another place. */
  readonly lays?: { readonly path: string; readonly from: string }
  /** What it asks of a file where it fails by the answer (`grep -q HIGH out.txt`). */
  readonly judges?: string
  /** It writes a file of settings into the checkout. */
  readonly settings?: WrittenSettings
  /** The file of the checkout that it changes in place (`sed -i`). */
  readonly edits?: string
  /** It changes settings or files of the machine that it runs on, past the checkout. */
  readonly machine?: 'settings' | 'files'
  /** It puts something into lines of manifests, or of what is made of them. */
  readonly substitutes?: Substitutions
  /** files of the repository that it is fed through a pipe */
  readonly fed?: readonly string[]
}

/** What a command (sed, yq) puts into the lines of files. */
export interface Substitutions {
  /** globs of paths of the repository */
  readonly files: readonly string[]
  /** in the order in which each line is put through them */
  readonly changes: readonly TextChange[]
}

/** A change of a line: a pattern and a replacement as JavaScript writes both. */
export interface TextChange {
  readonly pattern: string
  readonly replacement: string
  /** the image that it sets for one container, and none of the others beside that */
  readonly sets?: string
}

/** A file of settings that a command writes into the checkout. */
export interface WrittenSettings {
  readonly path: string
  /** the file that it is made of, where that is seen */
  readonly from?: string
  /** it is a copy of a file outside the checkout: `cp /srv/app.env .env` */
  readonly isOfRunner?: boolean
  /** it was locked, or comes out of a store of secrets, and need not be settings of one environment */
  readonly isOpened?: true
  /** it is taken away again */
  readonly isRemoved?: true
  /** names of the secrets of the pipeline that it writes into it */
  readonly secrets: readonly string[]
}

/** How a command gives away values of variables that could be secrets, by their names or as a template's `${{ … }}`. */
export interface Exposure {
  /**
   * `printed`: it writes them into the log; `traced`: the shell does, which tells of each command; `environment`: it
   * prints all variables, of which the names known here are told; `argument`: they stand in the list of processes
   */
  readonly how: 'printed' | 'traced' | 'environment' | 'argument'
  readonly names: readonly string[]
}

/** Something not visible, and which kinds it could serve; an empty list serves none (a set-up action). */
export interface HiddenPart {
  readonly place: Place
  readonly value: Hidden
  readonly couldBe: readonly Kind[]
  /** by which assay.yaml says what it does, as `step`, where it stands outside every job */
  readonly name?: string
  /** what a job elsewhere is given, as written: `push-image: true` */
  readonly inputs?: Readonly<Record<string, string>>
  /** A controller of the cluster does it, by manifests: it opens no shell on a machine and copies no files to one. */
  readonly byController?: true
  /** It deploys, whatever else of it cannot be seen; `setsImage`: by a push that says which image runs. */
  readonly deploys?: true
  readonly setsImage?: true
  /** A script that the job runs: whatever it does, it asks nobody, unless its name says so. */
  readonly script?: true
}
