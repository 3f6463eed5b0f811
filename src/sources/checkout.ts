import { lstatSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { complaint, type GitAnswer, git, isUnsafe } from './git.ts'
import { type Notice, SourceError } from './source.ts'
import { oldGit, versionQuestion } from './version.ts'

/** What git says about a folder before anything is read. */
export interface Checkout {
  readonly bare: boolean
  /** the folder is inside a work tree; false in a bare repository and inside `.git` */
  readonly workTree: boolean
  readonly shallow: boolean
  /** the folder within its repository, with a closing slash; empty at the top */
  readonly prefix: string
  /** undefined on an unborn branch */
  readonly head: string | undefined
  readonly defaultBranch: string | undefined
  /** the remote `origin` without credentials; undefined where there is none or it is a path of this machine */
  readonly origin: string | undefined
  /** where `origin` is a path of this machine: the last part of it, which is what the repository is called */
  readonly originName: string | undefined
  /** objects may be missing, to be fetched when needed */
  readonly partial: boolean
  /** tags were left out on purpose (`--no-tags`) */
  readonly tagless: boolean
}

/** `none`: no repository · `no-git`: no git on the machine · `unsafe`: another user's · `refused`: git cannot read it */
export type Probe =
  | { readonly state: 'repository'; readonly checkout: Checkout }
  | { readonly state: 'none' | 'no-git' | 'unsafe' }
  | { readonly state: 'refused'; readonly message: string }

/** The checkout that git tells of. Throws a {@link SourceError} that says why it tells nothing, and the mend. */
export function readable(found: Probe, path: string, root: string): Checkout {
  switch (found.state) {
    case 'repository':
      return found.checkout
    case 'none':
      throw new SourceError(`${path} is no git repository`)
    case 'no-git':
      throw new SourceError('git is not installed here, and what it keeps cannot be read without it; install git')
    case 'unsafe':
      throw new SourceError(ofAnother(`the repository at ${path}`, root))
    case 'refused':
      throw new SourceError(`git cannot read the repository at ${path}: ${found.message}`)
  }
}

/** That git refuses a repository of another user, and the mend for whoever trusts it. `root`: its top folder. */
export function ofAnother(called: string, root: string): string {
  return `${called} belongs to another user, so git refuses to read it; if you trust it, run: git config --global --add safe.directory ${root}`
}

/** Whether a folder or one above it has a `.git`: tells without starting git that there is no repository. */
export function hasGitAbove(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (lstatSync(join(at, '.git'), { throwIfNoEntry: false })) return true
    if (dirname(at) === at) return false
  }
}

/** Whether a folder looks like a bare repository: git's own three signs (gitrepository-layout(5)). */
export function looksBare(folder: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => statSync(join(folder, name), { throwIfNoEntry: false }))
}

/** What git is asked about a folder. */
export const probeQuestion = [
  'rev-parse',
  '--is-bare-repository',
  '--is-inside-work-tree',
  '--is-shallow-repository',
  '--show-prefix',
  'HEAD',
  '--symbolic-full-name',
  'refs/remotes/origin/HEAD',
]

/** Asks git about a folder (absolute path). */
export async function probe(folder: string): Promise<Probe> {
  const [answer, config] = await Promise.all([git(folder, probeQuestion), readConfig(folder)])
  if (answer.missing) return { state: 'no-git' }
  if (isUnsafe(answer)) return { state: 'unsafe' }
  const parsed = parseAnswer(answer)
  if (parsed) return { state: 'repository', checkout: { ...parsed, ...config } }
  if (/not a git repository/.test(answer.stderr) && !hasGitAbove(folder)) return { state: 'none' }
  return { state: 'refused', message: (await tooOld(folder)) ?? refusal(complaint(answer, folder)) }
}

/** What git complains of; of a linked worktree or a submodule whose repository is gone, with the mend. */
function refusal(complained: string): string {
  const [, gone] = /^not a git repository: (.+)/.exec(complained) ?? []
  return gone
    ? `.git leads to ${gone}, where there is no repository; run \`git worktree repair\` in the main checkout, or clone anew`
    : complained || 'it gave no answer'
}

/** That git is too old for its answers to be relied on, in a sentence; undefined where it is not, or says nothing. */
export async function tooOld(folder: string): Promise<string | undefined> {
  return oldGit(await git(folder, versionQuestion))
}

/**
 * rev-parse answers line by line and stops at the first thing that does not exist (HEAD on an unborn branch, then
 * origin/HEAD), echoing its name. The prefix may itself hold line ends, so the tail is taken off first.
 */
