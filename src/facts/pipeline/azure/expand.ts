import type { Place } from '../../../documents/place.ts'
import { DataNode, type Entry } from '../../../documents/tree.ts'
import { Hidden } from '../../hidden.ts'
import { both, contrary } from '../dialect/conditions.ts'
import { everyKind } from '../dialect/words.ts'
import type { Condition, Run } from '../model.ts'
import { boundsOfExpression, evaluateText, filledText, isGivenAtStart, settled, wholeExpression } from './resolve.ts'
import type { Bound, Meaning, Scope } from './scope.ts'
import { gap, truth } from './values.ts'

/** One key of a map after its `${{ }}` keys are taken out. */
export interface BoundEntry {
  readonly key: string
  readonly place: Place
  readonly value: Bound
}

type Directive =
  | { readonly kind: 'if' | 'elseif' | 'each'; readonly source: string }
  | { readonly kind: 'else' | 'insert' }

/** `${{ if … }}`, `${{ elseif … }}`, `${{ else }}`, `${{ each x in … }}`, `${{ insert }}` as a key. */
function directiveOf(key: string): Directive | undefined {
  const inner = wholeExpression(key)
  if (inner === undefined) return undefined
  const match = /^(if|elseif|each|else|insert)\b([\s\S]*)$/.exec(inner)
  if (!match) return undefined
  const [, word, rest = ''] = match
  if (word === 'else' || word === 'insert') return rest.trim() === '' ? { kind: word } : undefined
  return { kind: word as 'if' | 'elseif' | 'each', source: rest.trim() }
}

/** The branches before, for `elseif` and `else`. */
interface Chain {
  before: Condition[]
}

/** How deep what is spliced in may splice in more: parameters that name themselves end here. */
const deepest = 100

/**
 * The items of a list (or of what an expression stands for), with `${{ if }}`, `${{ each }}` and spliced lists taken
 * apart. What no run comes to is left out.
 */
export function itemsOf(bound: Bound, depth = 0): readonly Bound[] {
  if (depth > deepest) return []
  const { node } = bound
  if (node.kind === 'scalar') return spliced(bound, depth)
  if (node.kind === 'map') return [bound]
  const chain: Chain = { before: [] }
  return node.items.flatMap((item) => itemOf({ ...bound, node: item }, chain, depth))
}

function itemOf(bound: Bound, chain: Chain, depth: number): readonly Bound[] {
  const { node } = bound
  if (node.kind === 'scalar' && typeof node.value === 'string') {
    const whole = wholeExpression(node.value)
    if (whole === undefined) return [bound]
    const bounds = boundsOfExpression(whole, bound)
    // A list in a list is spliced; anything else stands for itself.
    if (!bounds?.some(({ node: inner }) => inner.kind !== 'scalar')) return bounds?.length === 0 ? [] : [bound]
    return spliced(bound, depth)
  }
  const directed =
    node.kind === 'map' && node.entries.length > 0 && node.entries.every((entry) => directiveOf(entry.key))
  if (!directed) {
    chain.before = []
    return [bound]
  }
  return node.entries.flatMap((entry) =>
    underDirective(entry, bound, chain).flatMap((inner) => itemsOf(inner, depth + 1)),
  )
}

/** What stands under a directive, once for each turn of a loop. */
function underDirective(entry: Entry, bound: Bound, chain: Chain): readonly Bound[] {
  const directive = directiveOf(entry.key) as Directive
  const inner = { ...bound, node: entry.value }
  const place: Place = { file: bound.node.file, start: entry.keySpan.start, end: entry.keySpan.end }
  if (directive.kind === 'insert') return [inner]
  if (directive.kind === 'each') return turnsOf(directive.source, inner, place)
  const own = 'source' in directive ? holding(directive.source, bound.scope, place) : undefined
  const earlier = directive.kind === 'if' ? [] : chain.before
  const when = both(...earlier.map((one) => contrary(one, `not(${one.text})`)), own)
  chain.before = own ? [...earlier, own] : []
  if (!when) return [inner]
  const { runs } = bound.scope
  const answers = runs.map((run) => when.holds(run))
  if (runs.length && answers.every((answer) => answer === false)) return []
  if (runs.length && answers.every((answer) => answer === true)) return [inner]
  const whole = both(bound.when, when)
  return [{ ...inner, ...(whole && { when: whole }) }]
}

/** A compile-time condition as one that is asked of each run. */
function holding(source: string, scope: Scope, place: Place): Condition {
  return { text: source, place, holds: remembered((run) => truth(evaluateText(source, scope, run))) }
}

/** An answer that is found once for each run. */
export function remembered<T>(ask: (run: Run) => T): (run: Run) => T {
  const known = new WeakMap<Run, { answer: T }>()
  return (run) => {
    let kept = known.get(run)
    if (!kept) {
      kept = { answer: ask(run) }
      known.set(run, kept)
    }
    return kept.answer
  }
}

function turnsOf(source: string, inner: Bound, place: Place): readonly Bound[] {
  const match = /^(\w[\w-]*)\s+in\s+([\s\S]+)$/.exec(source)
  const [, name = '', over = ''] = match ?? []
  const bounds = match ? boundsOfExpression(over.trim(), inner) : undefined
  if (!bounds) {
    noteHidden(inner.scope, place, `what each ${source} goes through`)
    return []
  }
  const turn = (meaning: Meaning, when: Condition | undefined): Bound => {
    const whole = both(inner.when, when)
    return {
      node: inner.node,
      scope: { ...inner.scope, locals: new Map([...inner.scope.locals, [name.toLowerCase(), meaning]]) },
      ...(whole && { when: whole }),
    }
  }
  const turns = bounds
    .flatMap(standsFor)
    .flatMap((one) =>
      one.node.kind === 'map'
        ? expandEntries(one).map((entry) =>
            turn({ kind: 'pair', pair: { key: entry.key, value: [entry.value] } }, entry.value.when),
          )
        : itemsOf(one).map((item) =>
            turn({ kind: 'bound', bounds: [{ node: item.node, scope: item.scope }] }, item.when),
          ),
    )
  const given = turns.length ? undefined : givenAtStart(over.trim(), inner, place)
  return given ? [turn(given.meaning, given.when)] : turns
}

