import { isUtf8 } from 'node:buffer'
import type { FileEntry, Notice, Skipped } from './source.ts'

/** Orders paths by code units: the same on every machine and locale. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}

/** How much a source lists and reads. */
export interface Limits {
  /** files; what sorts after is left out */
  readonly maxFiles: number
  /** bytes of one file */
  readonly maxFileSize: number
}

/** What is listed and read at the most; what is more is told of as skipped. */
export const defaultLimits: Limits = { maxFiles: 100_000, maxFileSize: 16 * 1024 * 1024 }

/** A path's name as text; undefined where its bytes are not UTF-8. */
export function decodeName(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? bytes.toString() : undefined
}

/** Bytes that are not UTF-8 in a form that can be printed: `caf\xe9.txt`. */
export function printable(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, (unit) => `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

/** Cuts a NUL-separated list as git's -z writes it. Names that are not UTF-8 come as their bytes. */
export function splitNul(output: Buffer): (string | Buffer)[] {
  if (isUtf8(output)) {
    const parts = output.toString().split('\0')
    if (parts.at(-1) === '') parts.pop()
    return parts
  }
  const parts: (string | Buffer)[] = []
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start)
    const part = output.subarray(start, end < 0 ? output.length : end)
    parts.push(decodeName(part) ?? part)
    start += part.length + 1
  }
  return parts
}

/** Whether a path stays below the root by its spelling alone: a crafted index may hold `../../etc/passwd`. */
export function staysInside(path: string): boolean {
  return !/^[/\\]|^[A-Za-z]:[/\\]|(^|\/)(\.\.?|)(\/|$)|(^|\/)\.git(\/|$)/i.test(path)
}

/** The folders above a path, the nearest first: `a/b/c` has `a/b/` and `a/`. */
export function* foldersOf(path: string): Generator<string> {
  for (let end = path.lastIndexOf('/', path.length - 2); end >= 0; end = path.lastIndexOf('/', end - 1)) {
    yield path.slice(0, end + 1)
    if (end === 0) return
  }
}

/**
 * Puts many passed-over files into few lines: where a whole folder was passed over for one reason, the folder is named
 * (with a closing slash) and the number of files in it. `files` are those that were not passed over.
 */
export function gatherByFolder(skipped: readonly Skipped[], files: readonly FileEntry[]): Skipped[] {
  if (skipped.length === 0) return []
  const taken = new Set<string>()
  for (const file of files) {
    for (const folder of foldersOf(file.path)) {
      if (taken.has(folder)) break
      taken.add(folder)
    }
  }
  const gathered = new Map<string, { first: Skipped; count: number; folder: string }>()
  for (const skip of skipped) {
    const folder = [...foldersOf(skip.path)].filter((name) => !taken.has(name)).at(-1) ?? ''
    const key = JSON.stringify([folder || skip.path, skip.reason, skip.detail])
    const group = gathered.get(key)
    if (group) group.count++
    else gathered.set(key, { first: skip, count: 1, folder })
  }
  return [...gathered.values()]
    .map(({ first, count, folder }) =>
      count === 1 ? first : { ...first, path: folder || first.path, detail: `${count} files: ${first.detail}` },
    )
    .sort(byPath)
}

/** Keeps the first files up to the limit and names what is beyond it. Both lists are sorted in place. */
export function cutOff(files: FileEntry[], skipped: Skipped[], limits: Limits, more = false): void {
  files.sort(byPath)
  if (files.length > limits.maxFiles || more) {
    const beyond = files.splice(limits.maxFiles)
    const count = more ? 'more files are' : beyond.length === 1 ? '1 more file is' : `${beyond.length} more files are`
    skipped.push({
      path: beyond[0]?.path ?? '',
      reason: 'too-many',
      detail: `${count} beyond the limit of ${limits.maxFiles.toLocaleString('en')}; check folders of the repository one by one`,
    })
  }
  skipped.sort(byPath)
}

/** Files beyond the limit are worth more than a line among many: verdicts may hang on them. */
export function limitNotices(skipped: readonly Skipped[]): Notice[] {
  return skipped
    .filter((skip) => skip.reason === 'too-many')
    .map(({ path, detail }) => ({ code: 'limit', message: `from ${path || 'the first'} on, ${detail}` }))
}

/** The sentence for a file over the limit. */
export function tooLarge(path: string, size: number, limits: Limits): Skipped {
  return {
    path,
    reason: 'too-large',
    detail: `${megabytes(size)}, over the limit of ${megabytes(limits.maxFileSize)} for a file; it was not read`,
  }
}

function megabytes(bytes: number): string {
  const mebibytes = bytes / (1024 * 1024)
  return mebibytes < 0.1 ? `${bytes} bytes` : `${Math.round(mebibytes * 10) / 10} MiB`
}
