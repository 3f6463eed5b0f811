import type { Simple } from '../../../../documents/shell/index.ts'
import { type Call, callOf, emitHidden, withWords } from '../call.ts'
import { noteChangedFiles } from '../changed-files.ts'
import { follow } from '../follow/index.ts'
import { noteLaid } from '../laid.ts'
import { noteOnMachine } from '../machine-file.ts'
import { noteOpened } from '../opened-files.ts'
import { runProgram } from '../program.ts'
import { noteSettings } from '../settings-file.ts'
import { peel } from '../wrappers/wrappers.ts'
import { merge } from './branches.ts'
import { assign, builtins } from './builtins.ts'
import { noteExposed, writesToFile } from './exposed.ts'
import { setPositional } from './positional.ts'
import { raisedLater } from './raised.ts'
import { releasedProgram } from './released.ts'
import { rootToken } from './render.ts'
import { isOpen } from './run-values.ts'
import {
  type Context,
  type Finder,
  type Flow,
  giveToPrograms,
  goesOn,
  onlyIf,
  outcomeOf,
  outcomeOfTest,
  type Shell,
  subshell,
} from './state.ts'
import { walkNode, walkSubstitutions } from './walk.ts'
import { noteWritten } from './written.ts'

/** A simple command: what is in its substitutions runs first, then its assignments, then itself. */
export async function runSimple(node: Simple, shell: Shell, around: Context, finder: Finder): Promise<Flow> {
  const context = writesToFile(node.redirects, around.source) ? { ...around, unlogged: true } : around
  await runSubstitutions(node, shell, context, finder)
  if (node.words.length === 0) {
    noteExposed(node, undefined, shell, context, finder)
    assign(node, shell, context)
    noteWritten(node, undefined, shell, context, finder)
    return goesOn
  }
  const call = callOf(node, shell, context.source)
  noteWritten(node, call, shell, context, finder)
  noteChangedFiles(node, call, shell, context, finder)
  noteSettings(node, call, shell, context, finder)
  await noteOpened(node, call, shell, context, finder)
  noteOnMachine(node, call, shell, context, finder)
  noteLaid(call, shell, context, finder)
  noteExposed(node, call, shell, context, finder)
  if (!builtins.has(call.words[0] ?? '') && node.assignments.length) {
    const own = subshell(shell)
    assign(node, own, context)
    for (const { name } of node.assignments) giveToPrograms(own, name)
    const environment = Object.fromEntries(
      node.assignments.map(({ name }) => [name, own.variables.get(name) ?? `\${${name}}`]),
    )
    // A script that is called gets them too; the present shell does not.
    const inside = { ...own, directory: shell.directory }
    return runCall({ ...call, environment }, inside, context, finder)
  }
  return runCall(call, shell, context, finder)
}

async function runSubstitutions(node: Simple, shell: Shell, context: Context, finder: Finder): Promise<void> {
  const alone = node.words.length === 0
  for (const { name, value, array } of node.assignments) {
    // A failing substitution fails a plain assignment, not `export X=$(…)`; one that is tested later counts too.
    const kept = raisedLater([name], context.later, shell) ? context.exit : 'ignored'
    const outcome = alone && outcomeOf(shell, context) === 'stops' ? 'stops' : kept
    await walkSubstitutions(value ? [value, ...array] : array, shell, { ...context, assigns: name }, finder, outcome)
  }
  const [first] = node.words
  const tests = first !== undefined && /^(\[|test)$/.test(context.source.text.slice(first.span.start, first.span.end))
  const inWords = tests ? { ...context, testsOutput: outcomeOfTest(shell, context) } : context
  await walkSubstitutions(node.words, shell, inWords, finder, 'ignored')
  await walkSubstitutions(
    node.redirects.map(({ target }) => target),
    shell,
    context,
    finder,
    'ignored',
  )
}

/** The deepest that scripts, functions and wrappers are followed. */
const deepest = 24

/** `${KUBECTL:-kubectl}`, which nothing here sets: whoever does, says where the program lies or which build of it runs. */
const defaultProgram = /^\$\{[A-Za-z_]\w*:?-([\w./-]+)\}$/

/** `python3.12`, `php8.3`, `php${{ matrix.php }}`: an interpreter by its version. */
const versioned =
  /^(?:\/usr\/(?:local\/)?bin\/)?(python|php|ruby|perl|lua|pypy|pip)(?:\d+(?:\.\d+)+|[2-9]|-?(?:\$\{\{[^}]*\}\}|\$\{[^}]*\}))$/

/** The output of a step that fetches actionlint, as its own documentation has it (rhysd/actionlint, docs/usage.md). */
const fetchedActionlint = /^\$\{\{\s*steps\.[\w-]*actionlint[\w-]*\.outputs\.executable\s*\}\}$/

