import type { Run } from '../../model.ts'
import { type Asking, open, type Value } from './values.ts'

/** How many assignments a value may go back through; texts that grow without end stop here. */
const deepest = 40

/** What a variable holds, asked for each start. Answers are kept. */
export class Binding {
  readonly #ask: (asking: Asking) => Value
  readonly #known = new Map<Run | undefined, Map<string, Value>>()

  constructor(
    ask: (asking: Asking) => Value,
    /** how many assignments it goes back through */
    readonly depth: number = 0,
  ) {
    this.#ask = depth > deepest ? () => open() : ask
  }

  ask(asking: Asking): Value {
    let byOutcome = this.#known.get(asking.run)
    if (!byOutcome) {
      byOutcome = new Map()
      this.#known.set(asking.run, byOutcome)
    }
    const known = byOutcome.get(asking.outcome)
    if (known) return known
    byOutcome.set(asking.outcome, open())
    const value = this.#ask(asking)
    byOutcome.set(asking.outcome, value)
    return value
  }
}

/** A binding to a value that is the same in every run. */
export function constant(value: Value): Binding {
  return new Binding(() => value)
}

/** Variables, innermost first. */
export class Scope {
  readonly #names = new Map<string, Binding>()

  constructor(readonly parent: Scope | undefined) {}

  get(name: string): Binding | undefined {
    return this.#names.get(name) ?? this.parent?.get(name)
  }

  declare(name: string, binding: Binding): void {
    this.#names.set(name, binding)
  }

  /** Sets a variable where it is declared; one that nobody declared is the script's own. */
  assign(name: string, binding: Binding): void {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      if (scope.#names.has(name) || !scope.parent) {
        scope.#names.set(name, binding)
        return
      }
    }
  }

  /** Puts back what a variable held before; undefined: it was not there. */
  restore(name: string, binding: Binding | undefined): void {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      if (!scope.#names.has(name)) continue
      if (binding) scope.#names.set(name, binding)
      else scope.#names.delete(name)
      return
    }
  }

  /** All names that are known here, the inner ones first. */
  names(): Set<string> {
    const found = new Set(this.#names.keys())
    for (const name of this.parent?.names() ?? []) found.add(name)
    return found
  }

  /** What each name holds now, to see later what a branch has changed. */
  snapshot(): Map<string, Binding> {
    const found = this.parent?.snapshot() ?? new Map<string, Binding>()
    for (const [name, binding] of this.#names) found.set(name, binding)
    return found
  }
}
