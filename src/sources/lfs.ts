import type { FileEntry, Notice } from './source.ts'

const opening = Buffer.from('version https://git-lfs.github.com/spec/v1')

/** Whether the bytes are a pointer of Git LFS (git-lfs docs/spec.md: "version" comes first, under 1024 bytes in all). */
export function isPointer(bytes: Uint8Array): boolean {
  return bytes.length < 1024 && opening.compare(bytes, 0, Math.min(bytes.length, opening.length)) === 0
}

/** Pointers hold a version line, a SHA-256 and a size: about 130 bytes. Extensions make them longer, which is rare. */
const likely = (file: FileEntry) => !file.link && file.size >= 110 && file.size <= 200

/** How many small files are looked at before the answer is "some". */
const looks = 500

/**
 * One notice on all pointers, looked for only where a `.gitattributes` speaks of the LFS filter. `read` gives a file's
 * bytes, or undefined where it cannot be read.
 */
export async function lfsNotices(
  files: readonly FileEntry[],
  read: (path: string) => Promise<Uint8Array | undefined>,
  mend: string,
): Promise<Notice[]> {
  const attributes = files.filter((file) => /(^|\/)\.gitattributes$/.test(file.path) && !file.link)
  const texts = await Promise.all(attributes.slice(0, 50).map((file) => read(file.path)))
  if (!texts.some((bytes) => bytes && Buffer.from(bytes).includes('filter=lfs'))) return []
  const candidates = files.filter(likely).slice(0, looks)
  const contents = await Promise.all(candidates.map((file) => read(file.path)))
  const pointers = candidates.filter((_, index) => {
    const bytes = contents[index]
    return bytes && isPointer(bytes)
  })
  const [first] = pointers
  if (!first) return []
  const what = pointers.length === 1 ? `${first.path} is` : `${pointers.length} files (${first.path} and others) are`
  return [{ code: 'lfs', message: `${what} only a pointer of Git LFS here, without content; ${mend}` }]
}
