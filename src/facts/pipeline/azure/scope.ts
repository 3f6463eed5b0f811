import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Reading as CommonReading } from '../dialect/reading.ts'
import type { Condition, HiddenPart, Input, Run } from '../model.ts'

/** What is known of the repository as a whole. */
export interface Home {
  /** undefined: `main` or `master`, nobody tells */
  readonly defaultBranch: string | undefined
}

/** What reading one pipeline needs throughout. */
export interface Reading extends CommonReading {
  readonly home: Home
  /** the one document of a YAML file; undefined where it cannot be read or is no map */
  readonly root: (path: string) => Promise<DataNode | undefined>
  /** parts that cannot be seen and stand outside every job */
  readonly hidden: HiddenPart[]
  /** files that were used as templates: filled as one goes */
  readonly used: Set<string>
  /** runtime parameters and variables that were asked for since it was emptied, by name */
  readonly touched: Set<string>
  /** how much is still evaluated: variables and lists that name each other many times over end here */
  readonly work: { left: number; depth: number; readonly busy: Set<unknown> }
  /** branches that the files speak of: filled as one goes */
  readonly branches: string[]
  /** files that look like pipelines */
  readonly pipelines: readonly string[]
  /** pipelines of `resources`, by alias in lower case; `seen`: it is here, and its end starts this one */
  readonly resources: Map<string, { readonly source: string; readonly seen: boolean }>
  /** what steps of jobs give to others (`isOutput=true`), by `job.step.name` in lower case: filled as one goes */
  readonly outputs: Map<string, { readonly origin: string; readonly ask: (run: Run) => string | undefined }>
  /** repositories of `resources`, by alias in lower case: as people know them */
  readonly repositories: Map<string, string>
}

/** A node with what its expressions mean, and when it is there at all. */
export interface Bound {
  readonly node: DataNode
  readonly scope: Scope
  /** compile-time conditions (`${{ if }}`) around it */
  readonly when?: Condition
}

/** A runtime parameter of the pipeline itself. */
export interface Start {
  readonly input: Input
  readonly fallback: Bound | undefined
}

/** One key of a map that `${{ each }}` goes through. */
export interface Pair {
  readonly key: string
  readonly value: readonly Bound[]
}

/** What a name of an expression stands for: one of these, by the run. */
export type Meaning =
  | { readonly kind: 'bound'; readonly bounds: readonly Bound[] }
  | { readonly kind: 'start'; readonly start: Start }
  | { readonly kind: 'pair'; readonly pair: Pair }

/** What names mean at some place of a pipeline. */
export interface Scope {
  readonly reading: Reading
  /** the file that paths of templates are relative to */
  readonly file: string
  readonly parameters: ReadonlyMap<string, Meaning>
  /** the names of parameters as they are written, where that is not in lower case */
  readonly written: ReadonlyMap<string, string>
  /** of `${{ each }}` */
  readonly locals: ReadonlyMap<string, Meaning>
  readonly variables: Variables
  /** what earlier steps of the job set, by name in lower case; undefined: not known any more */
  readonly set?: ReadonlyMap<string, string | undefined>
  /** the starts under which one comes here */
  readonly runs: readonly Run[]
  /** templates passed through on the way, outermost first: where they are called, and their files */
  readonly via: readonly Place[]
  readonly files: readonly string[]
}

/** Variables by name in lower case; the last that holds wins, then the outer ones. */
export interface Variables {
  readonly own: ReadonlyMap<string, readonly Bound[]>
  readonly outer: Variables | undefined
}

/** Where nothing is set. */
export const noVariables: Variables = { own: new Map(), outer: undefined }

/** How things went up to where a condition is asked. */
export interface Situation {
  readonly success: boolean
  readonly failure: boolean
  readonly canceled: boolean
  /** the result of a job or stage by name; undefined: not known */
  readonly result: (name: string) => Result | undefined
}

export type Result = 'Succeeded' | 'Failed' | 'Skipped'

/** Everything went well so far. */
export const allWell: Situation = { success: true, failure: false, canceled: false, result: () => 'Succeeded' }
