import { basename, dirname, joinPath } from '../../../../documents/path.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import { type Call, dropWords, sourceOfWord } from '../call.ts'
import { runCall } from '../shell/command.ts'
import { pathFrom } from '../shell/paths.ts'
import { type Context, type Finder, type Shell, subshell } from '../shell/state.ts'
import type { Follow } from './index.ts'
import { nxTargets } from './nx.ts'
import { runText } from './script.ts'
import { byNameAlone, missingTarget, quoteAll, runTarget, sourceOfNode } from './text.ts'

/** `npm run x`, `yarn x`, `pnpm -r test`, `run-s a b`, `turbo run build`: the scripts of package.json. */
export const packageScripts: Follow = async (call, shell, context, finder) => {
  const program = basename(call.words[0] ?? '')
  switch (program) {
    case 'npm':
    case 'yarn':
    case 'pnpm':
    case 'bun':
      return manager(program, call, shell, context, finder)
    case 'npm-run-all':
    case 'npm-run-all2':
    case 'run-s':
    case 'run-p':
      await several(call, shell, context, finder)
      return true
    case 'concurrently':
      await concurrently(call, shell, context, finder)
      return true
    case 'start-server-and-test':
    case 'start-test':
      await scriptOrCommand(call, call.words.length - 1, shell, context, finder)
      return true
    default:
      return monorepo(program, call, shell, context, finder)
  }
}

interface Where {
  /** folders of the packages whose script runs; undefined: not known */
  readonly folders: readonly string[] | undefined
  /** words after the flags that choose a package */
  readonly rest: readonly number[]
  readonly ifPresent: boolean
}

const ownFlags = new Set(['--silent', '-s', '--if-present', '--quiet', '--loglevel'])

const folderFlags = new Set(['--prefix', '-C', '--cwd', '--dir'])
const packageFlags = new Set(['-w', '--workspace', '--filter', '-F', '--scope'])
const everyFlags = new Set(['-ws', '--workspaces', '-r', '--recursive', '-A', '--all'])

/** Which packages a call is for, by its flags; the flags are taken from the words. */
async function placed(program: string, call: Call, shell: Shell, finder: Finder): Promise<Where> {
  let folders: readonly string[] | undefined = shell.directory === undefined ? undefined : [shell.directory]
  const rest: number[] = []
  let ifPresent = false
  for (let i = 1; i < call.words.length; i++) {
    const word = call.words[i] as string
    if (word === '--') {
      for (let j = i; j < call.words.length; j++) rest.push(j)
      break
    }
    const equals = word.indexOf('=')
    const flag = equals > 0 ? word.slice(0, equals) : word
    const value = equals > 0 ? word.slice(equals + 1) : call.words[i + 1]
    // Behind the name of the script, flags are its own (but npm takes them up to `--`).
    const ours = rest.length < 2 || program === 'npm'
    if (ours && folderFlags.has(flag) && value !== undefined) {
      const folder = pathFrom(value, shell)
      folders = folder === undefined ? undefined : [folder]
      if (equals < 0) i++
    } else if (
      ours &&
      packageFlags.has(flag) &&
      value !== undefined &&
      (program !== 'bun' || /^(--filter|-F)$/.test(flag))
    ) {
      folders = await packagesNamed(value, finder)
      if (equals < 0) i++
    } else if (ours && everyFlags.has(word) && (program !== 'yarn' || word !== '-A')) {
      folders = packageFolders(finder)
    } else if (ours && ownFlags.has(flag)) {
      if (word === '--if-present') ifPresent = true
      if (word === '--loglevel') i++
    } else rest.push(i)
  }
  return { folders, rest, ifPresent }
}

/** Commands of the managers themselves, which are no scripts. */
const yarnCommands = new Set(
  'install add remove upgrade up info why audit npm publish pack version cache config dlx exec node init link unlink import plugin set dedupe workspaces workspace bin licenses outdated global create login logout rebuild constraints explain patch stage unplug help'.split(
    ' ',
  ),
)
const pnpmCommands = new Set(
  'install i add remove rm update up link unlink import rebuild prune fetch audit list ls outdated why publish pack deploy store exec dlx create env setup config patch server root bin licenses approve-builds self-update'.split(
    ' ',
  ),
)

