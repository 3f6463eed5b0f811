import type { FileScan } from '../scan.ts'

/** A file to be searched. */
export interface Load {
  readonly path: string
  readonly bytes: Uint8Array
}

/** Files on their way to a worker: their contents one behind the other, so that one buffer changes hands. */
export interface Batch {
  readonly number: number
  readonly files: readonly { readonly path: string; readonly length: number }[]
  readonly bytes: Uint8Array
}

/** What a worker answers: a scan for each file, or none where one of them could not be searched. */
export interface Answer {
  readonly number: number
  readonly scans: readonly FileScan[] | undefined
}

/** Files as a batch, copied; its buffer is nobody else's. */
export function packed(number: number, loads: readonly Load[]): Batch & { readonly buffer: ArrayBuffer } {
  const buffer = new ArrayBuffer(loads.reduce((sum, { bytes }) => sum + bytes.length, 0))
  const all = new Uint8Array(buffer)
  let at = 0
  for (const { bytes } of loads) {
    all.set(bytes, at)
    at += bytes.length
  }
  const files = loads.map(({ path, bytes }) => ({ path, length: bytes.length }))
  return { number, files, bytes: all, buffer }
}

/** The files of a batch. */
export function unpacked({ files, bytes }: Batch): Load[] {
  let at = 0
  return files.map(({ path, length }) => {
    const load = { path, bytes: bytes.subarray(at, at + length) }
    at += length
    return load
  })
}
