/**
 * Archives by their first bytes: what is in them is compressed, so that no form of a secret shows. They are not opened yet;
 * who opens them (`src/secrets/archives/`) takes those away from here.
 */
const openings: readonly (readonly [name: string, at: number, bytes: string])[] = [
  ['zip', 0, '504b0304'],
  ['gzip', 0, '1f8b08'],
  ['bzip2', 0, '425a68'],
  ['xz', 0, 'fd377a585a00'],
  ['zstd', 0, '28b52ffd'],
  ['7z', 0, '377abcaf271c'],
  ['rar', 0, '526172211a07'],
]

/** The kind of archive that the bytes are; undefined for anything else. */
export function archiveOf(bytes: Uint8Array): string | undefined {
  for (const [name, at, opening] of openings) {
    const length = opening.length / 2
    if (bytes.length < at + length) continue
    if (Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString('hex') === opening) return name
  }
  return undefined
}