async function manager(program: string, call: Call, shell: Shell, context: Context, finder: Finder): Promise<boolean> {
  const where = await placed(program, call, shell, finder)
  let [first, ...others] = where.rest
  let verb = first === undefined ? undefined : call.words[first]
  let { folders } = where
  if (program === 'yarn' && verb === 'workspace' && others[0] !== undefined) {
    folders = await packagesNamed(call.words[others[0]] ?? '', finder)
    first = others[1]
    others = others.slice(2)
    verb = first === undefined ? undefined : call.words[first]
  } else if (program === 'yarn' && verb === 'workspaces') {
    folders = packageFolders(finder)
    const run = others.findIndex((i) => call.words[i] === 'run')
    if (run < 0) return false
    first = others[run]
    others = others.slice(run + 1)
    verb = 'run'
  }
  if (program === 'pnpm' && verb === 'exec' && others[0] !== undefined) {
    const at = call.words[others[0]] === '--' ? others[1] : others[0]
    const folder = folders?.length === 1 ? folders[0] : undefined
    if (at !== undefined) await runCall(dropWords(call, at), { ...shell, directory: folder }, context, finder)
    return true
  }
  if (/^(pack|publish)$/.test(verb ?? '') && others.every((i) => call.words[i]?.startsWith('-')))
    await beforePacking(verb === 'publish', call, folders, shell, context, finder)
  const runs = verb === 'run' || verb === 'run-script'
  const named = runs ? others[0] : first
  const script = runs ? (named === undefined ? undefined : call.words[named]) : scriptOfVerb(program, verb)
  if (script === undefined || named === undefined) return false
  const args = passedOn(program, call, runs ? others.slice(1) : others)
  if (/^(npm|yarn)$/.test(program)) folders = folders?.map((folder) => nearestPackage(folder, finder))
  const found = await runScripts(script, args, folders, call, shell, context, finder)
  if (found) return true
  if ((program === 'yarn' || (program === 'pnpm' && !runs)) && script !== 'test') {
    // No script of that name: a program of a dependency.
    await runCall(dropWords(call, named), shell, context, finder)
    return true
  }
  if (!where.ifPresent) missingTarget(`script ${script}`, 'package.json', call, shell, context, finder)
  return true
}

