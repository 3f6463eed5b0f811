import { dirname, join } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import { taskfiles } from '../pipeline/commands/follow/taskfile.ts'
import type { Repository } from '../repository.ts'

/**
 * `task cluster:bootstrap`, `task -d ops metrics`: a task of a Taskfile that somebody runs. Each word before it is taken in one
 * way alone: an option that has a value is none without it, else each doubles the time.
 */
export const taskCalled =
  /(?:^|[;&|(`\n$]|\bsudo) *(?:go-)?task(?: +(?:-[dt]|--dir|--taskfile) +\S+| +(?!(?:-[dt]|--dir|--taskfile) )--?[a-z]+| +[A-Za-z_]\w*=\S*)* +([a-z][\w.:-]*)(?![\w./=])/g

/** No more tasks of a document are followed than this. */
const mostTasks = 20

/**
 * The commands of the tasks that a text has somebody run, by the names they are called by: of the Taskfile beside the document
 * or of the nearest above, and of those that it includes (taskfile.dev, "Schema"). Templates stay as they are written.
 * @param folder of the document
 */
export async function tasksBeside(
  folder: string,
  content: string,
  repository: Repository,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>()
  if (content.search(taskCalled) < 0) return found
  const file = nearest(folder, repository)
  if (!file) return found
  const wanted = [...content.matchAll(taskCalled)].map(([, task = '']) => task)
  for (let name = wanted.shift(); name !== undefined && found.size < mostTasks; name = wanted.shift()) {
    if (found.has(name)) continue
    const task = await taskOf(name, file, repository)
    if (!task) continue
    const { node, space } = task
    const named = (other: string) => (other.startsWith(':') ? other.slice(1) : `${space}${other}`)
    const items = [...(node.get('deps')?.asList ?? []), ...commandsOf(node)]
    const lines = items.flatMap((item, index) => {
      const other = item.get('task')?.text ?? (index < (node.get('deps')?.asList.length ?? 0) ? item.text : undefined)
      if (other === undefined) return item.get('cmd')?.text ?? item.text ?? []
      wanted.push(named(other))
      return `task ${named(other)}`
    })
    found.set(name, lines)
  }
  return found
}

const commandsOf = (node: DataNode): readonly DataNode[] =>
  (node.kind === 'map' ? (node.get('cmds') ?? node.get('cmd')) : node)?.asList ?? []

/** A task by its name, in the file or in one that it includes under a name of its own: `cluster:up`. */
async function taskOf(
  name: string,
  file: string,
  repository: Repository,
  space = '',
): Promise<{ node: DataNode; space: string } | undefined> {
  const [root] = (await repository.yaml(file)) ?? []
  const node = root?.at('tasks', name)
  if (node) return { node, space }
  const colon = name.indexOf(':')
  if (colon <= 0 || space.length > 60) return undefined
  const included = root?.at('includes', name.slice(0, colon))
  const written = included?.text ?? included?.get('taskfile')?.text
  if (written === undefined || /[{}]|:\/\//.test(written)) return undefined
  const path = join(dirname(file), written)
  const inside = [path, ...taskfiles.map((one) => join(path, one))].find((one) => repository.file(one) !== undefined)
  return inside === undefined
    ? undefined
    : taskOf(name.slice(colon + 1), inside, repository, `${space}${name.slice(0, colon + 1)}`)
}

function nearest(folder: string, repository: Repository): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const file = taskfiles.map((name) => join(at, name)).find((path) => repository.has(path))
    if (file || at === '') return file
  }
}
