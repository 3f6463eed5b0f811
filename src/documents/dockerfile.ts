import { expand } from './dockerfile/expand.ts'
import { directivesOf, type Heredoc, type LogicalLine, logicalLines } from './dockerfile/lines.ts'
import type { Problem } from './note.ts'
import type { Place } from './place.ts'
import type { Text } from './text.ts'

/** A Dockerfile as stages of instructions. */
export interface DockerfileDocument {
  readonly text: Text
  /** ARGs before the first FROM */
  readonly globalArguments: readonly Argument[]
  readonly stages: readonly Stage[]
}

export interface Argument {
  readonly name: string
  /** undefined where there is no default */
  readonly value: string | undefined
  readonly place: Place
}

export interface Stage {
  /** `AS name`, else undefined */
  readonly name: string | undefined
  readonly index: number
  /** what FROM names, as written */
  readonly from: string
  /** with ARG defaults filled in; unresolved ones keep `${NAME}` */
  readonly resolved: string
  /** the index of the earlier stage that it starts from, undefined for an image */
  readonly base: number | undefined
  readonly fromPlace: Place
  readonly instructions: readonly Instruction[]
}

export interface Instruction {
  /** upper case: RUN, COPY, ENV … */
  readonly keyword: string
  /** without the keyword and the flags, continuation lines joined, heredocs included */
  readonly arguments: string
  /** --from=build and the like, without the dashes; `true` without a value; repeated ones joined by line ends */
  readonly flags: Readonly<Record<string, string>>
  readonly place: Place
  /** the offset in the file at which `arguments` begins */
  readonly start: number
  /** the offset in the file of the unit at `index` of `arguments`, across continuation lines */
  readonly offsetOf?: (index: number) => number
  /** the here-documents of RUN, COPY and ADD */
  readonly heredocs?: readonly Heredoc[]
}

export interface DockerfileResult {
  /** undefined where there is a problem */
  readonly document?: DockerfileDocument
  readonly problem?: Problem
}

/** docs.docker.com/reference/dockerfile */
const keywords = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
)

/**
 * A Dockerfile, read line by line as BuildKit does it: the escape directive, continuation lines with comments between
 * them, here-documents. (The library dockerfile-ast keeps such comments in the arguments, where they hide the rest of a
 * command from a shell, and takes a quoted `<<` for a here-document that swallows the file.) Never rejects.
 */
export async function parseDockerfile(text: Text): Promise<DockerfileResult> {
  const directives = directivesOf(text.content)
  const mark = directives.get('escape') === '`' ? '`' : '\\'
  // Other frontends (`# syntax=acme/dockerfile`) may know more instructions.
  const isOpen = !/^(docker\.io\/)?docker\/dockerfile\b|^$/.test(directives.get('syntax') ?? '')
  const globalArguments: Argument[] = []
  const stages: (Stage & { instructions: Instruction[] })[] = []
  const names = new Map<string, number>()
  let values: ReadonlyMap<string, string | undefined> | undefined
  for (const line of logicalLines(text.content, mark)) {
    const instruction = instructionOf(text, line)
    const { keyword } = instruction
    if (!keywords.has(keyword) && !(isOpen && /^[A-Z]+\+?$/.test(keyword)))
      return broken(`${shown(keyword)} is no instruction of a Dockerfile`, line)
    if (keyword === 'FROM') {
      values ??= valuesOf(globalArguments)
      const stage = stageOf(text, instruction, values, names, stages.length)
      if (!stage) return broken('FROM names no image', line)
      stages.push(stage)
      if (stage.name) names.set(stage.name.toLowerCase(), stage.index)
    } else if (stages.length) stages.at(-1)?.instructions.push(instruction)
    else if (keyword === 'ARG') globalArguments.push(...argumentsOf(text, instruction))
    else if (!isOpen) return broken(`${keyword} stands before the first FROM`, line)
  }
  if (!stages.length) return broken('there is no FROM: this is no Dockerfile')
  return { document: { text, globalArguments, stages } }
}

