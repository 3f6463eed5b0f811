import { basename } from '../../../../documents/path.ts'
import { escaped } from '../../../../documents/pattern.ts'
import { parseShell, simpleCommands, writtenWord } from '../../../../documents/shell/index.ts'
import { isEncrypted } from '../../../encrypted.ts'
import { isProgramFile } from '../../../program-file.ts'
import { knowsProgram } from '../../known/command.ts'
import { batchAsShell } from '../batch.ts'
import { type Call, dropWords, emit, emitHidden, parseOnce, withWords } from '../call.ts'
import { isPrinted, purposeOfFetched } from '../fetched.ts'
import { anything, couldBeByName } from '../hidden.ts'
import { kindsOfName, takesAway } from '../names.ts'
import { runPower } from '../power/run.ts'
import { runProgram } from '../program.ts'
import { artifactPath, isAbsolute, mountedPath, pathFrom } from '../shell/paths.ts'
import { setPositional } from '../shell/positional.ts'
import { joinArguments } from '../shell/render.ts'
import {
  type Context,
  type Finder,
  type Flow,
  giveToPrograms,
  goesOn,
  onlyIf,
  outcomeOf,
  type Shell,
  type Source,
  subshell,
  unheeded,
} from '../shell/state.ts'
import { forget, forgetBeginnings } from '../shell/unknown-values.ts'
import { walkList } from '../shell/walk.ts'
import { environmentGiven } from '../special/environment-name.ts'
import { tellByName } from './by-name.ts'
import { handsOnUnseen, shellOuts } from './foreign.ts'
import { leftOutBy, onBranch } from './foreign-branches.ts'
import { leaveOpen } from './foreign-caught.ts'
import type { Follow } from './index.ts'

/** Files in the repository that only start a known program: the table knows them better than their text tells. */
export const launchers =
  /(^|\/)(gradlew|mvnw|rails|rake|rspec|bundle|rubocop|brakeman|yarn|kamal|sbt|mix|console|artisan|manage\.py|setup\.py|magento|yii|cake|phpunit|pest|bundler-audit|importmap|pnpm|npm|pod)(\.bat|\.cmd)?$/

