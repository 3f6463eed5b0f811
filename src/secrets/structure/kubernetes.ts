import { bareAt } from './bare.ts'
import type { Found } from './find.ts'
import { literalAt } from './literal.ts'
import { breakAfter, lineEnd, lineStart, skipSpace } from './text.ts'

const MOST = 60_000

/**
 * The entries of `data` and `stringData` of a Kubernetes Secret: all of them are secret, whatever their names. `at` is
 * where the word `Secret` stands behind `kind:`; the object is what stands between the `---` around it.
 */
export function secretEntries(content: string, at: number): readonly Found[] {
  const line = content.slice(lineStart(content, at), at)
  if (!/^\s*(?:-\s)?\s*kind:\s*["']?$/.test(line) || !/^Secret["']?\s*(?:\n|\r|#|$)/.test(content.slice(at, at + 12)))
    return []
  const column = line.indexOf('kind')
  const found: Found[] = []
  for (let start = objectStart(content, at, column), end = objectEnd(content, at, column); start < end; ) {
    const next = breakAfter(content, start, MOST)
    const stop = next < 0 || next > end ? end : next
    const block = /^(data|stringData):\s*(?:#.*)?$/.exec(
      content.slice(start + column, Math.min(stop, start + column + 100)).trimEnd(),
    )
    if (block !== null && /^[\s-]*$/.test(content.slice(start, start + column))) {
      found.push(...entries(content, stop + 1, end, column, block[1] === 'data'))
    }
    start = stop + 1
  }
  return found.slice(0, 200)
}

function objectStart(content: string, at: number, column: number): number {
  let start = lineStart(content, at)
  while (start > 0 && at - start < MOST) {
    const before = lineStart(content, start - 1)
    if (content.startsWith('---', before)) break
    start = before
    if (column > 1 && /^\s*-\s/.test(content.slice(start, start + column))) break
  }
  return start
}

function objectEnd(content: string, at: number, column: number): number {
  let line = lineEnd(content, at) + 1
  while (line < content.length && line - at < MOST) {
    if (content.startsWith('---', line) || (column > 1 && /^\s*-\s/.test(content.slice(line, line + column))))
      return line
    const next = breakAfter(content, line, MOST)
    if (next < 0) return Math.min(content.length, line + MOST)
    line = next + 1
  }
  return Math.min(line, content.length)
}

function* entries(content: string, start: number, end: number, column: number, encoded: boolean): Generator<Found> {
  let line = start
  while (line < end) {
    const stop = lineEnd(content, line, 4000)
    const head = /^([ \t]*)["']?([\w.-]{1,120})["']?:[ \t]*/.exec(content.slice(line, Math.min(stop, line + 300)))
    if (/\S/.test(content.slice(line, stop)) && content.slice(line, stop).search(/\S/) <= column) return
    if (head !== null) {
      const at = skipSpace(content, line + head[0].length)
      const literal = literalAt(content, at, false) ?? bareAt(content, at, 'yaml', 'none')
      if (literal !== undefined && !/^[|>]/.test(literal.value)) {
        yield {
          name: head[2] as string,
          literal,
          source: 'credentials-file',
          loose: true,
          ...(encoded && { encoded: 'base64' as const }),
        }
      }
    }
    const next = breakAfter(content, stop, MOST)
    if (next < 0) return
    line = next + 1
  }
}
