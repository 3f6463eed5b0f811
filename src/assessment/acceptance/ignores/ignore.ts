import { type Comment, commentsOf } from '../../../documents/comments/index.ts'
import type { Place, Span } from '../../../documents/place.ts'
import type { Text } from '../../../documents/text.ts'
import { WORD } from './word.ts'

/** A comment that asks to pass findings over: `# assay-ignore <id>[, <id>]: <reason>`. */
export interface Ignore {
  readonly place: Place
  /** as written; empty where it names none */
  readonly ids: readonly string[]
  /** empty where it gives none */
  readonly reason: string
  /** the lines whose findings it speaks of, the last included */
  readonly lines: { readonly from: number; readonly to: number }
  /** it speaks only of what stands in this scalar */
  readonly within: Span | undefined
}

const form =
  /^[\s#/*;:!<.{[-]*(?:rem\s+)?(assay-ignore(?![\w-]))[ \t]*([^:\n]*?)[ \t]*(?::[ \t]*(.*?))?[ \t]*(?:\*\/|-->|#>|\]\]|-\})?[ \t]*$/i

/** The comments of a file that ask to pass findings over. A file without the word is not looked at any further. */
export async function ignoresOf(text: Text): Promise<readonly Ignore[]> {
  if (!text.content.includes(WORD)) return []
  const comments = await commentsOf(text)
  const layout = layoutOf(text, comments)
  return comments.flatMap((comment) => linesOf(comment, text).flatMap((line) => ignoreOf(line, comment, text, layout)))
}

/** A comment's lines: one of several lines can hold several. */
function linesOf({ start, end }: Comment, text: Text): readonly Span[] {
  const lines: Span[] = []
  for (let at = start; at < end; ) {
    const found = text.content.indexOf('\n', at)
    const stop = found < 0 || found > end ? end : found
    lines.push({ start: at, end: stop })
    at = stop + 1
  }
  return lines
}

function ignoreOf(line: Span, comment: Comment, text: Text, layout: Layout): readonly Ignore[] {
  const content = text.slice(line)
  const match = form.exec(content.replace(/\r$/, ''))
  if (!match) return []
  const [, word = '', ids = '', reason = ''] = match
  const start = line.start + content.indexOf(word)
  return [
    {
      place: { file: text.file, start, end: line.start + content.trimEnd().length },
      ids: ids.split(/[,\s]+/).filter(Boolean),
      reason: /[\p{L}\p{N}]/u.test(reason) ? reason.trim() : '',
      lines: layout.linesOf(comment),
      within: comment.within,
    },
  ]
}

interface Layout {
  linesOf(comment: Comment): { readonly from: number; readonly to: number }
}

/**
 * Which lines a comment speaks of: its own; and where nothing stands beside it, the comments around it and the line
 * directly below them.
 */
function layoutOf(text: Text, comments: readonly Comment[]): Layout {
  const alone = new Set<number>()
  const lineOf = (offset: number) => text.position(offset).line
  const isAlone = ({ start, end }: Comment) => {
    const from = text.content.lastIndexOf('\n', start - 1) + 1
    const to = text.content.indexOf('\n', end)
    const rest = text.content.slice(end, to < 0 ? undefined : to)
    return !text.content.slice(from, start).trim() && !rest.trim()
  }
  for (const comment of comments) {
    if (!isAlone(comment)) continue
    for (let line = lineOf(comment.start); line <= lineOf(comment.end - 1); line++) alone.add(line)
  }
  /** the first and last line of each run of such lines */
  const runs = new Map<number, { from: number; to: number }>()
  for (const line of [...alone].sort((a, b) => a - b)) {
    const run = runs.get(line - 1) ?? { from: line, to: line }
    run.to = line
    runs.set(line, run)
  }
  return {
    linesOf(comment) {
      const from = lineOf(comment.start)
      const run = runs.get(from)
      return run ? { from: run.from, to: run.to + 1 } : { from, to: lineOf(comment.end - 1) }
    },
  }
}
