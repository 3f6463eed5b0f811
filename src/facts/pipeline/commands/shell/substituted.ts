/** Programs whose answer is what they were given, or shows it. */
const telling = /^\s*(?:echo|printf|cat|base64)\b/

/**
 * A word without the command substitutions in it that only answer: what `$(curl -H "K: $KEY" …)` gives is no longer the key
 * that it was given. `$(echo "$KEY" | base64)` stays, and so does what never ends.
 */
export function withoutAnswers(word: string): string {
  const kept: string[] = []
  let from = 0
  for (let at = word.indexOf('$('); at >= 0; at = word.indexOf('$(', at + 2)) {
    if (at < from || word[at + 2] === '(' || telling.test(word.slice(at + 2, at + 40))) continue
    const end = endOf(word, at + 2)
    if (end < 0) break
    kept.push(word.slice(from, at))
    from = end
  }
  return kept.length ? kept.join('') + word.slice(from) : word
}

/** Right behind the bracket that closes what is open at `at`; -1 where none does. */
function endOf(word: string, at: number): number {
  let depth = 1
  for (let next = at; next < word.length; next++) {
    if (word[next] === '(') depth++
    else if (word[next] === ')' && --depth === 0) return next + 1
  }
  return -1
}
