/** As many answers as a large repository has names. */
const MOST = 20_000

/**
 * A function of a text that keeps what it answered: the same names and values stand in thousands of places. What is kept is
 * forgotten when it is much, so that hostile input cannot fill the memory. It is kept by the names of an object's properties
 * and not by a Map, since V8 copies such a name: a part of a file's text that is a key of a Map keeps all of that text.
 */
export function remembered<T extends object | boolean | string>(make: (text: string) => T): (text: string) => T {
  let known: Record<string, T> = Object.create(null)
  let count = 0
  return (text) => {
    const before = known[text]
    if (before !== undefined) return before
    const made = make(text)
    if (count++ >= MOST) {
      known = Object.create(null)
      count = 1
    }
    known[text] = made
    return made
  }
}
