import type { Found } from './find.ts'
import { literalAt } from './literal.ts'
import type { Name } from './name-at.ts'
import { matchAt } from './text.ts'

const MOST = 800
const MOST_ENTRIES = 12

/** `PASSWORDS = {`, `"passwords": {`, `const PASSWORDS: Record<Role, string> = {` */
const open = /["']?\s{0,4}(?::\s?[A-Z][\w<>, ]{1,60})?(?:=>?|:)\s{0,4}(?:Object\.freeze\(|new Map\(|\[)?\{?/y

const entry = /^[\s,]{0,80}["']?[\w.@-]{1,60}["']?\s{0,8}(?:=>|[:=])\s{0,8}(?=["'])/

/**
 * The passwords that a map named for several of them gives to users or roles: `PASSWORDS = {ADMIN: '…', SELLER: '…'}`.
 */
export function* severalAt(content: string, name: Name): Generator<Found> {
  if (!/passwords$/i.test(name.text)) return
  const begun = matchAt(open, content, name.end)
  if (begun === null || !/[{[]$/.test(begun[0])) return
  const last = Math.min(content.length, name.end + MOST)
  let at = name.end + begun[0].length
  for (let entries = 0; entries < MOST_ENTRIES; entries++) {
    const key = entry.exec(content.slice(at, Math.min(last, at + 240)))
    if (key === null) return
    const literal = literalAt(content, at + key[0].length, false)
    if (literal === undefined) return
    if (/^\S{4,60}$/.test(literal.value)) yield { name: name.text, literal, loose: true, beside: true }
    at = literal.after
  }
}

/** Names behind which the keys of cookies are looked for. */
export const sessionNames = /(?:^|\.)keys$/

/** What signs cookies with the keys that it is given, the first of them: https://github.com/expressjs/cookie-session#keys */
const cookies = /\bcookie[-_]?session\s?\(\s?\{[^{}]*$/i

/** `cookieSession({keys: ['…', …]})`, Koa's `app.keys = ['…']`: the keys that are literals. */
export function* keysOfSession(content: string, name: Name): Generator<Found> {
  const open = matchAt(/["']?\s{0,4}[:=]\s{0,4}\[\s{0,40}/y, content, name.end)
  if (open === null) return
  if (name.text !== 'app.keys' && !cookies.test(content.slice(Math.max(0, name.start - 300), name.start))) return
  let at = name.end + open[0].length
  for (let keys = 0; keys < MOST_ENTRIES; keys++) {
    const literal = literalAt(content, at, true)
    if (literal === undefined) return
    if (!literal.composed) yield { name: 'session secret', literal }
    const comma = matchAt(/\s{0,40},\s{0,40}/y, content, literal.after)
    if (comma === null) return
    at = literal.after + comma[0].length
  }
}
