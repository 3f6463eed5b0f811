import type { Text } from '../../../documents/text.ts'
import { type Ignore, ignoresOf } from './ignore.ts'

/** A revision whose comments count where what is judged must not excuse itself. */
export interface Trusted {
  readonly revision: string
  /** the text of a file there */
  readonly textOf: (file: string) => Promise<Text | undefined>
}

/**
 * Tells for each comment of a file whether the trusted revision has it in the same file: for the same requirements, with
 * the same reason, and as often. Where in the file it stands may have changed, as all lines do.
 */
export async function trustedIn(file: string, { textOf }: Trusted): Promise<(ignore: Ignore) => boolean> {
  const text = await textOf(file)
  const left = new Map<string, number>()
  for (const ignore of text ? await ignoresOf(text) : []) left.set(keyOf(ignore), (left.get(keyOf(ignore)) ?? 0) + 1)
  return (ignore) => {
    const count = left.get(keyOf(ignore)) ?? 0
    left.set(keyOf(ignore), count - 1)
    return count > 0
  }
}

const keyOf = ({ ids, reason }: Ignore) => JSON.stringify([[...ids].sort(), reason])
