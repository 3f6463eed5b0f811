import { basename, joinPath } from '../../../../documents/path.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import { type Call, withWords } from '../call.ts'
import { runCall } from '../command.ts'
import type { Context, Finder, Shell } from '../shell-state.ts'
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
      return call.words[1] === 'run' ? scripts(call, 2, ['tool', 'pdm', 'scripts'], shell, context, finder) : false
    case 'hatch':
      return hatch(call, shell, context, finder)
    case 'rye':
      return false
    default:
      return false
  }
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

/** `hatch run env:script`, `hatch test`, `hatch fmt`. */
async function hatch(call: Call, shell: Shell, context: Context, finder: Finder): Promise<boolean> {
  const [, verb, word = ''] = call.words
  if (verb !== 'run') return false
  const [environment, name] = word.includes(':') ? word.split(':') : ['default', word]
  const root = await pyproject(shell, finder)
  const tasks = root?.at('tool', 'hatch', 'envs', environment ?? 'default', 'scripts')
  if (tasks && name && (await runTask(name, tasks, call, shell, context, finder, 0))) return true
  if (!word.includes(':')) {
    await runCall(withWords(call, [], 2), shell, context, finder)
    return true
  }
  byNameAlone(name ?? word, call, shell, context, finder)
  return true
}
