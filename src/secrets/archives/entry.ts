/** A file in an archive, in memory, or why it cannot be looked at. Its path is only ever shown: nothing is written. */
export type Entry =
  | { readonly path: string; readonly bytes: Buffer }
  | { readonly path: string; readonly refused: string }
