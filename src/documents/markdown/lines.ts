import type { Token } from 'markdown-it'
import type { Span } from '../place.ts'
import type { Text } from '../text.ts'

/** Finds tokens in the file. The library tells their lines; what lists and quotes put before them it has taken away. */
export interface Finder {
  /** From the first of the token's lines, where `beginning` is all that it holds behind lists and quotes, to the last. */
  spanOf(token: Token, beginning: string): Span
  /** A stretch of an `inline` token's content. */
  within(inline: Token, stretch: Span): Span
  /** Where the marker of a list's item begins; items are to be asked for in their order. */
  markerOf(item: Token): number
  /** The token's first line, with what stands before it. */
  lineOf(token: Token): Span
}

/** @param lines the lines that the tokens' `map` counts */
export function finderOf(text: Text, lines: readonly Span[]): Finder {
  const sourceOf = (line: Span): string => text.slice(line).replaceAll('\0', '\ufffd')
  const lineAt = (number: number): Span => lines[number] ?? { start: text.content.length, end: text.content.length }
  /** where the last marker ended: several may stand in one line */
  let behind = 0

  function startOf(number: number, beginning: string): number {
    const line = lineAt(number)
    // what is sought runs to the end of the line, or to the hashes that close a heading
    return line.start + Math.max(0, sourceOf(line).lastIndexOf(trim(beginning)))
  }

  return {
    spanOf({ map }, beginning) {
      const [from, to] = map ?? [0, 1]
      const start = startOf(from, beginning)
      let last = lineAt(to - 1)
      // an open fence goes on over the blank lines at the end
      for (let i = to - 2; i >= from && !text.slice(last).trim(); i--) last = lineAt(i)
      const end = last.start + trimEnd(text.slice(last)).length
      return { start, end: Math.max(start, end) }
    },
    within({ content, map }, { start, end }) {
      const offset = (at: number): number => {
        const before = content.slice(0, at)
        const from = before.lastIndexOf('\n') + 1
        const to = content.indexOf('\n', from)
        const line = content.slice(from, to < 0 ? undefined : to)
        const indent = line.length - line.replace(/^[ \t]+/, '').length
        return startOf((map?.[0] ?? 0) + (before.match(/\n/g)?.length ?? 0), line) + at - from - indent
      }
      return { start: offset(start), end: offset(end) }
    },
    markerOf({ map, info, markup }) {
      const line = lineAt(map?.[0] ?? 0)
      const from = Math.max(line.start, behind)
      const start = Math.max(from, text.content.indexOf(info + markup, from))
      behind = start + info.length + markup.length
      return start
    },
    lineOf: ({ map }) => lineAt(map?.[0] ?? 0),
  }
}

function trim(line: string): string {
  return trimEnd(line).replace(/^[ \t]+/, '')
}

/** Not by `trimEnd`, which takes more than blanks. */
function trimEnd(line: string): string {
  let end = line.length
  while (line[end - 1] === ' ' || line[end - 1] === '\t') end--
  return line.slice(0, end)
}
