import type { Kind } from '../../../../config/vocabulary.ts'
import { basename, dirname, joinPath } from '../../../../documents/path.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import { type Call, emit } from '../call.ts'
import { kindsOfName } from '../names.ts'
import type { Context, Finder, Shell } from '../shell/state.ts'
import { byNameAlone, runTarget, sourceOfNode } from './text.ts'

/** What executors do, by what stands behind their package (nx.dev, "Executors"; angular.dev, "Angular CLI builders"). */
const executors: readonly (readonly [pattern: RegExp, kind: Kind])[] = [
  [/:(jest|vitest|karma|mocha|test|unit-test)$/i, 'unit-test'],
  [/:(cypress|playwright|detox|wdio|e2e)$/i, 'integration-test'],
  [/:(lint|eslint|stylelint|tslint)$/i, 'lint'],
  [
    /^@(?:nx|nrwl|angular|angular-devkit|angular-builders|analogjs)\/[\w-]+:(application|browser|browser-esbuild|build|server|webpack|webpack-browser|rollup|rspack|esbuild|tsc|swc|vite|package|ng-packagr|ng-packagr-lite)$/i,
    'build',
  ],
]

/** More projects than this are not looked at. */
const mostProjects = 200

/** A target of a project, as its file says. */
interface Target {
  readonly node: DataNode
  readonly project: string
  readonly folder: string
}

/**
 * Runs a task of Nx as the files of the projects say (`project.json`: nx.dev, "Project Configuration"): commands are
 * followed, and executors known by what they are called; of another the name of the task speaks.
 * @returns whether such a script of a package is a target that is asked for, too: of a project that has none in a file of
 *   its own (nx.dev, "Inferred Tasks"); undefined where no project that is asked for has such a target in its file
 */
export async function nxTargets(
  task: string,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<((folder: string) => Promise<boolean>) | undefined> {
  const { directory } = shell
  if (directory === undefined) return undefined
  const named = projectsNamed(call.words.slice(1))
  const targets: Target[] = []
  for (const { path } of finder.repository.named('project.json').slice(0, mostProjects)) {
    if (directory !== '' && !path.startsWith(`${directory}/`)) continue
    const root = await finder.repository.json(path)
    const node = root?.at('targets', task)
    const project = root?.get('name')?.text ?? dirname(path).replace(/^.*\//, '')
    if (node && (named === undefined || named.includes(project))) targets.push({ node, project, folder: dirname(path) })
  }
  const told = new Set<string>()
  for (const target of targets) await runOne(task, target, told, call, shell, context, finder)
  if (targets.length === 0) return undefined
  return async (folder) => {
    // scripts of the outermost package call the runner
    if (folder === directory || targets.some((target) => target.folder === folder)) return false
    const name = (await finder.repository.json(`${folder}/package.json`))?.get('name')?.text
    return named === undefined || named.includes(name ?? '') || named.includes(basename(folder))
  }
}

async function runOne(
  task: string,
  { node, project, folder }: Target,
  told: Set<string>,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<void> {
  const executor = node.get('executor')?.text ?? ''
  const commands = commandsOf(node, executor)
  if (commands) {
    const own = node.at('options', 'cwd')?.text
    const directory = own === undefined || own.includes('{') ? shell.directory : joinPath(shell.directory ?? '', own)
    for (const source of commands) {
      const key = `nx ${folder} ${project}:${task} ${source.span.start}`
      await runTarget({ key, name: task, source: sourceOfNode(source), directory }, call, shell, context, finder)
    }
    return
  }
  const kinds = kindsOf(task, executor)
  const key = kinds?.join() ?? ''
  if (told.has(key)) return
  told.add(key)
  if (kinds) emit(finder, shell, context, call, { kinds, tool: 'nx' })
  else byNameAlone(task, call, shell, context, finder)
}

/** What a target runs in a shell: a `command`, or those of the executor for them; undefined where an executor does the work. */
function commandsOf(node: DataNode, executor: string): readonly DataNode[] | undefined {
  const short = node.get('command')
  if (short) return [short]
  if (!/^(?:nx|@nx\/workspace|@nrwl\/workspace):run-commands$/.test(executor)) return undefined
  const options = node.get('options')
  const several = options?.get('commands')?.asList.map((one) => (one.kind === 'map' ? one.get('command') : one)) ?? []
  const one = options?.get('command')
  return [...(one ? (one.kind === 'list' ? one.asList : [one]) : []), ...several].filter((each) => each !== undefined)
}

/** What an executor does; a task that is called one of integration tests runs those, by whichever runner. */
function kindsOf(task: string, executor: string): readonly Kind[] | undefined {
  const kind = executors.find(([pattern]) => pattern.test(executor))?.[1]
  if (kind !== 'unit-test') return kind && [kind]
  const byName = kindsOfName(task).filter((one) => /-test$/.test(one))
  return byName.length ? byName : [kind]
}

/**
 * The projects that a call is for, by their names; undefined where it is for all, or for those that only the run knows
 * (`nx affected`, patterns, tags).
 */
function projectsNamed(words: readonly string[]): readonly string[] | undefined {
  const plain = words.filter((word) => !/^[-$]/.test(word))
  const [verb = '', first = ''] = plain
  if (verb === 'affected' || verb.startsWith('affected:')) return undefined
  const at = words.findIndex((word) => /^(-p|--projects?)(=|$)/.test(word))
  const given = at < 0 ? '' : (/=(.*)$/.exec(words[at] as string)?.[1] ?? words[at + 1] ?? '')
  const list =
    verb === 'run-many' || at >= 0 ? given.split(',') : verb === 'run' ? [first.split(':')[0] ?? ''] : [first]
  const names = list.filter(Boolean)
  return names.length === 0 || names.some((name) => /[*$:!]/.test(name)) ? undefined : names
}
