import { fileURLToPath } from 'node:url'

/** What a worker runs: the script of the bundle that this stands in (dist/secrets.cjs), or what runs the source. */
export const script =
  typeof __filename === 'string' ? __filename : fileURLToPath(new URL('./source.mjs', import.meta.url))

/** By what a worker knows that it is one of ours. */
export const mark = 'assay: search for secrets'
