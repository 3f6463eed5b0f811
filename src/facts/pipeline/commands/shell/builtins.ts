import type { Simple } from '../../../../documents/shell/index.ts'
import { type Call, dropWords, parseOnce, sourceOfWord } from '../call.ts'
import { followFile } from '../follow/script.ts'
import { settle } from './choices.ts'
import { runCall } from './command.ts'
import { unknownCondition } from './conditions.ts'
import { pathFrom } from './paths.ts'
import { setPositional, shiftArguments } from './positional.ts'
import { joinArguments, renderWord } from './render.ts'
import { isOpen } from './run-values.ts'
import { type Context, type Finder, type Flow, giveToPrograms, goesOn, keepFromPrograms, type Shell } from './state.ts'
import { forgetBeginnings, forgetSet } from './unknown-values.ts'
import { walkList, walkSubstitutions } from './walk.ts'

type Builtin = (call: Call, shell: Shell, context: Context, finder: Finder) => Promise<Flow> | Flow

/** The longest value that is kept of a variable; what doubles itself in a loop must not fill the memory. */
const longest = 8192

/** Sets the variables that a command assigns. */
export function assign(node: Simple, shell: Shell, context: Context): void {
  for (const { name, append, value, array } of node.assignments) {
    const written = value
      ? renderWord(value, shell, context.source)
      : joinArguments(array.map((word) => renderWord(word, shell, context.source)))
    const before = append ? shell.variables.get(name) : ''
    const joined = (known: string) => (known && array.length ? joinArguments([known, written]) : known + written)
    const whole = typeof before === 'string' ? joined(before) : null
    if (!shell.variables.has(name) && !shell.allexport) keepFromPrograms(shell, name)
    settle(name, shell)
    shell.variables.set(name, whole !== null && whole.length <= longest ? whole : null)
  }
}

/** The folder that a path names; undefined where that is not known or outside the repository. */
function changeDirectory(shell: Shell, path: string | undefined): void {
  shell.directory = path === undefined || path === '-' ? undefined : pathFrom(path, shell)
}

const options: Readonly<Record<string, 'errexit' | 'pipefail' | 'xtrace' | 'allexport'>> = {
  errexit: 'errexit',
  allexport: 'allexport',
  pipefail: 'pipefail',
  xtrace: 'xtrace',
}

function setOptions(words: readonly string[], shell: Shell): void {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string
    if (word === '--') {
      shell.variables.set('@', joinArguments(words.slice(i + 1)))
      setPositional(shell, words.slice(i + 1))
      return
    }
    if (!/^[-+]/.test(word)) return
    const on = word.startsWith('-')
    if (word.includes('e') && !word.includes('o')) shell.errexit = on
    if (/^[-+][a-zA-Z]*x/.test(word)) shell.xtrace = on
    if (/^[-+][b-zA-Z]*a[a-zA-Z]*$/.test(word)) shell.allexport = on
    if (/^[-+]\w*o$/.test(word)) {
      if (word.slice(1, -1).includes('e')) shell.errexit = on
      const option = options[words[++i] ?? '']
      if (option) shell[option] = on
    }
  }
}

const nothing: Builtin = () => goesOn

/** `read X`, `printf -v X`: what is in the variable then cannot be told. */
const reads: Builtin = (call, shell) => {
  forgetSet(call, shell)
  return goesOn
}

/** `declare -x`, `typeset -rx`. */
const isExporting = (word: string) => /^-[a-zA-Z]*x/.test(word)

const declare: Builtin = (call, shell, context) => {
  // `export "A=b"`, where the assignment is one quoted word
  for (const word of call.words.slice(1)) {
    const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word)
    if (match) shell.variables.set(match[1] as string, (match[2] as string).slice(0, longest))
  }
  assign(call.node, shell, context)
  const exports = call.words[0] === 'export' ? !call.words.includes('-n') : call.words.some(isExporting)
  if (!exports) return goesOn
  for (const word of call.words.slice(1)) giveToPrograms(shell, word.replace(/\+?=.*/s, ''))
  for (const { name } of call.node.assignments) giveToPrograms(shell, name)
  return goesOn
}

const source: Builtin = async (call, shell, context, finder) =>
  followFile(call, 1, shell, context, finder, { sourced: true })

const unset: Builtin = (call, shell) => {
  for (const word of call.words.slice(1)) {
    if (word.startsWith('-')) continue
    shell.variables.delete(word)
    giveToPrograms(shell, word)
  }
  return goesOn
}

const set: Builtin = (call, shell) => {
  setOptions(call.words.slice(1), shell)
  return goesOn
}

