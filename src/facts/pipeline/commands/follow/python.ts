import { basename, joinPath } from '../../../../documents/path.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import { knownCommand, knowsProgram } from '../../known/command.ts'
import { type Call, withWords } from '../call.ts'
import { runCall } from '../shell/command.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import type { Follow } from './index.ts'
import { invoke } from './invoke.ts'
import { nox } from './nox.ts'
import { byNameAlone, quoteAll, runTarget, sourceOfNode } from './text.ts'
import { tox } from './tox.ts'

/** tox, nox, poe, pdm, hatch and invoke: the commands that they are told to run. */
export const pythonTools: Follow = async (call, shell, context, finder) => {
  const program = basename(call.words[0] ?? '')
  switch (program) {
    case 'tox':
      return tox(call, shell, context, finder)
    case 'nox':
      return nox(call, shell, context, finder)
    case 'invoke':
    case 'inv':
      return invoke(call, shell, context, finder)
    case 'poe':
      return scripts(call, 1, ['tool', 'poe', 'tasks'], shell, context, finder)
    case 'pdm':
      return pdm(call, shell, context, finder)
    case 'hatch':
      return hatch(call, shell, context, finder)
    case 'poetry':
      // the plugin of Poe the Poet: `poetry poe test`
      if (call.words[1] === 'poe') return scripts(call, 2, ['tool', 'poe', 'tasks'], shell, context, finder)
      return ownScript(call, shell, context, finder)
    case 'uv':
      return ownScript(call, shell, context, finder)
    case 'rye':
      if (call.words[1] === 'test') await runCall(withWords(call, ['pytest'], 2), shell, context, finder)
      return call.words[1] === 'test'
    default:
      return false
  }
}

/** `poetry run test`: a script of the project ([tool.poetry.scripts], [project.scripts]), and not the shell's `test`. */
function ownScript(call: Call, shell: Shell, context: Context, finder: Finder): boolean {
  if (call.words[1] !== 'run' || call.words[2] !== 'test') return false
  byNameAlone('test', call, shell, context, finder)
  return true
}

async function pyproject(shell: Shell, finder: Finder): Promise<DataNode | undefined> {
  const file = shell.directory === undefined ? undefined : joinPath(shell.directory, 'pyproject.toml')
  return file !== undefined && finder.repository.has(file) ? finder.repository.toml(file) : undefined
}

