/** How `inflateRawSync` and its kin are called. */
type Unpack = (bytes: Buffer, options: { readonly maxOutputLength: number; readonly chunkSize?: number }) => Buffer

/** How much may come out of the archives in one file: a constant, since a bomb is small; and of one member. */
const most = { whole: 2 ** 31, member: 128 << 20, ratio: 200, members: 500_000 }

/** What is in memory at once: the file and what one of its members unpacks to; and what a member may have in any case. */
const memory = { together: 272 << 20, least: 32 << 20 }

/** What is still allowed to come out of one file, with all archives in it. */
export class Allowance {
  #bytes: number
  #members = most.members
  /** why the last was refused */
  why = ''
  readonly #atOnce: number

  /** @param held how many bytes are in memory already: the file that holds it all */
  constructor(held = 0, bytes: number = most.whole) {
    this.#bytes = bytes
    this.#atOnce = Math.max(memory.least, memory.together - held)
  }

  get spent(): boolean {
    return this.#bytes <= 0 || this.#members <= 0
  }

  /** Takes what is not packed; false where it is more than is left. */
  take(length: number): boolean {
    this.#members--
    this.#bytes -= length
    if (!this.spent) return true
    this.why = `is in an archive that comes to more than ${most.whole / 2 ** 20} MiB or ${most.members} files, which is not opened to its end`
    return false
  }

  /** Unpacks in memory, and stops at what is allowed: a member that grows two hundredfold from a mebibyte on is a bomb. */
  unpack(packed: Buffer, unpack: Unpack): { bytes: Buffer } | { refused: string } {
    const bound = Math.max(4 << 20, packed.length * most.ratio)
    return this.#within(packed, unpack, Math.min(most.member, this.#atOnce, bound), bomb)
  }

  /** The same for a layer of an image, which may hold large files of zeros. */
  unpackLayer(packed: Buffer, unpack: Unpack): { bytes: Buffer } | { refused: string } {
    const why = `unpacks to more than ${this.#atOnce >> 20} MiB, which is not held in memory`
    return this.#within(packed, unpack, this.#atOnce, why)
  }

  #within(packed: Buffer, unpack: Unpack, allowed: number, why: string): { bytes: Buffer } | { refused: string } {
    const limit = Math.max(1, Math.min(this.#bytes, allowed))
    try {
      const bytes = unpack(packed, { maxOutputLength: limit, ...chunkOf(packed, limit) })
      return this.take(bytes.length) ? { bytes } : { refused: this.why }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return { refused: 'is cut off or damaged' }
      this.take(limit)
      return { refused: why }
    }
  }
}

const bomb = 'unpacks to much more than it should (a bomb, or data that repeats itself), and is not opened'

/** A gzip ends with its size (RFC 1952): unpacked in one piece of it, it is in memory once and not twice. */
function chunkOf(packed: Buffer, limit: number): { readonly chunkSize?: number } {
  if (packed.length < 1 << 20 || packed[0] !== 0x1f || packed[1] !== 0x8b) return {}
  const told = packed.readUInt32LE(packed.length - 4)
  return told > 0 && told < limit ? { chunkSize: Math.max(64, told + 1) } : {}
}
