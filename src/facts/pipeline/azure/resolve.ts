import { DataNode, type Entry } from '../../../documents/tree.ts'
import type { Run } from '../model.ts'
import { evaluate, type Names } from './evaluate.ts'
import { expandEntries, itemsOf } from './expand.ts'
import { type Expression, parseExpression, pathOf } from './expression.ts'
import { predefined } from './predefined.ts'
import { allWell, type Bound, type Meaning, type Scope, type Situation, type Variables } from './scope.ts'
import { dig, gap, type Outcome, textOf, toText, Unknown, unknown, type Value } from './values.ts'

/** A text cut at `${{ … }}`. */
const fence = /\$\{\{([\s\S]*?)\}\}/g

/** The expression of a text that is nothing but one `${{ … }}`. */
export function wholeExpression(text: string): string | undefined {
  const match = /^\s*\$\{\{([\s\S]*?)\}\}\s*$/.exec(text)
  return match?.[1]?.trim()
}

/** The names of an expression in a scope, in one run. */
export function namesIn(scope: Scope, run: Run, situation: Situation = allWell): Names {
  return {
    lookup: (path) => lookup(scope, run, situation, path),
    status: (name, of) => status(situation, name, of),
  }
}

function status(situation: Situation, name: string, of: readonly string[]): boolean | undefined {
  if (name === 'always') return true
  if (name === 'canceled') return situation.canceled
  if (name === 'succeededorfailed') return !situation.canceled
  if (!of.length) return name === 'succeeded' ? situation.success : situation.failure
  const results = of.map((one) => situation.result(one))
  const wanted = name === 'succeeded' ? 'Succeeded' : 'Failed'
  const decisive = name === 'failed'
  if (results.some((result) => result !== undefined && (result === wanted) === decisive)) return decisive
  return results.includes(undefined) ? undefined : !decisive
}

function lookup(scope: Scope, run: Run, situation: Situation, path: readonly string[]): Outcome {
  const [first = '', ...rest] = path
  const context = first.toLowerCase()
  const local = scope.locals.get(context)
  if (local) return valueOfMeaning(local, rest, run)
  if (context === 'parameters') {
    const meaning = scope.parameters.get((rest[0] ?? '').toLowerCase())
    return meaning ? valueOfMeaning(meaning, rest.slice(1), run) : null
  }
  if (context === 'variables') return variableIn(scope, rest.join('.'), run)
  if (context === 'dependencies' || context === 'stagedependencies') {
    const at = rest.findIndex((part) => part.toLowerCase() === 'result')
    const result =
      at > 0 && !rest.slice(0, at).includes('outputs') ? situation.result(rest[at - 1] as string) : undefined
    return result ?? outputOf(scope, rest, run) ?? unknown
  }
  return unknown
}

/**
 * `dependencies.JOB.outputs['STEP.NAME']`, `stageDependencies.STAGE.JOB.outputs['STEP.NAME']`, and where the job stands
 * in the key (`dependencies.STAGE.outputs['JOB.STEP.NAME']`; learn.microsoft.com, "Set variables in scripts").
 */
function outputOf({ reading }: Scope, path: readonly string[], run: Run): string | undefined {
  const at = path.findIndex((part) => part.toLowerCase() === 'outputs')
  if (at < 1) return undefined
  const key = path.slice(at + 1).join('.')
  const found = reading.outputs.get(`${path[at - 1]}.${key}`.toLowerCase()) ?? reading.outputs.get(key.toLowerCase())
  return found?.ask(run)
}

/** What a parameter, a loop's variable or a part of one comes to in a run. */
function valueOfMeaning(meaning: Meaning, path: readonly string[], run: Run): Outcome {
  if (meaning.kind === 'pair') {
    const [part = '', ...rest] = path
    if (part === 'key') return meaning.pair.key
    return part === 'value' ? dig(outcomeOf(meaning.pair.value, run), rest) : unknown
  }
  if (meaning.kind === 'bound') {
    const work = meaning.bounds[0]?.scope.reading.work
    if (!work || work.depth > deepest) return work ? unknown : null
    work.depth++
    const value = dig(outcomeOf(meaning.bounds, run), path)
    work.depth--
    return value
  }
  const { input, fallback } = meaning.start
  fallback?.scope.reading.touched.add(input.name)
  const given = run.inputs[input.name]
  if (given !== undefined) return dig(typed(given, input.type), path)
  const usual = fallback ? outcomeOf([fallback], run) : null
  if (run.trigger.kind !== 'manual' || !isText(input.type)) return dig(usual, path)
  // Whoever starts it may write anything.
  return unknown
}

function isText(type: string): boolean {
  return type === 'string' || type === 'number' || type === 'boolean'
}

function typed(text: string, type: string): Value {
  if (type === 'boolean') return text.toLowerCase() === 'true'
  return type === 'number' && text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text
}

