import { basename, joinPath } from '../../../../documents/path.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import { type Call, withWords } from '../call.ts'
import { runCall } from '../command.ts'
import { repositoryPath } from '../paths.ts'
import type { Context, Finder, Shell } from '../shell-state.ts'
import type { Follow } from './index.ts'
import { invoke } from './invoke.ts'
import { byNameAlone, quoteAll, runShellOuts, runTarget, sourceOfNode } from './text.ts'

/** tox, nox, poe, pdm, hatch and invoke: the commands that they are told to run. */
export const pythonTools: Follow = async (call, shell, context, finder) => {
  const program = basename(call.words[0] ?? '')
  switch (program) {
    case 'tox':
      return tox(call, shell, context, finder)
    case 'nox':
      return functions(call, sessions(call.words), 'noxfile.py', shell, context, finder)
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

function sessions(words: readonly string[]): string[] {
  const found: string[] = []
  for (let i = 1; i < words.length; i++) {
    const word = words[i] as string
    if (word === '--') break
    if (/^(-s|-e|--session|--sessions)$/.test(word)) {
      for (i++; i < words.length && !(words[i] as string).startsWith('-'); i++) found.push(words[i] as string)
      i--
    } else if (/^--sessions?=/.test(word)) found.push(...word.replace(/^[^=]*=/, '').split(','))
  }
  return found.map((name) => name.replace(/[-(].*$/, ''))
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

/** The commands of tox.ini, setup.cfg or pyproject's legacy_tox_ini, of the environments that `-e` names. */
async function tox(call: Call, shell: Shell, context: Context, finder: Finder): Promise<boolean> {
  let folder = shell.directory
  const wanted: string[] = []
  for (let i = 1; i < call.words.length; i++) {
    const word = call.words[i] as string
    if (word === '--') break
    if (word === '-e') wanted.push(...(call.words[++i] ?? '').split(','))
    else if (/^-e\w/.test(word)) wanted.push(...word.slice(2).split(','))
    else if (word === '-c' || word === '--conf')
      folder = repositoryPath((call.words[++i] ?? '').replace(/\/?[^/]*\.(ini|toml|cfg)$/, '') || '.', folder)
  }
  const file = folder === undefined ? undefined : joinPath(folder, 'tox.ini')
  const text = file !== undefined && finder.repository.has(file) ? await finder.repository.text(file) : undefined
  if (!text) {
    for (const name of wanted) byNameAlone(/^py\d*/.test(name) ? 'test' : name, call, shell, context, finder)
    return wanted.length > 0
  }
  finder.repository.claim(text.file)
  const sections = toxSections(text.content)
  const base = sections.get('testenv')
  const names = wanted.length ? wanted : (sections.get('tox')?.envlist ?? ['py'])
  const done = new Set<object>()
  for (const name of names) {
    const own =
      sections.get(`testenv:${name}`) ??
      [...sections].find(([key]) => key.startsWith('testenv:') && key.slice(8).split(',').includes(name))?.[1]
    const commands = own?.commands.length ? own.commands : (base?.commands ?? [])
    if (done.has(commands)) continue
    done.add(commands)
    for (const { text: line, start } of commands) {
      await runTarget(
        {
          key: `tox ${text.file} ${name} ${start}`,
          name,
          source: {
            text: line,
            file: undefined,
            placeOf: (from, to) => ({ file: text.file, start: start + from, end: start + to }),
          },
          directory: folder,
        },
        call,
        shell,
        context,
        finder,
      )
    }
  }
  return true
}

interface ToxSection {
  readonly commands: { text: string; start: number }[]
  envlist: string[] | undefined
}

/** tox.ini as far as commands need it. Substitutions in braces stay as they are, in the shell's spelling. */
function toxSections(content: string): Map<string, ToxSection> {
  const sections = new Map<string, ToxSection>()
  let section: ToxSection | undefined
  let key = ''
  let at = 0
  for (const line of content.split('\n')) {
    const start = at
    at += line.length + 1
    const head = /^\[([^\]]+)\]/.exec(line)?.[1]
    if (head) {
      section = { commands: [], envlist: undefined }
      sections.set(head.trim(), section)
      key = ''
      continue
    }
    if (!section || /^\s*[#;]/.test(line)) continue
    const entry = /^(\w+)\s*=\s*/.exec(line)
    if (entry) key = entry[1] as string
    const value = entry ? line.slice(entry[0].length) : line.trim()
    if (value.trim() === '') continue
    const offset = start + (entry ? entry[0].length : line.length - line.trimStart().length)
    if (key === 'commands' || key === 'commands_pre') {
      // tox's own `-` in front ignores the failure
      const ignored = /^-\s+/.exec(value)?.[0] ?? ''
      const text = value.slice(ignored.length).replace(/\{posargs[^}]*\}/g, (all) => ' '.repeat(all.length))
      section.commands.push({ text: ignored ? `${text} || true` : text, start: offset + ignored.length })
    } else if (key === 'envlist' || key === 'env_list') {
      section.envlist = [
        ...(section.envlist ?? []),
        ...value
          .split(',')
          .map((one) => one.trim())
          .filter(Boolean),
      ]
    }
  }
  return sections
}

/** The functions of noxfile.py: what they run by `session.run("…")`. */
async function functions(
  call: Call,
  names: readonly string[],
  file: string,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<boolean> {
  const path = shell.directory === undefined ? undefined : joinPath(shell.directory, file)
  const text = path !== undefined && finder.repository.has(path) ? await finder.repository.text(path) : undefined
  if (!text) {
    for (const name of names) byNameAlone(name, call, shell, context, finder)
    return names.length > 0
  }
  finder.repository.claim(text.file)
  const blocks = [...text.content.matchAll(/^def\s+(\w+)\s*\(.*$/gm)]
  for (const [index, block] of blocks.entries()) {
    const name = block[1] as string
    if (names.length && !names.some((one) => one.replaceAll('-', '_') === name)) continue
    const end = blocks[index + 1]?.index ?? text.content.length
    const body = { file: text.file, text: text.content.slice(block.index, end), start: block.index }
    await runShellOuts(body, `def ${text.file}`, name, call, shell, context, finder)
  }
  return true
}
