import type { Facts } from '../facts/table.ts'
import type { Engine } from './engine.ts'
import type { SharedValue } from './shared.ts'
import { type FactView, type Reading, visit } from './wrap.ts'

/** The variables of one expression beside the collections. */
interface Own {
  readonly it?: FactView | undefined
  readonly part?: unknown
  readonly found?: unknown
  readonly parameters?: object | undefined
}

/** The facts of one repository as rules see them, each wrapped once. */
export interface FactsView {
  readonly facts: Facts
  /** The members of a collection; a singleton is a list of one. */
  members(name: string): readonly FactView[]
  /** The members whose field is this text, or a list that has it, or cannot be seen, in their order; found by an index. */
  equal(name: string, field: string, text: string): readonly FactView[]
  /**
   * An object with the variables of an expression; collections are wrapped when they are first read.
   * @param shared what its shared parts are read from
   */
  variables(own: Own, shared?: SharedValue): object
  /** Answers that hold for all subjects, by expression; with parameters, for the rule that has them. */
  answers(parameters: object | undefined): Map<string, SharedAnswer>
}

/** What came of a shared part: its value or what it threw, and the fields of singletons that it read. */
export interface SharedAnswer {
  readonly value?: unknown
  readonly error?: unknown
  readonly reads: readonly Reading[]
}

/** What a field may be found by: itself, or the members of a list; undefined where that is not known. */
function textsIn(value: unknown): Iterable<string | undefined> {
  const texts = Array.isArray(value) ? value : [value]
  return texts.every((one) => typeof one === 'string') ? new Set(texts) : [undefined]
}

/** The members of a collection by what stands in one field, and what was asked of it: dozens of rules ask for the same. */
interface Index {
  readonly positions: ReadonlyMap<string | undefined, readonly number[]>
  readonly asked: Map<string, readonly FactView[]>
}

function indexOf(list: readonly FactView[], field: string): Index {
  const positions = new Map<string | undefined, number[]>()
  for (const [position, { $fact }] of list.entries()) {
    for (const text of textsIn($fact[field])) {
      const known = positions.get(text)
      if (known) known.push(position)
      else positions.set(text, [position])
    }
  }
  return { positions, asked: new Map() }
}

/** Wraps facts for an engine. */
export function viewFacts(facts: Facts, engine: Engine): FactsView {
  const wrapped = new Map<string, readonly FactView[]>()
  const { collections, singletons } = engine.types
  const raw = facts as unknown as Readonly<Record<string, object | readonly object[]>>

  function members(name: string): readonly FactView[] {
    let list = wrapped.get(name)
    if (!list) {
      const single = singletons[name]
      const Class = engine.classes.get(single ?? collections[name] ?? '')
      if (!Class) throw new Error(`there are no facts called ${name}`)
      const of = (single ? [raw[name]] : (raw[name] ?? [])) as readonly object[]
      list = of.map((fact) => new Class(fact, single && name))
      wrapped.set(name, list)
    }
    return list
  }

  const indexes = new Map<string, Index>()

  function equal(name: string, field: string, text: string): readonly FactView[] {
    const list = members(name)
    const key = `${name}.${field}`
    const index = indexes.get(key) ?? indexOf(list, field)
    indexes.set(key, index)
    const { positions, asked } = index
    let found = asked.get(text)
    if (!found) {
      const of = [...(positions.get(text) ?? []), ...(positions.get(undefined) ?? [])].sort((a, b) => a - b)
      found = of.map((position) => list[position] as FactView)
      asked.set(text, found)
    }
    return found
  }

  /** The variables of one expression, with the collections behind them. Declared: to define a field costs each time. */
  class Variables {
    declare readonly it: FactView | undefined
    declare readonly part: unknown
    declare readonly found: unknown
    declare readonly parameters: object | undefined
    declare readonly __shared: unknown
    constructor({ it, part, found, parameters }: Own, answers: unknown) {
      this.it = it
      this.part = part
      this.found = found
      this.parameters = parameters
      this.__shared = answers
    }
  }
  const shared = Variables.prototype
  for (const name of Object.keys(collections)) {
    Object.defineProperty(shared, name, {
      get: () => {
        const list = members(name)
        visit(engine.watch, list.length)
        return list
      },
    })
  }
  for (const name of Object.keys(singletons)) Object.defineProperty(shared, name, { get: () => members(name)[0] })

  const answers = new Map<object | undefined, Map<string, SharedAnswer>>()
  const answersFor = (parameters: object | undefined) => {
    const known = answers.get(parameters) ?? new Map<string, SharedAnswer>()
    answers.set(parameters, known)
    return known
  }

  return { facts, members, equal, answers: answersFor, variables: (own, shared) => new Variables(own, shared) }
}