/** Runs shell text as a process of its own. */
export async function runText(
  source: Source,
  own: Shell,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<Flow> {
  const outcome = outcomeOf(shell, context)
  return walkList(
    parseOnce(source.text, finder),
    own,
    {
      ...context,
      source,
      status: outcome,
      exit: outcome,
      returns: outcome,
      success: 'ignored',
      suppressed: false,
      later: undefined,
      loopRaises: false,
    },
    finder,
  )
}

const mounted = (word: string, { repository }: Finder) => mountedPath(word, (path) => repository.has(path))

/** `%ProgramFiles%/Google/Chrome/Application/chrome.exe`: where Windows keeps the programs that are installed. */
const ofWindows =
  /^(%(program(files(\(x86\))?|w6432|data)|systemroot|windir)%|[a-z]:\/(program files( \(x86\))?|windows))\/.*\.exe$/i

/** `./scripts/deploy.sh`, `bin/smoke`: a path of the repository as a program. */
export const scriptFile: Follow = async (call, shell, context, finder) => {
  const [program = ''] = call.words
  // What a substitution prints is run; `until $(curl --output /dev/null …)` prints nothing.
  if (/^\$\(.*\/dev\/null/s.test(program)) return true
  const onPath = programOnPath(program, shell, finder)
  if (onPath !== undefined) {
    await followFile(withWords(call, [onPath], 1), 0, shell, context, finder, {})
    return true
  }
  if (!program.includes('/') && !/\.(sh|bash|bat|cmd|py|rb|js|mjs|ps1|pl)$/.test(program)) return false
  if (launchers.test(program) || /(^|\/)(node_modules\/\.bin|vendor\/bin|\.?venv\/bin)\//.test(program)) return false
  if (ofWindows.test(program)) return false
  const path = pathFrom(program, shell)
  // Other absolute paths are the runner's own programs.
  if (path === undefined && isAbsolute(program) && !mounted(program, finder)) return false
  if (path !== undefined && !finder.repository.has(path) && !program.includes('/')) return false
  const loaded = path === undefined ? undefined : await programOfBinstub(path, finder)
  if (loaded !== undefined) await runProgram(withWords(call, [loaded], 1), shell, context, finder)
  else await followFile(call, 0, shell, context, finder, {})
  return true
}

/**
 * The program that a file only loads of a gem, as `bundle binstubs` writes it (bundler.io/man/bundle-binstubs.1.html):
 * `bin/standardrb` loads `Gem.bin_path("standard", "standardrb")`.
 */
async function programOfBinstub(path: string, { repository }: Finder): Promise<string | undefined> {
  if (!/(^|\/)bin\/[\w-]+$/.test(path) || !repository.has(path)) return undefined
  const text = (await repository.text(path))?.content ?? ''
  return /^load Gem\.(?:activate_)?bin_path\(\s*["'][\w.-]+["']\s*,\s*["']([\w.-]+)["']/m.exec(text)?.[1]
}

/**
 * The file behind a program's name where a script puts a folder of the repository on the path (`PATH=$WORKSPACE/bin:$PATH`):
 * in front of what is there it wins, behind it only over names that mean nothing.
 */
function programOnPath(program: string, shell: Shell, { repository }: Finder): string | undefined {
  const path = shell.variables.get('PATH')
  if (!path || !/^[\w.-]+$/.test(program)) return undefined
  const folders = path.split(/:(?![-=?+])/)
  const others = folders.findIndex((folder) => /^\$\{?PATH\b/.test(folder))
  const winning = others >= 0 && knowsProgram(program) ? folders.slice(0, others) : folders
  for (const folder of winning) {
    const file = folder === '' ? undefined : pathFrom(`${folder}/${program}`, shell)
    if (file !== undefined && repository.has(file)) return `\${REPOSITORY}/${file}`
  }
  return undefined
}

/**
 * A program that people fetch and run from where they put it (`./yq`, `/tmp/trivy`): its name tells what it is. Of .NET's
 * tools those that version and report (`dotnet tool install --tool-path tools nbgv`).
 */
export function isFetched(name: string): boolean {
  const bare = name.replace(/\.exe$/, '')
  // python's `build` is no name to know a script by
  if (bare === 'build') return false
  return (
    knowsProgram(bare) ||
    /^(yq|jq|gojq|dasel|envsubst|xmlstarlet|nbgv|minver|reportgenerator|(dotnet-)?gitversion)$/i.test(bare)
  )
}

interface How {
  readonly sourced?: boolean
  readonly errexit?: boolean
  readonly pipefail?: boolean
  readonly xtrace?: boolean
  /** an interpreter of another language runs it */
  readonly foreign?: boolean
  /** of PowerShell: whether the code of the last program is the script's; true where nothing is said */
  readonly keepsCode?: boolean
}

/**
 * Follows the file that a word of a call names; what is not here is hidden, as far as its name leaves it open. What
 * names no environment of its own has the one that the script is given.
 */
export async function followFile(
  call: Call,
  at: number,
  shell: Shell,
  context: Context,
  finder: Finder,
  how: How,
): Promise<Flow> {
  const before = finder.acts.length
  const flow = await followText(call, at, shell, context, finder, how)
  const environment = environmentGiven(call.words.slice(at + 1), call, shell)
  if (environment === undefined) return flow
  for (const [index, act] of finder.acts.entries()) {
    if (index < before || act.environment !== undefined) continue
    const works = act.kinds.some((kind) => /^(deploy|apply|migrate|rollback)$/.test(kind))
    if (works || act.hidden?.couldBe.includes('deploy')) finder.acts[index] = { ...act, environment }
  }
  return flow
}

/** `bash "${GUARD:-scripts/guard.sh}"`, which nothing here sets: the file that is named is the one that runs. */
const defaultFile = /^\$\{[A-Za-z_]\w*:?-([\w./-]+\.\w+)\}$/

async function followText(
  call: Call,
  at: number,
  shell: Shell,
  context: Context,
  finder: Finder,
  how: How,
): Promise<Flow> {
  const named = call.words[at] ?? ''
  const word = defaultFile.exec(named)?.[1] ?? named
  const path =
    context.remote || isPrinted(word)
      ? undefined
      : (pathFrom(word, shell) ?? artifactPath(word, finder.repository.files) ?? mounted(word, finder))
  const args = call.words.slice(at + 1)
  const assigned = path === undefined ? undefined : finder.assigned.get(path)
  if (assigned && how.sourced) {
    forget(assigned, shell)
    return goesOn
  }
  const made = path === undefined ? undefined : finder.written.get(path)
  if (path !== undefined && (made || !finder.repository.has(path)) && finder.written.has(path)) {
    if (made) return runWritten(made, args, shell, context, finder, how, call)
    if (isFetched(basename(word)) && !how.sourced) {
      await runProgram(at === 0 ? call : dropWords(call, at), shell, context, finder)
      return goesOn
    }
    emitHidden(finder, shell, context, call, `what ${word} does, which is made on the way`, [basename(word)], {
      script: true,
    })
    return goesOn
  }
  const entry = path === undefined ? undefined : finder.repository.file(path)
  if (path === undefined || !entry) {
    if (isFetched(basename(word)) && !how.sourced) {
      await runProgram(at === 0 ? call : dropWords(call, at), shell, context, finder)
      return goesOn
    }
    if (how.sourced) forgetBeginnings(shell)
    if (how.sourced && (await onlySettings(word, shell, finder))) return goesOn
    missing(word, path, call, shell, context, finder, how)
    return goesOn
  }
  // An entry point that is not seen gets it: no shell reads data.
  if (/\.(json|ya?ml|xml|toml|csv|md)$/i.test(path)) {
    emitHidden(finder, shell, context, call, `what is done with ${path}`, [basename(path)])
    return goesOn
  }
  const text = await finder.repository.text(path)
  if (!text) {
    if (how.sourced && (await isEncrypted(path, finder.repository))) return goesOn
    emitHidden(finder, shell, context, call, `what ${path} does, which is no text`, [basename(path)])
    return goesOn
  }
  finder.repository.claim(path)
  // Large files are looked through again at each call.
  finder.left -= Math.ceil(text.content.length / 500)
  const key = `file ${path}`
  if (finder.active.has(key)) return goesOn
  finder.active.add(key)
  const source: Source = {
    text: /\.(bat|cmd)$/i.test(path) ? batchAsShell(text.content) : text.content,
    file: path,
    placeOf: (start, end) => ({ file: path, start, end }),
  }
  const before = finder.acts.length
  const inside: Context = { ...context, via: [...context.via, call.place], names: [...context.names, basename(path)] }
  const inShell = isShell(path, text.content, how)
  const flow = inShell
    ? await runWritten(source, args, shell, inside, finder, how, call)
    : await runOther(source, args, shell, inside, finder, how)
  finder.active.delete(key)
  tellByName(path, before, !inShell, call, shell, context, finder, text.content)
  // A script that shows nothing is told of all the same, and one that shows a part by what its name leaves open.
  const seen = new Set(finder.acts.slice(before).flatMap(({ kinds }) => kinds))
  if (!inShell && seen.size > 0 && handsOnUnseen(text.content)) {
    const could = couldBeByName(basename(path))
    if (could !== anything && !could.some((kind) => seen.has(kind)))
      emitHidden(finder, shell, context, call, `what ${path} starts`, [basename(path)])
  }
  if (finder.acts.length === before && !inShell) {
    const could = starts.test(text.content) ? couldBeByName(basename(path)) : []
    if (could.length && could !== anything)
      emitHidden(finder, shell, context, call, `what ${path} starts`, [basename(path)])
    else emit(finder, shell, context, call, { kinds: [], tool: basename(path) })
  }
  return flow
}

/** A program that a script in another language starts, which it may put together from values; `pattern.exec(text)` is none. */
const starts =
  /\b(spawn|spawnSync|execSync|execFile|execFileSync|execa|subprocess\.\w+|os\.system|Popen|system)\s*\(|(?<!\.)\bexec\s*\(|\b(child_?process|cp|shell(js)?|exec)\.exec\s*\(/i

async function runWritten(
  source: Source,
  args: readonly string[],
  shell: Shell,
  context: Context,
  finder: Finder,
  how: How,
  call: Call,
): Promise<Flow> {
  if (how.sourced) {
    if (args.length) setPositional(shell, args)
    const flow = await walkList(parseOnce(source.text, finder), shell, { ...context, source, later: undefined }, finder)
    return flow.ends ? (flow.ends === 'return' ? goesOn : flow) : onlyIf(flow.scriptIf, flow.scriptIf)
  }
  const flags = /^#!.*\bsh\s+(-\S+)|^#!.*\b\w*sh\s+(-\S+)/.exec(source.text)
  const shebang = flags?.[1] ?? flags?.[2] ?? ''
  const own: Shell = {
    ...subshell(shell),
    functions: new Map(),
    errexit: how.errexit || /e/.test(shebang),
    pipefail: how.pipefail ?? false,
    xtrace: how.xtrace || /x/.test(shebang),
  }
  for (const [name, value] of Object.entries(call.environment)) {
    own.variables.set(name, value)
    giveToPrograms(own, name)
  }
  setPositional(own, args)
  own.variables.set('@', joinArguments(args))
  await runText(source, own, shell, context, finder)
  return goesOn
}

/** What only programs in Python have. */
const isPython = /^(?:from\s+[\w.]+\s+import|import\s+[\w.]+(?:\s+as\s+\w+|\s*,\s*\w+)*[ \t]*$|def\s+\w+\()/m

/** A script of another language: what it hands to a shell. */
export async function runForeignText(source: Source, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  for (const { text, start, end, checked } of shellOuts(source.text)) {
    const place = source.placeOf(start, end)
    const inner: Source = { text, file: undefined, placeOf: () => place }
    const own = { ...subshell(shell), errexit: false }
    const before = finder.acts.length
    await runText(inner, own, shell, checked ? context : { ...context, ...unheeded }, finder)
    if (checked === 'open') leaveOpen(finder, before, place.file)
    const branch = isPython.test(source.text) ? leftOutBy(source.text, start) : undefined
    if (branch !== undefined) onBranch(finder, before, branch, place)
  }
  return goesOn
}

/** A script of another language than the shell's. */
async function runOther(
  source: Source,
  args: readonly string[],
  shell: Shell,
  context: Context,
  finder: Finder,
  how: How,
): Promise<Flow> {
  if (!/\.ps1$/i.test(source.file ?? '')) return runForeignText(source, shell, context, finder)
  await runPower(source, args, shell, context, finder, how.keepsCode)
  return goesOn
}

/** By its first line, by what runs it, by its ending, or by the lack of one. */
function isShell(path: string, text: string, { foreign }: How): boolean {
  const shebang = /^#!.*/.exec(text)?.[0]
  if (shebang) return /\b(ba|da|z|a|k)?sh\b|\bwith-contenv\b/.test(shebang)
  return !foreign && !isProgramFile(path) && !/\.ps1$/i.test(path)
}

/** `source config/${ENV}.sh`: whichever file it is, all that match only set variables. */
async function onlySettings(word: string, shell: Shell, finder: Finder): Promise<boolean> {
  const fixed = word.replace(/\$\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\)/g, '\u0000')
  if (!fixed.includes('\u0000') || shell.directory === undefined) return false
  const path = pathFrom(fixed.replaceAll('\u0000', '_open_'), shell)
  if (path === undefined || path.startsWith('_open_')) return false
  const pattern = new RegExp(`^${escaped(path).replaceAll('_open_', '[^/]*')}$`)
  const files = finder.repository.files.filter((file) => pattern.test(file.path))
  for (const file of files) {
    const text = await finder.repository.text(file.path)
    if (!text) return false
    for (const { words } of simpleCommands(parseShell(text.content).list)) {
      const [first] = words
      if (!first) continue
      const name = writtenWord(first, text.content)
      if (!/^(export|declare|readonly|set|echo|:|local|unset)$/.test(name)) return false
    }
  }
  return files.length > 0
}

function missing(
  word: string,
  path: string | undefined,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
  how: How,
): void {
  // A fence of Markdown in double quotes (echo "```bash") is a substitution up to the next one: of several lines, no file.
  if (/^[^$`{}]*\n[^$`{}]*$/.test(word)) return
  const name = (isPrinted(word) && purposeOfFetched(word)) || basename(word) || word
  // Settings of a shell: variables, no commands that could deploy.
  if (
    how.sourced &&
    /^\/etc\/(environment|os-release|lsb-release)$|(^|[/.])(env|envrc|activate|profile|bashrc|bash_completion|nvm\.sh|sdkman-init\.sh|path\.bash\.inc|venv)(\.\w+)?$|activate$/.test(
      word,
    )
  )
    return
  // what is taken away is no deployment, whatever the script does else
  if (kindsOfName(name)[0] === 'deploy' && takesAway(call.words.slice(1))) return
  const what = context.remote
    ? `what ${word} does on the other machine`
    : path === undefined
      ? `what ${word} does`
      : `what ${path} does, which is not in the repository`
  const settle =
    path === undefined || finder.unpacked
      ? undefined
      : `add ${path} to the repository, or say in assay.yaml what the step that runs it does`
  emitHidden(finder, shell, context, call, what, [name], { settle, script: true })
}