/** What packing and publishing run before (docs.npmjs.com/cli/using-npm/scripts, "Life Cycle Operation Order"). */
async function beforePacking(
  publishes: boolean,
  call: Call,
  folders: readonly string[] | undefined,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<void> {
  if (call.words.some((word) => /^--ignore-scripts(=true)?$/.test(word))) return
  for (const script of [...(publishes ? ['prepublishOnly'] : []), 'prepack', 'prepare'])
    await runScripts(script, [], folders, call, shell, context, finder)
}

function scriptOfVerb(program: string, verb: string | undefined): string | undefined {
  if (verb === undefined || verb.startsWith('-')) return undefined
  if (program === 'npm')
    return /^(t|tst|test)$/.test(verb) ? 'test' : /^(start|stop|restart)$/.test(verb) ? verb : undefined
  if (program === 'bun') return undefined
  const own = program === 'yarn' ? yarnCommands : pnpmCommands
  if (program === 'pnpm' && verb === 't') return 'test'
  return own.has(verb) ? undefined : verb
}

/** Arguments for the script itself: behind `--` for npm, all of them for the others. */
function passedOn(program: string, call: Call, rest: readonly number[]): string[] {
  const words = rest.map((i) => call.words[i] as string)
  const dashes = words.indexOf('--')
  if (dashes >= 0) return program === 'npm' ? words.slice(dashes + 1) : words.filter((_word, i) => i !== dashes)
  return program === 'npm' ? words.filter((word) => !word.startsWith('-')) : words
}

/** Runs a script in each of the folders that has it. False where none has. */
async function runScripts(
  script: string,
  args: readonly string[],
  folders: readonly string[] | undefined,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<boolean> {
  let found = false
  for (const folder of folders ?? []) {
    const file = folder === '' ? 'package.json' : `${folder}/package.json`
    const manifest = finder.repository.has(file) ? await finder.repository.json(file) : undefined
    const scripts = manifest?.get('scripts')
    const node = scripts?.get(script)
    if (!manifest || node?.text === undefined) continue
    found = true
    finder.repository.claim(file)
    for (const [name, part] of [
      [`pre${script}`, scripts?.get(`pre${script}`)],
      [script, node],
      [`post${script}`, scripts?.get(`post${script}`)],
    ] as const) {
      if (part?.text === undefined) continue
      const real = part.text.trim() === 'wireit' ? manifest.at('wireit', name, 'command') : part
      if (!real) continue
      const after = name === script ? quoteAll(args) : ''
      const target = { key: `script ${file} ${name}`, name, source: sourceOfNode(real, after), directory: folder }
      await runTarget(target, call, shell, context, finder)
    }
  }
  return found
}

/**
 * The folder of the package that a folder lies in: npm goes up to the nearest package.json (docs.npmjs.com/cli/commands/
 * npm-prefix), Yarn to that of the workspace. The folder itself where there is none.
 */
function nearestPackage(folder: string, { repository }: Finder): string {
  for (let at = folder; ; at = dirname(at)) {
    if (repository.has(at === '' ? 'package.json' : `${at}/package.json`)) return at
    if (at === '') return folder
  }
}

/** Folders of all packages but the root, in order. */
function packageFolders(finder: Finder): string[] {
  return finder.repository
    .named('package.json')
    .filter((file) => file.area === 'main' && file.path !== 'package.json')
    .map((file) => dirname(file.path))
    .slice(0, 40)
}

/** Folders of the packages that a filter names, by name or path. */
async function packagesNamed(filter: string, finder: Finder): Promise<string[]> {
  // `x^...` is what x depends on, without it
  const wanted = filter.replace(/^\.{3}\^?|\^?\.{3}$/g, '').replace(/^\{|\}$/g, '')
  const braces = /^\{/.test(filter)
  const path = joinPath('', wanted.replace(/^\.\//, ''))
  const glob = wanted.includes('*')
    ? new RegExp(`^${wanted.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*')}$`)
    : undefined
  const found: string[] = []
  for (const folder of packageFolders(finder)) {
    const name = (await finder.repository.json(`${folder}/package.json`))?.get('name')?.text ?? ''
    const own = name.replace(/^@[^/]+\//, '')
    const placed = glob?.test(`./${folder}`) || (braces && (glob?.test(folder) || folder.startsWith(`${path}/`)))
    if (folder === path || name === wanted || own === wanted || glob?.test(name) || placed) found.push(folder)
  }
  return found
}

async function scriptNames(shell: Shell, finder: Finder): Promise<{ names: string[]; manifest: DataNode | undefined }> {
  const file = shell.directory === undefined ? undefined : joinPath(shell.directory, 'package.json')
  const manifest = file !== undefined && finder.repository.has(file) ? await finder.repository.json(file) : undefined
  return { manifest, names: manifest?.get('scripts')?.entries.map((entry) => entry.key) ?? [] }
}

/** `run-s lint "test:*"` */
async function several(call: Call, shell: Shell, context: Context, finder: Finder): Promise<void> {
  const { names } = await scriptNames(shell, finder)
  const keepsOn = call.words.some((word) => /^(-c|--continue-on-error)$/.test(word))
  const inside: Context = keepsOn ? { ...context, suppressed: context.suppressed } : context
  for (const word of call.words.slice(1)) {
    if (word === '--') break
    if (word.startsWith('-')) continue
    for (const script of expand(word.split(' ')[0] ?? '', names)) {
      const folders = shell.directory === undefined ? undefined : [shell.directory]
      const found = await runScripts(script, word.split(' ').slice(1), folders, call, shell, inside, finder)
      if (!found) missingTarget(`script ${script}`, 'package.json', call, shell, context, finder)
    }
  }
}

/** `test:*` stands for one further segment, `test:**` for any. */
function expand(pattern: string, names: readonly string[]): string[] {
  if (!pattern.includes('*')) return [pattern]
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*/g, '\u0000')
    .replace(/\*/g, '[^:]*')
    .replaceAll('\u0000', '.*')
  return names.filter((name) => new RegExp(`^${source}$`).test(name))
}

async function concurrently(call: Call, shell: Shell, context: Context, finder: Finder): Promise<void> {
  const valued =
    /^(-n|--names|-c|--prefix-colors|-s|--success|-p|--prefix|--restart-tries|--default-input-target|-m|--max-processes)$/
  const { names } = await scriptNames(shell, finder)
  for (let i = 1; i < call.words.length; i++) {
    const word = call.words[i] as string
    if (valued.test(word)) i++
    else if (word.startsWith('-')) continue
    else {
      const short = /^(npm|yarn|pnpm|bun):(.+)$/.exec(word)
      if (!short) await runText(sourceOfWord(call, i, context), subshell(shell), shell, context, finder)
      else {
        for (const script of expand(short[2] as string, names)) {
          await runScripts(
            script,
            [],
            shell.directory === undefined ? undefined : [shell.directory],
            call,
            shell,
            context,
            finder,
          )
        }
      }
    }
  }
}

/** A word that is the name of a script, or else a command of its own. */
async function scriptOrCommand(call: Call, at: number, shell: Shell, context: Context, finder: Finder): Promise<void> {
  const word = call.words[at] ?? ''
  const folders = shell.directory === undefined ? undefined : [shell.directory]
  if (at < 1 || (await runScripts(word, [], folders, call, shell, context, finder))) return
  await runText(sourceOfWord(call, at, context), subshell(shell), shell, context, finder)
}

/** turbo, nx, lerna, rush: the scripts of that name in all packages; where none has it, its name speaks. */
async function monorepo(program: string, call: Call, shell: Shell, context: Context, finder: Finder): Promise<boolean> {
  const tasks = tasksOf(program, call.words.slice(1))
  if (tasks.length === 0) return false
  for (const task of tasks) {
    const asked = program === 'nx' ? await nxTargets(task, call, shell, context, finder) : undefined
    const folders: string[] = []
    for (const folder of foldersOfWorkspace(shell, finder)) if (!asked || (await asked(folder))) folders.push(folder)
    const found = await runScripts(task, [], folders, call, shell, context, finder)
    if (!found && !asked) byNameAlone(task, call, shell, context, finder)
  }
  return true
}

const workspaceFiles = ['turbo.json', 'nx.json', 'lerna.json', 'rush.json', 'pnpm-workspace.yaml']

/** The packages of the workspace that a runner is started in, without the outermost, whose scripts call the runner. */
function foldersOfWorkspace({ directory }: Shell, finder: Finder): string[] {
  const all = packageFolders(finder)
  if (!directory || !workspaceFiles.some((name) => finder.repository.has(`${directory}/${name}`))) return all
  return all.filter((folder) => folder.startsWith(`${directory}/`))
}

/** `"${filters[@]}"`: which packages, and no task. */
const listOfFlags = /^["']?\$\{?\w*(?:filters?|flags?|scopes?|opts|options)(?:\[[@*]\])?\}?["']?$/i

function tasksOf(program: string, words: readonly string[]): string[] {
  const plain = words.filter((word) => !word.startsWith('-') && !listOfFlags.test(word))
  const [verb = '', ...others] = plain
  if (program === 'turbo') return verb === 'run' ? others : /^(prune|login|link|daemon|gen)$/.test(verb) ? [] : plain
  if (program === 'lerna') return verb === 'run' ? others.slice(0, 1) : []
  if (program === 'moon')
    return verb === 'run' || verb === 'r' ? others.map((one) => one.split(':')[1] ?? '').filter(Boolean) : []
  if (program === 'rush') return /^(build|rebuild|test|lint)$/.test(verb) ? [verb] : []
  // nx
  const at = words.findIndex((word) => /^(-t|--targets?)$/.test(word))
  const joined = words.find((word) => /^--targets?=/.test(word))
  if (joined) return joined.replace(/^--targets?=/, '').split(',')
  if (at >= 0) {
    const found: string[] = []
    for (const word of words.slice(at + 1)) {
      if (word.startsWith('-')) break
      // flags in a variable behind the tasks
      if (found.length && word.startsWith('$')) continue
      found.push(...word.split(','))
    }
    return found
  }
  if (verb.startsWith('affected:')) return [verb.slice('affected:'.length)]
  if (verb === 'run') return [(others[0] ?? '').split(':')[1] ?? ''].filter(Boolean)
  return /^(build|test|lint|e2e|serve|deploy)$/.test(verb) && program === 'nx' ? [verb] : []
}
