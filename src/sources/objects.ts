import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { gitArguments, gitEnvironment, gitProgram } from './git.ts'

/** What `cat-file` said of one object. */
export interface GitObject {
  /** undefined: the object is not in this clone, or larger than what is read */
  readonly content: Buffer | undefined
  /** where it is larger than what is read: its size in bytes */
  readonly tooLarge?: number
}

/** Reads many objects through one process. */
export interface ObjectReader {
  /** The content of an object by its full id. Rejects where git ended before it answered. */
  read(id: string): Promise<GitObject>
  /** Ends git where nobody will ask any more. */
  end(): void
}

interface Waiting {
  readonly id: string
  resolve(object: GitObject): void
  reject(error: Error): void
}

/** How often git is started again for what it had not answered. */
const RESTARTS = 8

/**
 * Starts `git cat-file --batch` (its output form: git-cat-file(1), "BATCH OUTPUT") at the first question. While no
 * question is open the process does not keep Node alive; it ends with its input, when Node ends. What is larger than
 * `limit` bytes is passed over as it comes. Git ends at an object that a partial clone left out, since it may not fetch it:
 * only that one is not read.
 */
export function openObjects(folder: string, limit = Number.POSITIVE_INFINITY): ObjectReader {
  const waiting: Waiting[] = []
  let child: ChildProcessWithoutNullStreams | undefined
  // what is asked for in one turn goes in one write: each wakes git, and costs as much as reading the answer
  let asked = ''
  const send = () => {
    child?.stdin.write(asked)
    asked = ''
  }

  let restarts = 0
  const fail = (ended: ChildProcessWithoutNullStreams) => {
    if (ended !== child) return
    child = undefined
    asked = ''
    const open = waiting.splice(0)
    const again = open.length > 1 && restarts++ < RESTARTS ? open.splice(1) : []
    for (const one of open) one.reject(new Error('git ended before it had answered'))
    for (const one of again) ask(one)
  }
  const ask = (one: Waiting) => {
    child ??= start()
    if (!waiting.length) hold(child, true)
    waiting.push(one)
    if (!asked) setImmediate(send)
    asked += `${one.id}\n`
  }
  const start = () => {
    const started = spawn(gitProgram(), gitArguments(folder, ['cat-file', '--batch']), {
      env: gitEnvironment(),
      stdio: 'pipe',
      windowsHide: true,
    })
    const feed = batchParser(limit, (object) => {
      waiting.shift()?.resolve(object)
      if (!waiting.length) hold(started, false)
    })
    started.on('error', () => fail(started))
    started.on('close', () => fail(started))
    started.stdin.on('error', () => {})
    started.stderr.resume()
    started.stdout.on('data', feed)
    return started
  }

  return {
    end() {
      child?.stdin.end()
    },
    read: (id) => new Promise((resolve, reject) => ask({ id, resolve, reject })),
  }
}

/** Whether a process and its pipes keep Node from ending. */
function hold(child: ChildProcessWithoutNullStreams, on: boolean): void {
  const way = on ? 'ref' : 'unref'
  child[way]()
  for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as unknown as Socket)[way]?.()
}

/** Cuts the stream of answers into objects: a line `<id> <type> <size>`, the content and a line end, or `<id> missing`. */
function batchParser(limit: number, found: (object: GitObject) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = []
  let length = 0
  let size: number | undefined // of the content that is under way, with its line end
  let passing = 0 // bytes of a content that is too large, which are still to come
  return (received) => {
    const chunk = received.subarray(Math.min(passing, received.length))
    passing -= received.length - chunk.length
    if (!chunk.length) return
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
        const told = Number(match?.[1])
        if (told > limit) {
          found({ content: undefined, tooLarge: told })
          passing = Math.max(0, told + 1 - rest.length)
          rest = rest.subarray(Math.min(rest.length, told + 1))
        } else if (match) size = told + 1
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
