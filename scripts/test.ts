/*
 * Runs the tests: `tsx scripts/test.ts [e2e] [part of a path …] [--node-option …]`. Without `e2e` nothing needs a
 * network, and nothing is read outside the repository.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const words = process.argv.slice(2)
const endToEnd = words[0] === 'e2e'
const folder = endToEnd ? 'test-e2e' : 'test'
const options = words.filter((word) => word.startsWith('-'))
const wanted = words.slice(endToEnd ? 1 : 0).filter((word) => !word.startsWith('-'))

const files = readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
  .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
  .filter((file) => file.endsWith('.test.ts') && wanted.every((part) => file.includes(part)))
  .sort()
if (files.length === 0) {
  console.error(`no test in ${folder}/ has ${wanted.join(' and ')} in its path`)
  process.exit(1)
}

const { status } = spawnSync(
  process.execPath,
  [
    '--import',
    'tsx',
    '--test',
    '--test-timeout=120000',
    `--test-concurrency=${Math.min(4, availableParallelism())}`,
    ...options,
    ...files,
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, FORCE_COLOR: undefined } as NodeJS.ProcessEnv },
)
process.exit(status ?? 1)
