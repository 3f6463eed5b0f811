import type { Worker } from 'node:worker_threads'
import { defaultLimits } from '../../sources/paths.ts'
import { type DiskWork, early } from './portions.ts'
import type { Report } from './reports.ts'
import { mark, script } from './script.ts'
import { cores, threads } from './threads.ts'

/** Files that a worker searches before anybody asks for them, and what it has told so far. */
export interface Early {
  readonly work: DiskWork
  readonly reports: readonly Report[]
}

interface Ready {
  readonly worker: Worker
  early?: Early
}

/** A worker that was started before it was known that it will be needed. */
let ready: Ready | undefined

/** Starts a worker ahead, where there is a core for it. Nobody waits for it: a run that ends without it ends it. */
export function makeReady(): void {
  if (ready || cores() < 2) return
  const worker = started()
  const leave = () => {
    if (ready?.worker === worker) ready = undefined
  }
  worker.on('error', leave)
  worker.on('exit', leave)
  worker.unref()
  ready = { worker }
}

/**
 * Has the worker that was started ahead search files while the main thread finds out which of them are asked for. Who takes
 * the worker then asks for the rest; what it told of others is dropped.
 * @param root the real path of the folder that the paths are below
 * @param paths that stay inside by their spelling
 * @returns what the worker was given
 */
export function searchEarly(root: string, paths: readonly string[]): DiskWork | undefined {
  if (!ready || ready.early || !paths.length) return undefined
  const reports: Report[] = []
  const work = early(root, defaultLimits, paths)
  ready.worker.on('message', (said: Report) => reports.push(said))
  ready.worker.postMessage({ work })
  ready.early = { work, reports }
  return work
}

/** Whether a worker searches already. */
export const isUnderWay = (): boolean => ready?.early !== undefined

/** A worker that is nobody else's: the one that was started ahead, or a new one. Whoever takes it ends it. */
export function takeWorker(): Readonly<Ready> {
  const taken = ready ?? { worker: started() }
  ready = undefined
  taken.worker.ref()
  return taken
}

/** Room for young objects, in MB: nearly all that a search makes is gone with the file, and new memory costs more than to clear it. */
const young = 16

const started = (): Worker =>
  new (threads().Worker)(script, {
    workerData: mark,
    argv: [mark],
    resourceLimits: { maxYoungGenerationSizeMb: young },
  })
