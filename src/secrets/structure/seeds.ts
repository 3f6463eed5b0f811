import type { Found } from './find.ts'
import { type Literal, literalAt } from './literal.ts'
import type { Name } from './name-at.ts'
import { isQuote, skipSpace } from './text.ts'

/** What makes a user of its arguments: `new User(…)`, `createUser(…)`, `create_superuser(…)`, `insertUser(…)`. */
const maker =
  /(?:^|[._])(?:create|add|insert|register|seed|make|ensure|save|new)_?(?:(?:super|admin|default|local|db|test|app)_?)?users?$/i

/** The classes whose constructor takes a user and a password. */
const kind = /^(?:[A-Z][A-Za-z]{0,20})?User$/

const MOST = 300
const MOST_ARGUMENTS = 8

/**
 * The password of a user that code makes with literals: the second of two (`createUser("root", "…")`), or of more the one
 * that looks like one, in `new User("1", "root", "root@host", "…")`. `name` ends at `end`, where its bracket opens.
 */
export function* seededAt(content: string, name: string, end: number): Generator<Found> {
  if (content[end] !== '(') return
  const makes = maker.test(name)
  if (
    !makes &&
    !(kind.test(name) && /\bnew\s+$/.test(content.slice(Math.max(0, end - name.length - 8), end - name.length)))
  )
    return
  const literals = argumentsFrom(content, end + 1)
  const [first, ...others] = literals
  if (first === undefined || !/^[\w.@+-]{1,60}$/.test(first.value)) return
  const sure = literals.length === 2 && makes
  for (const literal of others) {
    if (/\s|@\w+\.\w|^[A-Z_]+$|^[a-z]+$/.test(literal.value) && !sure) continue
    if (literal.value !== first.value) yield { name: 'seeded password', literal, loose: !sure, beside: true }
  }
}

/** What a password goes through on its way to the user: `encoder.encode("…")`. */
const hashes = /(?:encode|hash(?:Sync|pw)?|Hash::make|make_password|bcrypt)$/

/** The literals among the arguments, up to the bracket that closes them. */
function argumentsFrom(content: string, from: number): readonly Literal[] {
  const literals: Literal[] = []
  let depth = 0
  let hashed = 0
  let at = from
  const last = Math.min(content.length, from + MOST)
  while (at < last && literals.length < MOST_ARGUMENTS) {
    const character = content[at] as string
    if (isQuote(character)) {
      const literal = literalAt(content, at, true)
      if (literal === undefined) return []
      if (depth === 0 && !literal.composed) literals.push(literal)
      at = literal.after
    } else if (character === '(' && depth === 0 && hashes.test(content.slice(at - 16, at))) {
      hashed++
      at++
    } else if (character === ')' && depth === 0 && hashed > 0) {
      hashed--
      at++
    } else if (character === '(' || character === '[' || character === '{') {
      depth++
      at++
    } else if (character === ')' || character === ']' || character === '}') {
      if (depth-- === 0) return literals
      at++
    } else at++
  }
  return []
}

/** Names behind which {@link pairedAuth} looks. */
export const pairNames = /(?:^|[._])(?:https?_|basic_|proxy_)?auth$/i

/** `auth=("root", "…")`, `session.auth = ('root', '…')`: the second of a pair. */
export function pairedAuth(content: string, name: string, end: number): Found | undefined {
  if (!pairNames.test(name)) return undefined
  const open = /^["']?\]?\s{0,4}[=:]\s{0,4}[([]\s{0,4}(?=["'])/.exec(content.slice(end, end + 20))
  if (open === null) return undefined
  const user = literalAt(content, end + open[0].length, false)
  if (user === undefined) return undefined
  const comma = skipSpace(content, user.after)
  if (content[comma] !== ',') return undefined
  const literal = literalAt(content, skipSpace(content, comma + 1, 1), false)
  if (literal === undefined || !/[)\]]/.test(content[skipSpace(content, literal.after, 1)] ?? '')) return undefined
  return { name: 'login password', literal, source: 'command-argument', beside: true }
}

/** Names behind which {@link loginsOf} looks. */
export const loginsNames = /_valid_logins$/

/** `$config['rest_valid_logins'] = ['root' => '…']`: who may call an API of CodeIgniter, with their passwords. */
export function* loginsOf(content: string, name: Name): Generator<Found> {
  const open = /^["']?\]?\s{0,4}=\s{0,4}(?:array\s?\(|\[)/.exec(content.slice(name.end, name.end + 30))
  if (open === null) return
  let at = name.end + open[0].length
  for (let logins = 0; logins < MOST_ARGUMENTS; logins++) {
    const user = literalAt(content, skipSpace(content, at, 1), false)
    const arrow = user === undefined ? -1 : skipSpace(content, user.after)
    if (arrow < 0 || !content.startsWith('=>', arrow)) return
    const literal = literalAt(content, skipSpace(content, arrow + 2, 1), false)
    if (literal === undefined) return
    yield { name: 'login password', literal, source: 'command-argument', beside: true }
    at = skipSpace(content, literal.after, 1)
    if (content[at] !== ',') return
    at++
  }
}
