import { remembered } from '../../documents/remembered.ts'
import type { Found } from './find.ts'
import { bareLiteral, literalAt } from './literal.ts'
import type { Name } from './name-at.ts'
import { givenBefore } from './returned.ts'
import { isQuote, skipSpace } from './text.ts'

/** What a function is given, in words. */
export type Given =
  | 'HMAC key'
  | 'JWT secret'
  | 'cache password'
  | 'cipher key'
  | 'client secret'
  | 'connection password'
  | 'cookie secret'
  | 'login password'
  | 'seeded password'
  | 'signing key'

/** A function that is given a secret in a certain place. */
interface Call {
  readonly name: RegExp
  /** which argument it is, from 1; the ones before it are literals or short expressions */
  readonly argument: number
  readonly says: Given
  /** what has to stand behind the literal */
  readonly after?: RegExp
}

const calls: readonly Call[] = [
  { name: /(?:^|\.)create_?hmac$/i, argument: 2, says: 'HMAC key' },
  { name: /(?:^|\.)(?:jwt|jsonwebtoken)\.(?:sign|verify|encode|decode)$/i, argument: 2, says: 'JWT secret' },
  { name: /(?:^|\.)signWith$/, argument: 2, says: 'JWT secret' },
  {
    name: /(?:^|\.)(?:SignedString|Algorithm\.HMAC(?:256|384|512)|setSigningKey|hmacShaKeyFor)$/,
    argument: 1,
    says: 'JWT secret',
  },
  { name: /(?:^|\.)(?:Secret|DES|DESede)KeySpec$/, argument: 1, says: 'cipher key' },
  { name: /(?:^|\.)create(?:C|Dec)ipher(?:iv)?$/, argument: 2, says: 'cipher key' },
  { name: /(?:^|\.)CryptoJS\.\w+\.(?:en|de)crypt$/, argument: 2, says: 'cipher key' },
  { name: /(?:^|\.)(?:scrypt|pbkdf2)(?:Sync)?$/, argument: 1, says: 'cipher key' },
  { name: /(?:^|\.)New(?:Cookie)?Store$/, argument: 1, says: 'cookie secret' },
  { name: /redis\w*\.auth$/i, argument: 1, says: 'cache password' },
  { name: /(?:^|\.)SymmetricSecurityKey$/, argument: 1, says: 'JWT secret' },
  {
    name: /(?:^|\.)(?:URLSafe(?:Timed)?|TimedJSONWebSignature|JSONWebSignature)Serializer$/,
    argument: 1,
    says: 'signing key',
  },
  { name: /(?:^|\.)cookie_?parser$/i, argument: 1, says: 'cookie secret' },
  // who hashes a literal makes a user whose password it is
  {
    name: /(?:^|\.)(?:(?:pwd_?context|bcrypt\w*|argon2\w*|\w*password_?(?:encoder|hasher))\.(?:hash|hashSync|encode|hashpw|hash_password)|generate_password_hash|make_password|password_hash)$/i,
    argument: 1,
    says: 'seeded password',
  },
  // IdentityServer's clients
  { name: /(?:^|\.)Secret$/, argument: 1, says: 'client secret', after: /^\.Sha(?:256|512)\(\)/ },
  // ASP.NET's and BCrypt's, with the user in front or without
  { name: /(?:^|\.)(?:Enhanced)?HashPassword$/, argument: 1, says: 'seeded password' },
  { name: /(?:^|\.)HashPassword$/, argument: 2, says: 'seeded password' },
  { name: /user_?(?:manager|mgr)\w*\.(?:Create|AddPassword)Async$/i, argument: 2, says: 'seeded password' },
  {
    name: /(?:^|\.)(?:login|authenticate|(?:set_?)?basic_?auth|http_?basic_?auth|usernamepasswordcredentials|usernamepasswordauthenticationtoken|networkcredential|passwordauthentication|basicawscredentials|oci_p?connect|gmail)$/i,
    argument: 2,
    says: 'login password',
  },
  {
    name: /(?:^|\.)(?:getconnection|plainauth|pdo|sequelize|mysqli(?:_connect)?|mysql_connect|mysql_pconnect|ftp_login|ldap_bind|(?:pymysql|mysqldb|mysql\.connector|mariadb|pyodbc|cx_oracle|oracledb)\.connect)$/i,
    argument: 3,
    says: 'connection password',
  },
]

