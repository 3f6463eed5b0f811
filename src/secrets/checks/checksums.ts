import { crypto } from '../../sources/crypto.ts'
import { base32, base58, toBase32, toBase58 } from './decode.ts'

/** CRC-16 as XMODEM has it, lowest byte first: what NATS and Stellar put behind their keys. */
function crc16(bytes: Uint8Array): Buffer {
  let sum = 0
  for (const byte of bytes) {
    sum ^= byte << 8
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x8000 ? (sum << 1) ^ 0x1021 : sum << 1
  }
  return Buffer.from([sum & 0xff, (sum >> 8) & 0xff])
}

/** Base 32 whose last two bytes are the CRC-16 of those before them. */
export function holdsCrc16(value: string): boolean {
  const bytes = base32(value)
  if (!bytes || bytes.length < 35) return false
  return crc16(bytes.subarray(0, -2)).equals(bytes.subarray(-2))
}

/** A seed of NATS (`nkeys`) for examples: the seed's prefix, the user's, and 32 bytes. */
export function exampleNatsSeed(): string {
  const bytes = Buffer.from([0x95, 0x00, ...Buffer.alloc(32, 0x6b)])
  return toBase32(Buffer.concat([bytes, crc16(bytes)]))
}

/** A seed of Stellar for examples: version byte 18 << 3. */
export function exampleStellarSeed(): string {
  const bytes = Buffer.from([0x90, ...Buffer.alloc(32, 0x6b)])
  return toBase32(Buffer.concat([bytes, crc16(bytes)]))
}

function doubleHash(bytes: Uint8Array): Buffer {
  const once = crypto().createHash('sha256').update(bytes).digest()
  return crypto().createHash('sha256').update(once).digest().subarray(0, 4)
}

/** Base 58 whose last four bytes are the double SHA-256 of those before them: Bitcoin's WIF and extended keys. */
export function isBase58Check(value: string): boolean {
  const bytes = base58(value)
  return bytes !== undefined && bytes.length > 4 && doubleHash(bytes.subarray(0, -4)).equals(bytes.subarray(-4))
}

/** A private key in WIF for examples: 0x80, 32 bytes, 0x01 for a compressed public key. */
export function exampleWif(): string {
  const bytes = Buffer.from([0x80, ...Buffer.alloc(32, 0x6b), 1])
  return toBase58(Buffer.concat([bytes, doubleHash(bytes)]))
}

/** An extended private key (BIP 32) for examples. */
export function exampleExtendedKey(): string {
  const bytes = Buffer.concat([Buffer.from('0488ade4', 'hex'), Buffer.alloc(41, 0x11), Buffer.alloc(33, 0x6b)])
  return toBase58(Buffer.concat([bytes, doubleHash(bytes)]))
}

const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]

function polymod(values: readonly number[]): number {
  let sum = 1
  for (const value of values) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ value
    for (let i = 0; i < 5; i++) if ((top >> i) & 1) sum ^= generators[i]!
  }
  return sum
}

function expand(name: string): number[] {
  const codes = [...name].map((letter) => letter.charCodeAt(0))
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)]
}

/** Bech32 (BIP 173), as age and Nostr write private keys, with the checksum that it ends in. */
export function isBech32(value: string): boolean {
  const text = value.toLowerCase()
  const split = text.lastIndexOf('1')
  const data = [...text.slice(split + 1)].map((letter) => letters.indexOf(letter))
  return split > 0 && data.length > 6 && !data.includes(-1) && polymod([...expand(text.slice(0, split)), ...data]) === 1
}

/** The six letters that bech32 demands after what was written so far, in its case. */
export function bech32Checksum(soFar: string): string {
  const text = soFar.toLowerCase()
  const split = text.lastIndexOf('1')
  const data = [...text.slice(split + 1)].map((letter) => letters.indexOf(letter))
  const sum = polymod([...expand(text.slice(0, split)), ...data, 0, 0, 0, 0, 0, 0]) ^ 1
  const end = [25, 20, 15, 10, 5, 0].map((shift) => letters[(sum >>> shift) & 31]).join('')
  return soFar === text ? end : end.toUpperCase()
}
