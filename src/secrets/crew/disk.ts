import type { Worker } from 'node:worker_threads'
import type { Limits } from '../../sources/paths.ts'
import type { FileScan } from '../scan.ts'
import { type DiskWork, divided, Portions, pathsOf, stopped, type Unreadable } from './portions.ts'
import { type Early, isUnderWay, takeWorker } from './ready.ts'
import { Account, type Report } from './reports.ts'

/** How long the main thread searches before it lets others take the turn, in milliseconds. */
const turn = 10

/**
 * Searches files of a disk, each thread reading what it searches: nothing is copied from one to another, and all end
 * together, since each takes the next portion when it has done one. The main thread lets what else is collected have its
 * turn first, and the workers go on meanwhile. What is told, by the path of the file, is what {@link Portions.search} tells
 * without workers: what one of them took and did not answer is searched by the main thread, so that errors come from there.
 * What a worker searched before this was asked ({@link Early}) is not searched again.
 * @param files those that can be read, in any order
 */
export async function searchDisk(
  root: string,
  limits: Limits,
  files: readonly { readonly path: string; readonly size: number }[],
  workers: number,
): Promise<ReadonlyMap<string, FileScan | Unreadable>> {
  const crew = Array.from({ length: Math.max(workers, isUnderWay() ? 1 : 0) }, takeWorker)
  try {
    const before = crew[0]?.early && earlier(crew[0].early, root, limits)
    const work = divided(root, limits, before ? files.filter(({ path }) => !before.paths.has(path)) : files)
    const account = new Account(work)
    const heard = crew.map(({ worker }) => toldBy(worker, work, [account, ...(before ? [before.account] : [])]))
    const own = new Portions(work, true)
    if (crew.length) await others()
    let since = performance.now()
    for (let taken = own.take(); taken !== undefined; taken = own.take()) {
      account.add(taken, own.search(taken))
      if (performance.now() - since < turn) continue
      await others()
      since = performance.now()
    }
    await Promise.all(heard)
    const all = account.finish(own)
    if (!before) return all
    const asked = new Set(files.map(({ path }) => path))
    const known = before.account.finish(new Portions(before.account.work, true), (path) => asked.has(path))
    return new Map([...known, ...all])
  } finally {
    await Promise.all(crew.map(({ worker }) => worker.terminate()))
  }
}

/** What a worker has searched of these files already, and is at: it takes no more of them. */
function earlier({ work, reports }: Early, root: string, limits: Limits) {
  const count = stopped(work)
  if (work.root !== root || work.limits.maxFileSize !== limits.maxFileSize) return undefined
  const account = new Account(work, count)
  for (const said of reports) account.hear(said)
  return { account, paths: new Set(pathsOf(work).slice(0, work.ends[count - 1] ?? 0)) }
}

/** Lets what else is under way, and the answers of workers, have their turn. */
const others = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Gives a worker a work. Resolves when it says no more of it. */
function toldBy(worker: Worker, work: DiskWork, accounts: readonly Account[]): Promise<void> {
  worker.postMessage({ work })
  return new Promise((resolve) => {
    worker.on('message', (said: Report) => {
      for (const account of accounts) account.hear(said)
      if (said.of === work.id && 'done' in said) resolve()
    })
    for (const event of ['error', 'messageerror', 'exit']) worker.on(event, () => resolve())
  })
}
