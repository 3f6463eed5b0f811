import { base64 } from './decode.ts'

/*
 * Private keys that parse. A block that says BEGIN PRIVATE KEY and holds dots, a placeholder or half a key is none; neither
 * is one that a passphrase covers, which detectors of their own tell as a note.
 */

/** One value of DER: its tag and where its content is. */
interface Der {
  readonly tag: number
  readonly start: number
  readonly end: number
}

const SEQUENCE = 0x30
const INTEGER = 0x02
const OCTETS = 0x04

/** Reads the value of DER that begins at an offset and ends within the bytes. */
function der(bytes: Buffer, at: number): Der | undefined {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) return undefined
  const more = first & 0x80 ? first & 0x7f : 0
  if (more > 4 || (first & 0x80 && more === 0)) return undefined
  const length = more ? bytes.subarray(at + 2, at + 2 + more).reduce((sum, byte) => sum * 256 + byte, 0) : first
  const start = at + 2 + more
  return start + length <= bytes.length ? { tag, start, end: start + length } : undefined
}

/** The values that stand one after the other in a value, as far as they can be read. */
function members(bytes: Buffer, { start, end }: Der): readonly Der[] {
  const found: Der[] = []
  for (let at = start; at < end && found.length < 12; ) {
    const next = der(bytes, at)
    if (!next) break
    found.push(next)
    at = next.end
  }
  return found
}

/** Bytes of PKCS#1 (RSA), PKCS#8, SEC 1 (EC) or OpenSSL's DSA: a version, then what each of them has. */
function isDerPrivateKey(bytes: Buffer): boolean {
  const whole = der(bytes, 0)
  if (whole?.tag !== SEQUENCE) return false
  const [version, second, third, ...rest] = members(bytes, whole)
  if (version?.tag !== INTEGER || version.end - version.start !== 1) return false
  if (second?.tag === OCTETS) return bytes[version.start] === 1 && second.end - second.start >= 16
  if (second?.tag === SEQUENCE) return third?.tag === OCTETS && third.end > third.start
  return second?.tag === INTEGER && second.end - second.start >= 32 && third?.tag === INTEGER && rest.length >= 3
}

/** The base 64 between the lines of a PEM block, whatever its lines are quoted, escaped or joined with. */
function pemBody(block: string): string {
  return block
    .replace(/-----(?:BEGIN|END)[A-Z0-9 ]{1,40}-----/g, '')
    .replace(/\\[nrt]/g, '')
    .replace(/["'`]\s{0,40}[+.,]\s{0,40}["'`]/g, '')
    .replace(/[^A-Za-z0-9+/=]/g, '')
}

/** A PEM block whose body is a private key in DER. */
export function isPemPrivateKey(block: string): boolean {
  const bytes = base64(pemBody(block))
  return bytes !== undefined && isDerPrivateKey(bytes)
}

/** openssh-key-v1 without a passphrase (cipher `none`), https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key */
export function isOpenSshPrivateKey(block: string): boolean {
  const bytes = openSshBytes(block)
  return bytes !== undefined && bytes.subarray(15, 23).toString('latin1') === '\0\0\0\x04none'
}

/** openssh-key-v1 that a passphrase covers. */
export function isCoveredOpenSshKey(block: string): boolean {
  const bytes = openSshBytes(block)
  return bytes !== undefined && bytes.subarray(19, 23).toString('latin1') !== 'none'
}

function openSshBytes(block: string): Buffer | undefined {
  const bytes = base64(pemBody(block))
  return bytes && bytes.length > 100 && bytes.subarray(0, 15).toString('latin1') === 'openssh-key-v1\0'
    ? bytes
    : undefined
}

/** Base 64 of a PEM block, as kubeconfig holds it in client-key-data. */
export function isPemInBase64(value: string): boolean {
  const block = base64(value.replace(/\s/g, ''))?.toString('latin1')
  if (!block || !/-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/.test(block)) return false
  return isPemPrivateKey(block) || isOpenSshPrivateKey(block)
}

const value = (tag: number, ...parts: readonly (Buffer | readonly number[])[]): Buffer => {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)))
  return Buffer.concat([
    Buffer.from(content.length < 128 ? [tag, content.length] : [tag, 0x82, content.length >> 8, content.length & 0xff]),
    content,
  ])
}

/** The block of a small key for examples: made here, so that no key is in the repository. */
export function examplePem(kind: 'RSA ' | 'EC ' | ''): string {
  const number = (length: number) => value(INTEGER, Buffer.alloc(length, 0x5a))
  const sec1 = value(SEQUENCE, [INTEGER, 1, 1], value(OCTETS, Buffer.alloc(32, 0x5a)))
  const bytes = {
    'RSA ': value(SEQUENCE, [INTEGER, 1, 0], ...[128, 3, 128, 64, 64, 64, 64, 64].map(number)),
    'EC ': sec1,
    '': value(SEQUENCE, [INTEGER, 1, 0], [SEQUENCE, 5, 6, 3, 0x2b, 0x65, 0x70], value(OCTETS, sec1)),
  }[kind]
  const lines = bytes
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n')
  return `-----BEGIN ${kind}PRIVATE KEY-----\n${lines}\n-----END ${kind}PRIVATE KEY-----`
}

/** The body of an OpenSSH key for examples. */
export function exampleOpenSsh(cipher: string): string {
  const name = Buffer.from(`\0\0\0${String.fromCharCode(cipher.length)}${cipher}`, 'latin1')
  const bytes = Buffer.concat([Buffer.from('openssh-key-v1\0'), name, Buffer.alloc(120, 0x33)])
  const body = bytes.toString('base64').replace(/.{70}/g, '$&\n')
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----`
}
