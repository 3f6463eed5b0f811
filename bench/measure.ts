import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A program that was run several times. */
export interface Measured {
  /** median wall time in milliseconds */
  readonly median: number
  /** median wall time of `node -e 0`, run in turns with it, in milliseconds */
  readonly base: number
  /** peak resident memory of one run, in MiB; NaN where it was not measured */
  readonly peak: number
  /** the exit code */
  readonly status: number | null
}

const usage = fileURLToPath(new URL('./usage.cjs', import.meta.url))

/**
 * Runs `node <words>` so often, in turns with `node -e 0`, so that both meet the same load of the machine; a first run
 * of each is not counted. Memory comes from one more run.
 */
export function measure(words: readonly string[], runs: number, cwd?: string): Measured {
  const times: number[] = []
  const bases: number[] = []
  for (let i = 0; i <= runs; i++) {
    const base = time(['-e', '0'])
    const own = time(words, cwd)
    if (i === 0) continue
    bases.push(base)
    times.push(own)
  }
  const { status, output } = spawnSync(process.execPath, ['--require', usage, ...words], {
    encoding: 'utf8',
    cwd,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  return { median: median(times), base: median(bases), peak: Number(output[3]) / 1024, status }
}

function time(words: readonly string[], cwd?: string): number {
  const start = process.hrtime.bigint()
  spawnSync(process.execPath, words, { cwd, stdio: 'ignore' })
  return Number(process.hrtime.bigint() - start) / 1e6
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN
}
