import type { DataNode } from '../../../documents/tree.ts'
import type { Reading as CommonReading } from '../dialect/reading.ts'
import type { Patterns } from './patterns.ts'
import type { Scope } from './scope.ts'

/** What expressions see at some place of a configuration. */
export interface Frame {
  readonly scope: Scope
  /** `<< parameters.x >>` and `<< matrix.x >>` (as `matrix.x`), each with the frame in which its value is written */
  readonly parameters: ReadonlyMap<string, Bound>
  /** Pipeline values of which one is taken, for a use of a job for one environment: `parameters.env`, `git.branch`. */
  readonly fixed: ReadonlyMap<string, string>
}

/** A value with the place where its own expressions are to be read. */
export interface Bound {
  readonly node: DataNode
  readonly frame: Frame
  /** nobody gave it: the definition's default stands */
  readonly isDefault?: boolean
}

/** A parameter that a pipeline can be started with. */
export interface PipelineParameter {
  readonly name: string
  readonly type: string
  readonly default: DataNode | undefined
  readonly options: readonly string[] | undefined
  /** A setup workflow sets it by the paths that changed: on a push it is not known. */
  readonly paths: readonly string[] | undefined
}

/** What reading one configuration needs throughout. */
export interface Reading extends CommonReading {
  readonly file: string
  readonly root: DataNode
  readonly parameters: ReadonlyMap<string, PipelineParameter>
  readonly patterns: Patterns
  /** name of the repository, where the remote tells */
  readonly project: string | undefined
}

/** The values that a definition's `parameters:` have for a use: what it gives, else the defaults. */
export function bind(
  definition: DataNode,
  scope: Scope,
  given: ReadonlyMap<string, Bound>,
  caller: Frame,
): ReadonlyMap<string, Bound> {
  const own: Frame = { scope, parameters: new Map(), fixed: caller.fixed }
  const bound = new Map<string, Bound>()
  for (const { key, value } of definition.get('parameters')?.entries ?? []) {
    const fallback = value.get('default')
    if (fallback) bound.set(key, { node: fallback, frame: own, isDefault: true })
  }
  for (const [key, value] of given) bound.set(key, value)
  return bound
}

/** The entries of a map as values written in a frame. */
export function given(node: DataNode | undefined, frame: Frame, except: ReadonlySet<string> = new Set()) {
  const found = new Map<string, Bound>()
  for (const { key, value } of node?.entries ?? []) if (!except.has(key)) found.set(key, { node: value, frame })
  return found
}
