/**
 * Offsets of bytes as offsets of UTF-16 units of the text that they are, for valid UTF-8 and offsets that do not decrease:
 * it counts on from the last one.
 */
export class Units {
  #byte = 0
  #unit = 0

  constructor(readonly bytes: Uint8Array) {}

  at(byte: number): number {
    const { bytes } = this
    let unit = this.#unit
    for (let i = this.#byte; i < byte; i++) {
      const value = bytes[i] as number
      // a byte that continues a character is no unit; the first of four makes two
      if (value < 0x80 || value >= 0xc0) unit += value >= 0xf0 ? 2 : 1
    }
    this.#byte = byte
    this.#unit = unit
    return unit
  }
}
