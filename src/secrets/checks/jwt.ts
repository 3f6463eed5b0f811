import { base64, base64Object } from './decode.ts'

/** What a signed JSON Web Token says of itself; undefined where a text is none, or is not signed. */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>
  readonly payload: Readonly<Record<string, unknown>>
}

/** Tokens that were over before this was written are over for whoever reads it: no clock is asked. */
const written = Date.UTC(2026, 0, 1) / 1000

const day = 24 * 60 * 60

/**
 * Reads header.payload.signature (RFC 7519): both parts are JSON, the header names an algorithm, and the signature is as
 * long as the shortest one (HS256: 32 bytes).
 */
function readJwt(token: string): Jwt | undefined {
  const [first = '', second = '', third = ''] = token.split('.')
  const header = base64Object(first)
  const payload = base64Object(second)
  if (!header || !payload || typeof header.alg !== 'string' || /^none$/i.test(header.alg)) return undefined
  return (base64(third)?.length ?? 0) >= 32 ? { header, payload } : undefined
}

/** Whether a token is over for sure: long ago, or a day after it was issued, which is sooner than a file is read. */
export function isOver({ payload: { exp, iat, nbf } }: Jwt): boolean {
  if (typeof exp !== 'number') return false
  const from = typeof iat === 'number' ? iat : nbf
  return exp < written || (typeof from === 'number' && exp - from <= day)
}

/** A signed token that is not over, and not the one of the standard or of jwt.io. */
export function isJwt(token: string): boolean {
  const jwt = readJwt(token)
  return jwt !== undefined && !isOver(jwt) && !isDemonstration(jwt) && !isOfNats(jwt)
}

/**
 * What NATS's servers read of operators, accounts and users: it tells who they are, and lets in nobody without their seed, but
 * for a user who is called a bearer (https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/jwt).
 */
function isOfNats({ header, payload }: Jwt): boolean {
  const claims = payload.nats
  if (!/^ed25519(?:-nkey)?$/.test(String(header.alg)) || typeof claims !== 'object' || claims === null) return false
  return (claims as Record<string, unknown>).bearer_token !== true
}

/** John Doe, 1234567890 of jwt.io, and Joe of RFC 7515 and 7519. */
function isDemonstration({ payload }: Jwt): boolean {
  return payload.sub === '1234567890' || payload.iss === 'joe' || payload.name === 'John Doe'
}

/** The token of a Kubernetes service account: the issuer or the claims say so. A bound one is over within the day. */
export function isServiceAccountJwt(token: string): boolean {
  const jwt = readJwt(token)
  if (!jwt || isOver(jwt)) return false
  return jwt.payload.iss === 'kubernetes/serviceaccount' || typeof jwt.payload['kubernetes.io'] === 'object'
}

/** Supabase's service_role key, which passes row-level security; the anon key is public. */
export function isSupabaseServiceJwt(token: string): boolean {
  const jwt = readJwt(token)
  return jwt?.payload.role === 'service_role' && jwt.payload.iss !== 'supabase-demo' && !isOver(jwt)
}

/** A token for examples, with a signature of zeros and ones. */
export function exampleJwt(
  payload: Readonly<Record<string, unknown>>,
  header: object = { alg: 'HS256', typ: 'JWT' },
): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part(header)}.${part(payload)}.${Buffer.alloc(32, 0xa7).toString('base64url')}`
}
