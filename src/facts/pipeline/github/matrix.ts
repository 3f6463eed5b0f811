import type { DataNode } from '../../../documents/tree.ts'
import { anyOf, looselyEqual, type Outcome, single, toJson, toText, type Value } from '../dialect/outcome.ts'
import type { Run } from '../model.ts'
import type { Names } from './evaluate.ts'
import { type Combination, tellingKeys } from './matrix-keys.ts'
import { type Frame, namesIn } from './scope.ts'
import { evaluateNode, expressionPaths } from './template.ts'

/** One leg of a matrix, or several that do not differ in what matters. */
export interface Leg {
  /** What tells it from the others: `staging`; an empty string where nothing does. */
  readonly label: string
  /** undefined: the matrix is made while it runs */
  readonly values: Readonly<Record<string, Outcome>> | undefined
  /** the values of each of them in a start; none where they are not known */
  readonly each: (run: Run) => readonly Readonly<Record<string, Outcome>>[]
  /** the starts in which there is such a leg */
  readonly runs: readonly Run[]
  /** Whether a start has it, where not all have the same legs; undefined: cannot be known. */
  readonly holds: ((run: Run) => boolean | undefined) | undefined
}

/** GitHub allows 256; beyond these, legs are no longer jobs of their own. */
const mostLegs = 64

const noLegs = () => []

/**
 * The legs of a job's matrix that have to be told apart: those that differ in a key on which the environment or a called
 * workflow depends, or which by name or values is an environment that steps use. A matrix may depend on the start
 * (`fromJSON(inputs.environment && … || …)`): a leg then knows its starts.
 */
export function legsOf(job: DataNode, frame: Frame): Leg[] {
  const matrix = job.at('strategy', 'matrix')
  const { runs } = frame
  if (!matrix) return [{ label: '', values: {}, each: noLegs, runs, holds: undefined }]
  const combinations = combinationsBy(matrix, frame)
  const known = [...new Set(runs.flatMap((run) => combinations(run) ?? []))]
  const unknownIn = runs.filter((run) => combinations(run) === undefined)
  const telling = tellingKeys(job, known)
  const idOf = (combination: Combination) => telling.map((key) => toJson(combination[key] ?? null)).join(' ')
  const ids = new Set(known.map(idOf))
  if (ids.size === 0 || ids.size > mostLegs) {
    return [
      {
        label: '',
        values: unknownIn.length || !known.length ? undefined : merged(known),
        each: noLegs,
        runs,
        holds: undefined,
      },
    ]
  }
  const legs = [...ids].map((id): Leg => {
    const group = known.filter((combination) => idOf(combination) === id)
    const mine = runs.filter((run) => combinations(run)?.some((combination) => idOf(combination) === id))
    const label = telling.map((key) => labelOf((group[0] as Combination)[key] ?? null))
    const holds = (run: Run) => combinations(run)?.some((combination) => idOf(combination) === id)
    return {
      label: ids.size > 1 || unknownIn.length ? label.filter(Boolean).join(', ') : '',
      values: merged(group),
      each: (run) => (combinations(run) ?? []).filter((one) => idOf(one) === id).map((one) => merged([one])),
      runs: mine,
      holds: mine.length === runs.length ? undefined : holds,
    }
  })
  if (!unknownIn.length) return legs
  const holds = (run: Run) => (combinations(run) === undefined ? undefined : false)
  return [...legs, { label: 'other legs', values: undefined, each: noLegs, runs: unknownIn, holds }]
}

/**
 * Whether the legs of a matrix run one after the other, and a failure of one keeps the later ones from running: jobs are
 * made in the order of the matrix, `max-parallel: 1` takes one at a time, and a failure cancels what is queued unless
 * `fail-fast: false` (docs.github.com, "Running variations of jobs in a workflow").
 */
export function isOneByOne(job: DataNode): boolean {
  const failFast = job.at('strategy', 'fail-fast')
  return job.at('strategy', 'max-parallel')?.text === '1' && (failFast === undefined || failFast.text === 'true')
}

/** The combinations of a start; a matrix without expressions is read once. */
function combinationsBy(matrix: DataNode, frame: Frame): (run: Run) => readonly Combination[] | undefined {
  const byText = new Map<string, Combination>()
  const same = (list: readonly Combination[] | undefined) =>
    list?.map((combination) => {
      const text = toJson(combination)
      const first = byText.get(text) ?? combination
      byText.set(text, first)
      return first
    })
  if (!expressionPaths(matrix).length) {
    const [run] = frame.runs
    const all = run && same(combinationsOf(matrix, namesIn(frame, run)))
    return () => all
  }
  const cache = new Map<Run, readonly Combination[] | undefined>()
  return (run) => {
    if (!cache.has(run)) cache.set(run, same(combinationsOf(matrix, namesIn(frame, run))))
    return cache.get(run)
  }
}

