/** The lines of a call up to where it is likely to end: an open bracket goes on. At most 600 characters. */
export function restOf(text: string, start: number): string {
  let depth = 0
  const limit = Math.min(text.length, start + 600)
  // behind the brackets of a call a comma goes on with the list that it stands in, not with the call
  const inBrackets = /^[\w.$:>-]*\(/.test(text.slice(start, start + 80))
  for (let at = start; at < limit; at++) {
    const c = text[at]
    if (c === '(' || c === '[' || c === '{') depth++
    else if (c === ')' || c === ']' || c === '}') depth--
    else if (c === '\n' && depth <= 0 && (inBrackets || !/,\s*$/.test(text.slice(start, at))))
      return text.slice(start, at)
    if (depth < 0) return text.slice(start, at)
  }
  return text.slice(start, limit)
}
