/** As many answers as a large repository has names. */
const MOST = 20_000

/**
 * A function of a text that keeps what it answered: the same names and values stand in thousands of places. What is kept is
 * forgotten when it is much, so that hostile input cannot fill the memory.
 */
export function remembered<T extends object | boolean | string>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const made = make(text)
    if (known.size >= MOST) known.clear()
    known.set(text, made)
    return made
  }
}
