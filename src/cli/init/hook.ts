import { chmodSync, existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { ofAnother, tooOld } from '../../sources/checkout.ts'
import { complaint, git, isUnsafe } from '../../sources/git.ts'
import { topFolder } from '../../sources/index-file.ts'
import { UsageError } from '../errors.ts'
import { print, writeWithFolder } from '../output.ts'

/** Where git looks for the hooks of a repository, and whether they are this repository's alone. */
export interface HooksFolder {
  readonly folder: string
  /** inside the work tree: the hooks are files of the repository, for everybody who clones it */
  readonly shared: boolean
}

/**
 * `assay init --hook`: writes a plain git hook that judges what is staged. Where there is one already it is never touched:
 * the line to put into it is told, with exit code 2. With `dryRun` the hook is shown and nothing is written.
 */
export async function writeHook(path: string, dryRun: boolean): Promise<number> {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`"${path}" is no folder`)
  const top = topFolder(realpathSync(path))
  if (top === undefined) throw new UsageError(`${path} is no git repository; run \`git init\` first`)
  const { folder, shared } = await hooksFolder(top)
  const file = join(folder, 'pre-commit')
  const content = hookText(shared ? undefined : { node: process.execPath, launcher: launcher() })
  if (existsSync(file)) {
    if (readFileSync(file, 'utf8') === content) {
      await print(`${shownPath(file, top)} is there already, and is this hook\n`)
      return 0
    }
    throw new UsageError(
      `${shownPath(file, top)} is there already and stays as it is; put this line into it: assay check --staged`,
    )
  }
  if (dryRun) {
    await print(`--- ${shownPath(file, top)}\n${content}`)
    return 0
  }
  await writeWithFolder(file, content)
  chmodSync(file, 0o755)
  await print(
    `${shownPath(file, top)}: every commit is judged by what is staged; \`git commit --no-verify\` goes past it\n`,
  )
  return 0
}

/** The folder of hooks of the repository with this top folder: core.hooksPath, else that of the repository itself. */
async function hooksFolder(top: string): Promise<HooksFolder> {
  const [named, common] = await Promise.all([
    git(top, ['config', '-z', '--show-scope', '--type=path', '--get-all', 'core.hooksPath']),
    git(top, ['rev-parse', '--git-common-dir']),
  ])
  if (common.missing) throw new UsageError('git is not installed here, so there are no hooks; install git')
  if (isUnsafe(common)) throw new UsageError(ofAnother('this repository', top))
  if (common.code !== 0) throw new UsageError(`git cannot read this repository: ${complaint(common, top)}`)
  const old = await tooOld(top)
  if (old) throw new UsageError(old)
  // what we tell git ourselves (not to run any) comes last, with the scope `command`
  const parts = named.stdout.toString().split('\0')
  const values = parts.flatMap((scope, i) => (i % 2 === 0 && scope && scope !== 'command' ? [parts[i + 1] ?? ''] : []))
  const own = resolve(top, common.stdout.toString().replace(/\r?\n$/, ''))
  const value = values.at(-1)
  if (!value) return { folder: join(own, 'hooks'), shared: false }
  const folder = resolve(top, value)
  if (isInside(folder, own)) return { folder, shared: false }
  if (/[/\\]\.husky[/\\]_$/.test(folder)) return { folder: join(folder, '..'), shared: true }
  if (isInside(folder, top)) return { folder, shared: true }
  throw new UsageError(
    `core.hooksPath names ${value}, whose hooks run in other repositories too; put this line into its pre-commit: assay check --staged`,
  )
}

/** Whether a path is a folder or in it. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return (
    way === '' ||
    (way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === path && !/^[A-Za-z]:/.test(way))
  )
}

const shownPath = (file: string, top: string) =>
  (isInside(file, top) ? relative(top, file) : file).replaceAll('\\', '/')

/** The launcher of this installation. */
function launcher(): string {
  return realpathSync(process.argv[1] ?? '')
}

/**
 * The hook, for any POSIX shell (git brings one to Windows). It takes the package of the project, else what is installed
 * for all, else the installation that wrote it; without any it refuses, since nothing was judged.
 */
export function hookText(own: { readonly node: string; readonly launcher: string } | undefined): string {
  const last = own
    ? `elif [ -f ${quoted(own.launcher)} ]; then\n  exec ${quoted(own.node)} ${quoted(own.launcher)} check --staged\n`
    : ''
  return `#!/bin/sh
# Written by \`assay init --hook\`: judges what is staged. \`git commit --no-verify\` goes past it.
if [ -f node_modules/assay/bin/assay.js ]; then
  exec node node_modules/assay/bin/assay.js check --staged
elif command -v assay >/dev/null 2>&1; then
  exec assay check --staged
${last}fi
echo 'assay: it is not installed here, so nothing was judged; install it, or commit with --no-verify' >&2
exit 2
`
}

/** A word for the shell, whatever is in it; Windows' paths with slashes, which its shell understands. */
export function quoted(word: string): string {
  return `'${(/^[A-Za-z]:\\/.test(word) ? word.replaceAll('\\', '/') : word).replaceAll("'", "'\\''")}'`
}
