import { type ChildProcess, execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { SourceError } from './source.ts'
import { timed } from './timing.ts'

/**
 * How git is called on a checkout that nobody trusts. Each line turns off a way by which the repository's own
 * configuration could run a program or reach the network (git-config(1)): the file-system monitor, hooks, transports,
 * diff drivers, credential helpers, signature programs. Filters (clean, smudge, textconv) cannot be turned off by name,
 * so no command that runs them is ever called: no `status`, no `ls-files -m`, no `checkout`, no `cat-file --filters`.
 */
const guards = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.untrackedCache=false',
  'core.sshCommand=false',
  'core.pager=cat',
  'core.quotePath=false',
  'protocol.allow=never',
  'credential.helper=',
  'diff.external=',
  'gpg.program=false',
  'log.showSignature=false',
  'submodule.recurse=false',
  'i18n.logOutputEncoding=UTF-8',
].flatMap((setting) => ['-c', setting])

/**
 * The variables of the caller's environment that git may see. Everything else named GIT_* is dropped: in a hook, GIT_DIR
 * and GIT_INDEX_FILE name another repository than the one to be judged. Configuration variables stay, for
 * safe.directory is often set by them in containers; the last one makes git stricter and serves the tests.
 */
const kept =
  /^GIT_(CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|EXEC_PATH|TEST_ASSUME_DIFFERENT_OWNER)$/

/** The environment for git: the caller's without GIT_*, then the guards that only variables can give. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const result: NodeJS.ProcessEnv = {}
  for (const [name, value] of Object.entries(process.env)) {
    if (!name.startsWith('GIT_') || kept.test(name)) result[name] = value
  }
  return Object.assign(result, {
    LC_ALL: 'C',
    LANGUAGE: '',
    GIT_ALLOW_PROTOCOL: '',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_ASKPASS: 'false',
    SSH_ASKPASS: 'false',
  })
}

/** The arguments before the command, for a folder given as an absolute path. */
export function gitArguments(folder: string, args: readonly string[]): string[] {
  return ['-C', folder, '--no-pager', '--no-optional-locks', ...guards, ...args]
}

/**
 * The program to start. Windows looks into the current folder first, where a hostile `git.exe` may lie, so there the
 * search path is gone through here; elsewhere the system does it right.
 */
export function gitProgram(): string {
  if (process.platform !== 'win32') return 'git'
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const program = join(folder, 'git.exe')
    if (isAbsolute(folder) && existsSync(program)) return program
  }
  return 'C:\\git-was-not-found\\git.exe'
}

/** What a git command answered. `missing`: there is no git on this machine. */
export interface GitAnswer {
  /** the exit code; -1 where it did not run to its end */
  readonly code: number
  readonly stdout: Buffer
  readonly stderr: string
  readonly missing: boolean
}

export interface GitCall {
  readonly input?: string | Buffer
  /** further settings of this one call, `name=value` */
  readonly config?: readonly string[]
  readonly environment?: NodeJS.ProcessEnv
  /** how long it may take, in milliseconds */
  readonly patience?: number
}

/** Long enough for the largest repositories; a named pipe in the place of `.gitignore` would make git wait for ever. */
const patience = 120_000

/** Answers that the launcher's quick look has already, by {@link questionOf}; each serves once. */
const known = new Map<string, GitAnswer | Promise<GitAnswer>>()

/** Answers by {@link questionOf}, some still under way. */
export type Answers = ReadonlyMap<string, GitAnswer | Promise<GitAnswer>>

/** Takes over answers of another script of the bundle, so that git is not started twice for one question. */
export function rememberAnswers(answers: Answers): void {
  for (const [question, answer] of answers) known.set(question, answer)
}

/** What tells questions apart. */
export function questionOf(folder: string, args: readonly string[], { environment = {} }: GitCall): string {
  return JSON.stringify([folder, args, environment])
}

/**
 * Runs git in a folder (absolute path), without a shell. Failure is in the answer; only where git does not come to an end it is
 * a {@link SourceError}, for what it says of a repository is then neither yes nor no.
 */
export function git(folder: string, args: readonly string[], call: GitCall = {}): Promise<GitAnswer> {
  const answered = known.size > 0 && known.get(questionOf(folder, args, call))
  if (answered) {
    known.delete(questionOf(folder, args, call))
    return Promise.resolve(answered)
  }
  return timed('git', () => runGit(folder, args, call))
}

function runGit(folder: string, args: readonly string[], call: GitCall): Promise<GitAnswer> {
  const config = (call.config ?? []).flatMap((setting) => ['-c', setting])
  return new Promise((resolve, reject) => {
    const child = execFile(
      gitProgram(),
      gitArguments(folder, [...config, ...args]),
      {
        env: call.environment ? { ...gitEnvironment(), ...call.environment } : gitEnvironment(),
        encoding: 'buffer',
        maxBuffer: 512 * 1024 * 1024,
        windowsHide: true,
      },
      (error, stdout, stderr) => {
        if (expiry.isOver()) return reject(new SourceError(tooSlow(args, expiry.milliseconds)))
        const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0
        const missing = (error as NodeJS.ErrnoException | null)?.code === 'ENOENT'
        resolve({ code, stdout, stderr: stderr.toString(), missing })
      },
    )
    const expiry = endAfter(child, call.patience ?? patience)
    child.stdin?.on('error', () => {}) // git may end before it has read everything
    child.stdin?.end(call.input)
  })
}

/**
 * Ends a process that takes too long. Node's own `timeout` does not do: where this process was busy for so long, it throws away
 * what an ended one has written, and gives that out as an answer. So what came meanwhile is heard first.
 */
function endAfter(child: ChildProcess, milliseconds: number): { isOver(): boolean; readonly milliseconds: number } {
  let over = false
  const end = () => {
    over = true
    child.stdout?.destroy()
    child.stderr?.destroy()
    child.kill()
  }
  let timer = setTimeout(() => {
    timer = setTimeout(end, Math.min(milliseconds, 1000))
  }, milliseconds)
  child.once('close', () => clearTimeout(timer))
  return { isOver: () => over, milliseconds }
}

const tooSlow = (args: readonly string[], milliseconds: number) =>
  `git gave no answer within ${Math.round(milliseconds / 1000)} s (git ${args[0]}): check again when this machine has less to do, or try the command by hand`

/** Whether git refused because the repository belongs to another user (safe.directory in git-config(1)). */
export function isUnsafe(answer: GitAnswer): boolean {
  return answer.code !== 0 && /dubious ownership|unsafe repository/.test(answer.stderr)
}

/** git's own complaint as part of a sentence, without the machine's path to the folder; empty where it said nothing. */
export function complaint(answer: GitAnswer, folder: string): string {
  const line = answer.stderr.split('\n').find((text) => /^(fatal|error): /.test(text)) ?? ''
  return (
    line
      .replace(/^(fatal|error): /, '')
      .replaceAll(`${folder}/`, '')
      .replaceAll(folder, '.')
      // how far it looked: a path of this machine, too
      .replace(/ \(or any [^)]*\)(: \.git)?$/, '')
      .trim()
  )
}
