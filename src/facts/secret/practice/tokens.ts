import type { Evidence } from './index.ts'

/** What manuals sign with, and what is tried first; https://jwt.io begins with the longest. */
const words =
  'secret 12345 123456 password changeme test dev development key private shhhhh shhhhhh mysecret my-secret supersecret super-secret secretkey secret-key secret_key jwt-secret jwt_secret your-secret your-256-bit-secret your-384-bit-secret your-512-bit-secret your_jwt_secret a-string-secret-at-least-256-bits-long'.split(
    ' ',
  )

const algorithms: Readonly<Record<string, string>> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' }

/**
 * A signed token whose signature everybody can make: the key is a word of manuals. It opens what runs with that word, and so
 * does any other token that one signs; none is a secret.
 */
export const signedByAnybody: Evidence = async ({ detector, place }, text) => {
  if (detector !== 'json-web-token' || place.start === undefined) return undefined
  const content = await text()
  const [whole, header = '', payload = '', signature = ''] =
    /^([\w-]+)\.([\w-]+)\.([\w-]+)/.exec(content?.slice(place.start, place.start + 8192) ?? '') ?? []
  if (whole === undefined) return undefined
  const algorithm = algorithms[nameOf(header)]
  if (algorithm === undefined) return undefined
  const { createHmac } = await import('node:crypto')
  return words.some(
    (word) => createHmac(algorithm, word).update(`${header}.${payload}`).digest('base64url') === signature,
  )
    ? 'it is signed with a word of manuals, so that everybody can make it'
    : undefined
}

/** The algorithm that the head of a token names. */
function nameOf(header: string): string {
  try {
    return String((JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg?: unknown }).alg)
  } catch {
    return ''
  }
}
