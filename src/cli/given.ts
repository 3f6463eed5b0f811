import { decode } from '../documents/decode.ts'
import { UsageError } from './errors.ts'

/**
 * The text of a file on this machine that the caller names, as UTF-8 or UTF-16 (which PowerShell's `>` writes).
 * Throws a {@link UsageError}: the file as it is called, why it cannot be read, and what else to do (`next`).
 * @param limit in bytes; larger ones are no file of this kind, which `what` names: "assessment"
 */
export async function givenText(
  file: string,
  { called = file, what, limit, next }: { called?: string; what: string; limit: number; next?: string },
): Promise<string> {
  const fail = (why: string) => new UsageError(`${called}: ${why}${next ? `; ${next}` : ''}`)
  const bytes = await bytesOnDisk(file, what, limit).catch((error: Error) => {
    throw fail(error.message)
  })
  const { content, binary } = decode(bytes)
  if (binary) throw fail(`it holds binary data, no ${what}`)
  return content
}

/** The bytes of a file on this machine. Throws an Error that says why there are none, without a name: "it is a folder". */
export async function bytesOnDisk(file: string, what: string, limit: number): Promise<Uint8Array> {
  const { readToTheEnd } = await import('../sources/to-the-end.ts')
  let bytes: Uint8Array | undefined
  try {
    bytes = readToTheEnd(file, limit)
  } catch (error) {
    const { reasonOf } = await import('../sources/disk.ts')
    throw new Error(reasonOf(error))
  }
  if (!bytes) throw new Error(`it is larger than ${limit >> 20} MiB, which no ${what} is`)
  return bytes
}

/** Why a text is no JSON, without a word of what is in it: it may be any file. */
export async function whyNoJson(content: string): Promise<string> {
  if (!content.trim()) return 'it is empty'
  const { conflictAt } = await import('../documents/conflict.ts')
  return conflictAt(content) === undefined ? 'it is no JSON' : 'a merge left its conflict in it'
}
