import { Hidden } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import type { Pin } from '../schema/artifact.ts'
import { type Ecosystem, hasLock, takesDependencies } from './lockfile.ts'

/** An install as it is called. */
export interface Call {
  readonly program: string
  readonly words: readonly string[]
  /** folder in which it runs, undefined where that is not known */
  readonly folder: string | undefined
  /** Inside an image that is built, where package managers do not see that they run in CI. */
  readonly image: boolean
  /** the text around it, in which a setting may stand (`UV_FROZEN=1`) */
  readonly around: string
}

export type Judged = Pick<Pin, 'what' | 'name' | 'ref' | 'pinned'>

/** What a call does with the lockfile, if it installs: `exact` holds to it, `loose` may rewrite it, `renew` means to. */
interface Reading {
  readonly name: string
  readonly manner: 'exact' | 'loose' | 'renew'
}

interface Installer {
  readonly ecosystem: Ecosystem
  /** undefined for what installs nothing from the manifest */
  readonly read: (call: Call, args: Args, repository: Repository) => Reading | undefined
}

interface Args {
  readonly rest: readonly string[]
  readonly has: (...flags: readonly string[]) => boolean
}

const node = (...locks: readonly string[]): Ecosystem => ({ manifest: 'package.json', locks, workspaces: true })
const reading = (name: string, exact: boolean): Reading => ({ name, manner: exact ? 'exact' : 'loose' })

/**
 * What package managers do with a lockfile, by their own documentation: docs.npmjs.com/cli (npm-ci, npm-install),
 * classic.yarnpkg.com and yarnpkg.com (`yarn install`; from version 2 on immutable in CI), pnpm.io/cli/install (frozen in
 * CI), bun.sh/docs/cli/install, docs.astral.sh/uv (`uv sync`), pipenv.pypa.io, python-poetry.org, bundler.io,
 * getcomposer.org.
 */
const installers: Readonly<Record<string, Installer>> = {
  npm: {
    ecosystem: node('package-lock.json', 'npm-shrinkwrap.json'),
    read(_, { rest: [verb, what], has }) {
      if (verb === 'ci' || verb === 'clean-install') return reading(`npm ${verb}`, true)
      if (verb === 'update' || verb === 'up') return { name: 'npm update', manner: 'renew' }
      if (verb !== 'install' && verb !== 'i' && verb !== 'add') return undefined
      if (what || has('-g', '--global', '--package-lock-only')) return undefined
      return reading(`npm ${verb}`, false)
    },
  },
  yarn: {
    ecosystem: node('yarn.lock'),
    read({ words, image, folder }, { rest: [verb], has }, repository) {
      if (verb === 'upgrade' || verb === 'up') return { name: `yarn ${verb}`, manner: 'renew' }
      const installs = verb === 'install' || (verb === undefined && words.every((word) => isInstallFlag.test(word)))
      if (!installs || has('--mode', '--version', '--help')) return undefined
      if (has('--frozen-lockfile', '--immutable')) return reading('yarn install', true)
      const modern = [folder ?? '', ''].some((at) => repository.has(at ? `${at}/.yarnrc.yml` : '.yarnrc.yml'))
      return reading('yarn install', modern && !image)
    },
  },
  pnpm: {
    ecosystem: node('pnpm-lock.yaml'),
    read({ image }, { rest: [verb], has }) {
      if (verb === 'update' || verb === 'up') return { name: `pnpm ${verb}`, manner: 'renew' }
      if (verb === 'ci') return reading('pnpm ci', true)
      if ((verb !== 'install' && verb !== 'i') || has('-g', '--global', '--lockfile-only')) return undefined
      if (has('--no-frozen-lockfile', '--no-lockfile')) return reading('pnpm install --no-frozen-lockfile', false)
      return reading('pnpm install', !image || has('--frozen-lockfile'))
    },
  },
  bun: {
    ecosystem: node('bun.lock', 'bun.lockb'),
    read(_, { rest: [verb, what], has }) {
      if (verb === 'ci') return reading('bun ci', true)
      if ((verb !== 'install' && verb !== 'i') || what || has('-g', '--global')) return undefined
      return reading('bun install', has('--frozen-lockfile'))
    },
  },
  uv: {
    ecosystem: { manifest: 'pyproject.toml', locks: ['uv.lock'], workspaces: true },
    read({ around }, { rest: [verb], has }) {
      if (verb !== 'sync') return undefined
      return reading('uv sync', has('--locked', '--frozen') || /\bUV_(FROZEN|LOCKED)\b/.test(around))
    },
  },
  poetry: {
    ecosystem: { manifest: 'pyproject.toml', locks: ['poetry.lock'], workspaces: false },
    read(_, { rest: [verb] }) {
      if (verb === 'update') return { name: 'poetry update', manner: 'renew' }
      return verb === 'install' || verb === 'sync' ? reading(`poetry ${verb}`, true) : undefined
    },
  },
  pipenv: {
    ecosystem: { manifest: 'Pipfile', locks: ['Pipfile.lock'], workspaces: false },
    read(_, { rest: [verb, what], has }) {
      if (verb === 'sync') return reading('pipenv sync', true)
      if (verb !== 'install' || what) return undefined
      return reading('pipenv install', has('--deploy', '--ignore-pipfile'))
    },
  },
  bundle: {
    ecosystem: { manifest: 'Gemfile', locks: ['Gemfile.lock'], workspaces: false },
    read(_, { rest: [verb] }) {
      if (verb === 'update') return { name: 'bundle update', manner: 'renew' }
      return verb === 'install' || verb === undefined ? reading('bundle install', true) : undefined
    },
  },
  composer: {
    ecosystem: { manifest: 'composer.json', locks: ['composer.lock'], workspaces: false },
    read(_, { rest: [verb, what] }) {
      if (verb === 'update' && !what) return { name: 'composer update', manner: 'renew' }
      return verb === 'install' ? reading('composer install', true) : undefined
    },
  },
}

