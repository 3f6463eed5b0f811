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

/** A node of the tree of words. */
interface Branch {
  readonly children: Map<number, Branch>
  /** words that end here */
  readonly words: number[]
}

function grow(words: readonly string[], classes: Uint8Array): Branch {
  const root: Branch = { children: new Map(), words: [] }
  for (const [index, word] of words.entries()) {
    let node = root
    for (let i = 0; i < word.length; i++) {
      const edge = classes[word.charCodeAt(i)] as number
      let child = node.children.get(edge)
      if (!child) {
        child = { children: new Map(), words: [] }
        node.children.set(edge, child)
      }
      node = child
    }
    node.words.push(index)
  }
  return root
}

/**
 * Makes the tree an automaton, the shallow states first: a row is that of the longest proper suffix that is a state itself
 * (copied as a whole), but for the node's own children.
 */
function build(root: Branch, width: number): { table: Int32Array; outputs: (readonly number[])[] } {
  const nodes = [root]
  for (const node of nodes) for (const child of node.children.values()) nodes.push(child)
  const table = new Int32Array(nodes.length * width)
  const outputs: (readonly number[])[] = [[]]
  const backs = new Int32Array(nodes.length)
  for (let number = 0, next = 1; number < nodes.length; number++) {
    const row = number * width
    const back = (backs[number] as number) * width
    if (number) table.copyWithin(row, back, back + width)
    for (const [edge, child] of (nodes[number] as Branch).children) {
      const suffix = number ? (table[row + edge] as number) : 0
      const suffixNumber = (suffix < 0 ? ~suffix : suffix) / width
      const ended = outputs[suffixNumber] as readonly number[]
      backs[next] = suffixNumber
      outputs[next] = child.words.length ? [...child.words, ...ended] : ended
      table[row + edge] = outputs[next]?.length ? ~(next * width) : next * width
      next++
    }
  }
  return { table, outputs }
}
