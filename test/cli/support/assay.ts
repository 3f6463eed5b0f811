import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const session = fileURLToPath(new URL('./session.ts', import.meta.url))
const loader = import.meta.resolve('tsx')

/** Runs command lines (the words after `assay`) in a folder, from the sources, and gives what came of each. */
export function assay(folder: string, ...lines: readonly (readonly string[])[]): Outcome[] {
  const { NO_COLOR, FORCE_COLOR, ASSAY_DEBUG, NODE_OPTIONS, ...env } = process.env
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', loader, session, JSON.stringify(lines)], {
    cwd: folder,
    encoding: 'utf8',
    env,
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`the session ended with ${status}: ${stderr}`)
  return JSON.parse(stdout) as Outcome[]
}

/** A folder with the given files, removed after the tests of the file. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-cli-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}
