import type { Place } from '../../documents/place.ts'

/** A piece of shell (or another script language) as a dialect hands it to the finder of commands. */
export interface Script {
  readonly text: string
  /** where the unit at `index` of `text` stands, for places that point into the pipeline file */
  readonly placeOf: (start: number, end: number) => Place
  /** `bash`, `sh`, `pwsh`, `cmd`, `python`, …; anything but a POSIX shell is read as far as single commands go */
  readonly shell: string
  /** whether the first failing command ends it (`bash -e`, GitHub's default) */
  readonly errexit: boolean
  /** whether a failing part of a pipe fails the pipe (GitHub: only with an explicit `shell: bash`) */
  readonly pipefail: boolean
  /** folder of the repository in which it runs, '' for the root; undefined when it is not one of the repository */
  readonly directory: string | undefined
  /** names of folders that hold the repository, where it begins beside them */
  readonly checkouts?: readonly string[]
  /** folders below where the work begins that hold other repositories */
  readonly others?: readonly string[]
  /** variables known where it runs (env, resolved as far as possible) */
  readonly variables: Readonly<Record<string, string>>
  /** scripts and calls passed through on the way */
  readonly via: readonly Place[]
  /** the name that people gave the step; counts least */
  readonly name: string
  /** whoever runs it looks at what it prints, and fails by the answer of a request (Jenkins' `returnStdout`) */
  readonly isAnswerRead?: boolean
  /** it runs on the machine that is deployed to, as over ssh */
  readonly onServer?: boolean
}
