import { Chalk, type ChalkInstance } from 'chalk'

/** What the parts of the terminal report write with: colours that vanish without a terminal, and the width. */
export interface Style {
  readonly paint: ChalkInstance
  /** columns to fill */
  readonly width: number
}

export function makeStyle(color: boolean, width: number): Style {
  return { paint: new Chalk({ level: color ? 1 : 0 }), width: Math.max(40, Math.min(width, 120)) }
}

/**
 * Text of a repository made harmless for a terminal: control characters and escapes are shown, not obeyed, and
 * characters that turn the direction of writing are dropped. Line ends and tabs become spaces.
 */
export function plain(text: string): string {
  return text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u

/** How many columns a terminal gives to a text without escapes. */
export function columns(text: string): number {
  // nearly all texts; V8 takes milliseconds to compile the classes of Unicode below
  if (/^[ -~]*$/.test(text)) return text.length
  let sum = 0
  for (const c of text) sum += /\p{M}/u.test(c) ? 0 : wide.test(c) ? 2 : 1
  return sum
}

/** Fills up with spaces to a number of columns; a longer text stays as it is. */
export function pad(text: string, to: number): string {
  return text + ' '.repeat(Math.max(0, to - columns(text)))
}

/** Breaks a sentence into lines of at most `width` columns; a word that is longer stands alone. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/ +/)) {
    if (line && columns(line) + 1 + columns(word) > width) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  if (line) lines.push(line)
  return lines
}

/** A paragraph with a label before its first line: the others are indented to match. */
export function labelled(label: string, text: string, indent: number, style: Style): string[] {
  const left = indent + label.length + 1
  return wrap(plain(text), style.width - left).map((line, i) =>
    i === 0 ? `${' '.repeat(indent)}${style.paint.dim(label)} ${line}` : `${' '.repeat(left)}${line}`,
  )
}

/** An indented paragraph. */
export function paragraph(text: string, indent: number, style: Style): string[] {
  return wrap(plain(text), style.width - indent).map((line) => ' '.repeat(indent) + line)
}

/** "1 finding", "2 findings". */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}
