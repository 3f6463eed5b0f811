/*
 * `npm run bench -- secrets [folder …]`: how fast secrets are searched, in MB/s, on one core and on all, with Gitleaks
 * beside it where it is installed ($GITLEAKS, else on the PATH). Without a folder: 100 MB of mixed source, a line of 50 MB,
 * a million short lines and a file full of keywords, made here. Each
 * figure is the best of several runs in turns; on a machine that does other work only the ratio of the two says something.
 */
import { spawnSync } from 'node:child_process'
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hardFiles, mixedSource } from './mixed-source.ts'

const assay = fileURLToPath(new URL('../bin/assay.js', import.meta.url))
const gitleaks = process.env.GITLEAKS ?? 'gitleaks'

interface Run {
  /** seconds of all cores together, and until it ended */
  readonly cpu: number
  readonly wall: number
}

/** Runs a program, on one core alone if that is asked for; undefined where it is not there. */
function run(words: readonly string[], one: boolean): Run | undefined {
  const bound = one ? ['taskset', '-c', '0', ...words] : words
  const { stderr, status } = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="@ %R %U %S"; time "$@" >/dev/null 2>&1', '-', ...bound],
    {
      encoding: 'utf8',
      env: { ...process.env, ...(one ? { GOMAXPROCS: '1' } : {}) },
    },
  )
  const [, wall, user, system] = /@ ([\d.]+) ([\d.]+) ([\d.]+)/.exec(stderr) ?? []
  if (status === null || status > 100 || wall === undefined) return undefined
  return { wall: Number(wall), cpu: Number(user) + Number(system) }
}

/** What a folder is made of: bytes and files, and the endings that most bytes have. */
function madeOf(folder: string): { bytes: number; files: number; text: string } {
  const endings = new Map<string, number>()
  let files = 0
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const stats = /(^|\/)\.git(\/|$)/.test(name) ? undefined : lstatSync(join(folder, name))
    if (!stats?.isFile()) continue
    files++
    const ending = extname(name) || basename(name)
    endings.set(ending, (endings.get(ending) ?? 0) + stats.size)
  }
  const bytes = [...endings.values()].reduce((sum, size) => sum + size, 0)
  const most = [...endings].sort((a, b) => b[1] - a[1]).slice(0, 5)
  return { bytes, files, text: most.map(([name, size]) => `${name} ${Math.round((100 * size) / bytes)}%`).join(', ') }
}

function measureFolder(folder: string): void {
  const { bytes, files, text } = madeOf(folder)
  console.log(`\n${basename(folder)}: ${(bytes / 1e6).toFixed(1)} MB in ${files} files (${text})`)
  const tools: Record<string, readonly string[]> = {
    assay: [process.execPath, assay, 'secrets', folder, '-q'],
    gitleaks: [gitleaks, 'dir', folder, '--no-banner', '--redact=100', '-l', 'error'],
  }
  for (const one of [true, false]) {
    const best = new Map<string, Run>()
    for (let turn = 0; turn < 3; turn++) {
      for (const [name, words] of Object.entries(tools)) {
        // the slower tool is run twice at the most where it takes its time
        if (turn === 2 && (best.get(name)?.wall ?? 0) > 20) continue
        const found = run(words, one)
        if (found && found.wall < (best.get(name)?.wall ?? Number.POSITIVE_INFINITY)) best.set(name, found)
      }
    }
    for (const [name, { wall, cpu }] of best) {
      const speed = (seconds: number) => `${(bytes / 1e6 / seconds).toFixed(1)} MB/s`
      console.log(
        `  ${name.padEnd(9)} ${one ? 'one core ' : 'all cores'}  ${wall.toFixed(2).padStart(7)} s  ${speed(wall).padStart(10)}   (${cpu.toFixed(2)} s of work, ${speed(cpu)})`,
      )
    }
  }
}

/** Measures the folders, or the source that is made here. */
export function benchSecrets(folders: readonly string[]): void {
  if (folders.length) {
    for (const folder of folders) measureFolder(resolve(folder))
    return
  }
  const work = mkdtempSync(join(tmpdir(), 'bench-secrets-'))
  try {
    measureFolder(mixedSource(join(work, 'mixed-source'), 100_000_000))
    for (const folder of hardFiles(work)) measureFolder(folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
