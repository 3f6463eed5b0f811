import { chmodSync, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../errors.ts'
import { placeInside } from '../inside.ts'
import { writeWithFolder } from '../output.ts'
import { applied } from './diff.ts'
import type { Edit } from './mend.ts'

/** A file that is to be changed: what was read of it (undefined: there was none), and its edits. */
export interface Changed {
  readonly file: string
  readonly content: string | undefined
  readonly edits: readonly Edit[]
}

/** U+FEFF, which stands before the text in some files, and stays there. */
const MARK = '\ufeff'

/**
 * Writes changed files below a folder, each whole or not at all. All are looked at before the first is written: a file
 * that is not as it was read, is a link, or lies outside the folder is a {@link UsageError}, and nothing is written.
 */
export async function writeChanged(root: string, files: readonly Changed[]): Promise<void> {
  const ready = files.map((changed) => ({ ...look(root, changed), changed }))
  for (const { target, before, changed } of ready) {
    const mark = before?.startsWith(MARK) ? MARK : ''
    const mode = before === undefined ? undefined : lstatSync(target).mode & 0o7777
    await writeWithFolder(target, mark + applied(changed.content ?? '', changed.edits))
    if (mode !== undefined) chmodSync(target, mode)
  }
}

function look(root: string, { file, content }: Changed): { target: string; before: string | undefined } {
  const target = join(root, file)
  placeInside(root, file)
  const found = lstatSync(target, { throwIfNoEntry: false })
  if (!found) {
    if (content === undefined) return { target, before: undefined }
    throw new UsageError(`${file} is gone since it was read; nothing was written, run it again`)
  }
  if (!found.isFile()) throw new UsageError(`${file} is a link or no file; nothing was written`)
  const before = readFileSync(target, 'utf8')
  if (content === undefined || before.replace(MARK, '') !== content) {
    const why = content === undefined ? 'is there now' : 'has changed since it was read, or is no UTF-8'
    throw new UsageError(`${file} ${why}; nothing was written, run it again`)
  }
  return { target, before }
}