/** Tasks in pyproject.toml: a string, a list, or a table with `cmd` or `shell`. */
async function scripts(
  call: Call,
  at: number,
  path: readonly string[],
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<boolean> {
  const name = call.words.slice(at).find((word) => !word.startsWith('-'))
  if (name === undefined) return false
  const tasks = (await pyproject(shell, finder))?.at(...path)
  const found = tasks && (await runTask(name, tasks, call, shell, context, finder, 0))
  if (found) return true
  if (path.includes('pdm')) return false
  byNameAlone(name, call, shell, context, finder)
  return true
}

async function runTask(
  name: string,
  tasks: DataNode,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
  depth: number,
): Promise<boolean> {
  const task = tasks.get(name)
  if (!task || depth > 6) return false
  const node = task.kind === 'map' ? (task.get('cmd') ?? task.get('shell') ?? task.get('script')) : task
  const parts = task.get('composite') ?? task.get('sequence') ?? (task.kind === 'list' ? task : undefined)
  if (parts) {
    for (const part of parts.asList) {
      const text = part.text ?? part.get('cmd')?.text ?? part.get('ref')?.text ?? ''
      const [first = ''] = text.split(' ')
      if (await runTask(first, tasks, call, shell, context, finder, depth + 1)) continue
      if (part.text)
        await runTarget(
          {
            key: `task ${part.file} ${name} ${part.span.start}`,
            name,
            source: sourceOfNode(part),
            directory: shell.directory,
            errexit: true,
          },
          call,
          shell,
          context,
          finder,
        )
    }
    return true
  }
  if (!node) return true
  const source =
    node.kind === 'list'
      ? { text: quoteAll(node.items.map((item) => item.text ?? '')), file: undefined, placeOf: () => node.place }
      : sourceOfNode(node)
  await runTarget(
    { key: `task ${task.file} ${name}`, name, source, directory: shell.directory },
    call,
    shell,
    context,
    finder,
  )
  return true
}

/** `pdm run test`, `pdm test`: a script of pyproject.toml, else a program of the environment. */
async function pdm(call: Call, shell: Shell, context: Context, finder: Finder): Promise<boolean> {
  const at = call.words[1] === 'run' ? 2 : 1
  if (at === 1 && knownCommand('pdm', call.words.slice(1))) return false
  if (await scripts(call, at, ['tool', 'pdm', 'scripts'], shell, context, finder)) return true
  const program = call.words.findIndex((word, i) => i >= at && !word.startsWith('-'))
  if (at === 1 || program < 0) return false
  await runCall(withWords(call, [], program), shell, context, finder)
  return true
}

/** `hatch run env:script`, `hatch -e env run script`, `hatch test` (hatch.pypa.io, "Environments"). */
async function hatch(given: Call, shell: Shell, context: Context, finder: Finder): Promise<boolean> {
  const { call, chosen } = withoutEnvironment(given)
  const [, verb, first = ''] = call.words
  if (verb === 'test') {
    // shows the environments that it would use
    if (call.words.some((word) => /^(-s|--show)$/.test(word))) return true
    const paths = call.words.slice(2).filter((one) => !one.startsWith('-'))
    await runCall(
      withWords(call, ['pytest', ...(paths.length ? paths : ['tests'])], call.words.length),
      shell,
      context,
      finder,
    )
    return true
  }
  if (verb !== 'run') return false
  // `+py=3.12` chooses among the environments of a matrix
  if (/^[+-]\w+=/.test(first))
    return hatch({ ...call, words: ['hatch', 'run', ...call.words.slice(3)] }, shell, context, finder)
  const word = first.includes(':') || !chosen ? first : `${chosen}:${first}`
  const [environment, name] = word.includes(':') ? word.split(':') : ['default', word]
  const own = shell.directory === undefined ? undefined : joinPath(shell.directory, 'hatch.toml')
  const envs =
    own !== undefined && finder.repository.has(own)
      ? (await finder.repository.toml(own))?.get('envs')
      : (await pyproject(shell, finder))?.at('tool', 'hatch', 'envs')
  const tasks =
    envs?.at(environment ?? 'default', 'scripts') ?? envs?.at((environment ?? '').replace(/\..*$/, ''), 'scripts')
  if (tasks && name && (await runTask(name, tasks, call, shell, context, finder, 0))) return true
  if (!first.includes(':') || knowsProgram(name ?? '')) {
    // no script: a program of the environment
    await runCall(
      first.includes(':') ? withWords(call, [name ?? ''], 3) : withWords(call, [], 2),
      shell,
      context,
      finder,
    )
    return true
  }
  byNameAlone(name ?? word, call, shell, context, finder)
  return true
}

/** `hatch -e lint run all`, `hatch env run -e lint all`: what chooses the environment stands before the script. */
function withoutEnvironment(call: Call): { readonly call: Call; readonly chosen: string | undefined } {
  const words: string[] = []
  let chosen: string | undefined
  for (let i = 0; i < call.words.length; i++) {
    const word = call.words[i] as string
    const before =
      words.length < 2 || (words[1] === 'env' && words.length < 4) || (words[1] === 'run' && words.length === 2)
    if (before && (word === '-e' || word === '--env')) chosen = call.words[++i]
    else if (!(before && i > 0 && /^--?[a-z]/.test(word) && words[1] !== 'run')) words.push(word)
  }
  const plain = words[1] === 'env' && words[2] === 'run' ? ['hatch', ...words.slice(2)] : words
  return { call: { ...call, words: plain }, chosen }
}
