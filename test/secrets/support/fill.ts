import { completions } from '../../../src/secrets/checks/index.ts'

const lower = 'abcdefghijklmnopqrstuvwxyz'
const upper = lower.toUpperCase()
const digits = '0123456789'

const alphabets: Readonly<Record<string, string>> = {
  base62: digits + upper + lower,
  base36: digits + lower,
  base32: `${upper}234567`,
  base58: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
  base64: `${upper}${lower}${digits}+/`,
  base64url: `${upper}${lower}${digits}-_`,
  hex: `${digits}abcdef`,
  HEX: `${digits}ABCDEF`,
  upper36: digits + upper,
  lower36: digits + lower,
  letter: upper + lower,
  upper,
  lower,
  digit: digits,
  word: `${upper}${lower}${digits}_`,
}

/** Random numbers that are the same in each run: mulberry32 over a hash of the seed. */
export function random(seed: string): () => number {
  let state = 2166136261
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 16777619)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Characters of one of the alphabets. */
export function characters(alphabet: string, count: number, next: () => number): string {
  const from = alphabets[alphabet]
  if (!from) throw new Error(`there is no alphabet ${alphabet}: ${Object.keys(alphabets).join(', ')}`)
  return Array.from({ length: count }, () => from[Math.floor(next() * from.length)]).join('')
}

/**
 * Fills `{base62:36}`, `{uuid}`, `{pick:a|b}` and `{crc:github}` of an example with seeded characters, so that the texts
 * which detectors are tried on stand nowhere. A check's completion is given all that stands before it, and knows
 * by the token's prefix where that begins (some hold `=` and `.`).
 */
export function fill(example: string, seed: string): string {
  const next = random(`${seed}\n${example}`)
  let filled = ''
  let at = 0
  for (const { 0: whole, 1: name, 2: argument, index } of example.matchAll(
    /\{(base62|base36|base32|base58|base64url|base64|hex|HEX|upper36|lower36|letter|upper|lower|digit|word|uuid|pick|crc)(?::([^{}]*))?\}/g,
  )) {
    filled += example.slice(at, index)
    filled += one(name as string, argument ?? '', filled)
    at = index + whole.length
  }
  return filled + example.slice(at)

  function one(name: string, argument: string, soFar: string): string {
    if (name === 'uuid') {
      const hex = characters('hex', 30, next)
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18)}`
    }
    if (name === 'pick') {
      const choices = argument.split('|')
      return choices[Math.floor(next() * choices.length)] as string
    }
    if (name === 'crc') {
      const complete = completions[argument]
      if (!complete) throw new Error(`${example}: no check completes ${argument}`)
      return complete(soFar)
    }
    if (!/^\d+$/.test(argument)) throw new Error(`${example}: how many characters of ${name}?`)
    return characters(name, Number(argument), next)
  }
}
