import type { Edit } from './mend.ts'

/** Lines around a change that are shown. */
const CONTEXT = 3

/** Applies edits to a text. They must not overlap; their line ends become those of the text. */
export function applied(content: string, edits: readonly Edit[]): string {
  const end = /\r\n/.test(content) ? '\r\n' : '\n'
  let result = content
  for (const edit of [...edits].sort((a, b) => b.start - a.start)) {
    result = result.slice(0, edit.start) + edit.text.replaceAll('\n', end) + result.slice(edit.end)
  }
  return result
}

/** A stretch of lines of the old text and the lines that take its place. */
interface Change {
  readonly from: number
  readonly to: number
  readonly lines: readonly string[]
}

/**
 * Edits of one file as a unified diff (as `git apply` takes it).
 *
 * @param content the file as it is; undefined for one that is not there yet
 */
export function unifiedDiff(file: string, content: string | undefined, edits: readonly Edit[]): string {
  const old = linesOf(content ?? '')
  const changes = changesOf(content ?? '', old, edits)
  const head = `--- ${content === undefined ? '/dev/null' : `a/${file}`}\n+++ b/${file}\n`
  let shift = 0
  const hunks = grouped(changes).map((group) => {
    const [first, last] = [group[0] as Change, group.at(-1) as Change]
    const from = Math.max(0, first.from - CONTEXT)
    const to = Math.min(old.length, last.to + CONTEXT)
    const lines: string[] = []
    let at = from
    let added = 0
    for (const { from: start, to: stop, lines: replaced } of group) {
      lines.push(...old.slice(at, start).map((line) => ` ${line}`))
      lines.push(...old.slice(start, stop).map((line) => `-${line}`), ...replaced.map((line) => `+${line}`))
      added += replaced.length - (stop - start)
      at = stop
    }
    lines.push(...old.slice(at, to).map((line) => ` ${line}`))
    const range = (start: number, count: number) => `${count === 0 ? start : start + 1},${count}`
    const title = `@@ -${range(from, to - from)} +${range(from + shift, to - from + added)} @@\n`
    shift += added
    return title + lines.map(ended).join('')
  })
  return head + hunks.join('')
}

/** Each line with its end. */
const linesOf = (content: string) => content.match(/[^\n]*\n|[^\n]+$/g) ?? []

const ended = (line: string) => (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`)

function changesOf(content: string, old: readonly string[], edits: readonly Edit[]): readonly Change[] {
  const starts: number[] = []
  let offset = 0
  for (const line of old) {
    starts.push(offset)
    offset += line.length
  }
  const lineOf = (at: number) => {
    let line = 0
    while (line < starts.length && (starts[line] as number) <= at) line++
    return Math.max(0, line - 1)
  }
  const groups: { from: number; to: number; edits: Edit[] }[] = []
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const isEnd = edit.start === content.length && (content === '' || content.endsWith('\n'))
    const from = isEnd ? old.length : lineOf(edit.start)
    // what goes in before a line leaves the line itself as it is
    const whole = edit.start === edit.end && edit.start === starts[from] && edit.text.endsWith('\n')
    const to = isEnd || whole ? from : lineOf(Math.max(edit.start, edit.end - 1)) + 1
    const last = groups.at(-1)
    if (last && from < last.to) {
      last.to = Math.max(last.to, to)
      last.edits.push(edit)
    } else groups.push({ from, to, edits: [edit] })
  }
  return groups.map(({ from, to, edits: own }) => {
    const base = starts[from] ?? content.length
    const part = content.slice(base, starts[to] ?? content.length)
    const moved = own.map((edit) => ({ ...edit, start: edit.start - base, end: edit.end - base }))
    const end = /\r\n/.test(content) ? '\r\n' : '\n'
    const ready = moved.map((edit) => ({ ...edit, text: edit.text.replaceAll('\n', end) }))
    return { from, to, lines: linesOf(spliced(part, ready)) }
  })
}

function spliced(content: string, edits: readonly Edit[]): string {
  let result = content
  for (const edit of [...edits].sort((a, b) => b.start - a.start)) {
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end)
  }
  return result
}

/** Changes whose context would touch stand in one hunk. */
function grouped(changes: readonly Change[]): Change[][] {
  const groups: Change[][] = []
  for (const change of changes) {
    const last = groups.at(-1)?.at(-1)
    if (last && change.from - last.to <= 2 * CONTEXT) groups.at(-1)?.push(change)
    else groups.push([change])
  }
  return groups
}
