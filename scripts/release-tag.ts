/*
 * Makes the tag of a release: `npx tsx scripts/release-tag.ts v0.1.0`. Its commit has the files of HEAD and the built
 * dist/, and a package.json without scripts and development dependencies: whoever installs it from git (npm, pre-commit)
 * or uses it as an action builds nothing and downloads nothing. The commit stands beside the branch, with HEAD as its
 * parent. The work tree and its index stay as they are; nothing is pushed.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

const [tag = '', ...words] = process.argv.slice(2)
const problem = problemWith(tag)
if (problem) {
  console.error(`release-tag: ${problem}`)
  process.exit(2)
}
if (!words.includes('--no-build')) execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' })
const commit = commitOf(tag)
git(['tag', '-a', '-m', `Assay ${tag}`, tag, commit])
console.log(`${tag} is ${commit}; to publish it: git push origin ${tag}`)

function problemWith(name: string): string | undefined {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  if (name !== `v${version}`) return `name the tag of this version: v${version}`
  if (git(['tag', '--list', name])) return `the tag ${name} exists; a release is never made twice`
  if (git(['status', '--porcelain'])) return 'commit everything first: the tag has what HEAD has'
  const isBuilt = existsSync(join(root, 'dist/cli.cjs'))
  return words.includes('--no-build') && !isBuilt ? 'nothing is built; run npm run build' : undefined
}

/** What is built and belongs to the package: the bundle with its parts, without what V8 compiled on this machine. */
function built(): readonly string[] {
  const files = readdirSync(join(root, 'dist')).filter((file) => file.endsWith('.cjs'))
  return [...files, 'THIRD_PARTY.txt'].map((file) => `dist/${file}`)
}

/** Writes the commit by an index of its own. */
function commitOf(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-release-'))
  const environment = { GIT_INDEX_FILE: join(folder, 'index') }
  try {
    git(['read-tree', 'HEAD'], environment)
    for (const file of built()) add(file, readFileSync(join(root, file)), environment)
    add('package.json', packageFile(), environment)
    git(['rm', '-q', '--cached', '--ignore-unmatch', 'package-lock.json'], environment)
    const tree = git(['write-tree'], environment)
    return git(['commit-tree', tree, '-p', 'HEAD', '-m', `Release ${name}, built`])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function add(path: string, content: string | Buffer, environment: NodeJS.ProcessEnv): void {
  const id = git(['hash-object', '-w', '--stdin'], {}, content)
  git(['update-index', '--add', '--cacheinfo', `100644,${id},${path}`], environment)
}

/** npm builds a package from git, with all its development dependencies, where a script named so is in it. */
function packageFile(): string {
  const { scripts, devDependencies, overrides, ...rest } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return `${JSON.stringify(rest, undefined, 2)}\n`
}

function git(args: readonly string[], environment: NodeJS.ProcessEnv = {}, input?: string | Buffer): string {
  const env = { ...process.env, ...environment }
  return execFileSync('git', args, {
    cwd: root,
    env,
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
  }).trim()
}
