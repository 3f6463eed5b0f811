import { basename, joinPath } from '../../../../documents/path.ts'
import { globPattern } from '../../../../documents/pattern.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import { knownCommand } from '../../known/command.ts'
import { dropWords, withWords } from '../call.ts'
import { isBareTest } from '../names.ts'
import { runCall } from '../shell/command.ts'
import type { Finder, Source } from '../shell/state.ts'
import type { Follow } from './index.ts'
import { followFile } from './script.ts'
import { byNameAlone, missingTarget, quoteAll, runTarget, sourceOfNode } from './text.ts'

/** A runner whose tasks stand in a table of a settings file. */
interface Runner {
  /** what stands between the program and the task's name; a task's name alone runs it too where `bare` */
  readonly verbs: RegExp
  readonly bare?: true
  /** files and the ways to their tables, in the order in which they are looked for; `*` is any key */
  readonly tables: readonly (readonly [file: string, ...path: string[]])[]
  /** folders of scripts that are tasks by their path */
  readonly folders?: readonly string[]
  /** flags of the runner that take the next word */
  readonly valued?: readonly string[]
  /** what is no task is a program, which runs as it stands */
  readonly programs?: true
}

const runners: Readonly<Record<string, Runner>> = {
  // `cargo make` of sagiegurari/cargo-make ("Usage"); a task may be another's by `alias`, and run others at its end
  'cargo-make': {
    verbs: /^$/,
    bare: true,
    tables: [['Makefile.toml', 'tasks']],
    valued: ['-p', '--profile', '-l', '--loglevel', '--makefile', '-e', '--env', '--cwd'],
  },
  // https://mise.jdx.dev/tasks/
  mise: {
    verbs: /^(run|r)$/,
    bare: true,
    tables: [
      'mise.toml',
      '.mise.toml',
      'mise/config.toml',
      '.mise/config.toml',
      '.config/mise.toml',
      '.config/mise/config.toml',
    ].map((file) => [file, 'tasks'] as const),
    folders: ['mise-tasks', '.mise-tasks', 'mise/tasks', '.mise/tasks', '.config/mise/tasks'],
    valued: ['-C', '--cd', '-j', '--jobs', '-E', '--env', '-t', '--tool'],
  },
  // https://pixi.sh/latest/workspace/advanced_tasks/
  pixi: {
    verbs: /^(run|r)$/,
    tables: [
      ['pixi.toml', 'tasks'],
      ['pixi.toml', 'feature', '*', 'tasks'],
      ['pyproject.toml', 'tool', 'pixi', 'tasks'],
      ['pyproject.toml', 'tool', 'pixi', 'feature', '*', 'tasks'],
    ],
    valued: ['-e', '--environment', '--manifest-path'],
    programs: true,
  },
  // https://docs.deno.com/runtime/reference/cli/task/
  deno: {
    verbs: /^task$/,
    tables: [
      ['deno.json', 'tasks'],
      ['deno.jsonc', 'tasks'],
      ['package.json', 'scripts'],
    ],
    valued: ['--cwd', '-c', '--config', '-f', '--filter'],
  },
  // https://pipenv.pypa.io/en/latest/scripts.html
  pipenv: { verbs: /^run$/, tables: [['Pipfile', 'scripts']], programs: true },
  // https://rye.astral.sh/guide/commands/run/
  rye: { verbs: /^run$/, tables: [['pyproject.toml', 'tool', 'rye', 'scripts']], programs: true },
  // https://melos.invertase.dev/configuration/scripts
  melos: {
    verbs: /^run$/,
    bare: true,
    tables: [
      ['melos.yaml', 'scripts'],
      ['pubspec.yaml', 'melos', 'scripts'],
    ],
  },
}

/** `mise run test`, `pixi run -e ci lint`, `deno task check`: the tasks of a table, with those that they need first. */
export const taskTables: Follow = async (call, shell, context, finder) => {
  const program = basename(call.words[0] ?? '')
  const runner = runners[program]
  const named = runner && namedTask(program, runner, call.words)
  if (!named) return false
  const folder = shell.directory
  const tables = folder === undefined ? [] : await tablesOf(runner, folder, finder)
  const done = new Set<string>()
  const run = async (name: string, rest: readonly string[]): Promise<boolean> => {
    if (done.has(name)) return true
    done.add(name)
    const task = taskCalled(name, tables, program)
    if (!task) return runFile(name)
    finder.repository.claim(task.file)
    const runOthers = (keys: readonly string[]) => runAll(tasksOf(task, keys), task.file)
    await runOthers(['depends', 'depends-on', 'depends_on', 'dependencies'])
    if (program === 'cargo-make') await runOthers(['alias'])
    for (const [index, part] of partsOf(task, rest).entries()) {
      if ('tasks' in part) await runAll(part.tasks, task.file)
      else {
        const target = {
          key: `task ${task.file} ${name} ${index}`,
          name,
          source: part,
          directory: folder,
          errexit: true,
        }
        await runTarget(target, call, shell, context, finder)
      }
    }
    const script = program === 'mise' ? task.get('file')?.text : undefined
    if (script !== undefined) await followFile(withWords(call, [script], named.at + 1), 0, shell, context, finder, {})
    await runOthers(['run_task', 'depends_post'])
    return true
  }
  /* Each by its name, or all whose names a pattern tells: `lint:*`. */
  const runAll = async (names: readonly string[], file: string): Promise<void> => {
    for (const name of names) {
      const pattern = name.includes('*') ? globPattern(name) : undefined
      const matching = tables.flatMap((table) => table.entries.flatMap(({ key }) => (pattern?.test(key) ? key : [])))
      for (const one of matching.length > 0 ? matching : [name])
        if (!(await run(one, []))) missingTarget(one, file, call, shell, context, finder)
    }
  }
  const runFile = async (name: string): Promise<boolean> => {
    const path = folder === undefined ? undefined : scriptOf(name, runner, folder, finder)
    if (path === undefined) return false
    await followFile(withWords(call, [path], named.at + 1), 0, shell, context, finder, {})
    return true
  }
  const rest = call.words.slice(named.at + 1).filter((word) => word !== '--' && word !== ':::')
  if (await run(named.task, rest)) return true
  if (!named.runs) return false
  if (runner.programs && !isBareTest(named.task)) await runCall(dropWords(call, named.at), shell, context, finder)
  else byNameAlone(named.task, call, shell, context, finder)
  return true
}

