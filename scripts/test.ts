/*
 * Runs the tests: `tsx scripts/test.ts [e2e] [part of a path …] [--node-option …]`. Without `e2e` nothing needs a
 * network, and nothing is read outside the repository.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { bundleSession, bundleTests } from './bundle/tests.ts'
import { forgetRepository } from './own-repository.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
forgetRepository()
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

/** Where the bundles of this run stand: beside the packages, which are left out of them. */
const bundled = `node_modules/.cache/assay/tests-${process.pid}`

// a few files start sooner from their sources
const scripts = files.length > 20 ? await bundleTests(root, files, bundled) : files
const loader = scripts === files ? ['--import', 'tsx'] : ['--enable-source-maps']
const session = files.some((file) => file.startsWith('test/cli/')) ? await bundleSession(root, bundled) : undefined
const { status } = spawnSync(
  process.execPath,
  [
    ...loader,
    '--test',
    // a file of end-to-end tests installs from registries
    '--test-timeout=600000',
    `--test-concurrency=${Math.min(4, availableParallelism())}`,
    ...options,
    ...scripts,
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FORCE_COLOR: undefined, ASSAY_TEST_SESSION: session } as NodeJS.ProcessEnv,
  },
)
rmSync(`${root}/${bundled}`, { recursive: true, force: true })
process.exit(status ?? 1)
