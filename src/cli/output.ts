import { didYouMean } from '../config/nearest.ts'
import { lookedThrough } from '../documents/mask.ts'
import { UsageError } from './errors.ts'

/** One `--format name` or `--format name=file`. Without a file it goes to stdout. */
export interface Target<Name extends string = string> {
  readonly format: Name
  readonly file: string | undefined
}

/**
 * Reads the values of `--format`. Where none goes to stdout, `terminal` does; two for stdout are a {@link UsageError},
 * as are an unknown name and one file named twice.
 */
export function parseTargets<Name extends string>(values: readonly string[], known: readonly Name[]): Target<Name>[] {
  const targets: Target<Name>[] = []
  for (const value of values) {
    const cut = value.indexOf('=')
    const name = cut < 0 ? value : value.slice(0, cut)
    const file = cut < 0 ? undefined : value.slice(cut + 1)
    const format = known.find((one) => one === name)
    if (!format) {
      throw new UsageError(`unknown format "${name}"${didYouMean(name, known) || `; known are ${known.join(', ')}`}`)
    }
    if (file === '') throw new UsageError(`--format ${value} names no file; write --format ${name}=<file>`)
    if (targets.some((target) => target.file === file)) {
      throw new UsageError(
        file === undefined
          ? `two formats for the standard output; give one a file: --format ${name}=<file>`
          : `two formats for one file, ${file}; give each its own`,
      )
    }
    targets.push({ format, file })
  }
  const terminal = known.find((one) => one === 'terminal')
  if (terminal && !targets.some((target) => target.file === undefined)) {
    targets.unshift({ format: terminal, file: undefined })
  }
  return targets
}

/**
 * Writes a file whole or not at all: beside its place, then moved there, so that a reader never sees half a report.
 * Throws a {@link UsageError} that says what stood in the way.
 */
export async function writeWhole(file: string, content: string): Promise<void> {
  const text = lookedThrough(content)
  const { renameSync, rmSync, statSync, writeFileSync } = await import('node:fs')
  const there = statSync(file, { throwIfNoEntry: false })
  if (there?.isDirectory()) throw new UsageError(`cannot write ${file}: it is a folder; name a file in it`)
  if (there && !there.isFile()) return writeInto(file, text)
  const draft = `${file}.${process.pid}.tmp`
  try {
    writeFileSync(draft, text, { flag: 'wx' })
    renameSync(draft, file)
  } catch (error) {
    rmSync(draft, { force: true })
    throw new UsageError(`cannot write ${file}: ${reason(error as NodeJS.ErrnoException)}`)
  }
}

/** The same, in a folder that is made where it is missing. */
export async function writeWithFolder(file: string, content: string): Promise<void> {
  const { mkdirSync } = await import('node:fs')
  const { dirname } = await import('node:path')
  try {
    mkdirSync(dirname(file), { recursive: true })
  } catch (error) {
    throw new UsageError(`cannot make the folder ${dirname(file)}: ${reason(error as NodeJS.ErrnoException)}`)
  }
  await writeWhole(file, content)
}

/** A device or a pipe (/dev/stdout, a named pipe) is written to: moving a file over it would take it away. */
async function writeInto(file: string, content: string): Promise<void> {
  const { writeFileSync } = await import('node:fs')
  const { endedBySignals } = await import('../sources/to-the-end.ts')
  try {
    endedBySignals(() => writeFileSync(file, content))
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${reason(error as NodeJS.ErrnoException)}`)
  }
}

function reason(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'its folder does not exist; create it first'
    case 'EEXIST':
      return 'a file of this name is there'
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'no permission to write there'
    case 'EISDIR':
      return 'it is a folder; name a file in it'
    case 'ENOSPC':
      return 'the disk is full'
    default:
      return error.message
  }
}

/** Writes to stdout and waits until it is taken, so that no report is cut off by the end of the process. */
export function print(content: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(lookedThrough(content), () => resolve()))
}

/**
 * Whether the report on stdout is coloured: `--no-color` first, then NO_COLOR (https://no-color.org, any value but an
 * empty one), then FORCE_COLOR (`0` is off), else a terminal is and anything else is not.
 */
export function wantsColor(
  flag: boolean,
  environment: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (!flag || environment.NO_COLOR) return false
  const force = environment.FORCE_COLOR
  if (force !== undefined) return force !== '0' && force !== 'false'
  return isTerminal && environment.TERM !== 'dumb'
}

/** Columns for the report on stdout: the terminal's, within reason; 80 where there is none. */
export function reportWidth(columns: number | undefined): number {
  return columns === undefined ? 80 : Math.max(40, Math.min(columns, 120))
}
