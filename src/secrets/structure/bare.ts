import { bareLiteral, type Literal } from './literal.ts'
import type { Form } from './pair.ts'
import { breakAfter, lineEnd, lineStart } from './text.ts'

const MOST = 1024

/** A value without quotes, which begins at `at`; how it ends depends on the form. Undefined where a form knows none. */
export function bareAt(content: string, at: number, form: Form, within: Within): Literal | undefined {
  const end = within === 'none' ? endOf(content, at, form) : until(content, at, ends[within])
  if (end === undefined || end <= at || end - at >= MOST) return undefined
  const value = form === 'properties' ? content.slice(at, end).replace(/\\\r?\n[ \t]*/g, '') : content.slice(at, end)
  return bareLiteral(value, at, end)
}

/** What the value stands in, where it is a part of something longer. */
export type Within = 'none' | 'string' | 'connection' | 'words' | 'flow' | 'braces'

const ends: Readonly<Record<Exclude<Within, 'none'>, string>> = {
  string: ' \t\r\n"\'`;&,<>)\\|，。；、）',
  // https://learn.microsoft.com/dotnet/api/system.data.common.dbconnectionstringbuilder: only what ends a setting ends its value
  connection: '\r\n"\'`;',
  words: ' \t\r\n"\'`;&|)<>',
  flow: ',}]\r\n#',
  braces: '}\r\n',
}

function endOf(content: string, at: number, form: Form): number | undefined {
  if (form === 'env' || form === 'ini')
    return trimmed(content, at, cut(content, at, lineEnd(content, at, MOST), form === 'ini'))
  if (form === 'properties') return continued(content, at)
  if (form === 'yaml') return trimmed(content, at, cut(content, at, lineEnd(content, at, MOST), false))
  if (form === 'http') return trimmed(content, at, lineEnd(content, at, MOST))
  if (form === 'shell' || form === 'dockerfile') return until(content, at, ends.words)
  if (form === 'prose') return prose(content, at)
  return undefined
}

/** Where one of the characters stands, or the end of the text or of what is looked at. */
function until(content: string, at: number, characters: string): number {
  const last = Math.min(content.length, at + MOST)
  let end = at
  while (end < last && !characters.includes(content[end] as string)) end++
  return end
}

/** Before a comment: `#` behind a space, in INI files `;` too. */
function cut(content: string, at: number, end: number, semicolon: boolean): number {
  for (let place = at + 1; place < end; place++) {
    const character = content[place]
    if ((character === '#' || (semicolon && character === ';')) && /\s/.test(content[place - 1] as string)) return place
  }
  return end
}

function trimmed(content: string, at: number, end: number): number {
  let last = end
  while (last > at && /\s/.test(content[last - 1] as string)) last--
  return last
}

/** A property goes on behind a backslash at the end of its line. */
function continued(content: string, at: number): number {
  let end = lineEnd(content, at, MOST)
  while (content[end - 1] === '\\' && end < content.length && end - at < MOST) {
    const next = breakAfter(content, end, 3)
    if (next < 0) break
    end = lineEnd(content, next + 1, MOST)
  }
  return trimmed(content, at, end)
}

/** One word of prose, without the marks around it; a sentence that goes on is no value. */
function prose(content: string, at: number): number | undefined {
  const end = until(content, at, ' \t\r\n"\'`<>|,，。；、）')
  const rest = content.slice(end, lineEnd(content, end, 80)).trim()
  if (/^[A-Za-z]/.test(rest)) return undefined
  return content[end - 1] === '.' || content[end - 1] === ')' ? end - 1 : end
}

/** Whether `at` is inside a string of its line: quotes that open and do not close before it. */
export function insideString(content: string, at: number): boolean {
  let open = ''
  for (let place = lineStart(content, at); place < at; place++) {
    const character = content[place] as string
    if (character === '\\') place++
    else if (open !== '') open = character === open ? '' : open
    else if (character === '"' || character === "'" || character === '`') open = character
  }
  return open !== ''
}
