import type { Limits } from '../../sources/paths.ts'
import type { FileScan } from '../scan.ts'
import { divided, Portions, type Told, type Unreadable } from './portions.ts'
import { takeWorker } from './ready.ts'

/** How long the main thread searches before it lets others take the turn, in milliseconds. */
const turn = 10

/** What a worker says: what a portion gave, or that it has done all that it could take. */
export type Report = { readonly portion: number; readonly told: readonly Told[] } | 'done'

/**
 * Searches files of a disk, each thread reading what it searches: nothing is copied from one to another, and all end
 * together, since each takes the next portion when it has done one. The main thread lets what else is collected have its
 * turn first, and the workers go on meanwhile. What is told, by the number of the file, is what {@link Portions.search} tells
 * without workers: what one of them took and did not answer is searched by the main thread, so that errors come from there.
 * @param files those that can be read, in any order
 */
export async function searchDisk(
  root: string,
  limits: Limits,
  files: readonly { readonly path: string; readonly size: number }[],
  workers: number,
): Promise<ReadonlyMap<number, FileScan | Unreadable>> {
  const work = divided(root, limits, files)
  const open = new Set(work.ends.keys())
  const all = new Map<number, Told[1]>()
  const report = (portion: number, told: readonly Told[]) => {
    open.delete(portion)
    for (const [number, found] of told) all.set(number, found)
  }
  const crew = Array.from({ length: workers }, () => member(work, report))
  try {
    const own = new Portions(work, true)
    if (workers) await others()
    let since = performance.now()
    for (let taken = own.take(); taken !== undefined; taken = own.take()) {
      report(taken, own.search(taken))
      if (performance.now() - since < turn) continue
      await others()
      since = performance.now()
    }
    await Promise.all(crew.map(({ done }) => done))
    for (const portion of [...open]) report(portion, own.search(portion))
    for (const [number, found] of all) {
      const anew = found === 'left' ? own.one(number) : found
      if (anew === undefined) all.delete(number)
      else all.set(number, anew)
    }
  } finally {
    await Promise.all(crew.map(({ worker }) => worker.terminate()))
  }
  return all as ReadonlyMap<number, FileScan | Unreadable>
}

/** Lets what else is under way, and the answers of workers, have their turn. */
const others = () => new Promise<void>((resolve) => setImmediate(resolve))

function member(work: object, report: (portion: number, told: readonly Told[]) => void) {
  const worker = takeWorker()
  worker.postMessage({ work })
  const done = new Promise<void>((resolve) => {
    worker.on('message', (said: Report) => {
      if (said === 'done') resolve()
      else report(said.portion, said.told)
    })
    for (const event of ['error', 'messageerror', 'exit']) worker.on(event, () => resolve())
  })
  return { worker, done }
}