/** Ruby's JWT, whose functions stand behind two colons. */
export const jwtNames = /^jwt$/i

/** The calls that a name is one of. Names repeat, and there are many calls. */
const callsNamed = remembered((name) => calls.filter((call) => call.name.test(name)))

/** The literal in the place where a function takes a secret: `createHmac('sha256', '…')`, `login('user', '…')`. */
export function callAt(content: string, name: string, end: number): Found | undefined {
  const scoped = jwtNames.test(name) ? /^::(encode|decode)(?=\()/.exec(content.slice(end, end + 12)) : null
  if (scoped !== null) return callAt(content, `jwt.${scoped[1]}`, end + scoped[0].length)
  if (content[end] !== '(') return undefined
  for (const call of callsNamed(name)) {
    const found = argumentOf(content, call, end)
    if (found !== undefined) return found
  }
  return undefined
}

function argumentOf(content: string, call: Call, end: number): Found | undefined {
  let at = end + 1
  for (let left = call.argument - 1; left > 0; left--) {
    // of a user and a password, the user is a literal, too; what is signed is not
    if (call.says.startsWith('login') || call.says.startsWith('connection')) {
      if (literalAt(content, skipSpace(content, at, 1), true) === undefined && call.argument === 2) return undefined
    }
    const next = nextArgument(content, at)
    if (next === undefined) return undefined
    at = next
  }
  at = skipSpace(content, at, 1)
  const wrap =
    /^(?:(?:new )?(?:System\.Text\.)?(?:Encoding\.\w+\.GetBytes|\[\]byte|Buffer\.from|TextEncoder\(\)\.encode|String|toCharArray)\()/.exec(
      content.slice(at, at + 60),
    )
  const place = wrap === null ? at : at + wrap[0].length
  const literal =
    literalAt(content, place, true) ?? (call.says === 'JWT secret' ? givenBefore(content, place) : undefined)
  if (call.after?.test(content.slice(literal?.after, (literal?.after ?? 0) + 20)) === false) return undefined
  return literal === undefined || literal.composed
    ? undefined
    : { name: call.says, literal, source: 'command-argument' }
}

/** Names behind which {@link providerSecret} looks. */
export const providerNames = /(?:^|\.)omniauth$/

/** `config.omniauth :github, "…", "…"`: the second of the two is the secret. */
export function providerSecret(content: string, name: Name): Found | undefined {
  if (!providerNames.test(name.text)) return undefined
  const rest = content.slice(name.end, name.end + 300)
  const match = /^\s{1,4}:\w{1,40},\s{1,20}["'][^"'\n]{4,120}["'],\s{1,20}(?=["'])/.exec(rest)
  const literal = match === null ? undefined : literalAt(content, name.end + match[0].length, true)
  return literal === undefined || literal.composed
    ? undefined
    : { name: 'client secret', literal, source: 'command-argument' }
}

/** Where the next argument begins: behind a comma outside of brackets and strings; undefined where none is near. */
function nextArgument(content: string, from: number): number | undefined {
  const last = Math.min(content.length, from + 240)
  let depth = 0
  for (let at = from; at < last; at++) {
    const character = content[at] as string
    if (character === ',' && depth === 0) return at + 1
    if ('([{'.includes(character)) depth++
    else if (')]}'.includes(character) && depth-- === 0) return undefined
    else if (isQuote(character)) at = (literalAt(content, at, false)?.after ?? last) - 1
  }
  return undefined
}

/** Names behind which {@link cipherKey} looks. */
export const cipherNames = /^_?keys?$/i

/** Sixteen or thirty-two bytes in Base64 beside a bare `KEY`: what a cipher is given. */
export function cipherKey(content: string, name: Name): Found | undefined {
  if (!cipherNames.test(name.text)) return undefined
  const rest = content.slice(name.end, name.end + 120)
  const match =
    /^\s{0,4}(?::\s?[\w[\]]{1,20}\s?)?[:=]\s?[^"'\n;,]{0,60}["']([A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{43}=)["']/.exec(rest)
  if (match === null) return undefined
  const value = match[1] as string
  const literal = bareLiteral(value, name.end + match[0].length - value.length - 1)
  return { name: 'cipher key', literal, source: 'command-argument', loose: true }
}
