import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Seen } from '../../hidden.ts'
import type { Run, Touch } from '../model.ts'

export type When = 'on_success' | 'on_failure' | 'always' | 'manual' | 'delayed'

/** One way in which a job is put into a pipeline. */
export interface Choice {
  readonly when: When
  readonly allowFailure: Seen<boolean>
  readonly variables: DataNode | undefined
  readonly needs: DataNode | undefined
  /** of what says so */
  readonly place: Place
}

/** What a condition answers in a run, and whether what is open hangs on data alone. */
export interface Answer {
  readonly holds: boolean | undefined
  readonly onData: boolean
}

/** A condition with what it leads to; none: the job is left out. */
export interface Rule {
  readonly text: string
  readonly place: Place
  readonly ask: (run: Run) => Answer
  readonly choice: Choice | undefined
  /** the lists of paths that it holds a change against */
  readonly touches?: readonly Touch[]
}

/** What holds in every run. */
export const always: Answer = { holds: true, onData: true }
/** What holds in none. */
export const never: Answer = { holds: false, onData: true }
