import { crc32InBase36 } from './crc32.ts'
import { base32, base64, base64Object } from './decode.ts'

/*
 * What tokens hold that are more than random characters. Each function takes the whole token; the pages that describe the
 * formats are the references of the detectors that name the check.
 */

/**
 * AWS access key ids: four letters for the kind, then base 32 whose bits 1 to 40 are the account since about 2019, and an I
 * or a J first before that. An account has twelve digits.
 */
export function isAwsKeyId(id: string): boolean {
  const bytes = base32(id.slice(4))
  if (!bytes) return false
  if (/^....[IJ]/.test(id)) return true
  return Math.floor((bytes.readUIntBE(0, 6) % 2 ** 47) / 128) < 1e12
}

/**
 * GitLab's routable tokens: prefix, payload in base 64 for URLs, a dot, (since version 1 `01.`,) the payload's length in two
 * digits of base 36, and the CRC-32 of all before it in seven.
 */
export function isRoutableGitLabToken(token: string): boolean {
  return /\.[0-9a-z]{9}$/.test(token) && crc32InBase36(token.slice(0, -7)) === token.slice(-7)
}

/** PyPI's API tokens are macaroons whose first packet names the index. */
export function isPypiToken(token: string): boolean {
  const bytes = base64(token.slice('pypi-'.length))
  return (
    bytes !== undefined &&
    bytes.length >= 60 &&
    /^\x02\x01[\x08\x0d](?:test\.)?pypi\.org/.test(bytes.toString('latin1'))
  )
}

/** Base 64 of JSON after a prefix that ends in `_` or `.`, up to the next of these: holds all of the keys. */
function holdsKeys(token: string, prefix: number, keys: readonly string[]): boolean {
  const [body = ''] = token.slice(prefix).split(/[._](?=[^._]*$)/)
  const object = base64Object(body) ?? base64Object(token.slice(prefix))
  return object !== undefined && keys.every((key) => key in object)
}

/** Grafana Cloud's access policy tokens: organisation, name, key. */
export const isGrafanaCloudToken = (token: string): boolean => holdsKeys(token, 'glc_'.length, ['o', 'n', 'k'])

/** Grafana's API keys of before 9.1: key, name, organisation. */
export const isGrafanaApiKey = (token: string): boolean => holdsKeys(token, 0, ['k', 'n', 'id'])

/** Sentry's organisation tokens name the organisation and when they were issued. */
export const isSentryOrganisationToken = (token: string): boolean => holdsKeys(token, 'sntrys_'.length, ['iat', 'org'])

/** 1Password's service account tokens hold the address to sign in at. */
export const isOnePasswordToken = (token: string): boolean => holdsKeys(token, 'ops_'.length, ['signInAddress'])

/** Cloudflare Tunnel's tokens: account, tunnel, secret. */
export const isCloudflareTunnelToken = (token: string): boolean => holdsKeys(token, 0, ['a', 't', 's'])

/** Mapbox's secret tokens hold the user and the token's id. */
export const isMapboxToken = (token: string): boolean => 'u' in (base64Object(token.split('.')[1]!) ?? {})

/** Discord's bot tokens begin with the bot's id, decimal digits in base 64. */
export function isDiscordToken(token: string): boolean {
  return /^\d{17,20}$/.test(base64(token.split('.')[0]!)?.toString('latin1') ?? '')
}

/** JFrog's reference tokens: `reftkn`, a version, a moment, a key. */
export function isJfrogReference(token: string): boolean {
  return /^reftkn:\d\d:\d{10}:[\w-]{10,}/.test(base64(token)?.toString('latin1') ?? '')
}

/** Jira's, Confluence's and Bitbucket Data Center's tokens: an id of decimal digits, a colon, 20 bytes. */
export function isAtlassianServerToken(token: string): boolean {
  return /^\d{10,13}:/.test(base64(token.replace(/^BBDC-/, ''))?.toString('latin1') ?? '')
}

/** Curve25519's private keys, as `wg genkey` writes them: 32 bytes, clamped. A public or shared key rarely looks so. */
export function isWireGuardKey(key: string): boolean {
  const bytes = base64(key)
  return bytes?.length === 32 && (bytes[0]! & 7) === 0 && (bytes[31]! & 0xc0) === 0x40
}

/** Base 64 of so many bytes, which are not all alike. */
export function isBase64Of(length: number): (value: string) => boolean {
  return (value) => {
    const bytes = base64(value)
    return bytes?.length === length && new Set(bytes).size > length / 3
  }
}

/** A pair `name:password` in base 64: what Docker's and npm's configuration keep. */
export function isBase64Pair(value: string): boolean {
  const text = base64(value)?.toString('latin1') ?? ''
  return (
    /^[\x21-\x7e]{1,200}:[\x20-\x7e]{3,}$/.test(text) &&
    !/^(?:my|your)?-?user(?:-?name)?:(?:my|your)?-?pass(?:word)?$/i.test(text)
  )
}

/** X's bearer tokens begin with a number, mostly zeros: a row of A. What follows is random. */
export function isXBearer(token: string): boolean {
  return new Set(token.replace(/^A+/, '')).size >= 25
}

/** Dropbox's long-lived tokens: eleven characters, ten A, 43 characters; what is around the row of A is random. */
export function isDropboxToken(token: string): boolean {
  return new Set(token.slice(0, 11)).size >= 6 && new Set(token.slice(21)).size >= 20
}