const cd: Builtin = (call, shell) => {
  const path = call.words.slice(1).find((word) => !/^-[LPe@-]*$/.test(word) || word === '-')
  changeDirectory(shell, path)
  return goesOn
}

const pushd: Builtin = (call, shell) => {
  shell.stack.push(shell.directory)
  changeDirectory(shell, call.words[1])
  return goesOn
}

const popd: Builtin = (_call, shell) => {
  shell.directory = shell.stack.length ? shell.stack.pop() : undefined
  return goesOn
}

const shift: Builtin = (call, shell) => {
  shiftArguments(shell, Number(call.words[1] ?? 1) || 1)
  return goesOn
}

/** `exec program …`: nothing comes after it. */
const exec: Builtin = async (call, shell, context, finder) => {
  let at = 1
  while (/^-[acl]+$/.test(call.words[at] ?? '')) at += call.words[at] === '-a' ? 2 : 1
  if (call.words.length <= at) return goesOn
  await runCall(dropWords(call, at), shell, { ...context, status: context.exit }, finder)
  return { ends: 'exit' }
}

/** What these print sets variables of their own. */
const printsOwnSettings =
  /^\$\(\s*(ssh-agent|direnv|opam|minikube|docker-machine|brew|fnm|(py|rb|nod|j)env|dircolors|keychain)\b/

const evaluate: Builtin = async (call, shell, context, finder) => {
  const args = call.words.slice(1)
  // what is put in is a command of its own
  if (/^\$[({]/.test(args[0] ?? '') && !printsOwnSettings.test(args[0] ?? '')) forgetBeginnings(shell)
  if (args.length === 0 || args.every((word) => isOpen(word) && !/\s/.test(word))) {
    await walkSubstitutions(call.node.words, shell, context, finder, 'ignored')
    return goesOn
  }
  const text = args.join(' ')
  const inner =
    args.length === 1 ? sourceOfWord(call, 1, context) : { text, file: undefined, placeOf: () => call.place }
  return walkList(parseOnce(inner.text, finder), shell, { ...context, source: inner, later: undefined }, finder)
}

/** `trap 'rollback' ERR`: what runs when the shell ends or a command fails; its own failures change nothing. */
const trap: Builtin = async (call, shell, context, finder) => {
  const [, action = '', ...signals] = call.words
  if (signals.some((signal) => /^(EXIT|0|ERR)$/.test(signal))) shell.leavesWell = endsWell(action, shell)
  if (action === '' || action === '-' || signals.length === 0) return goesOn
  const inner = sourceOfWord(call, 1, context)
  const failed = signals.some((signal) => signal === 'ERR')
  const condition = failed ? unknownCondition('a command fails (trap ERR)', call.place) : context.condition
  const before = finder.acts.length
  const suppressed = { status: 'ignored', exit: 'ignored', returns: 'ignored', suppressed: true } as const
  await walkList(
    parseOnce(inner.text, finder),
    { ...shell, errexit: false },
    { ...context, ...suppressed, source: inner, later: undefined, condition },
    finder,
  )
  if (signals.some((signal) => /^(EXIT|0)$/.test(signal)))
    for (const [index, act] of finder.acts.entries()) if (index >= before) finder.acts[index] = { ...act, atEnd: true }
  return goesOn
}

/** Whether what a trap runs leaves the shell with success at its end, by itself or as the function that it calls. */
function endsWell(action: string, { functions }: Shell): boolean {
  const leaves = /(?:^|[;&|{\n])\s*exit\s+0\s*[;}\s]*$/
  if (leaves.test(action)) return true
  const called = functions.get(action.trim())
  return called !== undefined && leaves.test(called.source.text.slice(called.body.span.start, called.body.span.end))
}

const all = (names: string, builtin: Builtin) => names.split(' ').map((name) => [name, builtin] as const)

/** What the shell itself does. Undefined for the name of a program. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...all(': true false echo test [ alias unalias shopt ulimit umask', nothing),
  ...all('hash type wait jobs fg bg disown history kill', nothing),
  ...all('read readarray mapfile printf getopts let', reads),
  ...all('export declare local readonly typeset', declare),
  ['unset', unset],
  ['set', set],
  ['cd', cd],
  ['pushd', pushd],
  ['popd', popd],
  ['shift', shift],
  ...all('source .', source),
  ['exec', exec],
  ['eval', evaluate],
  ['trap', trap],
  ['exit', () => ({ ends: 'exit' })],
  ['return', () => ({ ends: 'return' })],
  ...all('break continue', () => ({ ends: 'break' })),
])
