/** Where the line of `at` begins, or, in a line without end, a place at most `most` before it. */
export function lineStart(content: string, at: number, most = 400): number {
  const least = Math.max(0, at - most)
  let start = at
  while (start > least && content.charCodeAt(start - 1) !== 10) start--
  return start
}

/** Where the line of `at` ends (the break not included), at most `most` after it. */
export function lineEnd(content: string, at: number, most = 2000): number {
  const last = Math.min(content.length, at + most)
  let end = at
  while (end < last && content.charCodeAt(end) !== 10) end++
  return end > at && content.charCodeAt(end - 1) === 13 ? end - 1 : end
}

/** Where the break of the line of `at` stands, at most `most` after it; -1 where none does: a line may be a file long. */
export function breakAfter(content: string, at: number, most: number): number {
  const last = Math.min(content.length, at + most)
  for (let end = at; end < last; end++) if (content.charCodeAt(end) === 10) return end
  return -1
}

/** Behind spaces and tabs, and `lines` line breaks at most. */
export function skipSpace(content: string, at: number, lines = 0, most = 200): number {
  const last = Math.min(content.length, at + most)
  let left = lines
  let place = at
  while (place < last) {
    const code = content.charCodeAt(place)
    if (code === 10) {
      if (left-- === 0) break
    } else if (code !== 32 && code !== 9 && code !== 13) break
    place++
  }
  return place
}

/** What a sticky pattern finds exactly at `at`. The pattern must have the flag y and bounded repeats. */
export function matchAt(pattern: RegExp, content: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(content)
}

/** Whether a character may begin and end a string. */
export const isQuote = (character: string | undefined) => character === '"' || character === "'" || character === '`'