const isInstallFlag =
  /^(--(frozen-lockfile|immutable|production|prod|non-interactive|silent|ignore-|pure-|prefer-|check-|network-)|\d+$)/

/**
 * How a call takes in dependencies; undefined where it takes in none. Without a lockfile it ignores none (verdicts.md: "an
 * install that ignores an existing lockfile"), but what is built from the result is not held to anything either: hidden.
 * @param renews whether something is built from the result; else a call without a lockfile, or one that means to renew
 *   it, does not count
 */
export async function judgeInstall(call: Call, repository: Repository, renews: boolean): Promise<Judged | undefined> {
  const installer = installers[call.program]
  const read = installer?.read(call, argsOf(call.words), repository)
  if (!installer || !read) return toolAtLatest(call)
  if (read.manner === 'renew' && !renews) return undefined
  const folder = folderOf(call)
  if (folder === null) return undefined
  const locked = await hasLock(repository, installer.ecosystem, folder, read.name)
  if (locked === false) {
    const floats = renews && folder !== undefined && (await takesDependencies(repository, installer.ecosystem, folder))
    return floats ? { what: 'install', name: read.name, ref: '', pinned: unlocked(read.name, installer) } : undefined
  }
  const pinned =
    locked instanceof Hidden && read.manner !== 'exact' ? locked : read.manner === 'exact' ? 'lockfile' : 'none'
  return { what: 'install', name: read.name, ref: '', pinned }
}

/** What was built of it cannot be told where nothing says which versions were taken. */
const unlocked = (name: string, { ecosystem }: Installer) =>
  new Hidden(`which versions \`${name}\` takes, for no lockfile stands beside ${ecosystem.manifest},`, {
    kind: 'file',
    text: `commit the lockfile (${ecosystem.locks[0]}), and install just what it holds`,
  })

/** The folder that a flag names, from where the call runs; null for one outside the repository. */
function folderOf({ words, folder }: Call): string | undefined | null {
  const at = words.findIndex((word) => intoFolder.has(word.replace(/=.*$/, '')))
  if (at < 0) return folder
  const word = words[at] as string
  const into = word.includes('=') ? word.slice(word.indexOf('=') + 1) : (words[at + 1] ?? '')
  if (/^[/~]/.test(into)) return null
  if (folder === undefined || into.includes('$')) return undefined
  const segments: string[] = []
  for (const segment of `${folder}/${into}`.split('/')) {
    if (segment === '..' && segments.pop() === undefined) return null
    if (segment && segment !== '.' && segment !== '..') segments.push(segment)
  }
  return segments.join('/')
}

const intoFolder = new Set(['--prefix', '-C', '--dir', '--cwd', '--project', '--directory', '--working-dir'])

/** A tool that is fetched in its newest version wherever it runs. */
function toolAtLatest({ program, words }: Call): Judged | undefined {
  const { rest } = argsOf(words)
  const [verb = '', what = ''] = rest
  const found =
    program === 'npx' || program === 'bunx' ? verb : ['install', 'i', 'dlx', 'exec'].includes(verb) ? what : ''
  if (!['npx', 'bunx', 'npm', 'pnpm', 'yarn', 'go'].includes(program) || !found.endsWith('@latest')) return undefined
  return {
    what: 'tool',
    name: `${program} ${rest.slice(0, rest.indexOf(found) + 1).join(' ')}`,
    ref: 'latest',
    pinned: 'moving',
  }
}

/** Words without flags, and the flags: those of installs rarely take a value, and none of these values is a verb. */
function argsOf(words: readonly string[]): Args {
  const flags = words
    .filter((word) => word.startsWith('-'))
    .map((word) => word.replace(/=(true|yes)$/, '').replace(/=.*$/, ''))
  const rest = words.filter((word, i) => !word.startsWith('-') && !takesValue.has(words[i - 1] ?? ''))
  return { rest, has: (...names) => names.some((name) => flags.includes(name)) }
}

const takesValue = new Set([
  '--registry',
  '--loglevel',
  '--cache',
  '--cache-dir',
  '--prefix',
  '-C',
  '--dir',
  '--cwd',
  '--filter',
  '-F',
  '--omit',
  '--include',
  '--network-timeout',
  '--network-concurrency',
  '--mutex',
  '--jobs',
  '-j',
  '--retry',
  '--path',
  '--without',
  '--with',
  '--only',
  '--group',
  '-E',
  '--extra',
  '--python',
  '--project',
  '--directory',
  '--working-dir',
  '-d',
  '-w',
  '--workspace',
  '--store-dir',
  '--cache-folder',
  '--modules-folder',
  '--audit-level',
  '--fetch-retries',
  '-p',
  '--package',
])
