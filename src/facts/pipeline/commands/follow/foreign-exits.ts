/*
 * Functions of a script's own that end it with what they are given: `function finish(code) { stop(); process.exit(code) }`.
 */

/** Where a function begins, with its name and its first parameter (Python, JavaScript, Ruby). */
const heads =
  /^(?<indent>[ \t]*)(?:export\s+)?(?:(?:async\s+)?(?:def|function)\s+(?<named>\w+)\s*\(\s*(?<first>\w+)|(?:const|let|var)\s+(?<held>\w+)\s*=\s*(?:async\s*)?\(?\s*(?<only>\w+)[^()\n=]{0,200}\)?\s*=>)/gm

/** So many lines of a function are looked at. */
const longest = 60

/**
 * Writes the calls of such functions as what they come to, so that `finish(result.status)` reads as `exit(result.status)`.
 * @param text of the whole script
 * @returns what does so with a part of it; the length of the part may change
 */
export function withExits(text: string): (part: string) => string {
  if (text.length > 500_000 || !/\bexit\s*\(\s*[A-Za-z_]/.test(text)) return (part) => part
  const names = new Set<string>()
  for (const { groups = {}, index, 0: head } of text.matchAll(heads)) {
    const name = groups.named ?? groups.held
    const code = groups.first ?? groups.only
    const body = text.slice(index + head.length, index + head.length + 4000)
    if (name !== undefined && code !== undefined && endsWith(body, code, groups.indent ?? '')) names.add(name)
  }
  if (names.size === 0) return (part) => part
  const calls = new RegExp(`(?<![\\w$.])(?:${[...names].join('|')})\\s*(?=\\()`, 'g')
  return (part) => part.replace(calls, 'exit')
}

/** Whether a function ends the script with a code whatever else it does: on its first line, or as a statement of its own. */
function endsWith(body: string, code: string, indent: string): boolean {
  const leaves = new RegExp(`^(?:process\\.|sys\\.|os\\._)?exit\\s*\\(\\s*${code}\\s*(?:\\)|\\?\\?|\\|\\||or\\b)`)
  const [rest = '', ...lines] = body.split('\n', longest)
  if (leaves.test(rest.trim()) || leaves.test(rest.replace(/^.*?(?:\{|:)\s*/, ''))) return true
  const own: string[] = []
  for (const line of lines) {
    if (line.trim() === '') continue
    if (indentOf(line) <= indent.length) break
    own.push(line)
  }
  const column = Math.min(...own.map(indentOf))
  return own.some((line) => indentOf(line) === column && leaves.test(line.trim()))
}

const indentOf = (line: string): number => /^[ \t]*/.exec(line)?.[0].length ?? 0
