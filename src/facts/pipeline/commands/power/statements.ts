/** What a block of PowerShell is for. `script`: a script block that a command is given, or a case of a switch. */
export type BlockKind = 'if' | 'else' | 'switch' | 'try' | 'catch' | 'finally' | 'loop' | 'function' | 'script'

/** A block in braces. */
export interface PowerBlock {
  readonly kind: BlockKind
  /** what stands before the brace, without comments: `if ($x -eq 'prod')` */
  readonly head: string
  readonly start: number
  readonly bodyStart: number
  /** behind the closing brace, once that is come to */
  end: number
  /** of `if`, `elseif` and `else` that belong together and compare a value: what they share */
  readonly choice?: object
}

/** A statement without the blocks in it, comments blanked out; offsets are those of the text. */
export interface PowerStatement {
  readonly text: string
  readonly start: number
  readonly end: number
  /** the blocks it stands in, the outermost first */
  readonly blocks: readonly PowerBlock[]
}

/** What is no script of a reasonable size is not read. */
const mostLength = 300_000

/**
 * The statements of a PowerShell script in their order (learn.microsoft.com, "about_Language_Keywords", "about_Parsing"):
 * one pass over the text, which knows comments, strings, here-strings, continued lines and braces, and nothing of types.
 */
export function powerStatements(text: string): readonly PowerStatement[] {
  if (text.length > mostLength) return []
  const blank = withoutComments(text)
  const found: PowerStatement[] = []
  const blocks: PowerBlock[] = []
  /** what is open: a block, or brackets inside of which a line's end parts nothing */
  const open: ('block' | 'bracket')[] = []
  let start = 0
  let closed: PowerBlock | undefined
  const flush = (end: number) => {
    const written = blank.slice(start, end)
    const from = start + (written.length - written.trimStart().length)
    if (written.trim()) found.push({ text: written.trim(), start: from, end, blocks: [...blocks] })
    start = end
    return { head: written.trim(), from }
  }
  for (let i = 0; i < blank.length; i++) {
    const char = blank[i] as string
    const inside = open.at(-1) === 'bracket'
    const past = quotedEnd(blank, i)
    if (past > i) i = past - 1
    else if (char === '(' || char === '[' || (char === '{' && (inside || blank[i - 1] === '@'))) open.push('bracket')
    else if (char === '{') {
      const { head, from } = flush(i)
      const choice = /^else(if)?\b/i.test(head) ? closed?.choice : compares.test(head) ? {} : undefined
      const block = { kind: kindOf(head), head, start: from, bodyStart: i + 1, end: blank.length }
      blocks.push(choice ? { ...block, choice } : block)
      open.push('block')
      start = i + 1
    } else if (char === '}' && open.at(-1) === 'block') {
      flush(i)
      closed = blocks.pop()
      if (closed) closed.end = i + 1
      open.pop()
      start = i + 1
    } else if (/[)\]}]/.test(char)) {
      if (inside) open.pop()
    } else if (!inside && (char === ';' || (char === '\n' && ends(blank.slice(Math.max(start, i - 60), i))))) {
      flush(i)
      start = i + 1
    }
  }
  flush(blank.length)
  return found
}

const compares = /^if\s*\(\s*\$.*\s-[ci]?(eq|ne|like|match|in)\s/i

/** Whether a line's end parts statements there: not behind a pipe, a comma or an operator. */
function ends(line: string): boolean {
  return !/(\||,|=|\s-(and|or|eq|ne|f|join)|\+)\s*$/.test(line)
}

/** The end of a string, an escaped sign or a `${name}` that begins here; the index itself where none does. */
export function quotedEnd(text: string, i: number): number {
  const char = text[i]
  if (char === '`') return i + 2
  if (char === '$' && text[i + 1] === '{') {
    const close = text.startsWith('{{', i + 1) ? text.indexOf('}}', i) + 2 : text.indexOf('}', i) + 1
    return close > 1 ? close : i
  }
  if (char === '@' && /^@["'][^\S\n]*\r?\n/.test(text.slice(i, i + 80))) {
    const close = text.indexOf(`\n${text[i + 1]}@`, i)
    return close < 0 ? text.length : close + 3
  }
  if (char !== '"' && char !== "'") return i
  for (let at = i + 1; at < text.length; at++) {
    if (char === '"' && text[at] === '`') at++
    else if (text[at] === char && text[at + 1] === char) at++
    else if (text[at] === char) return at + 1
  }
  return text.length
}

function withoutComments(text: string): string {
  const pieces: string[] = []
  let from = 0
  const blankOut = (start: number, end: number) => {
    pieces.push(text.slice(from, start), text.slice(start, end).replace(/[^\n]/g, ' '))
    from = end
  }
  for (let i = 0; i < text.length; i++) {
    const past = quotedEnd(text, i)
    if (past > i) i = past - 1
    else if (text.startsWith('<#', i)) {
      const close = text.indexOf('#>', i)
      blankOut(i, close < 0 ? text.length : close + 2)
      i = from - 1
    } else if (text[i] === '#' && /^$|[\s;{}()|]/.test(text[i - 1] ?? '')) {
      const close = text.indexOf('\n', i)
      blankOut(i, close < 0 ? text.length : close)
      i = from - 1
    }
  }
  pieces.push(text.slice(from))
  return pieces.join('')
}

function kindOf(head: string): BlockKind {
  const word = /^\s*([a-z]+)/i.exec(head)?.[1]?.toLowerCase() ?? ''
  if (word === 'if' || word === 'elseif') return 'if'
  if (word === 'else' || word === 'switch' || word === 'try' || word === 'finally') return word
  if (word === 'catch' || word === 'trap') return 'catch'
  if (/^(for|foreach|while|do|until)$/.test(word)) return 'loop'
  return word === 'function' || word === 'filter' ? 'function' : 'script'
}
