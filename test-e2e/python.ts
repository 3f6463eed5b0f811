import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const cache = fileURLToPath(new URL('../node_modules/.cache/assay-python/', import.meta.url))

/**
 * A folder of programs of a Python environment with these packages (`name==version`), made once under node_modules. For
 * what only Python has: pre-commit itself, and readers of our formats. Throws an error that says what to install where
 * there is no Python or the packages cannot be had: a check that was not made must not look like one that passed.
 */
export function pythonPrograms(...packages: readonly string[]): string {
  const name = createHash('sha256').update(packages.join(' ')).digest('hex').slice(0, 16)
  const home = join(cache, name)
  const ready = join(home, 'ready')
  // made in its place, for programs of Python name the folder that they were installed in; half of one is made anew
  if (!existsSync(ready)) {
    mkdirSync(cache, { recursive: true })
    rmSync(home, { recursive: true, force: true })
    run(
      'python3',
      ['-m', 'venv', '--copies', home],
      'install Python 3 with venv (Debian: apt-get install python3-venv)',
    )
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]
    run(join(home, 'bin/python'), install, 'let pip reach PyPI')
    writeFileSync(ready, '')
  }
  return join(home, 'bin')
}

function run(program: string, words: readonly string[], mend: string): void {
  const { status, stderr, error } = spawnSync(program, words, { encoding: 'utf8', timeout: 300_000 })
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr}\n${mend}`)
}
