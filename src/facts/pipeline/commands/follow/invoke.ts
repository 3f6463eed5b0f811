import { dirname, joinPath } from '../../../../documents/path.ts'
import type { Text } from '../../../../documents/text.ts'
import type { Repository } from '../../../repository.ts'
import { pathFrom } from '../shell/paths.ts'
import { type Context, type Shell, subshell } from '../shell/state.ts'
import type { Follow } from './index.ts'
import { byNameAlone, runShellOuts } from './text.ts'

/*
 * Invoke's tasks (docs.pyinvoke.org, "Invoking tasks", "Loading collections"): functions under `@task` in tasks.py or in the
 * modules of a package tasks/, found in the folder one is in or above it.
 */

/** A task: what it is called, what runs before and after it, and its function. */
interface Task {
  readonly names: readonly string[]
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly body: Body
}

interface Body {
  readonly file: string
  readonly text: string
  readonly start: number
  /** the parameter that is the context, then the others with their defaults where these are literal */
  readonly context: string
  readonly parameters: readonly (readonly [string, string | undefined])[]
}

interface Tasks {
  readonly tasks: ReadonlyMap<string, Task>
  readonly functions: ReadonlyMap<string, Body>
}

/** `inv lint test --fast`, `invoke docs.build`. */
export const invoke: Follow = async (call, shell, context, finder) => {
  const { collection, root, words } = argumentsOf(call.words.slice(1))
  const names = words.filter((word, i) => !word.startsWith('-') && !words[i - 1]?.startsWith('-')).map(plain)
  if (words.some((word) => onlyTells.test(word)) || call.words.length < 2) return true
  const folder = context.remote ? undefined : root === undefined ? shell.directory : pathFrom(root, shell)
  const found = folder === undefined ? undefined : await tasksOf(collection, folder, finder.repository)
  // a word behind a flag may be its value or the next task
  const given = found ? words.filter((word) => !word.startsWith('-') && found.tasks.has(plain(word))).map(plain) : names
  const [first] = names
  if (!found || given.length === 0 || (first !== undefined && !found.tasks.has(first))) {
    for (const name of names.slice(0, 1)) byNameAlone(name, call, shell, context, finder)
    return names.length > 0
  }
  const done = new Set<string>()
  const run = async (name: string, own: Shell) => {
    const task = found.tasks.get(name)
    if (!task || done.has(name)) return
    done.add(name)
    finder.repository.claim(task.body.file)
    for (const other of task.before) await run(other, own)
    await runBody(task.body, name, own, context, [])
    for (const other of task.after) await run(other, own)
  }
  const runBody = async (
    body: Body,
    name: string,
    own: Shell,
    inside: Context,
    way: readonly Body[],
  ): Promise<void> => {
    const inner: Shell = { ...subshell(own), directory: dirname(body.file.replace(/\/__init__\.py$/, '')) }
    if (/(^|\/)tasks\/[^/]+$/.test(body.file)) inner.directory = dirname(dirname(body.file))
    const flags = valuesOf(words)
    for (const [parameter, fallback] of body.parameters)
      inner.variables.set(parameter, flags.get(parameter) ?? fallback ?? null)
    for (const part of partsOf(body, found.functions)) {
      const at = joinPath(inner.directory ?? '', part.directory)
      const there = { ...inner, directory: at }
      if (part.called && !way.includes(part.called)) await runBody(part.called, name, there, inside, [...way, body])
      else if (!part.called) await runShellOuts(part, `def ${body.file}`, name, call, there, inside, finder)
    }
  }
  for (const name of given) await run(name, shell)
  return true
}

const plain = (name: string) => name.replaceAll('_', '-')

/** Flags of Invoke itself that take a value; all stand before the first task. */
const valued = /^(-c|--collection|-r|--search-root|-f|--config|-T|--command-timeout|-F|--list-format|-D|--list-depth)$/

/** Flags with which no task is run. */
const onlyTells = /^(-l|--list|-h|--help|-V|--version|-R|--dry)$/

function argumentsOf(words: readonly string[]) {
  let collection = 'tasks'
  let root: string | undefined
  let at = 0
  for (; at < words.length && words[at]?.startsWith('-'); at++) {
    const [flag = '', joined] = (words[at] as string).split('=', 2)
    if (!valued.test(flag)) {
      if (onlyTells.test(flag)) break
      continue
    }
    const value = joined ?? words[++at] ?? ''
    if (/^(-c|--collection)$/.test(flag)) collection = value
    if (/^(-r|--search-root)$/.test(flag)) root = value
  }
  return { collection, root, words: words.slice(at) }
}

/** `--env prod`, `--env=prod`: the values of a task's parameters. */
function valuesOf(words: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  words.forEach((word, i) => {
    const [, name = '', joined] = /^--([\w-]+)(?:=(.*))?$/s.exec(word) ?? []
    const next = words[i + 1]
    const value = joined ?? (next?.startsWith('-') ? undefined : next)
    if (name && value !== undefined) found.set(name.replaceAll('-', '_'), value)
  })
  return found
}

