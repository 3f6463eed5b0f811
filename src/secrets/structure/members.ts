/**
 * The way to a value in JSON, by offsets: what is not on it is passed over and made into nothing. What is no JSON leads nowhere,
 * nor does what would take more than so many looks at a character: who asks many times looks at the same one again.
 */
export class Members {
  readonly #content: string
  #looks: number

  constructor(content: string, looks: number) {
    this.#content = content
    this.#looks = looks
  }

  /** Where the value of a key begins in the object that begins at `at`. */
  ofKey(at: number, key: string): number | undefined {
    const content = this.#content
    if (content[at] !== '{') return undefined
    let place = this.#past(at + 1)
    while (content[place] === '"') {
      const end = this.behind(place)
      const colon = this.#past(end)
      if (content[colon] !== ':') return undefined
      const value = this.#past(colon + 1)
      if (content.slice(place + 1, end - 1) === key) return value
      place = this.next(value)
    }
    return undefined
  }

  /** Where an element begins in the list that begins at `at`. */
  ofIndex(at: number, index: number): number | undefined {
    const content = this.#content
    if (content[at] !== '[') return undefined
    let place = this.#past(at + 1)
    for (let left = index; left > 0 && place < content.length; left--) place = this.next(place)
    return content[place] === ']' || place >= content.length ? undefined : place
  }

  /** Where the strings of a value begin that are no keys: its own, or those in it. */
  *strings(at: number): Generator<number> {
    const end = this.behind(at)
    for (let place = at; place < end && this.#look(place); ) {
      if (this.#content[place] !== '"') {
        place++
        continue
      }
      const after = this.behind(place)
      if (this.#content[this.#past(after)] !== ':') yield place
      place = after
    }
  }

  /** Where what follows the value that begins at `at` begins: the next member or element, or the bracket that ends them. */
  next(at: number): number {
    const place = this.#past(this.behind(at))
    return this.#content[place] === ',' ? this.#past(place + 1) : place
  }

  /** Behind the value that begins at `at`. */
  behind(at: number): number {
    const content = this.#content
    if (content[at] === '"') return this.#closing(at)
    let depth = 0
    for (let place = at; this.#look(place); place++) {
      const character = content[place] as string
      if (character === '"') place = this.#closing(place) - 1
      else if (character === '{' || character === '[') depth++
      else if ((character === '}' || character === ']') && --depth <= 0) return depth < 0 ? place : place + 1
      else if (depth === 0 && character === ',') return place
    }
    return content.length
  }

  #closing(at: number): number {
    for (let place = at + 1; this.#look(place); place++) {
      if (this.#content[place] === '\\') place++
      else if (this.#content[place] === '"') return place + 1
    }
    return this.#content.length
  }

  #past(at: number): number {
    let place = at
    while (this.#look(place) && this.#content.charCodeAt(place) <= 32) place++
    return place
  }

  #look(place: number): boolean {
    return place < this.#content.length && this.#looks-- > 0
  }
}
