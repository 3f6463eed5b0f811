import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { gitArguments, gitEnvironment, gitProgram } from './git.ts'

/** What `cat-file` said of one object. */
export interface GitObject {
  /** undefined: the object is not in this clone */
  readonly content: Buffer | undefined
}

/** Reads many objects through one process. */
export interface ObjectReader {
  /** The content of an object by its full id. Rejects where git ended before it answered. */
  read(id: string): Promise<GitObject>
}

interface Waiting {
  resolve(object: GitObject): void
  reject(error: Error): void
}

/**
 * Starts `git cat-file --batch` (its output form: git-cat-file(1), "BATCH OUTPUT") at the first question. While no
 * question is open the process does not keep Node alive; it ends with its input, when Node ends.
 */
export function openObjects(folder: string): ObjectReader {
  const waiting: Waiting[] = []
  let child: ChildProcessWithoutNullStreams | undefined

  const fail = () => {
    child = undefined
    for (const one of waiting.splice(0)) one.reject(new Error('git ended before it had answered'))
  }
  const start = () => {
    const started = spawn(gitProgram(), gitArguments(folder, ['cat-file', '--batch']), {
      env: gitEnvironment(),
      stdio: 'pipe',
      windowsHide: true,
    })
    const feed = batchParser((object) => {
      waiting.shift()?.resolve(object)
      if (!waiting.length) hold(started, false)
    })
    started.on('error', fail)
    started.on('close', fail)
    started.stdin.on('error', () => {})
    started.stderr.resume()
    started.stdout.on('data', feed)
    return started
  }

  return {
    read: (id) =>
      new Promise((resolve, reject) => {
        child ??= start()
        if (!waiting.length) hold(child, true)
        waiting.push({ resolve, reject })
        child.stdin.write(`${id}\n`)
      }),
  }
}

/** Whether a process and its pipes keep Node from ending. */
function hold(child: ChildProcessWithoutNullStreams, on: boolean): void {
  const way = on ? 'ref' : 'unref'
  child[way]()
  for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as unknown as Socket)[way]?.()
}

/** Cuts the stream of answers into objects: a line `<id> <type> <size>`, the content and a line end, or `<id> missing`. */
function batchParser(found: (object: GitObject) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = []
  let length = 0
  let size: number | undefined // of the content that is under way, with its line end
  return (chunk) => {
    chunks.push(chunk)
    length += chunk.length
    for (;;) {
      if (size !== undefined && length < size) return
      const all = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
      let rest: Buffer
      if (size === undefined) {
        const end = all.indexOf(10)
        chunks = [all]
        if (end < 0) return
        const header = all.toString('utf8', 0, end)
        rest = all.subarray(end + 1)
        const match = /^[0-9a-f]+ \w+ (\d+)$/.exec(header)
        if (match) size = Number(match[1]) + 1
        else found({ content: undefined })
      } else {
        rest = all.subarray(size)
        found({ content: Buffer.from(all.subarray(0, size - 1)) })
        size = undefined
      }
      chunks = [rest]
      length = rest.length
      if (size === undefined && !length) return
    }
  }
}