/** Runs a call: a builtin, a function, what a wrapper wraps, a script of the repository, or a program. */
export async function runCall(call: Call, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  const [program = ''] = call.words
  if (program === '' || context.depth > deepest || printsSettings.test(program) || isTruth(program)) return goesOn
  const usual = defaultProgram.exec(program)?.[1]
  if (usual !== undefined) return runCall(withWords(call, [usual], 1), shell, context, finder)
  const plain = versioned.exec(program)?.[1]
  if (plain !== undefined) return runCall(withWords(call, [plain], 1), shell, context, finder)
  const fetched = releasedProgram(program, shell, finder)
  if (fetched !== undefined) return runCall(withWords(call, [fetched], 1), shell, context, finder)
  if (fetchedActionlint.test(program)) return runCall(withWords(call, ['actionlint'], 1), shell, context, finder)
  const builtin = builtins.get(program)
  if (builtin) return builtin(call, shell, context, finder)
  const defined = shell.functions.get(program)
  if (defined) return runFunction(program, call, shell, context, finder)
  const inside: Context = { ...context, depth: context.depth + 1 }
  const peeled = peel(call)
  if (peeled) return peeled.skip ? goesOn : runCall(peeled.call, shell, { ...inside, ...peeled.context }, finder)
  if (await follow(call, shell, inside, finder)) return goesOn
  // what a folder of the checkout holds besides is known by its name: `$ROOT/.venv/bin/pytest`
  if (isOpen(program.replace(rootToken, ''))) {
    runUnknown(call, shell, context, finder)
    return goesOn
  }
  await runProgram(call, shell, inside, finder)
  return goesOn
}

async function runFunction(name: string, call: Call, shell: Shell, context: Context, finder: Finder): Promise<Flow> {
  const defined = shell.functions.get(name)
  const key = `function ${name} ${context.source.file ?? ''}`
  if (!defined || finder.active.has(key)) return goesOn
  finder.active.add(key)
  const before = ['@', '#', ...'123456789'].map((key) => [key, shell.variables.get(key)] as const)
  setPositional(shell, call.words.slice(1))
  const outcome = outcomeOf(shell, context)
  const left: Shell[] = []
  const flow = await walkNode(
    defined.body,
    shell,
    {
      ...context,
      atReturn: left,
      source: defined.source,
      via: [...context.via, call.place],
      names: [...context.names, name],
      status: context.status,
      returns: outcome,
      depth: context.depth + 1,
    },
    finder,
  )
  if (left.length && flow.ends !== 'exit') merge(shell, [subshell(shell), ...left])
  for (const [key, value] of before) {
    if (value === undefined) shell.variables.delete(key)
    else shell.variables.set(key, value)
  }
  finder.active.delete(key)
  return flow.ends === 'exit' ? flow : flow.ends === undefined ? onlyIf(flow.scriptIf, flow.scriptIf) : goesOn
}

/** `eval $(ssh-agent -s)`: what these print sets variables, or logs in. */
const printsSettings =
  /^\$\(\s*(ssh-agent|direnv|opam env|minikube( -p \S+)? docker-env|docker-machine env|brew shellenv|fnm env|(pyenv|rbenv|nodenv|jenv) init|dircolors|aws ecr get-login|keychain)\b/

/** `if ${{ github.ref == 'refs/heads/main' }}; then`: a comparison comes to `true` or `false`, and neither does anything. */
const isTruth = (program: string): boolean =>
  /^\$\{\{(?:[^&|]*[^&|=!<>](?:==|!=)[^&|]*|\s*!?\s*(?:contains|startsWith|endsWith)\([^()&|]*\)\s*)\}\}$/.test(program)

/** `$skip || KEEP+=("$f")`: a variable that this script sets, and only to `true` and `false`, runs nothing else. */
function isSwitch({ words }: Call, context: Context): boolean {
  const name = words.length === 1 ? /^\$\{(\w+)\}$/.exec(words[0] ?? '')?.[1] : undefined
  if (name === undefined) return false
  const { text } = context.source
  const set = [...text.matchAll(new RegExp(`(?:^|[\\s;&|({])${name}(\\+?=)([^\\s;&|)}]*)`, 'g'))]
  const otherwise = new RegExp(`\\b(?:read|for|printf\\s+-v|mapfile|select|source|eval)\\b[^\\n;]*\\b${name}\\b`)
  return (
    set.length > 0 &&
    set.every(([, how, value]) => how === '=' && /^["']?(?:true|false|:)["']?$/.test(value ?? '')) &&
    !otherwise.test(text)
  )
}

/** A program that a variable names: `$KUBECTL apply` tells by the variable's name, `${{ inputs.command }}` by nothing. */
function runUnknown(call: Call, shell: Shell, context: Context, finder: Finder): void {
  const [program = ''] = call.words
  if (program.includes('${MAKE_') || isSwitch(call, context)) return
  // What a template put there or a substitution prints is no command whose name tells anything.
  emitHidden(finder, shell, context, call, `what ${program} runs`, [
    call.words.join(' ').replace(/^\$\{\{[\s\S]*?\}\}$/, ''),
    ...context.names,
  ])
}
