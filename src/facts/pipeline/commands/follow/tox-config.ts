import { joinPath } from '../../../../documents/path.ts'
import type { Place } from '../../../../documents/place.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import type { Finder } from '../shell/state.ts'

/** One line of an environment's commands, before its substitutions. */
export interface ToxCommand {
  readonly text: string
  readonly place: Place
}

/** tox's settings, whatever file they stand in (tox.wiki, "Configuration"). */
export interface ToxConfig {
  readonly file: string
  /** the environments that run where none is asked for */
  readonly usual: readonly string[]
  /** the commands of an environment, with those of `testenv` where it has none of its own */
  readonly commandsOf: (name: string) => readonly ToxCommand[]
  /** Whether an environment fails nothing whatever becomes of its commands (tox.wiki, "ignore_outcome"). */
  readonly ignoresOutcome: (name: string) => boolean
}

/** tox.ini, setup.cfg, tox.toml or pyproject.toml in a folder, in the order in which tox looks for them. */
export async function toxConfig(
  folder: string,
  given: string | undefined,
  repository: Finder['repository'],
): Promise<ToxConfig | undefined> {
  for (const name of given ? [given] : ['tox.ini', 'setup.cfg', 'pyproject.toml', 'tox.toml']) {
    const file = joinPath(folder, name)
    if (file === undefined || !repository.has(file)) continue
    if (name.endsWith('.toml')) {
      const root = await repository.toml(file)
      const native = name.endsWith('pyproject.toml') ? root?.at('tool', 'tox') : root
      const old = native?.get('legacy_tox_ini')
      if (old?.text !== undefined) return ofIni(old.text, file, () => old.place)
      if (native?.get('env_run_base') || native?.get('env') || native?.get('env_list')) return ofToml(native, file)
      continue
    }
    const text = await repository.text(file)
    if (!text || (name.endsWith('.cfg') && !/^\[(tox:tox|testenv)/m.test(text.content))) continue
    return ofIni(text.content, file, (start, end) => ({ file, start, end }))
  }
  return undefined
}

function ofToml(root: DataNode, file: string): ToxConfig {
  const commands = (node: DataNode | undefined) =>
    (node?.get('commands')?.asList ?? []).map((line) => ({ text: wordsOf(line), place: line.place }))
  return {
    file,
    usual: (root.get('env_list')?.asList ?? []).flatMap((one) => one.text ?? []),
    commandsOf: (name) => {
      const own = root.at('env', name)
      return own?.get('commands') ? commands(own) : commands(root.get('env_run_base'))
    },
    ignoresOutcome: (name) =>
      (root.at('env', name, 'ignore_outcome') ?? root.at('env_run_base', 'ignore_outcome'))?.text === 'true',
  }
}

/** `["pytest", { replace = "posargs", default = ["tests"] }]` as a line of tox.ini. */
function wordsOf(line: DataNode): string {
  return line.asList
    .map((word) => {
      if (word.get('replace')?.text === 'posargs')
        return `{posargs:${(word.get('default')?.asList ?? []).map((one) => one.text ?? '').join(' ')}}`
      const text = word.text ?? ''
      return /\s/.test(text) ? `"${text}"` : text
    })
    .join(' ')
}

type Section = Map<string, { readonly text: string; readonly start: number; readonly end: number }[]>

function ofIni(content: string, file: string, placeOf: (start: number, end: number) => Place): ToxConfig {
  const sections = sectionsOf(content)
  const listed = (sections.get('tox') ?? sections.get('tox:tox'))?.get('envlist') ?? []
  const sectionOf = (name: string) =>
    sections.get(`testenv:${name}`) ??
    [...sections].find(([key]) => key.startsWith('testenv:') && expandBraces(key.slice(8)).includes(name))?.[1]
  const lines = (key: string, section: Section | undefined, depth: number): ToxCommand[] =>
    (section?.get(key) ?? []).flatMap(({ text, start, end }) => {
      // `{[testenv]commands}`: the lines of another section
      const [, other = '', its = ''] = /^\{\[([^\]]+)\](\w+)\}$/.exec(text) ?? []
      if (other && depth < 5) return lines(its, sections.get(other), depth + 1)
      const put = text.replace(/\{\[([^\]]+)\](\w+)\}/g, (whole, name: string, key: string) =>
        (sections.get(name)?.get(key) ?? [{ text: whole }]).map((one) => one.text).join(' '),
      )
      return [{ text: put, place: placeOf(start, end) }]
    })
  const base = sections.get('testenv')
  return {
    file,
    usual: expandBraces(listed.map(({ text }) => text).join(',')),
    commandsOf: (name) => {
      const own = sectionOf(name)
      return ['commands_pre', 'commands', 'commands_post'].flatMap((key) => lines(key, own?.has(key) ? own : base, 0))
    },
    ignoresOutcome: (name) => {
      const key = 'ignore_outcome'
      const own = sectionOf(name)
      return lines(key, own?.has(key) ? own : base, 0).some(({ text }) => /^(true|1|yes|on)$/i.test(text))
    },
  }
}

/** An ini file as far as it is needed: the lines of each key, joined where a backslash ends them. */
function sectionsOf(content: string): Map<string, Section> {
  const sections = new Map<string, Section>()
  let section: Section | undefined
  let key = ''
  let at = 0
  for (const line of content.split('\n')) {
    const start = at
    at += line.length + 1
    const head = /^\[([^\]]+)\]/.exec(line)?.[1]
    if (head) {
      section = new Map()
      sections.set(head.trim(), section)
      key = ''
      continue
    }
    if (!section || /^\s*[#;]/.test(line)) continue
    const entry = /^(\w+)\s*=\s*/.exec(line)
    if (entry) key = (entry[1] as string).replace('env_list', 'envlist')
    const value = (entry ? line.slice(entry[0].length) : line).replace(/\s#.*$/, '').trim()
    if (entry && !section.has(key)) section.set(key, [])
    if (value === '' || key === '') continue
    const list = section.get(key) as { text: string; start: number; end: number }[]
    const last = list.at(-1)
    if (last?.text.endsWith('\\'))
      list[list.length - 1] = { text: `${last.text.slice(0, -1)}${value}`, start: last.start, end: start + line.length }
    else list.push({ text: value, start: start + line.indexOf(value), end: start + line.length })
  }
  return sections
}

/** More environments than anybody lists: a few braces stand for millions. */
const mostNames = 400

/** `py{39,310}-django{3,4}, lint` → the six names that it stands for; commas part them outside braces. */
export function expandBraces(list: string): string[] {
  return list
    .split(/,(?![^{]*\})|\n/)
    .map((one) => one.trim())
    .filter(Boolean)
    .flatMap(expanded)
    .slice(0, mostNames)
}

/** The names of one pattern: the innermost braces first, in each name at a time. */
function expanded(pattern: string): string[] {
  let names = [pattern]
  while (names.some((name) => braces.test(name))) names = names.flatMap(withoutBraces).slice(0, mostNames)
  return names
}

const braces = /\{([^{}]*)\}/

function withoutBraces(name: string): string[] {
  const [whole, inner = ''] = braces.exec(name) ?? []
  return whole === undefined ? [name] : inner.split(',').map((one) => name.replace(whole, () => one.trim()))
}