/** The tasks of a collection, by their names with those of the modules they are in. */
async function tasksOf(collection: string, from: string, repository: Repository): Promise<Tasks | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    const single = joinPath(folder, `${collection}.py`) ?? ''
    const package_ = joinPath(folder, collection) ?? ''
    if (repository.has(single) || repository.has(`${package_}/__init__.py`)) {
      const tasks = new Map<string, Task>()
      const functions = new Map<string, Body>()
      const files = repository.has(single)
        ? [single]
        : repository.under(package_).flatMap(({ path }) => (path.endsWith('.py') ? [path] : []))
      for (const path of files) {
        const text = await repository.text(path)
        if (text)
          read(
            text,
            path === single || path.endsWith('/__init__.py') ? '' : `${moduleOf(path, package_)}.`,
            tasks,
            functions,
          )
      }
      return { tasks, functions }
    }
    if (folder === '') return undefined
  }
}

const moduleOf = (path: string, package_: string) =>
  plain(
    path
      .slice(package_.length + 1)
      .replace(/\.py$/, '')
      .replaceAll('/', '.'),
  )

const definition =
  /^((?:@.*\n(?:[ \t)].*\n){0,30}){0,20})(?:async )?def (\w+)\(([^)]*)\)[^\n]*:[^\n]*\n?((?:[ \t]+.*(?:\n|$)|[ \t]*\n|#.*\n)*)/gm

function read(text: Text, prefix: string, tasks: Map<string, Task>, functions: Map<string, Body>): void {
  if (text.content.length > 500_000) return
  for (const match of text.content.matchAll(definition)) {
    const [all, decorators = '', name = '', parameters = '', code = ''] = match
    const [context = '', ...others] = parameters.split(',').map((one) => one.trim())
    const start = match.index + all.length - code.length
    const body: Body = {
      file: text.file,
      text: code,
      start,
      context: context.replace(/\W.*$/s, ''),
      parameters: others.map((one) => {
        const [, parameter = '', value] = /^\**(\w+)[^=]*(?:=\s*(?:["']([^"']*)["'])?)?/s.exec(one) ?? []
        return [parameter, value] as const
      }),
    }
    functions.set(name, body)
    const [, options] = /^@(?:\w+\.)?task(?:\(([\s\S]*?)\)\s*$|\s*$)/m.exec(decorators) ?? []
    if (!/^@(?:\w+\.)?task\b/m.test(decorators)) continue
    const list = (key: string) =>
      [...(new RegExp(`\\b${key}\\s*=\\s*[[(]([^\\])]*)`).exec(options ?? '')?.[1] ?? '').matchAll(/\w[\w.]*/g)].map(
        ([word]) => plain(word),
      )
    const positional = [
      ...(options ?? '')
        .replace(/\b\w+\s*=\s*(?:\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|[^,]+)/g, '')
        .matchAll(/\b[A-Za-z_]\w*\b/g),
    ].map(([word]) => plain(word))
    const other = /\bname\s*=\s*["']([\w.-]+)["']/.exec(options ?? '')?.[1]
    const aliases = list('aliases')
    const task: Task = {
      names: [plain(other ?? name), ...aliases],
      before: [...positional, ...list('pre').filter((word) => word !== 'call')].map((one) =>
        tasks.has(`${prefix}${one}`) ? `${prefix}${one}` : one,
      ),
      after: list('post'),
      body,
    }
    for (const one of task.names) tasks.set(`${prefix}${one}`, task)
  }
}

/** What a function does, in order: its shell-outs, and the functions of the file that it calls; each with its folder. */
function partsOf({ file, text, start, context }: Body, functions: ReadonlyMap<string, Body>) {
  const parts: { file: string; text: string; start: number; directory: string; called?: Body }[] = []
  const folders: { indent: number; path: string }[] = []
  // the reader of shell-outs knows the context by one name; what stands before it stays where it is
  const known = context
    ? text.replace(new RegExp(`\\b${context}\\.(run|sudo)\\b`, 'g'), (all) => 'c.run'.padStart(all.length))
    : text
  let from = 0
  let at = 0
  const cut = (end: number) => {
    if (known.slice(from, end).trim())
      parts.push({ file, text: known.slice(from, end), start: start + from, directory: folderNow() })
    from = end
  }
  const folderNow = () => folders.map(({ path }) => path).join('/')
  for (const line of known.split('\n')) {
    const indent = line.length - line.trimStart().length
    const end = at + line.length + 1
    if (line.trim()) {
      while (folders.length && indent <= (folders.at(-1)?.indent ?? 0)) {
        cut(at)
        folders.pop()
      }
      const [, path] = /^\s*with\s+\w+\.cd\(\s*f?["']([^"'{]+)["']/.exec(line) ?? []
      if (path) {
        cut(at)
        folders.push({ indent, path })
      }
      const called = functions.get(/^\s*(?:return\s+|\w+\s*=\s*)?(\w+)\(/.exec(line)?.[1] ?? '')
      if (called) {
        cut(at)
        parts.push({ file, text: '', start: start + at, directory: folderNow(), called })
      }
    }
    at = end
  }
  cut(known.length)
  return parts
}
