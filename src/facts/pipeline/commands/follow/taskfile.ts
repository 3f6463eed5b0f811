import { joinPath } from '../../../../documents/path.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import type { Call } from '../call.ts'
import { repositoryPath } from '../shell/paths.ts'
import { type Context, type Finder, type Shell, unheeded } from '../shell/state.ts'
import type { Follow } from './index.ts'
import { missingTarget, runTarget, sourceOfNode } from './text.ts'

/** What the file of tasks may be called, in the order in which it is looked for (taskfile.dev, "Guide"). */
export const taskfiles: readonly string[] = ['', '.dist'].flatMap((dist) =>
  ['yml', 'yaml'].flatMap((end) => [`Taskfile${dist}.${end}`, `taskfile${dist}.${end}`]),
)

/** `task name` (taskfile.dev, "Schema"): the commands of a task, with those of its dependencies first. */
export const taskfile: Follow = async (call, shell, context, finder) => {
  let folder = shell.directory
  let file: string | undefined
  const names: string[] = []
  for (let i = 1; i < call.words.length; i++) {
    const word = call.words[i] as string
    if (word === '--') break
    if (word === '-t' || word === '--taskfile') file = call.words[++i]
    else if (word === '-d' || word === '--dir') folder = repositoryPath(call.words[++i] ?? '', folder)
    else if (/^(-l|--list|-a|--list-all|--dry|-n|--version|--init)$/.test(word)) return true
    else if (!word.startsWith('-') && !/^\w+=/.test(word)) names.push(word)
  }
  const path = (file ? [file] : taskfiles)
    .map((name) => (folder === undefined ? undefined : joinPath(folder, name)))
    .find((one) => one !== undefined && finder.repository.has(one))
  const root = path === undefined ? undefined : (await finder.repository.yaml(path))?.[0]
  if (!root || path === undefined) {
    // `task` is also a to-do list and other programs; without its file it is none of ours.
    if (!names.length) return false
    missingTarget(`Taskfile with ${names.join(' ')}`, folder || 'this folder', call, shell, context, finder)
    return true
  }
  finder.repository.claim(path)
  for (const name of names.length ? names : ['default']) {
    await run(name, { root, path, folder, done: new Set() }, call, shell, context, finder)
  }
  return true
}

interface Tasks {
  readonly root: DataNode
  readonly path: string
  readonly folder: string | undefined
  readonly done: Set<string>
}

async function run(
  name: string,
  tasks: Tasks,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<void> {
  const task = tasks.root.at('tasks', name)
  if (tasks.done.has(name)) return
  tasks.done.add(name)
  if (!task) {
    missingTarget(name, tasks.path, call, shell, context, finder)
    return
  }
  for (const need of task.get('deps')?.asList ?? []) {
    const needed = need.text ?? need.get('task')?.text
    if (needed) await run(needed, tasks, call, shell, context, finder)
  }
  const commands = task.kind === 'map' ? (task.get('cmds') ?? task.get('cmd'))?.asList : task.asList
  const own = task.get('dir')?.text
  const directory = own === undefined || tasks.folder === undefined ? tasks.folder : joinPath(tasks.folder, own)
  for (const command of commands ?? []) {
    const node = command.kind === 'map' ? command.get('cmd') : command
    const other = command.get('task')?.text
    if (other) await run(other, tasks, call, shell, context, finder)
    if (node?.text === undefined) continue
    const ignored = command.get('ignore_error')?.value === true || task.get('ignore_error')?.value === true
    await runTarget(
      {
        key: `task ${tasks.path} ${name} ${node.span.start}`,
        name,
        source: sourceOfNode(node),
        directory,
        errexit: true,
      },
      call,
      shell,
      ignored ? { ...context, ...unheeded } : context,
      finder,
    )
  }
}
