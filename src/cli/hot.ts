import { pipelinePath } from '../facts/touched/runnable.ts'

/** From how many pipelines on a run is so long that what runs often had better be optimised earlier. */
const many = 200

let hurry: (() => void) | undefined

/** Tells how V8 is made to optimise earlier: the launcher knows (bin/assay.js), since it told it to do so late. */
export function hurryBy(launchers: () => void): void {
  hurry = launchers
}

/** Has V8 optimise earlier where the run will be long: it compiles on the second core while we go on. A short one would only pay. */
export function hurryWhereLong(paths: readonly string[]): void {
  if (hurry && isLong(paths)) hurry()
}

/** Whether a repository with these files has so many pipelines that it takes seconds to judge. */
export function isLong(paths: readonly string[]): boolean {
  let pipelines = 0
  return paths.some((path) => pipelinePath.test(path) && ++pipelines >= many)
}