function broken(
  message: string,
  { start, end }: { start: number; end: number } = { start: 0, end: 0 },
): DockerfileResult {
  return { problem: { message, span: { start, end } } }
}

function shown(keyword: string): string {
  return JSON.stringify(keyword.length > 20 ? `${keyword.slice(0, 19)}…` : keyword)
}

function instructionOf(text: Text, line: LogicalLine): Instruction {
  const [head = '', word = ''] = /^(\S+)\s*/.exec(line.text) ?? []
  const { flags, length } = flagsOf(line.text.slice(head.length))
  const skipped = head.length + length
  return {
    keyword: word.toUpperCase(),
    arguments: line.text.slice(skipped),
    flags,
    place: { file: text.file, start: line.start, end: line.end },
    start: line.offsetOf(skipped),
    offsetOf: (index) => line.offsetOf(skipped + index),
    ...(line.heredocs.length && { heredocs: line.heredocs }),
  }
}

/** The `--name=value` words at the front, and how much of the text they take. */
function flagsOf(text: string): { flags: Record<string, string>; length: number } {
  const flags: Record<string, string> = Object.create(null)
  let length = 0
  const flag = /--([A-Za-z][\w-]*)(?:=((?:"[^"]*"|'[^']*'|[^\s"'])*))?(?:\s+|$)/y
  for (let match = flag.exec(text); match; match = flag.exec(text)) {
    const [, name = '', value] = match
    const plain = value === undefined ? 'true' : value.replace(/^(["'])(.*)\1$/, '$2')
    flags[name] = name in flags ? `${flags[name]}\n${plain}` : plain
    length = flag.lastIndex
  }
  return { flags, length }
}

/** @param names the stages so far, by their lower-case names; of two with one name the later one counts */
function stageOf(
  text: Text,
  { arguments: written, start, offsetOf }: Instruction,
  values: ReadonlyMap<string, string | undefined>,
  names: ReadonlyMap<string, number>,
  index: number,
): (Stage & { instructions: Instruction[] }) | undefined {
  const match = /^(\S+)(?:\s+as\s+(\S+))?/i.exec(written)
  const image = match?.[1]
  if (!image || !offsetOf) return undefined
  const resolved = expand(image.replace(/^(["'])(.*)\1$/, '$2'), values)
  const base = names.get(resolved.toLowerCase())
  const fromPlace = { file: text.file, start, end: offsetOf(image.length - 1) + 1 }
  return { name: match[2], index, from: image, resolved, base, fromPlace, instructions: [] }
}

/** `ARG a=1 b="x y" c`: each with its own place. */
export function argumentsOf(text: Text, instruction: Instruction): Argument[] {
  const offsetOf = instruction.offsetOf ?? ((index: number) => instruction.start + index)
  const found: Argument[] = []
  for (const match of instruction.arguments.matchAll(
    /([A-Za-z_]\w*)(?:=((?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])*))?(?=\s|$)/g,
  )) {
    const [all, name = '', value] = match
    const end = offsetOf(match.index + all.length - 1) + 1
    const place = { file: text.file, start: offsetOf(match.index), end }
    found.push({
      name,
      value: value?.replace(/"([^"]*)"|'([^']*)'/g, (_all, double, single) => double ?? single),
      place,
    })
  }
  return found
}

/** The defaults in their order: a later one may use an earlier one. What a build gives wins, and stays as it is. */
function valuesOf(
  globals: readonly Argument[],
  given: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string | undefined> {
  const values = new Map<string, string | undefined>()
  for (const { name, value } of globals)
    values.set(name, given.get(name) ?? (value === undefined ? undefined : expand(value, values)))
  return values
}

/** What a FROM names where a build gives these arguments; only those that the Dockerfile declares are taken. */
export function resolvedWith(
  { globalArguments }: DockerfileDocument,
  { from }: Stage,
  given: ReadonlyMap<string, string>,
): string {
  return expand(from.replace(/^(["'])(.*)\1$/, '$2'), valuesOf(globalArguments, given))
}
