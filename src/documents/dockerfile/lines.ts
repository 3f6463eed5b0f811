import { lastAtOrBefore } from '../search.ts'
/** A here-document of RUN, COPY or ADD. */
export interface Heredoc {
  readonly name: string
  /** its lines without the closing one, as written (leading tabs are kept, also for `<<-`) */
  readonly content: string
  /** the offset in the file at which `content` begins */
  readonly start: number
  /** false for `<<'EOF'`: variables in it are left alone */
  readonly expands: boolean
}

/** One instruction with its continuation lines joined, as BuildKit does it (frontend/dockerfile/parser/parser.go). */
export interface LogicalLine {
  readonly text: string
  /** the first character and the end of the last line */
  readonly start: number
  readonly end: number
  readonly heredocs: readonly Heredoc[]
  /** the offset in the file of the unit at `index` of `text`; `text.length` gives the end of the last piece */
  readonly offsetOf: (index: number) => number
}

/** A stretch of a logical line that stands in the file as it is. */
interface Piece {
  readonly index: number
  readonly offset: number
}

interface Line {
  /** without its end */
  readonly text: string
  readonly start: number
  /** where the next line starts */
  readonly next: number
}

/** The parser directives (`# escape=`) at the top of a Dockerfile, with lower-case names. */
export function directivesOf(content: string): ReadonlyMap<string, string> {
  const directives = new Map<string, string>()
  for (let line = lineAt(content, 0); line; line = lineAt(content, line.next)) {
    const match = /^[ \t]*#[ \t]*([A-Za-z][A-Za-z0-9]*)[ \t]*=(.*)/.exec(line.text)
    const value = match?.[2]?.trim()
    if (!match || !value) break
    directives.set((match[1] as string).toLowerCase(), value)
  }
  return directives
}

/** A Dockerfile → its instructions as text. Comments and empty lines are left out, between continued lines too. `mark` is the escape character. */
export function logicalLines(content: string, mark: string): LogicalLine[] {
  const lines: LogicalLine[] = []
  const endings = endingsOf(content)
  for (let line = lineAt(content, 0); line; ) {
    if (isComment(line.text) || !line.text.trim()) {
      line = lineAt(content, line.next)
      continue
    }
    const joined = join(content, line, mark, endings)
    lines.push(joined.line)
    line = lineAt(content, joined.next)
  }
  return lines
}

function join(content: string, first: Line, mark: string, endings: Endings): { line: LogicalLine; next: number } {
  const indent = first.text.length - first.text.trimStart().length
  const pieces: Piece[] = []
  let text = ''
  let last = first
  let line: Line | undefined = first
  while (line) {
    const skipped = line !== first && (isComment(line.text) || !line.text.trim())
    last = line
    if (!skipped) {
      const from = line === first ? indent : 0
      const kept: string | undefined = beforeMark(line.text, mark)
      pieces.push({ index: text.length, offset: line.start + from })
      text += (kept ?? line.text).slice(from)
      if (kept === undefined) break
    }
    line = lineAt(content, line.next)
  }
  const { heredocs, next } = heredocsOf(content, text, last.next, endings)
  if (heredocs.length) {
    pieces.push({ index: text.length, offset: last.start + last.text.length })
    text += withoutEnd(content.slice(last.start + last.text.length, next))
  }
  const offsetOf = mapping(pieces)
  return {
    line: {
      text: text.trimEnd(),
      start: first.start + indent,
      end: offsetOf(text.trimEnd().length),
      heredocs,
      offsetOf,
    },
    next,
  }
}

function mapping(pieces: readonly Piece[]): (index: number) => number {
  return (index) => {
    const piece = pieces[lastAtOrBefore(pieces, index, (one) => one.index)] as Piece
    return piece.offset + Math.max(0, index) - piece.index
  }
}

/** What stands before an escape character that ends a line; undefined where the line is not continued. */
function beforeMark(text: string, mark: string): string | undefined {
  const trimmed = text.trimEnd()
  if (!trimmed.endsWith(mark) || trimmed.at(-2) === mark) return undefined
  return trimmed.slice(0, -1)
}

function isComment(text: string): boolean {
  return /^[ \t]*#/.test(text)
}

/** Here-documents that an instruction announces, read from the lines behind it. One that does not end is none. */
function heredocsOf(
  content: string,
  text: string,
  from: number,
  endings: Endings,
): { heredocs: Heredoc[]; next: number } {
  const heredocs: Heredoc[] = []
  let next = from
  if (!/^(onbuild\s+)?(run|copy|add)\s/i.test(text) || !text.includes('<<')) return { heredocs, next }
  for (const { name, tabs, expands } of announced(text)) {
    const end = endings(name, tabs, next)
    if (!end) break
    heredocs.push({ name, content: content.slice(next, end.start), start: next, expands })
    next = end.next
  }
  return { heredocs, next }
}

/** Words of the form `<<EOF`, `<<-"EOF"`, `3<<EOF` outside quotes. */
function announced(text: string): { name: string; tabs: boolean; expands: boolean }[] {
  const found: { name: string; tabs: boolean; expands: boolean }[] = []
  for (const [word] of text.matchAll(/(?:"(?:[^"\\]|\\[\s\S])*"?|'[^']*'?|\\[\s\S]|[^\s"'\\])+/g)) {
    const match = /^\d*<<(-?)(?:"([^"]+)"|'([^']+)'|([\w.+-]+))(?![<\w])/.exec(word)
    if (!match) continue
    const quoted = match[2] ?? match[3]
    found.push({ name: quoted ?? (match[4] as string), tabs: match[1] === '-', expands: quoted === undefined })
  }
  return found
}

/** The first line from an offset on that is the given word, for `<<-` behind tabs. */
type Endings = (word: string, tabs: boolean, from: number) => Line | undefined

/** Lines by their text, gathered when the first here-document asks: a thousand of them cost one reading of the file. */
function endingsOf(content: string): Endings {
  let known: Map<string, Line[]> | undefined
  return (word, tabs, from) => {
    known ??= linesByText(content)
    return known.get(word)?.find(({ text, start }) => start >= from && (tabs || text === word))
  }
}

function linesByText(content: string): Map<string, Line[]> {
  const known = new Map<string, Line[]>()
  for (let line = lineAt(content, 0); line; line = lineAt(content, line.next)) {
    const word = line.text.replace(/^\t+/, '')
    const same = known.get(word)
    if (same) same.push(line)
    else known.set(word, [line])
  }
  return known
}

function lineAt(content: string, start: number): Line | undefined {
  if (start >= content.length) return undefined
  const end = content.indexOf('\n', start)
  const next = end < 0 ? content.length : end + 1
  return { text: withoutEnd(content.slice(start, next)), start, next }
}

function withoutEnd(text: string): string {
  return text.replace(/\r?\n$|\r$/, '')
}
