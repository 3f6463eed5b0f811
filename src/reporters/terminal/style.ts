import { Chalk, type ChalkInstance } from 'chalk'
import { columns, wrap } from '../columns.ts'
import { plain } from '../harmless.ts'

/** What the parts of the terminal report write with: colours that vanish without a terminal, and the width. */
export interface Style {
  readonly paint: ChalkInstance
  /** columns to fill */
  readonly width: number
}

/** @param width columns of the terminal; the report takes 48 (the scorecard) to 120 of them */
export function makeStyle(color: boolean, width: number): Style {
  return { paint: new Chalk({ level: color ? 1 : 0 }), width: Math.max(48, Math.min(width, 120)) }
}

/** A paragraph with a label before its first line: the others are indented to match. */
export function labelled(label: string, text: string, indent: number, style: Style): string[] {
  const left = indent + columns(label) + 1
  return wrap(plain(text), style.width - left).map((line, i) =>
    i === 0 ? `${' '.repeat(indent)}${style.paint.dim(label)} ${line}` : `${' '.repeat(left)}${line}`,
  )
}

/** An indented paragraph. */
export function paragraph(text: string, indent: number, style: Style): string[] {
  return wrap(plain(text), style.width - indent).map((line) => ' '.repeat(indent) + line)
}

/** A paragraph of what matters less. */
export function aside(text: string, style: Style): string[] {
  return paragraph(text, 0, style).map((line) => style.paint.dim(line))
}

/** A part's heading: a word in capitals and what the part holds; it goes on in the next line where it must. */
export function heading(word: string, text: string, style: Style, paint: (line: string) => string): string[] {
  return wrap(plain(text), style.width - columns(word) - 2).map((line, i) =>
    paint(i === 0 ? `${word}  ${line}` : `${' '.repeat(columns(word) + 2)}${line}`),
  )
}

/** "1 finding", "2 findings". */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}