/** A task by its name; by another that mise knows it by (https://mise.jdx.dev/tasks/task-configuration.html, "alias"). */
function taskCalled(name: string, tables: readonly DataNode[], program: string): DataNode | undefined {
  const found = tables.map((table) => table.get(name)).find((one) => one !== undefined)
  if (found || program !== 'mise') return found
  const all = tables.flatMap((table) => table.entries.map(({ value }) => value))
  return all.find((one) => one.get('alias')?.asList.some(({ text }) => text === name))
}

/** The task that a call names and where it stands, behind a verb that runs it or alone; undefined where it names none. */
function namedTask(program: string, runner: Runner, words: readonly string[]) {
  const plain = words.flatMap((task, at) =>
    at > 0 && !task.startsWith('-') && !runner.valued?.includes(words[at - 1] ?? '') ? [{ task, at }] : [],
  )
  const [first, second] = plain
  if (!first) return undefined
  if (runner.verbs.test(first.task)) return second && { ...second, runs: true }
  return runner.bare && !knownCommand(program, [first.task]) ? { ...first, runs: false } : undefined
}

/** The script that is a task by its path, as seen from the folder. */
function scriptOf(name: string, { folders = [] }: Runner, folder: string, { repository }: Finder): string | undefined {
  const below = name.replaceAll(':', '/')
  return folders
    .flatMap((base) => [`${base}/${below}`, `${base}/${below}/_default`])
    .find((path) => repository.has(joinPath(folder, path) ?? ''))
}

/** The tasks that some keys of a task name, as texts, lists, or tables with the name. */
function tasksOf(task: DataNode, keys: readonly string[]): readonly string[] {
  return keys
    .flatMap((key) => task.get(key)?.asList ?? [])
    .flatMap((one) => one.text ?? one.get('task')?.text ?? one.get('name')?.asList.map((name) => name.text ?? '') ?? [])
    .map((name) => name.replace(/\s.*$/, ''))
    .filter(Boolean)
}

/**
 * The commands of a task: lines, a list of words, or a program with its `args`; and among them other tasks, as
 * `{task: build}` and `{tasks: [lint, test]}` (https://mise.jdx.dev/tasks/toml-tasks.html, "run").
 */
function partsOf(task: DataNode, rest: readonly string[]): readonly (Source | { readonly tasks: readonly string[] })[] {
  const commands =
    task.kind === 'map'
      ? ['run', 'cmd', 'command', 'script', 'exec'].flatMap((key) => task.get(key)?.asList ?? [])
      : task.asList
  const args = task.get('args')?.asList
  const joined = args ?? (commands.length > 1 && task.kind === 'map' && task.get('cmd')?.kind === 'list')
  if (!joined)
    return commands.flatMap((one) => {
      if (one.text !== undefined) return sourceOfNode(one, quoteAll(rest))
      const tasks = tasksOf(one, ['task', 'tasks'])
      return tasks.length > 0 ? { tasks } : []
    })
  const words = [...commands, ...(args ?? [])].map((one) => one.text ?? '')
  return [{ text: quoteAll(words), file: undefined, placeOf: () => task.place }]
}

async function tablesOf(runner: Runner, folder: string, { repository }: Finder): Promise<readonly DataNode[]> {
  const found: DataNode[] = []
  for (const [name, ...path] of runner.tables) {
    const file = joinPath(folder, name)
    if (file === undefined || !repository.has(file)) continue
    const root = /\.ya?ml$/.test(name)
      ? (await repository.yaml(file))?.[0]
      : /\.jsonc?$/.test(name)
        ? await repository.json(file)
        : await repository.toml(file)
    let nodes: readonly DataNode[] = root ? [root] : []
    for (const key of path)
      nodes = nodes.flatMap((node) => (key === '*' ? node.entries.map(({ value }) => value) : (node.get(key) ?? [])))
    found.push(...nodes)
  }
  return found
}
