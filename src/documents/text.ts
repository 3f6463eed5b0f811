import type { Position, Span } from './place.ts'
import { lastAtOrBefore } from './search.ts'

/** A decoded file. Line starts are found once, when the first position is asked for. */
export class Text {
  #starts: number[] | undefined

  constructor(
    readonly file: string,
    readonly content: string,
  ) {}

  /** The 1-based line and column of an offset; offsets beyond the end give the end. */
  position(offset: number): Position {
    const starts = this.#lineStarts()
    const at = Math.max(0, Math.min(offset, this.content.length))
    const line = lastAtOrBefore(starts, at, (start) => start)
    return { line: line + 1, column: at - (starts[line] as number) + 1 }
  }

  /** An offset as people and editors name it: `file:line:column`. */
  location(offset: number): string {
    const { line, column } = this.position(offset)
    return `${this.file}:${line}:${column}`
  }

  /** The line's characters without its end; an empty string where there is no such line. */
  line(number: number): string {
    const starts = this.#lineStarts()
    const start = starts[number - 1]
    if (start === undefined) return ''
    return this.content.slice(start, starts[number] ?? this.content.length).replace(/\r?\n$|\r$/, '')
  }

  /** How many lines there are; a last empty one after a line end does not count. */
  get lineCount(): number {
    const starts = this.#lineStarts()
    return starts.at(-1) === this.content.length && starts.length > 1 ? starts.length - 1 : starts.length
  }

  slice(span: Span): string {
    return this.content.slice(span.start, span.end)
  }

  #lineStarts(): number[] {
    if (this.#starts) return this.#starts
    const starts = [0]
    for (let i = 0; i < this.content.length; i++) {
      const c = this.content.charCodeAt(i)
      if (c === 10) starts.push(i + 1)
      else if (c === 13 && this.content.charCodeAt(i + 1) !== 10) starts.push(i + 1)
    }
    this.#starts = starts
    return starts
  }
}
