import { bareLiteral, type Literal } from './literal.ts'

const MOST = 300

/** The password of a URL, and who stands before it. */
export interface UrlPassword {
  readonly literal: Literal
  readonly user: string
  readonly host: string
}

/** `scheme://user:password@host`: `at` is where the `:` of `://` stands. Any scheme; the password percent-decoded. */
export function urlPassword(content: string, at: number): UrlPassword | undefined {
  const start = at + 3
  const last = Math.min(content.length, start + MOST)
  let colon = -1
  let sign = -1
  let end = start
  for (; end < last; end++) {
    const character = content[end] as string
    if (character === ':' && colon < 0) colon = end
    else if (character === '@') sign = end
    else if (
      ending.includes(character) &&
      !(character === '/' && sign < 0 && colon >= 0 && passwordGoesOn(content, end, last))
    )
      break
  }
  if (sign < start + 3) return undefined
  const host = content.slice(sign + 1, end)
  const password = colon < 0 || colon > sign ? '' : content.slice(colon + 1, sign)
  // a token in the place of the user: https://token@host, https://token:x-oauth-basic@host
  if (password === '' || password === 'x-oauth-basic') {
    // Sentry's DSN: the key is public, the path a number
    if (
      password === '' &&
      (/sentry|glitchtip|bugsnag/i.test(host) || /^\/\d{1,12}(?!\w)/.test(content.slice(end, end + 14)))
    )
      return undefined
    const to = colon < 0 || colon > sign ? sign : colon
    return to - start < 20 ? undefined : { literal: literal(content, start, to), user: '', host }
  }
  if (/^\d{1,5}\//.test(password)) return undefined
  return { literal: literal(content, colon + 1, sign), user: content.slice(start, colon), host }
}

const literal = (content: string, start: number, end: number): Literal =>
  bareLiteral(decoded(content.slice(start, end)), start, end)

const ending = ' \t\r\n"\'`<>|,;)]\\/?#'

/** A `/` that somebody forgot to escape in a password: `@` and a host come before the next slash. */
function passwordGoesOn(content: string, at: number, last: number): boolean {
  const rest = content.slice(at + 1, Math.min(last, at + 60))
  return /^[^\s"'`<>|,;)\]\\/?#@]{0,40}@[\w.-]+(?::\d+)?(?:\/|$|["'\s])/.test(rest)
}

function decoded(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/**
 * `user:password@tcp(host:3306)/db`, `user:password@(host)/`, as Go's driver for MySQL writes it without a scheme: `at` is where
 * the `@` stands.
 */
export function driverPassword(content: string, at: number): Literal | undefined {
  if (!/^@(?:tcp|unix)?\([\w.:/{}$-]{1,100}\)\//.test(content.slice(at, at + 120))) return undefined
  const head = content.slice(Math.max(0, at - 120), at)
  const match = /(?<=^|["'`=\s])[\w.-]{1,40}:([^\s"'`:@/]{3,60})$/.exec(head)
  return match === null ? undefined : literal(content, at - (match[1] as string).length, at)
}

/** How the URLs of Oracle's driver begin, whose login has no `//` before it. */
export const ORACLE = 'jdbc:oracle:'

/** `jdbc:oracle:thin:user/password@host:1521/db`: `at` is where it begins. */
export function oraclePassword(content: string, at: number): UrlPassword | undefined {
  const match =
    /^jdbc:oracle:(?:thin|oci8?):"?(?<user>[A-Za-z][\w$#]{0,29})"?\/(?<password>[^\s/@"'<>]{3,60})@(?:\/\/)?(?<host>[\w.-]{0,80})/.exec(
      content.slice(at, at + MOST),
    )
  if (match === null) return undefined
  const { user = '', password = '', host = '' } = match.groups as Readonly<Record<string, string>>
  const start = at + match[0].indexOf(`/${password}@`) + 1
  return { literal: literal(content, start, start + password.length), user, host }
}

/** `https://host/path?…&key=…`: what lets a program call a service, in a URL that its code asks. `at` is where the `:` stands. */
export function keyInQuery(content: string, at: number): Literal | undefined {
  const rest = content.slice(at, at + MOST)
  const match =
    /^[^\s"'`<>?]{4,200}\?(?:[^\s"'`<>]{0,160}&)?(?:key|ak|app_?id|app_?key|subscription-key)=([\w-]{24,64})(?![\w-])/i.exec(
      rest,
    )
  if (match === null || !/\d/.test(match[1] as string)) return undefined
  const start = at + match[0].length - (match[1] as string).length
  return literal(content, start, at + match[0].length)
}
