import type { Found } from './find.ts'
import { literalAt } from './literal.ts'
import { skipSpace } from './text.ts'

/** A function that is given a secret in a certain place. */
interface Call {
  readonly name: RegExp
  /** which argument it is, from 1; the ones before it are literals or short expressions */
  readonly argument: number
  readonly says: string
}

const calls: readonly Call[] = [
  { name: /(?:^|\.)create_?hmac$/i, argument: 2, says: 'HMAC key' },
  { name: /(?:^|\.)jwt\.(?:sign|verify|encode|decode)$/i, argument: 2, says: 'JWT secret' },
  { name: /(?:^|\.)(?:Secret|DES|DESede)KeySpec$|(?:^|\.)SymmetricSecurityKey$/, argument: 1, says: 'signing key' },
  { name: /(?:^|\.)cookie_?parser$/i, argument: 1, says: 'cookie secret' },
  {
    name: /(?:^|\.)(?:login|authenticate|(?:set_?)?basic_?auth|http_?basic_?auth|usernamepasswordcredentials|usernamepasswordauthenticationtoken|networkcredential|passwordauthentication|basicawscredentials|plainauth)$/i,
    argument: 2,
    says: 'login password',
  },
  {
    name: /(?:^|\.)(?:getconnection|mysqli(?:_connect)?|mysql_connect|mysql_pconnect)$/i,
    argument: 3,
    says: 'connection password',
  },
]

/** The literal in the place where a function takes a secret: `createHmac('sha256', '…')`, `login('user', '…')`. */
export function callAt(content: string, name: string, end: number): Found | undefined {
  if (content[end] !== '(') return undefined
  const call = calls.find((one) => one.name.test(name))
  if (call === undefined) return undefined
  let at = end + 1
  for (let left = call.argument - 1; left > 0; left--) {
    at = skipSpace(content, at, 1)
    const before = literalAt(content, at, true)
    // of a user and a password, the user is a literal, too; what is signed is not
    if (before === undefined && call.argument === 2 && call.says !== 'JWT secret') return undefined
    const comma = content.indexOf(',', before?.after ?? at)
    if (comma < 0 || comma - at > 120 || /[)\n;]/.test(content.slice(before?.after ?? at, comma))) return undefined
    at = comma + 1
  }
  at = skipSpace(content, at, 1)
  const wrap = /^(?:Encoding\.\w+\.GetBytes|\[\]byte|Buffer\.from|new String|toCharArray)\(/.exec(
    content.slice(at, at + 40),
  )
  const literal = literalAt(content, wrap === null ? at : at + wrap[0].length, true)
  return literal === undefined || literal.composed
    ? undefined
    : { name: call.says, literal, source: 'command-argument' }
}
