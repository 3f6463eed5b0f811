/** A set of small numbers, fixed in size. Guards of thousands of jobs are joined word by word. */
export type Bits = Uint32Array

/** An empty set that can hold the numbers from 0 to `size` - 1. */
export function bits(size: number): Bits {
  return new Uint32Array((size + 31) >>> 5)
}

/** Puts a number into the set. */
export function add(set: Bits, index: number): void {
  const word = index >>> 5
  set[word] = (set[word] as number) | (1 << (index & 31))
}

/** Whether the number is in the set. */
export function has(set: Bits, index: number): boolean {
  return (((set[index >>> 5] as number) >>> (index & 31)) & 1) === 1
}

/** Adds all of `other` to `set`; both have the same size. */
export function addAll(set: Bits, other: Bits): void {
  for (let word = 0; word < set.length; word++) set[word] = (set[word] as number) | (other[word] as number)
}

/** Leaves in `set` only what is in `other` too. */
export function keepCommon(set: Bits, other: Bits): void {
  for (let word = 0; word < set.length; word++) set[word] = (set[word] as number) & (other[word] as number)
}

/** The numbers in the set, ascending. */
export function* members(set: Bits): Generator<number> {
  for (let word = 0; word < set.length; word++) {
    let rest = set[word] as number
    while (rest !== 0) {
      const bit = 31 - Math.clz32(rest & -rest)
      yield word * 32 + bit
      rest &= rest - 1
    }
  }
}
