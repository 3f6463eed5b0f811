import { unusable } from '../assessment/acceptance/entries.ts'
import type { Remark } from '../assessment/assessment.ts'
import { Text } from '../documents/text.ts'
import { noFileAt } from '../sources/no-file.ts'
import { authorityOf, type Opened } from './open.ts'

/** Larger ones are no list that anybody has read. In bytes. */
const LIMIT = 5 << 20

/**
 * A file in which people say something about verdicts, as the repository has it, or the revision that is trusted; a remark by which nothing can be judged
 * where it cannot be read, undefined where there is none. `list` is what it lists: waivers, attestations.
 */
export async function readWritten(path: string, list: string, opened: Opened): Promise<Text | Remark | undefined> {
  const { repository, source, label } = authorityOf(opened)
  const file = label(path)
  const found = repository.file(path)
  if (!found) {
    const why = await noFileAt(source, path)
    return why === undefined ? undefined : unusable(file, list, `${why}, no ${list}; move or delete it`)
  }
  const tooLarge = `it is larger than ${LIMIT >> 20} MiB; nobody has read such a list of ${list}`
  if (found.size > LIMIT) return unusable(file, list, tooLarge)
  const bytes = await repository.bytes(path)
  if ('why' in bytes) return unusable(file, list, bytes.reason === 'too-large' ? tooLarge : bytes.why)
  if (bytes.length > LIMIT) return unusable(file, list, tooLarge)
  const { decode } = await import('../documents/decode.ts')
  const { content, binary, replaced } = decode(bytes)
  if (binary) return unusable(file, list, `it holds binary data, no ${list}`)
  if (replaced) return unusable(file, list, 'it holds bytes that are no UTF-8; save it as UTF-8')
  return new Text(file, content)
}