/**
 * What a loop goes through where nothing is in the object that a run is started with unless somebody says so: one thing
 * of which nothing is known, in the runs that are started by hand or over the API, and whether there is one is open.
 */
function givenAtStart(over: string, { node, scope }: Bound, place: Place) {
  if (!isGivenAtStart(over, scope) || !scope.runs.some(({ trigger }) => trigger.kind === 'manual')) return undefined
  const text = '${{ given.item }}'
  const unknown = new DataNode('scalar', node.file, node.span, text, [], [], '', text)
  const when: Condition = {
    text: `${over} has something`,
    place,
    holds: ({ trigger }) => (trigger.kind === 'manual' ? undefined : false),
  }
  const meaning: Meaning = { kind: 'bound', bounds: [{ node: unknown, scope: { ...scope, locals: new Map() } }] }
  return { meaning, when }
}

/** What an expression names behind all names that only hand it on: the lists and maps themselves. */
function standsFor(bound: Bound): readonly Bound[] {
  const seen = new Set<DataNode>()
  const follow = (at: Bound): readonly Bound[] => {
    if (at.node.kind !== 'scalar') return [at]
    const whole = typeof at.node.value === 'string' ? wholeExpression(at.node.value) : undefined
    const bounds = whole === undefined || seen.has(at.node) ? undefined : boundsOfExpression(whole, at)
    seen.add(at.node)
    if (!bounds) return spliced(at, 0)
    return bounds.flatMap((inner) => {
      const when = both(at.when, inner.when)
      return follow({ node: inner.node, scope: inner.scope, ...(when && { when }) })
    })
  }
  return follow(bound)
}

/** What a lone `${{ … }}` in the place of a list or map stands for. */
function spliced(bound: Bound, depth: number): readonly Bound[] {
  const { node, scope } = bound
  if (node.value === null) return []
  const whole = typeof node.value === 'string' ? wholeExpression(node.value) : undefined
  if (whole === undefined) return [bound]
  const bounds = boundsOfExpression(whole, bound)
  if (!bounds) {
    noteHidden(scope, node.place, `what ${whole} stands for`)
    return []
  }
  return bounds.flatMap((inner) => {
    const when = both(bound.when, inner.when)
    const placed = { node: inner.node, scope: inner.scope, ...(when && { when }) }
    return inner.node.kind === 'scalar' && inner.node.value === node.value ? [] : itemsOf(placed, depth + 1)
  })
}

function noteHidden(scope: Scope, place: Place, what: string): void {
  const { hidden } = scope.reading
  if (hidden.some((part) => part.place.file === place.file && part.place.start === place.start)) return
  const settle = { kind: 'file', text: `give ${what.replace(/^what /, '')} a value in ${place.file}` } as const
  hidden.push({ place, value: new Hidden(what, settle), couldBe: everyKind })
}

/** The keys of a map, with `${{ if }}`, `${{ each }}` and `${{ insert }}` taken apart. */
export function expandEntries(bound: Bound, depth = 0): readonly BoundEntry[] {
  if (depth > deepest) return []
  const { node } = bound
  if (node.kind === 'scalar') {
    return spliced(bound, depth).flatMap((inner) => (inner.node.kind === 'map' ? expandEntries(inner, depth + 1) : []))
  }
  const chain: Chain = { before: [] }
  return node.entries.flatMap((entry) => {
    if (directiveOf(entry.key)) {
      return underDirective(entry, bound, chain).flatMap((inner) => expandEntries(inner, depth + 1))
    }
    const place: Place = { file: node.file, start: entry.keySpan.start, end: entry.keySpan.end }
    const key = entry.key.includes('${{')
      ? (settled((run) => filledText(entry.key, bound.scope, run), bound.scope.runs) ?? entry.key)
      : entry.key
    return [{ key: key.replaceAll(gap, '*'), place, value: { ...bound, node: entry.value } }]
  })
}

/** As {@link fieldOf}, with when the map itself is there: for roots of templates, whose parts stand elsewhere. */
export function partOf(root: Bound, key: string): readonly Bound[] {
  return fieldOf(root, key).map((bound) => {
    const when = both(root.when, bound.when)
    return { node: bound.node, scope: bound.scope, ...(when && { when }) }
  })
}

/** All that a map may hold under a key: one, or several by the run. When the map itself is there is not repeated. */
export function fieldOf(whole: Bound | undefined, key: string): readonly Bound[] {
  if (!whole) return []
  const bound: Bound = { node: whole.node, scope: whole.scope }
  const { node } = bound
  // The usual map has no directive, and is asked by its index.
  if (node.kind === 'map' && !hasDirective(node)) {
    const value = node.get(key)
    return value ? [{ ...bound, node: value }] : []
  }
  return expandEntries(bound).flatMap((entry) => (entry.key === key ? [entry.value] : []))
}

const directed = new WeakMap<DataNode, boolean>()

function hasDirective(node: DataNode): boolean {
  let known = directed.get(node)
  if (known === undefined) {
    known = node.entries.some((entry) => entry.key.includes('${{'))
    directed.set(node, known)
  }
  return known
}

/** Where a key of a map stands; the map itself where it has no such key. */
export function keyPlace(bound: Bound, key: string): Place {
  return bound.node.keyPlace(key)
}
