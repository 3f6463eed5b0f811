/*
 * All that the rest of Assay needs of the search for secrets. It is a script of its own in dist/ (scripts/bundle), which the
 * quick look at what is staged loads without the bundle.
 */

export { isArchive } from './archives/open.ts'
export { isSystemFile, type Member } from './archives/scan.ts'
export { Crew, crewSize } from './crew/crew.ts'
export { searchDisk } from './crew/disk.ts'
export { makeReady, searchEarly } from './crew/ready.ts'
export { type Description, describe } from './describe.ts'
export type { Hit } from './hit.ts'
export { KnownValues } from './known.ts'
export { senseOf } from './names/sense.ts'
export { coverTokens, type FileScan, scanBytes, scanFile, scanLayout, scanText } from './scan.ts'
export { isProse, isSampleName, isTestName } from './structure/area.ts'

// a worker of the crew runs this script
import './crew/worker.ts'