/** What alternatives come to in a run: the last that is there. */
export function outcomeOf(bounds: readonly Bound[], run: Run): Outcome {
  let found: Outcome = null
  if (bounds[0] && !hasWork(bounds[0].scope)) return unknown
  for (const bound of bounds) {
    const there = bound.when ? bound.when.holds(run) : true
    if (there === false) continue
    const value = valueOfNode(bound, run)
    found = there || bounds.length === 1 ? value : unknown
  }
  return found
}

function valueOfNode(bound: Bound, run: Run): Outcome {
  const { node, scope } = bound
  if (node.kind === 'scalar') {
    if (typeof node.value !== 'string' || !node.value.includes('${{')) return node.value
    const whole = wholeExpression(node.value)
    if (whole !== undefined) return evaluateText(whole, scope, run)
    return filledText(node.value, scope, run)
  }
  if (node.kind === 'list') {
    const values = itemsOf(bound).map((item) => (item.when?.holds(run) === false ? undefined : outcomeOf([item], run)))
    const present = values.filter((value) => value !== undefined)
    return present.some((value) => value instanceof Unknown) ? unknown : (present as Value[])
  }
  const map: Record<string, Value> = {}
  for (const entry of expandEntries(bound)) {
    if (entry.value.when?.holds(run) === false) continue
    const value = outcomeOf([entry.value], run)
    map[entry.key] = value instanceof Unknown ? textOf(value) : value
  }
  return map
}

/** An expression (without its fence) in a run. */
export function evaluateText(source: string, scope: Scope, run: Run, situation?: Situation): Outcome {
  const parsed = parseExpression(source.trim())
  return parsed ? evaluate(parsed, namesIn(scope, run, situation)) : unknown
}

/** Longer than anything that people put together; it keeps texts that double at each level from growing. */
const longest = 100_000

function bounded(text: string): string {
  return text.length > longest ? gap : text
}

/** A text with its `${{ }}` put in, and a gap for what is not known. */
export function filledText(text: string, scope: Scope, run: Run): string {
  if (!text.includes('${{')) return text
  return bounded(text.replace(fence, (_, source: string) => textOf(evaluateText(source, scope, run))))
}

/** How deep variables and parameters may name each other. */
const deepest = 40

/** Takes one evaluation from what is left: texts that name each other twice at each level would never end. */
function hasWork({ reading: { work } }: Scope): boolean {
  return work.left-- > 0
}

/** A variable in a run: those of the file, else the predefined ones, else one of the settings or a group: unknown. */
export function variableIn(scope: Scope, name: string, run: Run, depth = 0): Outcome {
  const lower = name.toLowerCase()
  // a step sets it while the pipeline runs
  if (scope.set?.has(lower)) return unknown
  for (let at: Variables | undefined = scope.variables; at; at = at.outer) {
    const bounds = at.own.get(lower)
    if (!bounds?.some((bound) => bound.when?.holds(run) !== false)) continue
    const { touched, work } = scope.reading
    touched.add(`$(${name})`)
    // One that names itself, by whatever way, is not known.
    if (depth > deepest || work.depth > deepest || work.busy.has(bounds)) return unknown
    work.depth++
    work.busy.add(bounds)
    const value = expandedValue(outcomeOf(bounds, run), scope, run, depth)
    work.busy.delete(bounds)
    work.depth--
    return value
  }
  return predefined(lower, run, scope.reading.home) ?? unknown
}

/** A variable's value with the `$[ ]` and `$(x)` in it put in. */
function expandedValue(value: Outcome, scope: Scope, run: Run, depth: number): Outcome {
  if (value instanceof Unknown || typeof value !== 'string') return value === null ? '' : value
  const runtime = /^\s*\$\[([\s\S]*)\]\s*$/.exec(value)
  if (runtime) {
    const found = evaluateText(runtime[1] ?? '', scope, run)
    return found instanceof Unknown ? found : toText(found)
  }
  return macrosFilled(value, scope, run, depth)
}

/** A text with its `$(x)` put in; where one is not known, a gap. */
export function macrosFilled(text: string, scope: Scope, run: Run, depth = 0): Outcome {
  if (!text.includes('$(')) return text
  const whole = /^\$\(([\w.-]+)\)$/.exec(text.trim())
  if (whole) return variableIn(scope, whole[1] as string, run, depth + 1)
  return bounded(text.replace(/\$\(([\w.-]+)\)/g, (_, name: string) => textOf(variableIn(scope, name, run, depth + 1))))
}

/** A scalar as text in a run, macros put in, with gaps for what is not known; undefined where it is none. */
export function textIn(bounds: readonly Bound[], run: Run): string | undefined {
  const value = outcomeOf(bounds, run)
  if (value === null) return undefined
  const text = textOf(value)
  const scope = bounds[0]?.scope
  return scope ? textOf(macrosFilled(text, scope, run)) : text
}

