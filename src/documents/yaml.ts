import type { Document, YAMLError } from 'yaml'
import { conflictAt } from './conflict.ts'
import { continued, type Note, type Problem, tooDeep } from './note.ts'
import type { Text } from './text.ts'
import type { DataNode } from './tree.ts'
import { type Conversion, convert, type Library } from './yaml/convert.ts'
import { readPlain } from './yaml/plain.ts'
import { indent, underIndented } from './yaml/repair.ts'

export interface YamlResult {
  /** One tree for each document that has content; empty for an empty file, and where there is a problem. */
  readonly documents: readonly DataNode[]
  /** What was read leniently, in the order of the file. */
  readonly notes: readonly Note[]
  /** Why the file cannot be read; undefined for a good one. */
  readonly problem?: Problem
}

/** How often lines are indented and the file parsed again, before it is called broken: each time costs a parse. */
const maximumRepairs = (content: string) => (content.length < 100_000 ? 12 : 2)

/**
 * YAML 1.2, core schema, as production systems read it: `on` and `yes` stay text, merge keys are merged, aliases share
 * the node that they name, tags are kept. Duplicate keys, duplicate anchors, under-indented quoted scalars and flow
 * collections, tabs behind a dash and the like are read, with a note each. Never rejects.
 */
export async function parseYaml(text: Text): Promise<YamlResult> {
  const documents = readPlain(text.file, text.content)
  return documents ? { documents, notes: [] } : parseAnyYaml(text)
}

/** The same by the library alone, which knows all of YAML: where {@link readPlain} gives up, and in the test that compares. */
export async function parseAnyYaml(text: Text): Promise<YamlResult> {
  const library = await import('yaml')
  try {
    return parse(text, library)
  } catch (error) {
    if (error instanceof RangeError) return broken(tooDeep, 0, 0)
    return broken(`the YAML parser gave up: ${(error as Error).message}`, 0, 0)
  }
}

type Yaml = typeof import('yaml')

function parse(text: Text, library: Yaml): YamlResult {
  let content = text.content
  let original = (offset: number) => offset
  const repairs: Note[] = []
  for (let attempt = 0; ; attempt++) {
    const parsed = read(content, library)
    const fault = parsed.flatMap(({ errors }) => errors).find((error) => !isHarmless(error, content))
    const range = fault && attempt < maximumRepairs(text.content) && repairable(content, fault, parsed, library)
    if (!range) return finish(text, { parsed, content, original, fault, repairs }, library)
    repairs.push({
      message: 'these lines stand too far to the left; strict YAML wants them indented deeper than their key',
      span: { start: original(range.start), end: original(range.end) },
    })
    const repaired = indent(content, range)
    const before = original
    content = repaired.content
    original = (offset) => before(repaired.original(offset))
  }
}

interface Attempt {
  readonly parsed: readonly Document[]
  readonly content: string
  readonly original: (offset: number) => number
  readonly fault: YAMLError | undefined
  readonly repairs: readonly Note[]
}

function read(content: string, library: Yaml): readonly Document[] {
  // Duplicate keys are found when we convert: the library compares each key with each other one.
  const parsed = library.parseAllDocuments(content, {
    schema: 'core',
    uniqueKeys: false,
    prettyErrors: false,
    keepSourceTokens: false,
    logLevel: 'silent',
  })
  return 'empty' in parsed ? [] : (parsed as unknown as readonly Document[])
}

function finish(text: Text, attempt: Attempt, library: Yaml): YamlResult {
  const { content, original, fault } = attempt
  const to: Conversion = {
    file: text.file,
    content,
    original,
    notes: [...attempt.repairs],
    problem: undefined,
    merged: 0,
  }
  // The library marks one unit, at the end of the file too.
  const where = (offset: number) => Math.min(original(offset), text.content.length)
  const documents: DataNode[] = []
  for (const document of attempt.parsed) {
    const root = convert(document, library as unknown as Library, to)
    if (to.problem) break
    if (!isEmpty(root)) documents.push(root)
  }
  // Depth first: the library stops at a deep one too, by the size of the stack, with an error elsewhere.
  const found = to.problem as Problem | undefined
  if (found?.message === tooDeep || fault?.code === 'RESOURCE_EXHAUSTION')
    return { documents: [], notes: [], problem: found ?? { message: tooDeep, span: { start: 0, end: 0 } } }
  if (fault) return brokenByMerge(text.content) ?? broken(sentence(fault), where(fault.pos[0]), where(fault.pos[1]))
  if (found) return { documents: [], notes: [], problem: found }
  for (const error of attempt.parsed.flatMap(({ errors }) => errors))
    to.notes.push({ message: leniently(error), span: { start: where(error.pos[0]), end: where(error.pos[1]) } })
  return { documents, notes: to.notes.sort((a, b) => a.span.start - b.span.start) }
}

function repairable(content: string, fault: YAMLError, parsed: readonly Document[], library: Yaml) {
  const document = parsed.find(({ errors }) => errors.includes(fault as never))
  return document && underIndented(content, fault, document, library.visit as never)
}

/** Errors by which the tree is not the worse, and which production systems let pass. */
function isHarmless({ code, message, pos }: YAMLError, content: string): boolean {
  switch (code) {
    case 'KEY_OVER_1024_CHARS':
    case 'TAG_RESOLVE_FAILED':
      return true
    case 'MISSING_CHAR':
      return /^(Comments must be separated|Block scalars with more-indented leading empty lines)/.test(message)
    case 'TAB_AS_INDENT':
      // A tab behind a dash or colon sets nothing apart; one at the start of a line stands for an unknown width.
      return /[-?:][ \t]*$/.test(content.slice(content.lastIndexOf('\n', pos[0] - 1) + 1, pos[0]))
    default:
      return false
  }
}

/** The marks of a merge are no YAML, and what the parser stumbles over first says nothing of them. */
function brokenByMerge(content: string): YamlResult | undefined {
  const start = content.includes('<<<<<<<') ? conflictAt(content) : undefined
  return start === undefined
    ? undefined
    : broken('a merge left its conflict here; keep what holds of both sides', start, start + 7)
}

function sentence({ code, message }: YAMLError): string {
  if (code === 'TAB_AS_INDENT') return 'a tab is used for indentation; use spaces'
  return `not valid YAML: ${continued(message.replace(/closing (["'])quote/, 'closing $1'))}`
}

function leniently(error: YAMLError): string {
  return error.code === 'TAB_AS_INDENT' ? sentence(error) : `strict YAML forbids this: ${continued(error.message)}`
}

function isEmpty(root: DataNode): boolean {
  return root.kind === 'scalar' && root.value === null && root.source === '' && root.tag === ''
}

function broken(message: string, start: number, end: number): YamlResult {
  return { documents: [], notes: [], problem: { message, span: { start, end } } }
}
