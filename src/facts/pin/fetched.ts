import { dirname, join } from '../../documents/path.ts'
import { commandsOf } from '../../documents/shell/commands.ts'
import { Hidden } from '../hidden.ts'
import type { Repository } from '../repository.ts'
import type { Judged } from './installers.ts'

/**
 * What takes a program from a registry where it is not installed: of the first kind what the project has is used instead
 * (docs.npmjs.com, "npm exec"), of the second never (pnpm.io/cli/dlx, yarnpkg.com/cli/dlx, docs.astral.sh/uv, "Using tools",
 * pipx.pypa.io).
 */
const runners: readonly (readonly [words: readonly string[], installed: boolean])[] = [
  [['npx'], true],
  [['bunx'], true],
  [['npm', 'exec'], true],
  [['npm', 'x'], true],
  [['pnpm', 'dlx'], false],
  [['yarn', 'dlx'], false],
  [['uvx'], false],
  [['uv', 'tool', 'run'], false],
  [['pipx', 'run'], false],
]

/** Programs that are called otherwise than the package that brings them. */
const packages: Readonly<Record<string, string>> = {
  tsc: 'typescript',
  ng: '@angular/cli',
  sls: 'serverless',
  nuxi: 'nuxt',
  cap: '@capacitor/cli',
  playwright: '@playwright/test',
}

interface Fetched {
  readonly name: string
  readonly program: string
  /** what the project has installed is used instead */
  readonly installed: boolean
}

/** The program that a command takes from a registry without naming its version; undefined where it takes none. */
function fetchedBy(words: readonly string[]): Fetched | undefined {
  for (const [runner, installed] of runners) {
    if (!runner.every((word, i) => words[i] === word)) continue
    const rest = words.slice(runner.length)
    if (rest.some((word) => /^--no-install$|^--offline$|^--no$/.test(word))) return undefined
    const at = rest.findIndex((word) => /^(?:-p|--package|--from|--spec)$/.test(word))
    const joined = rest.find((word) => /^--(?:package|from|spec)=/.test(word))?.replace(/^[^=]*=/, '')
    const program = joined ?? (at >= 0 ? rest[at + 1] : rest.find((word) => !word.startsWith('-')))
    const name = program?.replace(/@latest$/, '')
    // a version, a range or a file is no matter of here
    if (!name || !/^(?:@[\w.-]+\/)?[\w.-]+$/.test(name) || name.startsWith('.')) return undefined
    return { name: `${runner.join(' ')} ${program}`, program: name, installed: installed && name === program }
  }
  return undefined
}

/**
 * What a command that makes or deploys something takes from a registry in whatever version is newest then, unless the project
 * has it among its dependencies: which that is, cannot be told.
 * @param text the command as it is written
 * @param folder where it runs
 */
export async function judgeFetched(
  text: string,
  folder: string | undefined,
  repository: Repository,
): Promise<Judged | undefined> {
  for (const { words } of commandsOf(text)) {
    const fetched = fetchedBy(words.filter((word) => !/^\w+=/.test(word)))
    if (!fetched || (fetched.installed && (await isDependency(fetched.program, folder ?? '', repository)))) continue
    const { name } = fetched
    const pinned = new Hidden(`which version of ${fetched.program} \`${name}\` takes`, {
      kind: 'file',
      text: `name its version, or add ${fetched.program} to the dependencies that the lockfile holds`,
    })
    return { what: 'tool', name, ref: '', pinned }
  }
  return undefined
}

/** Whether a manifest in the folder or above it depends on what brings a program: `cdk` is of `aws-cdk`. */
async function isDependency(program: string, folder: string, repository: Repository): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const manifest = await repository.json(join(at, 'package.json'))
    const groups = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
    const own = groups.flatMap((group) => manifest?.get(group)?.entries ?? []).map(({ key }) => key)
    if (own.some((key) => brings(key, program))) return true
    if (at === '') return false
  }
}

/** Whether a package may bring a program: by its own name, or with the program's as whole words of it (`mongoose` has no `ng`). */
function brings(name: string, program: string): boolean {
  const known = packages[program]
  if (known !== undefined || name === program) return name === (known ?? program)
  return `-${name.replace(/[@/._]/g, '-')}-`.includes(`-${program.replace(/[@/._]/g, '-')}-`)
}