function parseAnswer(answer: GitAnswer) {
  const match = /^(true|false)\n(true|false)\n(true|false)\n([\s\S]*)$/.exec(answer.stdout.toString())
  if (!match) return undefined
  const rest = match[4] as string
  const tail = /(?:^|\n)(HEAD|[0-9a-f]{40,64})\n(?:(refs\/remotes\/[^\n]+)\n)?$/.exec(rest)
  const found = tail?.[2]?.replace(/^refs\/remotes\/origin\//, '')
  return {
    bare: match[1] === 'true',
    workTree: match[2] === 'true',
    shallow: match[3] === 'true',
    prefix: (tail ? rest.slice(0, tail.index) : rest).replace(/\n$/, ''),
    head: tail?.[1] === 'HEAD' ? undefined : tail?.[1],
    defaultBranch: found === 'HEAD' ? undefined : found,
  }
}

/** What the configuration tells of the remote: from the plain file where that is simple, else by asking git. */
async function readConfig(folder: string) {
  const values = readPlainConfig(folder) ?? (await askConfig(folder))
  return {
    origin: cleanUrl(values.get('remote.origin.url')),
    originName: lastPart(values.get('remote.origin.url')),
    partial: [...values].some(([key, value]) =>
      key.endsWith('.promisor') ? value !== 'false' : key === 'extensions.partialclone',
    ),
    tagless: values.get('remote.origin.tagopt') === '--no-tags',
  }
}

async function askConfig(folder: string): Promise<Map<string, string>> {
  const keys = '^(remote\\..*\\.promisor|remote\\.origin\\.(url|tagopt)|extensions\\.partialclone)$'
  const answer = await git(folder, ['config', '-z', '--includes', '--get-regexp', keys])
  const values = new Map<string, string>()
  for (const line of answer.stdout.toString().split('\0')) {
    const [key, ...value] = line.split('\n')
    if (key && !values.has(key)) values.set(key, value.join('\n'))
  }
  return values
}

/**
 * `.git/config` as it nearly always is: sections, and keys with unquoted values (git-config(1), "Syntax"). Starting git
 * for it would cost a developer at every commit what reading it does not. Undefined where anything else stands in it.
 */
function readPlainConfig(folder: string): Map<string, string> | undefined {
  let text: string
  try {
    text = readFileSync(join(folder, '.git', 'config'), 'utf8')
  } catch {
    return undefined
  }
  const values = new Map<string, string>()
  let section = ''
  for (const line of text.split(/\r?\n/)) {
    const head = /^\s*\[(\w+)(?:\s+"([^"\\]*)")?\]\s*$/.exec(line)
    if (head) section = `${(head[1] as string).toLowerCase()}.${head[2] === undefined ? '' : `${head[2]}.`}`
    else if (/^\s*([#;].*)?$/.test(line)) continue
    else {
      const pair = /^\s*([A-Za-z][\w-]*)\s*=\s*([^"\\#;]*?)\s*$/.exec(line)
      if (!pair || section === '') return undefined
      const key = `${section}${(pair[1] as string).toLowerCase()}`
      if (!values.has(key)) values.set(key, pair[2] as string)
    }
    if (/^(include|includeif)\./.test(section) || values.has('extensions.worktreeconfig')) return undefined
  }
  return values
}

/** What a repository is called whose remote is a path of this machine: `/srv/git/shop.git` is `shop`. */
function lastPart(url: string | undefined): string | undefined {
  if (!url || cleanUrl(url) !== undefined) return undefined
  return /([^/\\]+?)(?:\/?\.git)?[/\\]*$/.exec(url)?.[1]?.replace(/^\.+$/, '') || undefined
}

/** A remote's URL without user, password, query and fragment; undefined for paths of this machine. */
export function cleanUrl(url: string | undefined): string | undefined {
  if (!url) return undefined
  const full = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#]*@)?([^/?#@]+)([^?#]*)/i.exec(url)
  if (full) return full[1] === 'file' ? undefined : `${full[1]}://${full[2]}${full[3]}`
  // the short form of ssh, user@host:path; one letter before the colon is a drive of Windows
  const short = /^(?:([^@/:\s]+)@)?([^@/:\s]{2,}):(?!:|\/\/)([^?#\s]+)$/.exec(url)
  return short ? `${short[1] === undefined || short[1] !== 'git' ? '' : 'git@'}${short[2]}:${short[3]}` : undefined
}

/** What people should know about a clone, each with the mend. */
export function cloneNotices(checkout: Checkout): Notice[] {
  const notices: Notice[] = []
  if (checkout.shallow) {
    notices.push({
      code: 'shallow',
      message:
        'a shallow clone: tags and earlier commits are not here; run `git fetch --unshallow --tags` (in GitHub Actions: actions/checkout with fetch-depth: 0)',
    })
  }
  if (checkout.partial) {
    notices.push({
      code: 'partial-clone',
      message:
        'a partial clone: objects that are not here are not fetched; run `git fetch --refetch --no-filter`, or clone without --filter',
    })
  }
  if (checkout.prefix) {
    notices.push({
      code: 'configuration',
      message: `only the folder ${checkout.prefix.replace(/\/$/, '')} of a larger repository is judged: git's tags name releases of the whole, so they are not used; to use them, check the top folder`,
    })
  }
  return notices
}
