import { scanFile } from '../scan.ts'
import { type Answer, type Batch, unpacked } from './batch.ts'
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

// where this is loaded by anybody else, it does nothing
if (process.argv.includes(mark) && !threads().isMainThread) {
  const { parentPort, workerData } = threads()
  if (workerData === mark)
    parentPort?.on('message', (batch: Batch) => {
      parentPort.postMessage({ number: batch.number, scans: scansOf(batch) } satisfies Answer)
    })
}
