import { setFlagsFromString } from 'node:v8'
import { pipelinePath } from '../facts/touched/runnable.ts'

/** From how many pipelines on a run is long enough to pay for it. */
const many = 200

/**
 * Has V8 optimise functions earlier than the launcher told it (bin/assay.js, tune) where the run will be long: it compiles
 * on the second core while we go on. Of 1,000 pipelines that takes 7 % of the time away, and costs 3 % more work of both
 * cores together; a run of half a second would only pay. Node 20 alone: later versions have a cheaper compiler between.
 */
export function optimiseEarlier(paths: readonly string[]): void {
  if (process.version.startsWith('v20.') && isLong(paths)) setFlagsFromString('--interrupt-budget=300000')
}

/** Whether a repository with these files has so many pipelines that it takes seconds to judge. */
export function isLong(paths: readonly string[]): boolean {
  let pipelines = 0
  return paths.some((path) => pipelinePath.test(path) && ++pipelines >= many)
}
