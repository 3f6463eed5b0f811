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

/** The sources as scripts/test.ts has bundled them for this run, which start nearly three times as fast; else as they are. */
const bundled = process.env.ASSAY_TEST_SESSION
const session = bundled
  ? [bundled]
  : ['--import', import.meta.resolve('tsx'), fileURLToPath(new URL('./session.ts', import.meta.url))]

/** Runs command lines (the words after `assay`) in a folder, from the sources, and gives what came of each. */
export function assay(folder: string, ...lines: readonly (readonly string[])[]): Outcome[] {
  const { NO_COLOR, FORCE_COLOR, ASSAY_DEBUG, NODE_OPTIONS, ...env } = process.env
  const { stdout, stderr, status } = spawnSync(process.execPath, [...session, JSON.stringify(lines)], {
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
