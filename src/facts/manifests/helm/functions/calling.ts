import { type Hidden, isHidden } from '../../../hidden.ts'
import { Traced } from '../traced.ts'
import { bare, type Dict, hiddenWithin, isDict, isList, kindOf, Refusal, type Val } from '../value.ts'

/** What a function may ask of the rendering that it is called in. */
export interface Machine {
  /** the sign that stands for a hidden value in a text */
  hole(hidden: Hidden): string
  /** what the first hole of a text hides */
  inHole(text: string): Hidden | undefined
  /** counts work; throws where there is too much of it */
  spend(cost: number): void
  include(name: string, data: Val): Val
  /** renders a text as a template */
  tpl(text: Val, data: Val): Val
  /** libraries that the chart's templates ask for */
  readonly libraries: Libraries
}

/** What is loaded only where a template calls for it. */
export interface Libraries {
  readonly semver?: typeof import('semver')
  readonly re2?: typeof import('re2js')
}

/** A function of the template language. */
export type Call = (args: readonly Val[], machine: Machine) => Val

export type Bare = Exclude<Val, Traced>

/**
 * Makes a function of plain values: where one of them is hidden or a text with a hole in it, so is what comes out; and
 * what comes out is written where the last of them is.
 */
export function plain(make: (args: readonly Exclude<Bare, Hidden>[], machine: Machine) => Bare): Call {
  return (args, machine) => {
    const given = args.map(bare)
    for (const arg of given) {
      const hidden = hiddenWithin(arg) ?? holeWithin(arg, machine)
      if (hidden) return hidden
    }
    return tracedBy(make(given as Exclude<Bare, Hidden>[], machine), args)
  }
}

/** A result with the place of the last argument that has one. */
export function tracedBy(result: Bare, args: readonly Val[]): Val {
  if ((typeof result === 'object' && result !== null) || isHidden(result)) return result
  for (let i = args.length - 1; i >= 0; i--) {
    const arg = args[i]
    const source = arg instanceof Traced ? arg.source : undefined
    if (source) return new Traced(result, [{ at: 0, source: { ...source, exact: false } }])
  }
  return result
}

/** What a text with a hole in it hides, in lists and maps too. */
export function holeWithin(value: Val, machine: Machine): Hidden | undefined {
  const plainValue = bare(value)
  if (typeof plainValue === 'string') return machine.inHole(plainValue)
  if (!isList(plainValue) && !isDict(plainValue)) return undefined
  for (const item of plainValue.values()) {
    const found = holeWithin(item, machine)
    if (found) return found
  }
  return undefined
}

/** An argument that Go demands to be a text. */
export function textArg(value: Val | undefined): string {
  const given = value === undefined ? null : bare(value)
  if (typeof given !== 'string') throw new Refusal(`a text is wanted, not ${kindOf(given)}`)
  return given
}

/** An argument that Go demands to be a map. */
export function dictArg(value: Val | undefined): Dict {
  if (value === undefined || !isDict(value)) throw new Refusal('a map is wanted')
  return value
}

/** An argument that Go demands to be a list. */
export function listArg(value: Val | undefined): Val[] {
  if (value === undefined || !isList(value)) throw new Refusal('a list is wanted')
  return value
}

/** sprig's `strval`. */
export function textOf(value: Val, machine: Machine, shown: (value: Val) => string): string {
  const given = bare(value)
  return isHidden(given) ? machine.hole(given) : shown(given)
}
