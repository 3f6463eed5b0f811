import type { Worker } from 'node:worker_threads'
import { mark, script } from './script.ts'
import { cores, threads } from './threads.ts'

/** A worker that was started before it was known that it will be needed. */
let ready: Worker | undefined

/** Starts a worker ahead, where there is a core for it. Nobody waits for it: a run that ends without it ends it. */
export function makeReady(): void {
  if (ready || cores() < 2) return
  const worker = started()
  const leave = () => {
    if (ready === worker) ready = undefined
  }
  worker.on('error', leave)
  worker.on('exit', leave)
  worker.unref()
  ready = worker
}

/** A worker that is nobody else's: the one that was started ahead, or a new one. Whoever takes it ends it. */
export function takeWorker(): Worker {
  const worker = ready ?? started()
  ready = undefined
  worker.ref()
  return worker
}

const started = (): Worker => new (threads().Worker)(script, { workerData: mark, argv: [mark] })
