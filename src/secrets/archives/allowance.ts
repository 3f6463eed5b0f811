/** How `inflateRawSync` and its kin are called. */
type Unpack = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Buffer

/** How much may come out of the archives in one file: a constant, since a bomb is small; and of one member. */
const most = { whole: 2 ** 31, member: 128 << 20, layer: 512 << 20, ratio: 200, members: 500_000 }

/** What is still allowed to come out of one file, with all archives in it. */
export class Allowance {
  #bytes: number
  #members = most.members
  /** why the last was refused */
  why = ''

  constructor(bytes: number = most.whole) {
    this.#bytes = bytes
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
    return this.#within(packed, unpack, Math.min(most.member, Math.max(4 << 20, packed.length * most.ratio)))
  }

  /** The same for a layer of an image, which may hold large files of zeros. */
  unpackLayer(packed: Buffer, unpack: Unpack): { bytes: Buffer } | { refused: string } {
    return this.#within(packed, unpack, most.layer)
  }

  #within(packed: Buffer, unpack: Unpack, allowed: number): { bytes: Buffer } | { refused: string } {
    const limit = Math.min(this.#bytes, allowed)
    try {
      const bytes = unpack(packed, { maxOutputLength: Math.max(1, limit) })
      return this.take(bytes.length) ? { bytes } : { refused: this.why }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return { refused: 'is cut off or damaged' }
      this.take(limit)
      return { refused: 'unpacks to much more than it should (a bomb, or data that repeats itself), and is not opened' }
    }
  }
}
