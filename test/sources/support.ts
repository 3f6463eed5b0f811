import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'

/** An empty folder that is removed after the test. */
export function temporary(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'assay-sources-')))
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

const identity = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_AUTHOR_DATE: '2026-03-01T10:00:00+01:00',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
  GIT_COMMITTER_DATE: '2026-03-01T10:00:00+01:00',
}

/* A fetch tidies up in a process of its own, which writes while the folder is removed. */
const settings = [
  'init.defaultBranch=main',
  'protocol.file.allow=always',
  'commit.gpgSign=false',
  'maintenance.auto=false',
  'gc.auto=0',
]

/** Runs git as a user would; gives its output without the last line end. Dates are 2026-03-01 unless said otherwise. */
export function git(folder: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
  return execFileSync('git', ['-C', folder, ...settings.flatMap((one) => ['-c', one]), ...args], {
    env: { PATH: process.env.PATH, HOME: folder, ...identity, ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).replace(/\n$/, '')
}

/** Writes files; the folders above them are made. Scripts (`#!`) become executable. */
export function write(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
    if (content.toString().startsWith('#!')) chmodSync(join(folder, path), 0o755)
  }
}

/** Commits everything in a folder, which becomes a repository if it is none yet; gives the commit's id. */
export function commit(folder: string, files: Readonly<Record<string, string | Buffer>> = {}, date?: string): string {
  git(folder, ['init', '-q'])
  write(folder, files)
  git(folder, ['add', '-A'])
  const dates = date ? { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date } : {}
  git(folder, ['commit', '-q', '--allow-empty', '-m', 'a commit'], dates)
  return git(folder, ['rev-parse', 'HEAD'])
}

/** A pointer as Git LFS leaves it in the place of a file. */
export const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 12345\n`
