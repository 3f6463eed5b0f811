import { basename } from '../../../../documents/path.ts'
import { knowsProgram } from '../../known/command.ts'
import { type Call, dropWords, emit, emitHidden, sourceOfWord, withWords } from '../call.ts'
import { purposeOfFetched } from '../fetched.ts'
import { runPower } from '../power/run.ts'
import { runCall } from '../shell/command.ts'
import { pathFrom } from '../shell/paths.ts'
import { setPositional } from '../shell/positional.ts'
import { type Context, type Finder, type Shell, type Source, subshell } from '../shell/state.ts'
import { runInlineProgram } from '../special/inline.ts'
import type { Follow } from './index.ts'
import { followFile, launchers, runForeignText, runText } from './script.ts'

const shells = /^(ba|da|z|a|k)?sh$/

/** `bash x.sh`, `bash -c '…'`, `python x.py`, `python -m pytest`, `php artisan …`. */
export const interpreters: Follow = async (call, shell, context, finder) => {
  const program = basename(call.words[0] ?? '').replace(/\.exe$/, '')
  if (onlyChecks(program, call.words.slice(1))) {
    emit(finder, shell, context, call, { kinds: ['lint'], tool: `${program} ${call.words[1]}` })
    return true
  }
  if (shells.test(program)) return runShell(call, 1, shell, context, finder)
  if (/^(pwsh|powershell)$/i.test(program)) return runPowerShell(call, shell, context, finder)
  if (program === 'busybox') return call.words[1] === 'sh' ? runShell(call, 2, shell, context, finder) : false
  return runInterpreter(program, call, shell, context, finder)
}

/** Flags with which an interpreter reads a program and does not run it. */
const checking: Readonly<Record<string, RegExp>> = {
  php: /^(-l|--syntax-check)$/,
  ruby: /^-w?cw?$/,
  perl: /^-[wT]*c[wT]*$/,
  node: /^(-c|--check)$/,
}

/** `bash -n deploy.sh`, `php -l index.php`: only whether the program can be read. */
function onlyChecks(program: string, args: readonly string[]): boolean {
  const name = program.replace(/[\d.]+$/, '')
  const ownValued = valuedFlags[name]
  const end = args.findIndex((arg, i) => !/^[-+]./.test(arg) && !ownValued?.includes(args[i - 1] ?? ''))
  const flags = end < 0 ? args : args.slice(0, end)
  if (shells.test(name)) return flags.some((flag) => /^-[a-z]*n[a-z]*$/.test(flag) && !/^-[a-z]*[co]/.test(flag))
  const pattern = checking[name]
  return pattern !== undefined && flags.some((flag) => pattern.test(flag))
}

async function runShell(call: Call, from: number, shell: Shell, context: Context, finder: Finder): Promise<boolean> {
  const { words } = call
  let errexit = false
  let pipefail = false
  let xtrace = false
  let at = from
  for (; at < words.length; at++) {
    const word = words[at] as string
    if (word === '--') {
      at++
      break
    }
    if (holdsFlags(words, at)) continue
    if (!/^[-+]./.test(word)) break
    if (/^-[a-zA-Z]*x/.test(word)) xtrace = true
    if (/^-[a-zA-Z]*o$/.test(word)) {
      if (word.includes('e')) errexit = true
      if (words[at + 1] === 'pipefail') pipefail = true
      if (words[at + 1] === 'errexit') errexit = true
      at++
      continue
    }
    if (word === '-s') break
    if (/^-[a-zA-Z]*e/.test(word)) errexit = true
    if (/^-[a-zA-Z]*c[a-zA-Z]*$/.test(word)) {
      if (/^-[a-zA-Z]*e/.test(word)) errexit = true
      const own = { ...subshell(shell), errexit, pipefail, xtrace }
      setPositional(own, words.slice(at + 3))
      await runText(sourceOfWord(call, at + 1, context), own, shell, context, finder)
      return true
    }
    if (word.startsWith('--') && /^--(rcfile|init-file)$/.test(word)) at++
  }
  const file = words[at]
  if (file === undefined || file === '-s' || file === '-' || file === '/dev/stdin') {
    return runStandardInput(call, { ...subshell(shell), errexit, pipefail, xtrace }, shell, context, finder)
  }
  await followFile(dropWords(call, at), 0, shell, context, finder, { errexit, pipefail, xtrace })
  return true
}

