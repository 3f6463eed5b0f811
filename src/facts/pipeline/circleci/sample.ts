/**
 * A text that a regular expression matches as a whole, made from its grammar: the first alternative, `any` for `.*`, one
 * of each class. Whoever asks tests it; undefined where the grammar is not followed.
 */
export function sampleOf(source: string): string | undefined {
  const reader = { text: source, at: 0 }
  const made = alternatives(reader, 0)
  return made === undefined || reader.at < source.length ? undefined : made
}

interface Reader {
  readonly text: string
  at: number
}

function alternatives(reader: Reader, depth: number): string | undefined {
  let first: string | undefined
  for (;;) {
    const made = sequence(reader, depth)
    if (made === undefined) return undefined
    first = first || made
    if (reader.text[reader.at] !== '|') return first
    reader.at++
  }
}

function sequence(reader: Reader, depth: number): string | undefined {
  let made = ''
  for (;;) {
    const next = reader.text[reader.at]
    if (next === undefined || next === '|' || next === ')') return made
    const part = atom(reader, depth)
    if (part === undefined) return undefined
    made += repeated(part, reader)
    if (made.length > 200) return undefined
  }
}

/** `*` and `+` are taken once, of anything as a word; `?` not at all; `{n}` n times. */
function repeated(part: string, reader: Reader): string {
  const found = /^([*+?]|\{(\d+)(?:,\d*)?\})[?+]?/.exec(reader.text.slice(reader.at, reader.at + 12))
  if (!found) return part
  reader.at += found[0].length
  if (found[1] === '?') return ''
  if (found[2] !== undefined) return part.repeat(Math.min(Number(found[2]), 40))
  return part === 'x' ? 'any' : part
}

const classes: Readonly<Record<string, string>> = { d: '1', w: 'a', s: ' ', D: 'x', W: '-', S: 'x', b: '', B: '' }
const others: Readonly<Record<string, string>> = { A: '', z: '', Z: '', t: '\t', n: '\n' }

function atom(reader: Reader, depth: number): string | undefined {
  const { text } = reader
  const sign = text[reader.at++] as string
  switch (sign) {
    case '^':
    case '$':
      return ''
    case '.':
      return 'x'
    case '\\': {
      const escaped = text[reader.at++]
      return escaped === undefined ? undefined : (classes[escaped] ?? others[escaped] ?? escaped)
    }
    case '(':
      return depth < 20 ? group(reader, depth) : undefined
    case '[':
      return oneOf(reader)
    case '*':
    case '+':
    case '?':
      return undefined
    default:
      return sign
  }
}

function group(reader: Reader, depth: number): string | undefined {
  const kind =
    /^\?(:|[=!]|<[=!]|P?<\w+>|[a-z]+\)|[a-z]+:)/.exec(reader.text.slice(reader.at, reader.at + 40))?.[0] ?? ''
  reader.at += kind.length
  if (kind.endsWith(')')) return ''
  const made = alternatives(reader, depth + 1)
  if (reader.text[reader.at++] !== ')') return undefined
  // What looks ahead or behind takes no room.
  return /^\?<?[=!]/.test(kind) ? '' : made
}

function oneOf(reader: Reader): string | undefined {
  const { text } = reader
  const negated = text[reader.at] === '^'
  if (negated) reader.at++
  const members: string[] = []
  for (let first = true; text[reader.at] !== ']' || first; first = false) {
    const sign = text[reader.at++]
    if (sign === undefined) return undefined
    if (sign !== '\\') members.push(sign)
    else {
      const escaped = text[reader.at++] ?? ''
      members.push(classes[escaped] ?? escaped)
    }
  }
  reader.at++
  if (!negated) return members[0]
  return ['a', '1', '-', 'Z'].find((candidate) => !members.includes(candidate))
}
