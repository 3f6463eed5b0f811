import type { Place } from '../documents/place.ts'
import type { Hidden } from '../facts/hidden.ts'
import type { TraceStop } from '../facts/schema/form.ts'
import type { Engine, Scope } from './engine.ts'
import type { FactsView } from './facts-view.ts'
import { type Join, splitShared } from './shared.ts'
import { splitTemplate } from './template.ts'
import {
  BudgetError,
  budget,
  type FactView,
  HiddenError,
  type PlaceValue,
  Reading,
  type TraceValue,
  visit,
} from './wrap.ts'

/** What the expressions of one rule run on, while it judges one repository. */
export interface Judging {
  readonly view: FactsView
  readonly engine: Engine
  readonly scope: Scope
  /** the variables of these expressions */
  readonly it?: FactView | undefined
  readonly part?: unknown
  readonly found?: unknown
  readonly parameters: object | undefined
}

/** What came of an expression: its value, what hid it, or how the rule failed. */
export type Tried<T> = { readonly value: T } | { readonly hidden: Hidden } | { readonly error: string }

/** Runs an expression; only the interpreter's own mistakes are thrown. */
export function tryRun<T>(judging: Judging, source: string): Tried<T> {
  const { engine } = judging
  let tried: Tried<T>
  try {
    tried = { value: run(source, judging) as T }
  } catch (error) {
    tried = error instanceof HiddenError ? { hidden: error.hidden } : { error: sentence(error) }
  }
  // CEL's || may have absorbed it
  return engine.watch.visits > budget ? { error: new BudgetError().message } : tried
}

/** Runs an expression on a subject; what it asks of all facts alone is asked once for all subjects. */
function run(source: string, judging: Judging): unknown {
  const { engine, view, scope } = judging
  const split = judging.it && splitShared(source, engine.types.collections)
  if (!split || split.text === source) return engine.expression(source, scope)(view.variables(judging))
  const { text, parts, joins } = split
  const shared = new engine.Shared(
    (index) => sharedAnswer(parts[index] as string, judging),
    (name) => joined(name, joins.get(name) as Join, judging),
  )
  return engine.expression(text, scope)(view.variables(judging, shared))
}

/** The members of a collection that can equal the subject in one field; all where the subject's is no text, or hidden. */
function joined(name: string, { field, of, own, first }: Join, judging: Judging): readonly FactView[] {
  const { view, engine, it } = judging
  const value = it?.$fact[of]
  if (first && it && view.members(name).length > 0) engine.watch.read?.(new Reading(it, '', of, value))
  const equal = typeof value === 'string' ? view.equal(name, field, value) : view.members(name)
  const kept = own ? among(name, own, judging) : undefined
  // the subject stays: what is read of it is evidence
  const list = kept ? equal.filter((member) => kept.has(member) || member === it) : equal
  visit(engine.watch, list.length)
  return list
}

/**
 * The members of a collection of which a condition on the member alone is not known to be false: in what `&&` joins, the
 * others change no answer, whatever the subject is. Asked once for all subjects.
 */
function among(name: string, own: string, { view, engine, parameters, scope }: Judging): ReadonlySet<unknown> {
  const known = view.answers(parameters)
  const key = `${name}: ${own}`
  const answer = known.get(key)
  if (answer) return answer.value as ReadonlySet<unknown>
  const { read } = engine.watch
  engine.watch.read = undefined
  const record = engine.types.collections[name] ?? ''
  const { part: _, found: __, ...rest } = scope
  const holds = engine.expression(own, { ...rest, it: { kind: 'record', name: record } })
  const mayHold = (member: FactView) => {
    try {
      return holds(view.variables({ it: member, parameters })) !== false
    } catch {
      return true
    }
  }
  const value = new Set(view.members(name).filter(mayHold))
  engine.watch.read = read
  known.set(key, { value, reads: [] })
  return value
}

/** The answer of a shared part, found when it is first asked for; its evidence is told each time. Throws what it threw. */
function sharedAnswer(source: string, judging: Judging): unknown {
  const { engine, view, scope } = judging
  const known = view.answers(judging.parameters)
  let answer = known.get(source)
  if (!answer) {
    const reads: Reading[] = []
    const { read } = engine.watch
    engine.watch.read = (reading) => {
      if (reading.top.$single) reads.push(reading)
    }
    try {
      answer = { value: engine.expression(source, scope)(view.variables(judging)), reads }
    } catch (error) {
      answer = { error, reads }
    } finally {
      engine.watch.read = read
    }
    known.set(source, answer)
  }
  for (const told of answer.reads) engine.watch.read?.(told)
  if ('error' in answer) throw answer.error
  return answer.value
}

/** The first line of an error: CEL adds a drawing of the place. */
function sentence(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] as string
}

/** Fills in a message. A hidden value prints `(hidden)`; an expression that fails prints `(?)` and is told. */
export function fillIn(template: string, judging: Judging, problem: (message: string) => void): string {
  let out = ''
  for (const piece of splitTemplate(template)) {
    if (piece.kind === 'text') {
      out += piece.text
      continue
    }
    const tried = tryRun<unknown>(judging, piece.source)
    if ('value' in tried) out += Array.isArray(tried.value) ? tried.value.join(', ') : String(tried.value)
    else if ('hidden' in tried) out += '(hidden)'
    else {
      problem(`{${piece.source}}: ${tried.error}`)
      out += '(?)'
    }
  }
  return out
}

/** The place that an expression names; undefined where it is hidden or fails. */
export function placeFrom(source: string, judging: Judging, problem: (message: string) => void): Place | undefined {
  const tried = tryRun<PlaceValue>(judging, source)
  if ('error' in tried) problem(`${source}: ${tried.error}`)
  return 'value' in tried ? tried.value.raw : undefined
}

/** The trace that an expression names; empty where it is hidden or fails. */
export function traceFrom(source: string, judging: Judging, problem: (message: string) => void): readonly TraceStop[] {
  const tried = tryRun<TraceValue>(judging, source)
  if ('error' in tried) problem(`${source}: ${tried.error}`)
  return 'value' in tried ? tried.value.raw : []
}
