import { basename, joinPath } from '../../../../documents/path.ts'
import type { Text } from '../../../../documents/text.ts'
import type { DataNode } from '../../../../documents/tree.ts'
import { type Call, emit, emitHidden } from '../call.ts'
import { hiddenPart } from '../hidden.ts'
import { isBareTest, kindsOfName } from '../names.ts'
import {
  type Context,
  type Finder,
  giveToPrograms,
  type Shell,
  type Source,
  subshell,
  unheeded,
} from '../shell/state.ts'
import { eitherTest } from '../tests/hosts.ts'
import { tellByName } from './by-name.ts'
import { shellOuts } from './foreign.ts'
import { leaveOpen } from './foreign-caught.ts'
import { runText } from './script.ts'

/** A value of YAML, JSON or TOML as shell text, with its places. `after` is added at its end. */
export function sourceOfNode(node: DataNode, after = ''): Source {
  const text = node.text ?? ''
  return {
    text: after ? `${text} ${after}` : text,
    file: undefined,
    placeOf: (start, end) => {
      const first = node.offsetOf(Math.min(start, text.length))
      const last = Math.max(first, node.offsetOf(Math.max(0, Math.min(end, text.length) - 1)))
      return { file: node.file, start: first, end: last + 1 }
    },
  }
}

/** The text of a file in a folder; undefined where the folder is not known or has no such file. */
export async function textIn(
  folder: string | undefined,
  name: string,
  repository: Finder['repository'],
): Promise<Text | undefined> {
  const file = folder === undefined ? undefined : joinPath(folder, name)
  return file !== undefined && repository.has(file) ? repository.text(file) : undefined
}

/** One target of a task runner that is about to run. */
export interface Target {
  /** unique in the repository, to cut circles */
  readonly key: string
  readonly name: string
  readonly source: Source
  readonly directory: string | undefined
  readonly errexit?: boolean
  /** one of several lines: its name speaks only once all have run */
  readonly part?: boolean
  readonly variables?: Readonly<Record<string, string>>
}

/** Runs the text of a target as a shell of its own, and lets its name speak where the text does not tell. */
export async function runTarget(
  target: Target,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<void> {
  if (finder.active.has(target.key)) return
  finder.active.add(target.key)
  const before = finder.acts.length
  const own: Shell = {
    ...subshell(shell),
    functions: new Map(),
    directory: target.directory,
    errexit: target.errexit ?? false,
    pipefail: false,
  }
  for (const [name, value] of Object.entries({ ...call.environment, ...target.variables })) {
    own.variables.set(name, value)
    if (name in call.environment) giveToPrograms(own, name)
  }
  await runText(
    target.source,
    own,
    shell,
    { ...context, via: [...context.via, call.place], names: [...context.names, target.name], depth: context.depth + 1 },
    finder,
  )
  finder.active.delete(target.key)
  if (!target.part) tellByName(target.name, before, false, call, shell, context, finder)
}

/** The part of a program in another language that is a task: its file, its text and where that starts in the file. */
export interface Body {
  readonly file: string
  readonly text: string
  readonly start: number
}

/** Runs what a task written in Ruby or Python hands to a shell, each command as a shell of its own. */
export async function runShellOuts(
  body: Body,
  tool: string,
  name: string,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): Promise<void> {
  for (const { text, start, end, checked } of shellOuts(body.text)) {
    const place = { file: body.file, start: body.start + start, end: body.start + end }
    const source = { text, file: undefined, placeOf: () => place }
    const variables = Object.fromEntries([...shell.variables].flatMap(([key, value]) => (value ? [[key, value]] : [])))
    const target = { key: `${tool} ${name} ${body.start + start}`, name, source, directory: shell.directory, variables }
    const inside: Context = checked ? context : { ...context, ...unheeded }
    const before = finder.acts.length
    await runTarget(target, call, shell, inside, finder)
    if (checked === 'open') leaveOpen(finder, before, body.file)
  }
}

/** A target that is named and not found: hidden, as far as its name leaves it open. */
export function missingTarget(
  name: string,
  what: string,
  call: Call,
  shell: Shell,
  context: Context,
  finder: Finder,
): void {
  const file = basename(what)
  emitHidden(finder, shell, context, call, `what ${call.words.slice(0, 3).join(' ')} runs (no ${name} in ${file})`, [
    name,
  ])
}

/** A target whose runner cannot be read here: its name decides. */
export function byNameAlone(name: string, call: Call, shell: Shell, context: Context, finder: Finder): void {
  const kinds = /^(build|compile|package)\b/.test(name) ? (['build'] as const) : kindsOfName(name)
  const tool = basename(call.words[0] ?? '')
  const what = `what ${call.words.join(' ')} tests`
  if (kinds.length) emit(finder, shell, context, call, { kinds, tool })
  else if (isBareTest(name))
    emit(finder, shell, context, call, {
      kinds,
      tool,
      hidden: { ...hiddenPart(what, '', call.place), couldBe: eitherTest },
    })
  else emitHidden(finder, shell, context, call, `what ${call.words.join(' ')} runs`, [name])
}

/** `mage test:integration`, `nuke Publish`: targets that are written as programs, of which only the names are read. */
export async function namedTargets(call: Call, shell: Shell, context: Context, finder: Finder): Promise<boolean> {
  // clojure's aliases stand behind letters: `clojure -M:dev:test`; mill's and Bazel's targets behind their modules
  const names = call.words
    .slice(1)
    .flatMap((word) => (/^-[A-Z]+:/.test(word) ? word.split(':').slice(-1) : word.startsWith('-') ? [] : [word]))
    .map((word) => word.replace(/^.*(?:__?\.|\/\/.*:)/, ''))
  for (const name of names)
    byNameAlone(name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase(), call, shell, context, finder)
  return names.length > 0
}

/** Words as shell text again. */
export function quoteAll(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./${}()*?-]+$/.test(word) ? word : `"${word.replace(/(["\\`])/g, '\\$1')}"`))
    .join(' ')
}
