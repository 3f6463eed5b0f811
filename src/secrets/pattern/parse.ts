/** What a pattern of a detector is made of. */
export type Node =
  /** one character of a set: 128 flags for ASCII, and one more for all others */
  | { readonly kind: 'set'; readonly set: Uint8Array }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly min: number; readonly max: number }
  /** ^ $ \b \B: no character */
  | { readonly kind: 'empty' }

const SIZE = 129

/**
 * Parses the part of RE2's syntax that detectors are written in (it means the same to V8): literals, escapes, classes,
 * groups, choices, repeats. Throws an Error that says what is not in it; a detector is never a user's.
 */
export function parsePattern(pattern: string): Node {
  const anyCase = pattern.startsWith('(?i)')
  let at = anyCase ? 4 : 0
  const tree = choice()
  if (at < pattern.length) throw new Error(`unexpected ${pattern[at]} at ${at}`)
  return tree

  function choice(): Node {
    const parts = [sequence()]
    while (pattern[at] === '|') {
      at++
      parts.push(sequence())
    }
    return parts.length === 1 ? (parts[0] as Node) : { kind: 'choice', parts }
  }

  function sequence(): Node {
    const parts: Node[] = []
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') parts.push(repeated(atom()))
    return parts.length === 1 ? (parts[0] as Node) : { kind: 'sequence', parts }
  }

  function repeated(part: Node): Node {
    const found = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(pattern.slice(at, at + 20))
    if (!found) return part
    at += found[0].length
    const [, sign, least, comma, most] = found
    if (sign) return { kind: 'repeat', part, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity }
    const min = Number(least)
    return { kind: 'repeat', part, min, max: !comma ? min : most ? Number(most) : Infinity }
  }

  function atom(): Node {
    const unit = pattern[at++] as string
    if (unit === '(') return group()
    if (unit === '[') return { kind: 'set', set: folded(bracket()) }
    if (unit === '.') return { kind: 'set', set: negated(setOf('\n')) }
    if (unit === '^' || unit === '$') return { kind: 'empty' }
    if (unit === '\\') {
      if (pattern[at] === 'b' || pattern[at] === 'B') {
        at++
        return { kind: 'empty' }
      }
      return { kind: 'set', set: folded(escaped()) }
    }
    if ('*+?'.includes(unit)) throw new Error(`nothing to repeat at ${at - 1}`)
    return { kind: 'set', set: folded(setOf(unit)) }
  }

  function group(): Node {
    const found = /^\?(?::|<[a-z]\w*>)/.exec(pattern.slice(at, at + 30))
    if (found) at += found[0].length
    else if (pattern[at] === '?') throw new Error(`(?${pattern[at + 1]} is not in the syntax of detectors, at ${at}`)
    const inner = choice()
    if (pattern[at++] !== ')') throw new Error('a group is not closed')
    return inner
  }

  function bracket(): Uint8Array {
    const set = new Uint8Array(SIZE)
    const negative = pattern[at] === '^'
    if (negative) at++
    while (pattern[at] !== ']') {
      if (at >= pattern.length) throw new Error('a class is not closed')
      const low = member()
      if (pattern[at] === '-' && pattern[at + 1] !== ']' && typeof low === 'number') {
        at++
        const high = member()
        if (typeof high !== 'number' || high < low) throw new Error(`a range that ends before it begins, at ${at}`)
        for (let code = low; code <= high; code++) set[Math.min(code, SIZE - 1)] = 1
      } else if (typeof low === 'number') set[Math.min(low, SIZE - 1)] = 1
      else for (let code = 0; code < SIZE; code++) set[code] ||= low[code] as number
    }
    at++
    return negative ? negated(set) : set
  }

  /** A member of a class: the code of a character, or the set that an escape stands for. */
  function member(): number | Uint8Array {
    const unit = pattern[at++] as string
    if (unit !== '\\') return unit.charCodeAt(0)
    const set = escaped()
    const only = set.indexOf(1)
    return set.indexOf(1, only + 1) < 0 ? only : set
  }

  function escaped(): Uint8Array {
    const unit = pattern[at++] as string
    const named = classes[unit.toLowerCase()]
    if (named) return unit === unit.toLowerCase() ? named : negated(named)
    if (unit === 'x') {
      at += 2
      return setOf(String.fromCharCode(Number.parseInt(pattern.slice(at - 2, at), 16)))
    }
    const control = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' }[unit]
    if (!control && /[A-Za-z0-9]/.test(unit)) throw new Error(`\\${unit} is not in the syntax of detectors`)
    return setOf(control ?? unit)
  }

  function folded(set: Uint8Array): Uint8Array {
    if (!anyCase) return set
    const both = set.slice()
    for (let code = 65; code <= 90; code++) both[code] = both[code + 32] = (set[code] || set[code + 32]) as number
    return both
  }
}

function setOf(characters: string): Uint8Array {
  const set = new Uint8Array(SIZE)
  for (const character of characters) set[Math.min(character.charCodeAt(0), SIZE - 1)] = 1
  return set
}

function negated(set: Uint8Array): Uint8Array {
  return set.map((flag, code) => (code === SIZE - 1 ? 1 : 1 - flag))
}

const digits = '0123456789'
const letters = 'abcdefghijklmnopqrstuvwxyz'
const classes: Readonly<Record<string, Uint8Array>> = {
  d: setOf(digits),
  w: setOf(`${digits}${letters}${letters.toUpperCase()}_`),
  s: setOf(' \t\n\r\f\v'),
}
