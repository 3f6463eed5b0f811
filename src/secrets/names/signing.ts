import { wordsOf } from './split.ts'

/** What is signed with a secret. */
const signed = new Set(
  'jwt jws refresh access session cookie cookies csrf signing sign hmac app flask django token auth'.split(' '),
)

/** Keys that somebody chose, and that open what is sealed with them. */
const keyed = new Set('signing security jwt encryption encrypt cipher crypto aes'.split(' '))

/** What may stand behind: `secret_key_base`, `SECRET_KEY_FLASK`. */
const behind = new Set('base flask django express laravel rails'.split(' '))

/**
 * Whether a name is that of a secret by which a program signs or seals (`JWT_SECRET`, `SECRET_KEY`, `encryption.key`). Whatever
 * stands beside one is in use: a short word there lets everybody sign who can guess it.
 */
export function signs(name: string): boolean {
  const words = wordsOf(name)
  const last = behind.has(words.at(-1) ?? '') ? words.length - 2 : words.length - 1
  const [before, word] = [words[last - 1] ?? '', words[last] ?? '']
  if (word === 'secret') return signed.has(before) || words.includes('jwt')
  if (word !== 'key') return false
  // `secretKey: ssh` is where a key stands in a secret: what is set so is written with signs or in capitals
  if (before === 'secret' && words[0] === 'jwt') return true
  if (before === 'secret') return !/secretKey$/i.test(name) || name.toUpperCase() === name
  return keyed.has(before)
}
