import type { Found } from './find.ts'
import { type Literal, literalAt } from './literal.ts'
import type { Name } from './name-at.ts'
import { matchAt } from './text.ts'

/** `getApiKey(): string {` and what returns: the literal that a function named for a secret gives. */
const body = /\([^()"'`]{0,80}\)[^{}()"'`;=]{0,60}(?:\{|:[ \t]{0,4}\r?\n)\s{0,80}return\s{1,4}(?=["'`])/y

/** `getApiKey() { return '…' }`: the pair of the name without its verb and the literal. */
export function returnedBy(content: string, name: Name): Found | undefined {
  if (name.closing !== '' || content[name.end] !== '(') return undefined
  const match = matchAt(body, content, name.end)
  const literal = match === null ? undefined : literalAt(content, name.end + match[0].length, true)
  if (literal === undefined || literal.composed) return undefined
  const text = name.text.replace(/^.*\./, '').replace(/^(?:get|fetch|read|load)_?(?=[A-Za-z])/, '')
  return { name: text, literal }
}

const MOST = 4000

/** What a variable that stands at `at` was given before, where that is a literal: `$key = "…"`. */
export function givenBefore(content: string, at: number): Literal | undefined {
  const variable = matchAt(/\$?[A-Za-z_]\w{0,40}(?=\s?[,)])/y, content, at)?.[0]
  if (variable === undefined) return undefined
  const from = Math.max(0, at - MOST)
  const head = content.slice(from, at)
  for (let found = head.lastIndexOf(variable); found >= 0; found = head.lastIndexOf(variable, found - 1)) {
    const before = head[found - 1] ?? '\n'
    const sign = /^\s{0,4}(?::\s?\w{1,20}\s?)?:?=\s{0,4}(?=["'`])/.exec(
      head.slice(found + variable.length, found + variable.length + 40),
    )
    if (sign !== null && !/[\w$.]/.test(before))
      return literalAt(content, from + found + variable.length + sign[0].length, true)
    if (found === 0) return undefined
  }
  return undefined
}
