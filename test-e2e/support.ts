import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'

/** The repository under test. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * A copy of the repository as git has it, with what is changed and new, and with what was built; the installed packages
 * are shared. It is removed after the tests of the file.
 */
export function copyOfRepository(): string {
  const copy = mkdtempSync(join(tmpdir(), 'assay-copy-'))
  after(() => rmSync(copy, { recursive: true, force: true }))
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  for (const path of execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean)) {
    if (existsSync(join(root, path))) cpSync(join(root, path), join(copy, path))
  }
  cpSync(join(root, 'dist'), join(copy, 'dist'), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir')
  return copy
}
