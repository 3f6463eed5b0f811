import type { Note, Problem } from '../documents/note.ts'
import type { Span } from '../documents/place.ts'
import { Text } from '../documents/text.ts'
import { remember } from '../sources/remember.ts'
import { type Notice, type Source, UnreadableError } from '../sources/source.ts'
import { timed } from '../sources/timing.ts'
import type { Documents, RepositoryFile } from './repository.ts'

/** What is wrong with a file: one sentence, and where, if that is known. */
export interface Trouble {
  readonly message: string
  readonly span?: Span
}

/** Files as documents: each is read, decoded and parsed once, and what goes wrong is kept. */
export interface Reading extends Documents {
  /** The texts of the files that were read so far. */
  read(): Promise<readonly Text[]>
  /** What went wrong so far. */
  readonly troubles: ReadonlyMap<string, Trouble>
  /** Files that hold no text: no trouble in themselves, but for who expected evidence in them. */
  readonly binary: ReadonlySet<string>
  /** Data with the marks of a template, which could not be parsed: its content is made elsewhere. */
  readonly templates: ReadonlySet<string>
  /** What was read leniently. */
  readonly notices: readonly Notice[]
}

/** Larger files of a format are not parsed: generated data, and a defence against hostile input. In bytes. */
const parseLimits = {
  yaml: 4 << 20,
  json: 4 << 20,
  toml: 4 << 20,
  markdown: 4 << 20,
  dockerfile: 1 << 20,
  hcl: 4 << 20,
} as const

type Format = keyof typeof parseLimits

const formatNames: Record<Format, string> = {
  yaml: 'YAML',
  json: 'JSON',
  toml: 'TOML',
  markdown: 'Markdown',
  dockerfile: 'a Dockerfile',
  hcl: 'HCL',
}

/** What a parser hands back: a document, or what is wrong, and notes on what was read leniently. */
interface Parsed<T> {
  readonly document?: T | undefined
  readonly problem?: Problem | undefined
  /** what can be read in spite of a problem */
  readonly partial?: T
  readonly notes?: readonly Note[]
}

/**
 * Reads files of a source for collectors. `fileOf` finds what was listed, `skipped` tells why a path was passed over
 * that has been asked for all the same.
 */
export function startReading(
  source: Source,
  fileOf: (path: string) => RepositoryFile | undefined,
  skipped: ReadonlyMap<string, string>,
): Reading {
  const texts = new Map<string, Promise<Text | undefined>>()
  const parsed = new Map<string, Promise<unknown>>()
  const troubles = new Map<string, Trouble>()
  const binary = new Set<string>()
  const templates = new Set<string>()
  const notices: Notice[] = []
  const trouble = (path: string, message: string, span?: Span) => {
    if (!troubles.has(path)) troubles.set(path, { message, ...(span ? { span } : {}) })
  }

  async function read(path: string): Promise<Text | undefined> {
    const reason = skipped.get(path)
    if (reason !== undefined) trouble(path, reason)
    if (reason !== undefined || !fileOf(path)) return undefined
    let bytes: Uint8Array
    try {
      bytes = await timed('reading files', () => source.read(path))
    } catch (error) {
      trouble(path, error instanceof UnreadableError ? withoutPath(error.message, path) : 'it could not be read')
      return undefined
    }
    const { decode } = await import('../documents/decode.ts')
    const decoded = decode(bytes)
    if (!decoded.binary && !(decoded.replaced && isNoise(decoded.content))) return new Text(path, decoded.content)
    binary.add(path)
    return undefined
  }

  const text = (path: string) => remember(texts, path, () => read(path))

  /** Reads, checks the limit, parses; every way to fail ends as a trouble of the file. */
  async function load<T>(path: string, format: Format, parse: (text: Text) => Promise<Parsed<T>>) {
    const size = fileOf(path)?.size ?? 0
    if (size > parseLimits[format]) return tooLarge(path, format)
    const content = await text(path)
    if (binary.has(path)) trouble(path, `it holds binary data, not ${formatNames[format]}`)
    if (!content) return undefined
    // a link is listed without the size of what it leads to
    if (content.content.length > parseLimits[format]) return tooLarge(path, format)
    let result: Parsed<T>
    try {
      result = await timed(`parsing ${format}`, () => parse(content))
    } catch (error) {
      result = { problem: { message: crashSentence(error, format), span: { start: 0, end: 0 } } }
    }
    for (const { message, span } of result.notes ?? []) {
      notices.push({ code: 'lenient-yaml', message: `${content.location(span.start)}: ${message}` })
    }
    if (!result.problem) return result.document
    if (format !== 'markdown' && isTemplate(content.content)) templates.add(path)
    trouble(path, result.problem.message, result.problem.span)
    return result.partial
  }

  function tooLarge(path: string, format: Format): undefined {
    const limit = parseLimits[format] >> 20
    trouble(path, `it is larger than ${limit} MiB, the most that is parsed as ${formatNames[format]}`)
    return undefined
  }

  const document = <T>(
    format: Format,
    path: string,
    parse: (text: Text) => Promise<Parsed<T>>,
  ): Promise<T | undefined> =>
    remember(parsed, `${format}:${path}`, () => load(path, format, parse)) as Promise<T | undefined>

  return {
    text,
    yaml: (path) =>
      document('yaml', path, async (content) => {
        const { parseYaml } = await import('../documents/yaml.ts')
        const { documents, notes, problem } = await parseYaml(content)
        return { document: documents, notes, problem }
      }),
    json: (path) =>
      document('json', path, async (content) => (await import('../documents/json.ts')).parseJson(content)),
    toml: (path) =>
      document('toml', path, async (content) => (await import('../documents/toml.ts')).parseToml(content)),
    markdown: (path) =>
      document('markdown', path, async (content) => {
        const { parseMarkdown } = await import('../documents/markdown.ts')
        const markdown = await parseMarkdown(content)
        return { document: markdown, ...(markdown.problem ? { problem: markdown.problem } : {}) }
      }),
    dockerfile: (path) =>
      document('dockerfile', path, async (content) => {
        const { parseDockerfile } = await import('../documents/dockerfile.ts')
        return parseDockerfile(content)
      }),
    hcl: (path) =>
      document('hcl', path, async (content) => {
        const { parseHcl } = await import('../documents/hcl/index.ts')
        const { document: file, problems } = parseHcl(content)
        return problems.length ? { problem: problems[0], partial: file } : { document: file }
      }),
    read: async () => (await Promise.all(texts.values())).filter((one) => one !== undefined),
    troubles,
    binary,
    templates,
    notices,
  }
}

/** A source's sentence begins with the path, which a report prints anyway. */
export function withoutPath(message: string, path: string): string {
  return message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message
}

/** A parser should never throw; if one does, the file is broken and the run goes on. */
function crashSentence(error: unknown, format: Format): string {
  if (error instanceof RangeError) return 'it is nested too deeply to be read'
  const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error)
  return `it cannot be read as ${formatNames[format]}: ${reason}`
}

/** More than one in twenty characters that are no UTF-8: no text with a slip, but something else. */
function isNoise(content: string): boolean {
  let replaced = 0
  for (let at = content.indexOf('\uFFFD'); at >= 0; at = content.indexOf('\uFFFD', at + 1)) replaced++
  return replaced * 20 > content.length
}

/** Go templates, Jinja and ERB. `${{ … }}` is an expression of GitHub Actions, which is no template of the file. */
function isTemplate(content: string): boolean {
  return /(^|[^$])\{\{|\{%[-+]? |<%[-=]? /.test(content)
}
