import { quotedEnd } from './statements.ts'

/**
 * The words of a PowerShell command as the shell's: variables in the form `${name}` (names of PowerShell have no case, so
 * theirs are small; `$env:NAME` keeps its own), paths with slashes; what an expression comes to is open.
 */
export function wordsOf(command: string): string[] {
  const words: string[] = []
  let word = ''
  let begun = false
  const close = () => {
    if (begun) words.push(word)
    word = ''
    begun = false
  }
  for (let i = 0; i < command.length; i++) {
    const char = command[i] as string
    if (/\s/.test(char)) close()
    else if (char === '`' && /\s/.test(command[i + 1] ?? ' ')) i++
    else {
      begun = true
      const past = quotedEnd(command, i)
      if (char === '"') word += inString(command.slice(i + 1, past - 1).replaceAll('""', '"'))
      else if (char === "'") word += command.slice(i + 1, past - 1).replaceAll("''", "'")
      else if (char === '@' && past > i) word += hereString(command.slice(i, past))
      else if (char === '(' || (char === '@' && /[({]/.test(command[i + 1] ?? ''))) {
        // `Write-Host("done")` is a call with one argument, as in other languages
        if (words.length === 0 && /^[A-Za-z][\w-]*$/.test(word)) close()
        begun = true
        const end = bracketEnd(command, char === '@' ? i + 1 : i)
        word += char === '(' ? inBrackets(command.slice(i + 1, end - 1).trim()) : open
        i = end - 1
        continue
      } else if (char === '$') {
        const { text, end } = variable(command, i)
        word += text
        i = end - 1
        continue
      } else if (past > i) word += command.slice(i + 1, past)
      else word += char
      if (past > i) i = past - 1
    }
  }
  close()
  return words.map((one) => one.replaceAll('\\', '/'))
}

/** What is not known. */
const open = '${_}'

/** What an expression in brackets comes to: a text that stands there alone is known. */
function inBrackets(inner: string): string {
  if (!/^["']/.test(inner) || quotedEnd(inner, 0) !== inner.length) return open
  return wordsOf(inner)[0] ?? ''
}

function inString(text: string): string {
  let found = ''
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '`') found += text[++i] ?? ''
    else if (text[i] === '$') {
      const { text: value, end } = variable(text, i, true)
      found += value
      i = end - 1
    } else found += text[i]
  }
  return found
}

function hereString(written: string): string {
  const body = written.replace(/^@["'][^\n]*\n/, '').replace(/\n["']@$/, '')
  return written[1] === '"' ? inString(body) : body
}

/** A `$…` as the shell writes it, and where it ends. */
function variable(text: string, at: number, quoted = false): { text: string; end: number } {
  const rest = text.slice(at)
  const braced = /^\$\{\{[\s\S]*?\}\}|^\$\{[^}\n]*\}/.exec(rest)?.[0]
  if (braced) return { text: braced.replace(/^\$\{env:/i, '${'), end: at + braced.length }
  if (rest.startsWith('$(')) {
    const end = bracketEnd(text, at + 1)
    const inner = text.slice(at + 2, end - 1).trim()
    const name = /^\$(env:)?([\w.]+)$/i.exec(inner)
    return { text: name ? named(name[1], name[2] as string) : open, end }
  }
  const pattern = quoted ? /^\$(env:)?(\w+)/i : /^\$(env:|script:|global:|using:)?([\w.]+)/i
  const found = pattern.exec(rest)
  if (!found) return { text: '$', end: at + 1 }
  // In a word, a dot before a slash or an ending is no property: `$dir.zip` is, which cannot be told.
  return { text: named(found[1], found[2] as string), end: at + found[0].length }
}

function named(scope: string | undefined, name: string): string {
  return /^env:$/i.test(scope ?? '') ? `\${${name.toUpperCase()}}` : `\${${name.toLowerCase().replace(/\W+/g, '_')}}`
}

/** Behind the bracket that closes the one at an index. */
export function bracketEnd(text: string, at: number): number {
  let depth = 0
  for (let i = at; i < text.length; i++) {
    const past = quotedEnd(text, i)
    if (past > i) i = past - 1
    else if (/[({[]/.test(text[i] as string)) depth++
    else if (/[)}\]]/.test(text[i] as string) && --depth === 0) return i + 1
  }
  return text.length
}

/** The parts of a pipe. */
export function pipeParts(statement: string): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i < statement.length; i++) {
    const past = quotedEnd(statement, i)
    const char = statement[i] as string
    if (past > i) i = past - 1
    else if (/[({[]/.test(char)) depth++
    else if (/[)}\]]/.test(char)) depth--
    else if (depth === 0 && (char === '|' || statement.startsWith('&&', i))) {
      parts.push(statement.slice(from, i))
      if (statement[i + 1] === '|' || char === '&') i++
      from = i + 1
    }
  }
  parts.push(statement.slice(from))
  return parts.map((part) => part.trim()).filter(Boolean)
}