/** A value of a leg that cannot be seen from here (`${{ vars.ROLE }}`), among others that can: the legs are known. */
const unseen = (written: string): Value => ({ [unseenKey]: written })
const unseenKey = '${{ }}'
const isUnseen = (value: Value | undefined): boolean => isMap(value) && unseenKey in value

function labelOf(value: Value): string {
  if (isUnseen(value)) return ''
  if (typeof value === 'string') return value.length <= 40 ? value : (/^\s*(\S*)/.exec(value)?.[1] ?? '')
  if (value === null || typeof value !== 'object') return toText(value)
  const named = Object.values(value).find((part) => typeof part === 'string')
  return named === undefined ? '' : String(named)
}

function merged(group: readonly Combination[]): Record<string, Outcome> {
  const keys = new Set(group.flatMap((combination) => Object.keys(combination)))
  return Object.fromEntries(
    [...keys].map((key) => {
      const values = group.map((combination) => combination[key] ?? null)
      const seen = values.filter((value) => !isUnseen(value))
      return [key, seen.length < values.length ? anyOf(seen, {}) : anyOf(seen)]
    }),
  )
}

/** All combinations by GitHub's rules for `include` and `exclude`; undefined where a part cannot be seen from here. */
function combinationsOf(matrix: DataNode, names: Names): Combination[] | undefined {
  const value = (node: DataNode) => single(evaluateNode(node, names))
  if (matrix.kind === 'scalar') {
    const whole = value(matrix)
    if (!isMap(whole)) return undefined
    return combine(whole, list(whole.include), list(whole.exclude))
  }
  const axes: Record<string, Value> = {}
  for (const entry of matrix.entries) {
    const known = value(entry.value) ?? (entry.key === 'exclude' ? undefined : partlySeen(entry.value, value))
    if (known === undefined) return undefined
    axes[entry.key] = known
  }
  return combine(axes, list(axes.include), list(axes.exclude))
}

/** A list that is written out, of which some values cannot be seen from here. */
function partlySeen(node: DataNode, value: (node: DataNode) => Value | undefined): Value | undefined {
  if (node.kind !== 'list') return undefined
  const scalar = (one: DataNode) => value(one) ?? (one.kind === 'scalar' ? unseen(one.text ?? '') : undefined)
  const items = node.items.map((item) => {
    if (item.kind !== 'map') return scalar(item)
    const entries = item.entries.map((entry) => [entry.key, scalar(entry.value)] as const)
    return entries.some(([, part]) => part === undefined) ? undefined : Object.fromEntries(entries)
  })
  return items.includes(undefined) ? undefined : (items as Value[])
}

function combine(
  axes: Readonly<Record<string, Value>>,
  include: readonly Value[],
  exclude: readonly Value[],
): Combination[] | undefined {
  let combinations: Record<string, Value>[] = [{}]
  let hasAxis = false
  for (const [key, value] of Object.entries(axes)) {
    if (key === 'include' || key === 'exclude') continue
    hasAxis = true
    const values = Array.isArray(value) ? value : [value as Value]
    if (combinations.length * values.length > 4_096) return undefined
    combinations = combinations.flatMap((combination) => values.map((v) => ({ ...combination, [key]: v })))
  }
  if (!hasAxis) combinations = []
  combinations = combinations.filter((combination) => !exclude.some((pattern) => matches(combination, pattern)))
  const originals = combinations.map((combination) => ({ ...combination }))
  for (const extra of include) {
    if (!isMap(extra)) return undefined
    // whether it would change an original value cannot be told of what is not seen
    if (
      originals.some((original) =>
        Object.keys(extra).some((key) => key in original && (isUnseen(extra[key]) || isUnseen(original[key]))),
      )
    )
      return undefined
    // It extends every combination whose original values it would not change; else it is one of its own.
    let extended = false
    originals.forEach((original, i) => {
      if (Object.keys(extra).some((key) => key in original && !same(original[key] as Value, extra[key] as Value)))
        return
      Object.assign(combinations[i] as Record<string, Value>, extra)
      extended = true
    })
    if (!extended) combinations.push({ ...extra })
  }
  return combinations
}

function matches(combination: Combination, pattern: Value): boolean {
  return isMap(pattern) && Object.entries(pattern).every(([key, value]) => same(combination[key] ?? null, value))
}

function same(a: Value, b: Value): boolean {
  return looselyEqual(a, b) || toJson(a) === toJson(b)
}

function isMap(value: Value | undefined): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function list(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : []
}
