import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Act } from '../model.ts'
import type { Script } from '../script.ts'
import { fillPieces, piecesOf } from './fill.ts'
import { openName } from './open-text.ts'
import type { Reading } from './reading.ts'
import { type ScriptPlace, scriptOfNode } from './script.ts'

/** What runs in a container that a pipeline starts: `image`, `command`, `args` as Kubernetes has them. */
export interface Container {
  readonly image: DataNode | undefined
  readonly command: DataNode | undefined
  readonly args: DataNode | undefined
  readonly place: Place
}

/** How a dialect puts values into texts, and what a script takes over. */
export interface ContainerPlace extends Omit<ScriptPlace, 'shell'> {
  /** global; its first group is the expression */
  readonly pattern: RegExp
  readonly resolve: (expression: string) => string | undefined
}

/**
 * What a container does: the script of `sh -c "…"` with places inside of it, else the command with its arguments, else
 * what its image runs.
 */
export async function actsOfContainer(
  container: Container,
  where: ContainerPlace,
  reading: Pick<Reading, 'finders' | 'repository'>,
): Promise<readonly Act[]> {
  const { finders, repository } = reading
  const command = words(container.command)
  const args = words(container.args)
  const filled = (node: DataNode) => textOf(node, where)
  if (!command.length) {
    const image = container.image ? filled(container.image) : ''
    if (!image) return []
    const line = args.map(filled).join(' ')
    return finders.actsOfImage(
      image,
      line,
      container.image?.place ?? container.place,
      where.via,
      where.name,
      repository,
    )
  }
  const all = [...command, ...args]
  const shell = shellCall(all.map(filled))
  const script = shell && all[shell.at]
  if (shell && script) return finders.findActs(scriptWith(script, where, shell), repository)
  return finders.findActs(lineOf(all, where, container.place), repository)
}

/** A script of a block scalar, in a shell that its first line or the dialect's default names. */
export function scriptWith(
  node: DataNode,
  where: ContainerPlace,
  shell: { readonly program: string; readonly errexit: boolean; readonly pipefail: boolean },
): Script {
  const parts = piecesOf(node.text ?? '', where.pattern)
  const resolve = (expression: string) => where.resolve(expression) ?? openName(expression)
  return scriptOfNode(node, { ...where, shell }, parts, resolve)
}

/** What the first line of a script says of its interpreter; undefined where it says nothing. */
export function shebang(text: string): { program: string; errexit: boolean; pipefail: boolean } | undefined {
  const line = /^\s*#!\s*(.+)/.exec(text)?.[1]?.trim()
  if (line === undefined) return undefined
  const [first = '', ...rest] = line.split(/\s+/)
  const isEnv = /(^|\/)env$/.test(first)
  const flags = isEnv ? rest.filter((word) => word !== '-S') : rest
  const program = ((isEnv ? flags.shift() : first) ?? 'sh').replace(/^.*\//, '')
  return { program, errexit: hasFlag(flags, 'e', 'errexit'), pipefail: hasFlag(flags, '', 'pipefail') }
}

/** `sh -c …`, `bash -euxo pipefail -c …`: the interpreter, its options, and which word is the script. */
function shellCall(all: readonly string[]) {
  const program = (all[0] ?? '').replace(/^.*\//, '')
  if (!/^(ba|da|z|k|a)?sh$/.test(program)) return undefined
  const at = all.findIndex((word, index) => index > 0 && /^-[a-zA-Z]*c$/.test(word))
  if (at < 0) return undefined
  const flags = all.slice(1, at + 1)
  const script = all.findIndex((word, index) => index > at && !/^-/.test(word) && word !== 'pipefail')
  if (script < 0) return undefined
  const between = [...flags, ...all.slice(at + 1, script)]
  return {
    at: script,
    program,
    errexit: hasFlag(between, 'e', 'errexit'),
    pipefail: hasFlag(between, '', 'pipefail'),
  }
}

function hasFlag(words: readonly string[], letter: string, name: string): boolean {
  return words.some((word) => word === name || (letter !== '' && /^-[a-zA-Z]+$/.test(word) && word.includes(letter)))
}

function words(node: DataNode | undefined): readonly DataNode[] {
  return (node?.asList ?? []).filter((item) => item.text !== undefined)
}

function textOf(node: DataNode, where: ContainerPlace): string {
  const text = node.text ?? ''
  return fillPieces(text, piecesOf(text, where.pattern), (one) => where.resolve(one) ?? openName(one)).text
}

/** A command and its arguments as one line of shell; each word keeps the place of its item. */
function lineOf(nodes: readonly DataNode[], where: ContainerPlace, place: Place): Script {
  const starts: number[] = []
  let text = ''
  for (const node of nodes) {
    starts.push(text.length)
    // Kubernetes puts variables of the container in where it reads `$(NAME)`
    text += `${quoted(textOf(node, where).replace(/\$\((\w+)\)/g, '${$1}'))} `
  }
  const at = (index: number) =>
    nodes[
      Math.max(
        0,
        starts.findLastIndex((start) => start <= index),
      )
    ]?.place ?? place
  return {
    text: text.trimEnd(),
    placeOf: (start, end) => {
      const [first, last] = [at(start), at(Math.max(start, end - 1))]
      if (first.file !== last.file || first.start === undefined || last.end === undefined) return first
      return { file: first.file, start: first.start, end: Math.max(last.end, first.start) }
    },
    shell: 'sh',
    errexit: true,
    pipefail: false,
    directory: where.directory,
    ...(where.checkouts && { checkouts: where.checkouts }),
    variables: where.variables,
    via: where.via,
    name: where.name,
  }
}

/** A word that the shell takes as it is; variables in it stay variables (`$(VAR)` and unknown values). */
function quoted(word: string): string {
  if (/^[\w@%+=:,./${}-]+$/.test(word)) return word
  return `"${word.replace(/(["`\\])/g, '\\$1')}"`
}
