import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'

/** Bytes that are asked for at once where nothing says how many there are. */
const CHUNK = 1 << 16

/**
 * Reads a file that the caller names: one on the disk, or a pipe (`<(git show main:assay.yaml)`). Undefined where it holds
 * more than `limit` bytes. Throws the error of the system.
 */
export function readToTheEnd(file: string, limit: number): Uint8Array | undefined {
  return endedBySignals(() => {
    const handle = openSync(file, 'r')
    try {
      const stats = fstatSync(handle)
      if (!stats.isFile() && !stats.isDirectory()) return readPipe(handle, limit)
      return stats.isFile() && stats.size > limit ? undefined : readFileSync(handle)
    } finally {
      closeSync(handle)
    }
  })
}

/** A pipe has no size: it is read until it ends, or is too long. */
function readPipe(handle: number, limit: number): Uint8Array | undefined {
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const chunk = new Uint8Array(CHUNK)
    const count = readSync(handle, chunk)
    if (count === 0) return Buffer.concat(chunks)
    length += count
    if (length > limit) return undefined
    chunks.push(chunk.subarray(0, count))
  }
}

/** Does what may wait for ever, for a pipe that nobody writes to: no listener would hear of Ctrl-C then, but the system does. */
export function endedBySignals<T>(wait: () => T): T {
  const heard = (['SIGINT', 'SIGTERM'] as const).map((signal) => [signal, process.rawListeners(signal)] as const)
  for (const [signal] of heard) process.removeAllListeners(signal)
  try {
    return wait()
  } finally {
    for (const [signal, listeners] of heard) {
      for (const listener of listeners) process.on(signal, listener as () => void)
    }
  }
}
