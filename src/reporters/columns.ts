/** East Asian wide and full-width characters, and those that are drawn as emoji: two columns each (UAX #11). */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u

const ascii = /^[\x20-\x7e]*$/

/** How many columns a terminal gives to a text without escapes. Marks that combine take none. */
export function columns(text: string): number {
  if (ascii.test(text)) return text.length
  let sum = 0
  for (const c of text) sum += width(c)
  return sum
}

function width(character: string): number {
  return /\p{M}/u.test(character) ? 0 : wide.test(character) ? 2 : 1
}

/** Fills up with spaces to a number of columns; a longer text stays as it is. */
export function pad(text: string, to: number): string {
  return text + ' '.repeat(Math.max(0, to - columns(text)))
}

/** The beginning of a text, as much as fits into a number of columns. */
export function takeStart(text: string, room: number): string {
  let sum = 0
  let at = 0
  for (const c of text) {
    sum += width(c)
    if (sum > room) break
    at += c.length
  }
  return text.slice(0, at)
}

/** The end of a text, as much as fits into a number of columns. */
export function takeEnd(text: string, room: number): string {
  const characters = [...text]
  let sum = 0
  let first = characters.length
  while (first > 0) {
    sum += width(characters[first - 1] as string)
    if (sum > room) break
    first--
  }
  // a mark that has lost its letter would sit on the one before it
  while (first < characters.length && width(characters[first] as string) === 0) first++
  return characters.slice(first).join('')
}

/** Cuts a text to a number of columns, with `…` for what is gone. */
export function shorten(text: string, to: number): string {
  return columns(text) <= to ? text : `${takeStart(text, Math.max(1, to - 1)).trimEnd()}…`
}

/** Breaks a sentence into lines of at most `width` columns; a word that is longer stands alone. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of text.split(/ +/)) {
    const size = columns(word)
    if (line && used + 1 + size > width) {
      lines.push(line)
      line = word
      used = size
    } else {
      used += (line ? 1 : 0) + size
      line = line ? `${line} ${word}` : word
    }
  }
  if (line) lines.push(line)
  return lines
}
