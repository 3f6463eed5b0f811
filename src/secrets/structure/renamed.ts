import { senseOf } from '../names/sense.ts'
import { keysAbove } from './context.ts'
import type { Place } from './find.ts'
import type { Name } from './name-at.ts'
import { lineStart } from './text.ts'

/** What takes the settings of sessions, of which `secret` signs the cookies. */
const session =
  /\b(?:session|cookieSession|cookie_session|expressSession|express_session|expressJwt|JwtModule\.\w{1,20}|fastify\w{0,10}|jwt)\s?\(\s?\{[^{}]*$|\b(?:session|jwt|cookie)_?(?:config(?:uration)?|options|settings|opts)?["']?\s?(?::\s?[\w.<>]{1,40}\s?)?[=:]\s?\{[^{}]*$/i

/** What is set with the secret by which it signs. */
const signer =
  /^(?:[\w-]*[a-z_-])?(?:jwt|jws|token|session|cookie)s?(?:[_-]?(?:settings|options|config|auth))?$|^AppSettings$/i

/** A name that says what a secret is for only with the name above it: `jwt: {secret: …}`. */
export const isBare = (name: string) => /^secret(?:[_-]?key)?$/i.test(name)

/** passport-jwt's option */
export const optionNames = /^secretOr(?:Private|Public)?Key$/

/** Sections of settings about tokens. */
const ofTokens = /^tokens?[-_]?(?:settings|options|config)?$/i

/**
 * The name with what its surroundings add to it: in a text the words before it (`API key: …`), in `session({secret: …})`
 * what the secret is for, in code a bare `KEYS` that holds bytes. Undefined where it names no secret all the same.
 */
export function renamed({ content, form }: Place, name: Name): Name | undefined {
  if (senseOf(name.text).strength > 0) {
    if ((form === 'json' || form === 'yaml') && isBare(name.text))
      return signer.test(keysAbove(content, name.start).at(-1) ?? '') ? { ...name, text: 'jwt secret' } : name
    if (!/^secret$/i.test(name.text) || form !== 'code') return name
    return session.test(content.slice(Math.max(0, name.start - 300), name.start))
      ? { ...name, text: 'session secret' }
      : name
  }
  if ((form === 'json' || form === 'yaml') && /^key$/i.test(name.text)) {
    const above = keysAbove(content, name.start).at(-1) ?? ''
    // the second: .NET's settings; in a chart it is which key of a Secret holds the token
    return /jwt|jws|bearer/i.test(above) || (form === 'json' && ofTokens.test(above))
      ? { ...name, text: 'jwt key' }
      : undefined
  }
  // .NET's settings; in code it is what a token is stored under
  if (
    /^token_?key$/i.test(name.text) &&
    (form === 'json' || form === 'yaml' || form === 'env' || form === 'properties')
  )
    return { ...name, text: 'jwt key' }
  if (optionNames.test(name.text)) return { ...name, text: 'jwt secret' }
  if (form === 'prose') {
    const before = /(?:[A-Za-z]{2,20} ){1,3}$/.exec(
      content.slice(Math.max(lineStart(content, name.start), name.start - 60), name.start),
    )
    const text = before === null ? name.text : before[0] + name.text
    return senseOf(text).strength > 2 ? { ...name, text } : undefined
  }
  return undefined
}
