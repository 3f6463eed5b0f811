import type { Node } from './parse.ts'

/** An unbounded repeat counts as this many characters: no detector looks further. */
export const furthest = 16384

/** What a pattern can cost, and how much it can match. */
export interface Cost {
  /** the most characters of a match */
  readonly longest: number
  /**
   * In how many ways a matcher that backtracks can go through one text from one start, at most: a bound, found from which
   * characters can follow which. 1: each character decides.
   */
  readonly ways: number
}

/**
 * Bounds the work of a backtracking matcher (V8's) on a pattern, whatever the text. A repeat whose body can begin with what
 * can follow it may end anywhere, so each count is a way; in a repeat of such a body the ways multiply with each turn.
 */
export function patternCost(tree: Node): Cost {
  return { longest: longest(tree), ways: ways(tree, none) }
}

const none = new Uint8Array(129)

function longest(node: Node): number {
  if (node.kind === 'set') return 1
  if (node.kind === 'empty') return 0
  if (node.kind === 'sequence') return node.parts.reduce((sum, part) => Math.min(furthest, sum + longest(part)), 0)
  if (node.kind === 'choice') return Math.max(...node.parts.map(longest))
  const inner = longest(node.part)
  return inner === 0 ? 0 : Math.min(furthest, inner * node.max)
}

function ways(node: Node, follow: Uint8Array): number {
  if (node.kind === 'set' || node.kind === 'empty') return 1
  if (node.kind === 'sequence') {
    let all = 1
    let next = follow
    for (const part of node.parts.toReversed()) {
      all *= ways(part, next)
      next = nullable(part) ? union(first(part), next) : first(part)
    }
    return all
  }
  if (node.kind === 'choice') {
    const each = node.parts.map((part) => ways(part, follow))
    const disjoint = node.parts.every((part, i) =>
      node.parts.slice(i + 1).every((other) => !meet(begins(part, follow), begins(other, follow))),
    )
    return disjoint ? Math.max(...each) : each.reduce((sum, count) => sum + count, 0)
  }
  const { part, min, max } = node
  const inner = ways(part, max > 1 ? union(first(part), follow) : follow)
  const turns = Math.min(max, furthest)
  const ends = max > min && meet(first(part), follow) ? Math.min(turns - min + 1, furthest) : 1
  // a body that may be empty, or goes several ways, multiplies them with each turn
  const body = nullable(part) && max > 1 ? Math.max(2, inner) : inner
  return Math.min(ends * body ** Math.min(turns, 1024), Number.MAX_SAFE_INTEGER)
}

function begins(node: Node, follow: Uint8Array): Uint8Array {
  return nullable(node) ? union(first(node), follow) : first(node)
}

function nullable(node: Node): boolean {
  if (node.kind === 'set') return false
  if (node.kind === 'empty') return true
  if (node.kind === 'sequence') return node.parts.every(nullable)
  if (node.kind === 'choice') return node.parts.some(nullable)
  return node.min === 0 || nullable(node.part)
}

function first(node: Node): Uint8Array {
  if (node.kind === 'set') return node.set
  if (node.kind === 'empty') return none
  if (node.kind === 'repeat') return first(node.part)
  let set: Uint8Array = none
  for (const part of node.parts) {
    set = union(set, first(part))
    if (node.kind === 'sequence' && !nullable(part)) break
  }
  return set
}

function union(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((flag, i) => flag | (b[i] as number))
}

function meet(a: Uint8Array, b: Uint8Array): boolean {
  return a.some((flag, i) => flag && b[i])
}
