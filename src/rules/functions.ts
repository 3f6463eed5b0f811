/** Compiles a pattern of RE2 syntax (linear time, no look-around) to a test for a match anywhere in a text. */
export type CompilePattern = (pattern: string) => (text: string) => boolean

/** The engine behind `regex`, loaded only when a rule uses it. Compiling throws for a pattern that RE2 does not know. */
export async function loadPatterns(): Promise<CompilePattern> {
  const { RE2JS } = await import('re2js')
  const cache = new Map<string, (text: string) => boolean>()
  return (pattern) => {
    let test = cache.get(pattern)
    if (!test) {
      const compiled = RE2JS.compile(pattern)
      test = (text) => compiled.matcher(text).find()
      cache.set(pattern, test)
    }
    return test
  }
}

/**
 * Whether a text matches a pattern as a whole: `*` stands for any characters, `?` for one. Takes at most the product of
 * the two lengths, whatever the pattern.
 */
export function glob(text: string, pattern: string): boolean {
  let t = 0
  let p = 0
  let star = -1
  let mark = 0
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++
      mark = t
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** What rules can call beside CEL's own, for `check`, the reference page and suggestions. */
export const ownFunctions: Readonly<Record<string, string>> = {
  regex: 'regex(text, pattern): bool: whether a pattern (RE2 syntax) is found in a text; anchor it with ^ and $',
  glob: 'glob(text, pattern): bool: whether a text as a whole matches a pattern with * and ?',
}

/** CEL's own that rules may not use, with what to write instead. */
export const refusedFunctions: Readonly<Record<string, string>> = {
  matches: '"matches" can take for ever; write regex(text, pattern)',
  dyn: '"dyn" switches the type check off; leave it out',
}
