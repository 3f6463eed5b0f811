/**
 * Finds many words at once, whatever their case: Aho and Corasick's automaton as one dense table, so that a byte costs two
 * look-ups and one comparison, however many words there are.
 *
 * Bytes that no word holds are one class, and both cases of a letter are one, which keeps a row of the table short. A state
 * is where its row begins; where a word ends, the table holds its complement, so that the sign tells.
 */
export class Automaton {
  readonly #classes: Uint8Array
  readonly #table: Int32Array
  /** words that end at a state, by its number */
  readonly #words: readonly (readonly number[])[]
  readonly #width: number

  /** @param words ASCII in lower case, none empty; a word is known by its index */
  constructor(words: readonly string[]) {
    const { classes, width } = classify(words)
    const { table, outputs } = build(grow(words, classes), width)
    this.#classes = classes
    this.#width = width
    this.#table = table
    this.#words = outputs
  }

  /**
   * Looks on from a state through `bytes[cursor.at, to)` until `hits` is full. A hit is two numbers: the end of what was
   * found, and the state by which {@link wordsOf} knows the words that end there. Returns how many numbers were written.
   */
  find(bytes: Uint8Array, cursor: Cursor, to: number, hits: Int32Array): number {
    const table = this.#table
    const classes = this.#classes
    const most = hits.length - 1
    let state = cursor.state
    let at = cursor.at
    let count = 0
    while (at < to) {
      state = table[state + (classes[bytes[at++] as number] as number)] as number
      if (state >= 0) continue
      state = ~state
      hits[count++] = at
      hits[count++] = state
      if (count >= most) break
    }
    cursor.state = state
    cursor.at = at
    return count
  }

  /** The words that end at a state that was reported, the longest first. */
  wordsOf(state: number): readonly number[] {
    return this.#words[state / this.#width] as readonly number[]
  }
}

/** How far a search has come; begin with both at 0. */
export interface Cursor {
  at: number
  state: number
}

/** A number for each byte: 0 for all that no word holds, the same for both cases of a letter. */
function classify(words: readonly string[]): { classes: Uint8Array; width: number } {
  const classes = new Uint8Array(256)
  let width = 1
  for (const word of words) {
    for (let i = 0; i < word.length; i++) {
      const code = word.charCodeAt(i)
      if (classes[code]) continue
      classes[code] = width++
      if (code >= 97 && code <= 122) classes[code - 32] = classes[code] as number
    }
  }
  return { classes, width }
}

/** The words as a tree, in one list for each thing to know of a node: numbers, for objects would be thousands. 0 is none. */
interface Tree {
  /** the first child */
  readonly first: readonly number[]
  /** the next child of the same node */
  readonly next: readonly number[]
  /** the class that leads to it */
  readonly edge: readonly number[]
  /** words that end there */
  readonly ends: readonly (readonly number[])[]
}

const nothing: readonly number[] = []

function grow(words: readonly string[], classes: Uint8Array): Tree {
  const [first, next, edge, ends] = [[0], [0], [0], [nothing]]
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as string
    let node = 0
    for (let i = 0; i < word.length; i++) {
      const wanted = classes[word.charCodeAt(i)] as number
      let child = first[node] as number
      while (child && edge[child] !== wanted) child = next[child] as number
      if (!child) {
        child = first.push(0) - 1
        next.push(first[node] as number)
        edge.push(wanted)
        ends.push(nothing)
        first[node] = child
      }
      node = child
    }
    ends[node] = [...(ends[node] as readonly number[]), index]
  }
  return { first, next, edge, ends }
}

/**
 * Makes the tree an automaton, the shallow states first: a row is that of the longest proper suffix that is a state itself
 * (copied as a whole), but for the node's own children.
 */
function build(tree: Tree, width: number): { table: Int32Array; outputs: (readonly number[])[] } {
  const { first, next, edge } = tree
  const count = first.length
  const table = new Int32Array(count * width)
  const outputs = [...tree.ends]
  const backs = new Int32Array(count)
  const queue = new Int32Array(count)
  for (let from = 0, to = 1; from < count; from++) {
    const number = queue[from] as number
    const row = number * width
    const back = (backs[number] as number) * width
    if (number) table.copyWithin(row, back, back + width)
    for (let child = first[number] as number; child; child = next[child] as number) {
      const at = row + (edge[child] as number)
      const suffix = number ? (table[at] as number) : 0
      const suffixNumber = (suffix < 0 ? ~suffix : suffix) / width
      const ended = outputs[suffixNumber] as readonly number[]
      backs[child] = suffixNumber
      queue[to++] = child
      if (ended.length) outputs[child] = [...(outputs[child] as readonly number[]), ...ended]
      table[at] = outputs[child]?.length ? ~(child * width) : child * width
    }
  }
  return { table, outputs }
}
