import { scanFile } from '../scan.ts'
import { type Answer, type Batch, unpacked } from './batch.ts'
import { type DiskWork, Portions } from './portions.ts'
import type { Report } from './reports.ts'
import { mark } from './script.ts'
import { threads } from './threads.ts'

/** Whatever fails here is tried once more by the main thread, which fails as it does without workers. */
function scansOf(batch: Batch): Answer['scans'] {
  try {
    return unpacked(batch).map(({ path, bytes }) => scanFile(path, bytes))
  } catch {
    return undefined
  }
}

/** Searches portions until none is left, or one fails. */
function searchAll(work: DiskWork, report: (report: Report) => void): void {
  try {
    const portions = new Portions(work, false)
    for (let taken = portions.take(); taken !== undefined; taken = portions.take())
      report({ of: work.id, portion: taken, told: portions.search(taken) })
  } finally {
    report({ of: work.id, done: true })
  }
}

// where this is loaded by anybody else, it does nothing
if (process.argv.includes(mark) && !threads().isMainThread) {
  const { parentPort, workerData } = threads()
  if (workerData === mark)
    parentPort?.on('message', (asked: Batch | { readonly work: DiskWork }) => {
      if ('work' in asked) searchAll(asked.work, (report) => parentPort.postMessage(report))
      else parentPort.postMessage({ number: asked.number, scans: scansOf(asked) } satisfies Answer)
    })
}
