import type { Condition } from '../../model.ts'

/**
 * The parts of a condition that must all hold: the conjuncts, in one spelling. A text with an alternative (`||`) or a
 * negation over several parts is one part.
 */
export function partsOf(condition: Condition): readonly string[] {
  const text = plain(condition.text)
  if (text.includes('||') || /!\s*\(/.test(text)) return [text]
  return text.split('&&').map(plain)
}

/** Whether a condition holds wherever all the `given` parts hold. */
export function follows(condition: Condition, given: ReadonlySet<string>): boolean {
  return given.has(plain(condition.text)) || partsOf(condition).every((part) => given.has(part) || isWider(part, given))
}

/** Whether a part asks for changes in certain paths, and a given one asks for changes in some of these. */
function isWider(part: string, given: ReadonlySet<string>): boolean {
  const paths = changedIn(part)
  if (!paths) return false
  for (const one of given) if (changedIn(one)?.every((path) => paths.includes(path))) return true
  return false
}

const changedIn = (part: string): readonly string[] | undefined => /^changes in ([^!]+)$/.exec(part)?.[1]?.split(', ')

/** Adds what holds where a condition holds. */
export function assume(condition: Condition | undefined, given: Set<string>): void {
  if (!condition) return
  given.add(plain(condition.text))
  for (const part of partsOf(condition)) given.add(part)
}

/** One spelling: without `${{ }}`, outer brackets and spare space. */
function plain(text: string): string {
  let result = text.trim().replace(/^\$\{\{([\s\S]*)\}\}$/, '$1')
  result = result.replace(/\s+/g, ' ').trim()
  while (result.startsWith('(') && result.endsWith(')') && !/[()]/.test(result.slice(1, -1))) {
    result = result.slice(1, -1).trim()
  }
  return result
}