/** `node $DEBUG_OPTION app/index.js`: a variable of which nothing is known, with the script behind it, holds flags or nothing. */
const holdsFlags = (words: readonly string[], at: number): boolean =>
  /^\$\{?\w+\}?$/.test(words[at] ?? '') && /\w\.([cm]?[jt]sx?|py|sh|rb|pl|php)$/.test(words[at + 1] ?? '')

/** `pwsh x.ps1 -Name value`, `powershell -File x.ps1`, `pwsh -Command "…"`. */
async function runPowerShell(call: Call, shell: Shell, context: Context, finder: Finder): Promise<boolean> {
  const { words } = call
  let at = 1
  for (; at < words.length; at++) {
    const word = (words[at] as string).toLowerCase()
    if (!word.startsWith('-')) break
    if (/^-(c|command)$/.test(word)) {
      const text = words.slice(at + 1).join(' ')
      await runPower({ text, file: undefined, placeOf: () => call.place }, [], shell, context, finder)
      return true
    }
    if (/^-(f|file)$/.test(word)) {
      at++
      break
    }
    if (/^-(e|ec|encodedcommand)$/.test(word)) {
      emitHidden(finder, shell, context, call, `what the encoded command of ${words[0]} does`, [])
      return true
    }
    if (/^-(executionpolicy|ep|ex|windowstyle|version|workingdirectory|wd|configurationname)$/.test(word)) at++
  }
  if (at >= words.length) return false
  // `pwsh "./x.ps1 -Name value"`, and text where a file should be
  const file = (words[at] as string).replaceAll('\\', '/')
  if (/\.ps1$/i.test(file)) {
    const rest = { ...withWords(dropWords(call, at), [file], 1) }
    // Windows PowerShell takes a path for a command, whose code it keeps; pwsh takes it for a file
    const asFile = /^-f(ile)?$/i.test(words[at - 1] ?? '') || !/^powershell/i.test(basename(words[0] ?? ''))
    await followFile(rest, 0, shell, context, finder, { keepsCode: !asFile })
  } else {
    const text = words.slice(at).join(' ')
    await runPower({ text, file: undefined, placeOf: () => call.place }, [], shell, context, finder)
  }
  return true
}

