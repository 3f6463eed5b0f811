import { furthest } from './cost.ts'
import type { Node } from './parse.ts'

const plain = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

/** What long parts of tokens are written with: letters, digits, `_` and `-`; in `wide` stretches `+` and `/`, too. */
export const stretches = { narrow: plain, wide: `${plain}+/` } as const

/** A flag for each of so many codes: whether it is that of one of the characters. */
export function flagsOf(characters: string, codes: number): Uint8Array {
  const flags = new Uint8Array(codes)
  for (let at = 0; at < characters.length; at++) flags[characters.charCodeAt(at)] = 1
  return flags
}

/** How many characters stand side by side in every match of a pattern, at the least. */
export interface Stretch {
  readonly of: keyof typeof stretches
  readonly length: number
}

/** A shorter one stands nearly everywhere, and to look for it costs more than it saves. */
const worth = 16

/**
 * The stretch that every match of a pattern has: where there is none near a keyword, the pattern need not be tried. Of paths
 * there are many, so `/` is not among what is looked for if that can be. Undefined where it would be short.
 */
export function stretchOf(tree: Node): Stretch | undefined {
  for (const of of ['narrow', 'wide'] as const) {
    const length = measured(tree, flagsOf(stretches[of], 129)).best
    if (length >= worth) return { of, length }
  }
  return undefined
}

interface Measure {
  /** the whole of what matches is of the set */
  readonly pure: boolean
  /** stretches at its beginning, at its end, and anywhere in it; of what is pure its least length */
  readonly head: number
  readonly tail: number
  readonly best: number
}

const nothing: Measure = { pure: true, head: 0, tail: 0, best: 0 }
const other: Measure = { pure: false, head: 0, tail: 0, best: 0 }

function measured(node: Node, set: Uint8Array): Measure {
  const inside = (part: Node) => measured(part, set)
  if (node.kind === 'empty') return nothing
  if (node.kind === 'set') {
    const pure = node.set.every((flag, code) => !flag || set[code] === 1)
    return pure ? { pure, head: 1, tail: 1, best: 1 } : other
  }
  if (node.kind === 'sequence') return node.parts.map(inside).reduce(joined, nothing)
  if (node.kind === 'choice') return node.parts.map(inside).reduce(least)
  const inner = inside(node.part)
  if (inner.pure) {
    const length = Math.min(furthest, inner.best * node.min)
    return { pure: true, head: length, tail: length, best: length }
  }
  return node.min === 0 ? other : inner
}

function joined(a: Measure, b: Measure): Measure {
  const across = a.tail + b.head
  return {
    pure: a.pure && b.pure,
    head: a.pure ? across : a.head,
    tail: b.pure ? across : b.tail,
    best: Math.max(a.best, b.best, across),
  }
}

const least = (a: Measure, b: Measure): Measure => ({
  pure: a.pure && b.pure,
  head: Math.min(a.head, b.head),
  tail: Math.min(a.tail, b.tail),
  best: Math.min(a.best, b.best),
})
