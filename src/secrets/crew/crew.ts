import type { Worker } from 'node:worker_threads'
import { type FileScan, scanFile } from '../scan.ts'
import { type Answer, type Load, packed } from './batch.ts'
import { takeWorker } from './ready.ts'
import { cores } from './threads.ts'

/** From how many bytes on a worker is worth its start (a tenth of a second on another core), for each. */
const worth = 3 << 19

/** How many workers at the most: each takes some 40 MB. */
const most = 3

/**
 * How many batches a worker has before it at the most: it goes on while the main thread is at something else for long, such
 * as the pipelines.
 */
const ahead = 32

/** How many workers the search of so many bytes is worth on this machine; the main thread searches, too. */
export function crewSize(bytes: number, available = cores()): number {
  return Math.max(0, Math.min(most, available - 1, Math.floor(bytes / worth)))
}

interface Member {
  readonly worker: Worker
  /** the batches it has not answered, by their numbers */
  readonly waiting: Map<number, (scans: readonly FileScan[] | undefined) => void>
  gone: boolean
}

/**
 * Worker threads that search files, and the main thread with them. What comes out is what {@link scanFile} gives: a batch
 * whose worker fails or ends is searched by the main thread, so that errors come from there. Whoever opens one ends it.
 */
export class Crew {
  readonly #members: Member[]
  #next = 0

  constructor(size: number) {
    this.#members = Array.from({ length: size }, () => member())
  }

  /**
   * Searches files, in their order: by a worker that is free for more, else at once.
   * @param left how many batches there are still to be given, with this one
   */
  async scan(loads: readonly Load[], left: number): Promise<readonly FileScan[]> {
    const [first] = this.#free(left).sort((a, b) => a.waiting.size - b.waiting.size)
    if (!first) return scanAll(loads)
    const number = this.#next++
    const answered = new Promise<readonly FileScan[] | undefined>((resolve) => first.waiting.set(number, resolve))
    const { buffer, ...batch } = packed(number, loads)
    first.worker.postMessage(batch, [buffer])
    return (await answered) ?? scanAll(loads)
  }

  /** Whether a worker would take one of so many batches that are left. */
  isFree(left: number): boolean {
    return this.#free(left).length > 0
  }

  /** Each has no more before it than its share of what is open, the main thread's too: so all of them end together. */
  #free(left: number): Member[] {
    const open = this.#members.reduce((sum, { waiting }) => sum + waiting.size, left)
    const share = Math.min(ahead, Math.ceil(open / (this.#members.length + 1)))
    return this.#members.filter(({ gone, waiting }) => !gone && waiting.size < share)
  }

  /** Lets the answers of workers in. */
  turn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve))
  }

  /** Ends the workers, whatever they are at. */
  async end(): Promise<void> {
    await Promise.all(this.#members.map(({ worker }) => worker.terminate()))
  }
}

const scanAll = (loads: readonly Load[]) => loads.map(({ path, bytes }) => scanFile(path, bytes))

function member(): Member {
  const { worker } = takeWorker()
  const made: Member = { worker, waiting: new Map(), gone: false }
  const leave = () => {
    made.gone = true
    for (const resolve of made.waiting.values()) resolve(undefined)
    made.waiting.clear()
  }
  worker.on('message', ({ number, scans }: Answer) => {
    made.waiting.get(number)?.(scans)
    made.waiting.delete(number)
  })
  worker.on('error', leave)
  worker.on('messageerror', leave)
  worker.on('exit', leave)
  return made
}