/** `bash <<EOF`, `curl … | bash`, `echo … | bash`. */
async function runStandardInput(
  call: Call,
  own: Shell,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<boolean> {
  const { text, placeOf } = context.source
  const document = call.node.redirects.find((one) => one.document)?.document
  if (document) {
    const { start, end } = document.span
    const source: Source = {
      text: text.slice(start, end),
      file: undefined,
      placeOf: (from, to) => placeOf(start + from, start + to),
    }
    await runText(source, own, shell, context, finder)
    return true
  }
  const before = context.pipe?.before.at(-1)
  if (!before) {
    const input = call.node.redirects.find((one) => one.operator === '<' || one.operator === '<<<')
    if (input) emitHidden(finder, shell, context, call, `what ${call.text} runs`, [call.text, ...context.names])
    return true
  }
  const written = text.slice(before.span.start, before.span.end)
  emitHidden(
    finder,
    shell,
    context,
    { ...call, text: `${written} | ${call.text}` },
    `what ${call.words[0]} reads from ${written}`,
    [purposeOfFetched(written) ?? written],
  )
  return true
}

const valuedFlags: Readonly<Record<string, readonly string[]>> = {
  python: ['-W', '-X'],
  node: ['-r', '--require', '--import', '--loader', '--experimental-loader', '--env-file', '--conditions', '-C'],
  ruby: ['-I', '-r', '-C'],
  php: ['-d', '-c'],
  deno: ['-c', '--config'],
  bun: [],
}

/** `pip_audit` is started as `pip-audit`, too. */
function programOfModule(name: string): string {
  if (name === 'build') return 'pyproject-build'
  const dashed = name.replaceAll('_', '-')
  return !knowsProgram(name) && knowsProgram(dashed) ? dashed : name
}

async function runInterpreter(
  program: string,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<boolean> {
  const name = program.replace(/[\d.]+$/, '')
  const { words } = call
  let at = 1
  if (name === 'deno' || name === 'bun') {
    // `bun run lint` is a script of package.json, `deno test` a command of its own.
    at = words[1] === 'run' ? 2 : 1
    const file = words.slice(at).findIndex((word) => !word.startsWith('-')) + at
    return /\.[cm]?[jt]sx?$/.test(words[file] ?? '') ? runForeign(call, file, shell, context, finder) : false
  }
  if (name === 'node' && words[1] === '--run') {
    await runCall(withWords(call, ['npm', 'run'], 2), shell, context, finder)
    return true
  }
  for (; at < words.length; at++) {
    const word = words[at] as string
    if (word === '-m' && name === 'python') {
      await runCall(withWords(call, [programOfModule(words[at + 1] ?? '')], at + 2), shell, context, finder)
      return true
    }
    if (word === '-S' && name === 'ruby') {
      await runCall(dropWords(call, at + 1), shell, context, finder)
      return true
    }
    if (word === '-c' || word === '-e' || word === '--eval' || word === '-p' || word === '-r') {
      if (word === '-r' && name !== 'php') {
        at++
        continue
      }
      return runInline(call, at + 1, shell, context, finder)
    }
    // perl -pe 's/…/…/', -lane, -0777 -ne: the text follows the letter
    if (/^(perl|ruby)$/.test(name) && /^-[a-zA-Z0-9]*[eE]$/.test(word))
      return runInline(call, at + 1, shell, context, finder)
    if (name === 'node' && (word === '--test' || word === '--run')) return false
    if (holdsFlags(words, at)) continue
    if (!word.startsWith('-')) break
    if (valuedFlags[name]?.includes(word)) at++
  }
  return at < words.length
    ? runForeign(call, at, shell, context, finder)
    : runForeignInput(call, shell, context, finder)
}

/** `python -c '…'`: its shell-outs. */
async function runInline(call: Call, at: number, shell: Shell, context: Context, finder: Finder): Promise<boolean> {
  return runProgramText(sourceOfWord(call, at, context), call, shell, context, finder)
}

async function runProgramText(source: Source, call: Call, shell: Shell, context: Context, finder: Finder) {
  const before = finder.acts.length
  await runForeignText(source, shell, context, finder)
  if (finder.acts.length === before) runInlineProgram(source.text, call, shell, context, finder)
  return true
}

async function runForeignInput(call: Call, shell: Shell, context: Context, finder: Finder): Promise<boolean> {
  const document = call.node.redirects.find((one) => one.document)?.document
  if (!document) return false
  const { text, placeOf } = context.source
  const { start, end } = document.span
  const source = {
    text: text.slice(start, end),
    file: undefined,
    placeOf: (from: number, to: number) => placeOf(start + from, start + to),
  }
  return runProgramText(source, call, shell, context, finder)
}

/** A script for an interpreter: programs that the table knows by their file's name, else its shell-outs. */
async function runForeign(call: Call, at: number, shell: Shell, context: Context, finder: Finder): Promise<boolean> {
  const word = call.words[at] ?? ''
  const inner = dropWords(call, at)
  // node node_modules/jest/bin/jest.js
  const [, binary] =
    /(?:^|\/)node_modules\/(?:@[\w.-]+\/)?[\w.-]+\/(?:bin|dist|lib|cli)\/(?:[\w-]+\/)*([\w-]+)(?:\.[cm]?js)?$/.exec(
      word,
    ) ?? []
  if (binary) {
    const [, name = ''] = /node_modules\/(?:@[\w.-]+\/)?([\w.-]+)\//.exec(word) ?? []
    const program = /^(index|cli|bin|main|run)$/.test(binary) || !knowsProgram(binary) ? name : binary
    await runCall(withWords(inner, [program], 1), shell, context, finder)
    return true
  }
  if (launchers.test(word) || /(^|\/)(node_modules\/\.bin|vendor\/bin)\//.test(word)) {
    await runCall(withWords(inner, [basename(word)], 1), shell, context, finder)
    return true
  }
  const file = moduleOf(word, call, shell, finder)
  await followFile(file === word ? inner : withWords(inner, [file], 1), 0, shell, context, finder, { foreign: true })
  return true
}

/** `node scripts/release`: Node finds the module of that name (nodejs.org/api/modules, "File modules" and "Folders as modules"). */
function moduleOf(word: string, { words }: Call, shell: Shell, { repository }: Finder): string {
  const path = pathFrom(word, shell)
  if (!/^(node|nodejs|ts-node|tsx)$/.test(basename(words[0] ?? '')) || !path || repository.has(path)) return word
  const ending = ['.js', '.ts', '/index.js', '/index.ts'].find((one) => repository.has(`${path}${one}`))
  return ending ? `${word.replace(/\/$/, '')}${ending}` : word
}