/** A text of the file as the one value it has in all runs that come here; undefined where it is not one, or not known. */
export function settled(ask: (run: Run) => string | undefined, runs: readonly Run[]): string | undefined {
  let found: string | undefined
  for (const run of runs) {
    const value = ask(run)
    if (value === undefined || value.includes(gap)) return undefined
    if (found !== undefined && found !== value) return undefined
    found = value
  }
  return found
}

/**
 * What an expression stands for as a part of the pipeline (steps, jobs, maps): the nodes that it names, else nodes made
 * of the value that it has in every run. Undefined: not known.
 */
export function boundsOfExpression(source: string, at: Bound): readonly Bound[] | undefined {
  const parsed = parseExpression(source)
  if (!parsed) return undefined
  if (pathOf(parsed)?.join().toLowerCase() === 'parameters' && !at.scope.locals.has('parameters'))
    return [allParameters(at)]
  const named = meaningAt(parsed, at.scope)
  if (named) return named.map((bound) => ({ ...bound, scope: { ...bound.scope, runs: at.scope.runs } }))
  const texts = new Map<string, Value>()
  for (const run of at.scope.runs) {
    const value = evaluate(parsed, namesIn(at.scope, run))
    if (value instanceof Unknown) return undefined
    texts.set(JSON.stringify(value), value)
  }
  const [only] = [...texts.values()]
  return texts.size === 1 ? [{ node: nodeOf(only as Value, at.node), scope: at.scope }] : texts.size ? undefined : []
}

function meaningAt(expression: Expression, scope: Scope): readonly Bound[] | undefined {
  const path = pathOf(expression)
  if (!path) return undefined
  const [first = '', ...rest] = path
  const local = scope.locals.get(first.toLowerCase())
  const isParameter = !local && first.toLowerCase() === 'parameters'
  const meaning = local ?? (isParameter ? scope.parameters.get((rest.shift() ?? '').toLowerCase()) : undefined)
  if (!meaning) return isParameter ? [] : undefined
  if (meaning.kind === 'start') {
    if (isText(meaning.start.input.type)) return undefined
    return meaning.start.fallback ? within([meaning.start.fallback], rest) : []
  }
  if (meaning.kind === 'bound') return within(meaning.bounds, rest)
  return rest[0] === 'value' ? within(meaning.pair.value, rest.slice(1)) : undefined
}

/** Whether an expression names an object that whoever starts the pipeline gives, by whatever names it is handed on. */
export function isGivenAtStart(source: string, scope: Scope, depth = 0): boolean {
  const parsed = parseExpression(source)
  const [first = '', name = '', ...rest] = (parsed && pathOf(parsed)) ?? []
  if (rest.length || depth > deepest || first.toLowerCase() !== 'parameters') return false
  const meaning = scope.parameters.get(name.toLowerCase())
  if (meaning?.kind === 'start') return meaning.start.input.type === 'object'
  return (
    meaning?.kind === 'bound' &&
    meaning.bounds.some(({ node, scope: outer }) => {
      const whole = typeof node.value === 'string' ? wholeExpression(node.value) : undefined
      return whole !== undefined && isGivenAtStart(whole, outer, depth + 1)
    })
  )
}

function within(bounds: readonly Bound[], path: readonly string[]): readonly Bound[] {
  let found = bounds
  for (const key of path) {
    found = found.flatMap((bound) =>
      expandEntries(bound).flatMap((entry) => (entry.key.toLowerCase() === key.toLowerCase() ? [entry.value] : [])),
    )
  }
  return found
}

/**
 * `${{ each parameter in parameters }}`: all that a template is given or declares, as a map whose values are what the names
 * stand for. One that declares none is given whatever it is called with.
 */
function allParameters({ node, scope }: Bound): Bound {
  const entries: Entry[] = [...scope.parameters.keys()].map((name) => {
    const text = `\${{ parameters['${name.replaceAll("'", "''")}'] }}`
    const value = new DataNode('scalar', node.file, node.span, text, [], [], '', text)
    return { key: scope.written.get(name) ?? name, keySpan: node.span, value }
  })
  return { node: new DataNode('map', node.file, node.span, null, [], entries, '', ''), scope }
}

/** A node made of a value, which stands where the expression stands. */
function nodeOf(value: Value, at: DataNode): DataNode {
  const make = (
    kind: 'map' | 'list' | 'scalar',
    scalar: null | string | number | boolean,
    items: DataNode[],
    entries: Entry[],
  ) => new DataNode(kind, at.file, at.span, scalar, items, entries, '', scalar === null ? '' : String(scalar))
  if (Array.isArray(value)) {
    return make(
      'list',
      null,
      value.map((item) => nodeOf(item as Value, at)),
      [],
    )
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => ({
      key,
      keySpan: at.span,
      value: nodeOf(inner as Value, at),
    }))
    return make('map', null, [], entries)
  }
  return make('scalar', value as string | number | boolean | null, [], [])
}
