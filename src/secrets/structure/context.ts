import { escaped } from '../../documents/pattern.ts'
import type { Form, Pair } from './pair.ts'
import { lineStart } from './text.ts'

const AROUND = 320

/** A user, host or such with a literal of its own. */
const companion =
  /(?:^|[^A-Za-z])[\w.-]{0,30}(?:user(?:_?name|_?id)?|login|uid|host(?:_?name)?|server|account|e-?mail|database|dbname|port|client_?id|access_?key_?id|identity|machine|benutzer|usuario|utilisateur|smtp|endpoint|url|用户名?|账号|帐号|账户|ユーザー名?|логин)["']?\]?\s{0,4}(?:[:=：]>?|,|>|\s)\s{0,4}["']?([^\s"',;}<>]{2,80})/gi

/** `factory.setUsername("…")` */
const setsUser = /\.set_?(?:user(?:_?name|_?id)?|login|host(?:_?name)?|server|url)\(\s{0,4}["'][^"'\s]{2,80}["']/i

/**
 * Whether somebody or some host is set right beside the value: `user: root`, `"host": "db"`. The texts of a form
 * (`"username": "Username"`) do not count.
 */
export function standsBeside(content: string, start: number, end: number): boolean {
  const before = content.slice(Math.max(0, start - AROUND), start)
  const after = content.slice(end, end + AROUND)
  for (const text of [before, after]) {
    for (const match of text.matchAll(companion)) {
      const value = match[1] as string
      if (/^(?:string|str|text|true|false|null|none|undefined|required|user|username|email|login|[{[(])/i.test(value))
        continue
      if (!match[0].toLowerCase().startsWith(value.toLowerCase())) return true
    }
    if (setsUser.test(text)) return true
  }
  return false
}

/** `accessKey`, `AWS_ACCESS_KEY`, and not `secret_access_key`. */
const accessKey = /^(?<of>.*)(?<!secret[-_.]?)access[-_.]?key$/i

/**
 * Whether a value is half of a login, which tells who somebody is: an access key with the secret of it beside it. `SECRET_KEY`
 * is not that of `WEATHER_ACCESS_KEY`.
 */
export function isIdOfSecret(content: string, { name, start, end }: Span & Pick<Pair, 'name'>): boolean {
  const of = accessKey.exec(name)?.groups?.of
  if (of === undefined) return false
  const secret = new RegExp(
    String.raw`(?<!\w|\w-)${escaped(of)}(?:secret[-_.]?(?:access[-_.]?)?key|access[-_.]?(?:key[-_.]?)?secret)\b`,
    'i',
  )
  return secret.test(content.slice(Math.max(0, start - 160), start)) || secret.test(content.slice(end, end + 160))
}

/** Whether right before the value a user is called so: `Username = "alice", Password = "alice"`. */
export function isOfSame(content: string, start: number, value: string): boolean {
  const before = content.slice(Math.max(0, start - 160), start)
  const user = /(?:user(?:_?name)?|login)["']?\]?\s{0,4}[:=]\s{0,4}["']([^"'\s]{3,40})["'][^;{}]*$/i.exec(before)?.[1]
  return user === value
}

/** Whether the line of `at` is a comment, as far as its first characters tell. */
export function inComment(content: string, at: number, form: Form): boolean {
  const head = content.slice(lineStart(content, at), at)
  if (form === 'prose' || form === 'json') return false
  if (form === 'ini' || form === 'properties' || form === 'env') return /^\s*[#;!]/.test(head)
  if (form === 'code' && (inDocstring(content, at) || inPod(content, at))) return true
  if (form === 'xml') return /^\s*<!--/.test(head)
  return /^\s*(?:\/\/|#(?!\{)|\*(?!\w)|\/\*|--\s|<!--|;;|rem\s|'\s|%)/i.test(head) || / (?:\/\/|#) .*$/.test(head)
}

/**
 * Whether the entry of a list that holds `at` is one that DebOps writes as a comment, or not at all: `state: 'comment'`
 * (https://docs.debops.org/en/stable-3.2/user-guide/universal-configuration.html).
 */
export function isLeftOut(content: string, at: number): boolean {
  const line = lineStart(content, at)
  const [own = '', ...after] = content.slice(line, line + AROUND).split('\n')
  const before = content
    .slice(Math.max(0, line - AROUND), line)
    .split('\n')
    .toReversed()
  const column = columnOf(own)
  const isOutside = (text: string) => columnOf(text) >= 0 && columnOf(text) < column
  const begins = (text: string) => columnOf(text) === column && /^\s*-/.test(text)
  const below = after.findIndex((text) => isOutside(text) || begins(text))
  const lines = after.slice(0, below < 0 ? after.length : below)
  if (!begins(own)) {
    const above = before.findIndex((text) => isOutside(text) || begins(text))
    lines.push(...before.slice(0, above < 0 ? before.length : above + 1))
  }
  return lines.some((text) => columnOf(text) === column && /^[\s-]*state:\s*["']?(?:comment|ignore)\b/.test(text))
}

/** Where a line begins, past the dash of an entry; -1 where it is empty. */
const columnOf = (text: string) => text.search(/[^\s-]/)

/**
 * Whether the value is the short form of a certificate, as Windows shows it, and what stands beside it says so: right before
 * it, or behind it where that is not the name of another value.
 */
export const isThumbprint = (content: string, { value, start, end }: Span): boolean =>
  /^[\dA-F]{40}$/.test(value) &&
  (/(?:thumb|finger)_?print[^\n;,]{0,40}(?:,\s{0,40}["'`]?)?$/i.test(content.slice(Math.max(0, start - 120), start)) ||
    /(?:thumb|finger)_?print(?!\w*["'`]?\s*[:=>])/i.test(content.slice(end, end + 160)))

type Span = Pick<Pair, 'value' | 'start' | 'end'>

/** The keys around the line of `at`, outermost first, by indentation; what a bounded look back shows. */
export function keysAbove(content: string, at: number): readonly string[] {
  const keys: string[] = []
  let line = lineStart(content, at)
  let indent = indentAt(content, line)
  for (let lines = 0; lines < 120 && line > 0 && at - line < 6000 && indent > 0; lines++) {
    line = lineStart(content, line - 1)
    const depth = indentAt(content, line)
    if (depth >= indent || content[line + depth] === '#') continue
    const key = /^\s*(?:- )?["']?([\w./-]{1,60})["']?\s*:\s*(?:[{[&!|>].*)?\r?\n/.exec(content.slice(line, line + 120))
    if (key === null) continue
    keys.unshift(key[1] as string)
    indent = depth
  }
  return keys
}

/** The head of something that is shown to people: `def self.example_code`, `GenerateExample()`, `"example": {`. */
const shows = /(?:^|[^A-Za-z@/-]|[a-z](?=E))(?:[Ee]xample|EXAMPLE)s?(?![a-z.])/
const noHead = /^(?:#|\/\/|\*|\/\*|--|(?:\w+ ){0,3}(?:class|module|namespace|package|interface) )/

/**
 * Whether the value stands in an example: one of the lines around its line, by their indentation, begins one, or it is in a raw
 * string that is called one, or in a block of code in a text, which may be a string.
 */
export function inSample(content: string, at: number): boolean {
  return (
    isBelowSample(content, at) || isInRawSample(content, at) || isInFence(content, at) || isInWrittenFence(content, at)
  )
}

/** In a text that a string of one line holds, behind its line of ```: `"Give it so:\\n```bash\\n…"`. */
function isInWrittenFence(content: string, at: number): boolean {
  const before = content.slice(lineStart(content, at, 4000), at)
  const fences = [...before.matchAll(/\\n[ \t]*(?:~~~|```)[ \t]*(\w*)[ \t]*(?=\\n)/g)]
  return (fences.at(-1)?.[1] ?? '') !== ''
}

/** `` const longExample = `… ``: the quote before opens a string with that name. */
function isInRawSample(content: string, at: number): boolean {
  const open = content.lastIndexOf('`', at)
  if (open < 0 || at - open > 3000) return false
  const head = content.slice(lineStart(content, open), open)
  return /(?::?=|:)\s*$/.test(head) && shows.test(head)
}

/** Behind a line of ``` or ~~~ that names a language, as the documentation of code has it; the line that ends one names none. */
function isInFence(content: string, at: number): boolean {
  const before = content.slice(Math.max(0, at - 4000), lineStart(content, at))
  const fences = [...before.matchAll(/^[ \t]*(?:(?:#|\*|\/\/[/!]?|--)[ \t]*)?(?:~~~|```)[ \t]*(\w*)[ \t]*\r?$/gm)]
  return (fences.at(-1)?.[1] ?? '') !== ''
}

/** By the indentation of the lines above. */
function isBelowSample(content: string, at: number): boolean {
  let line = lineStart(content, at)
  let indent = indentAt(content, line)
  for (let lines = 0; lines < 60 && line > 0 && at - line < 4000 && indent > 0; lines++) {
    line = lineStart(content, line - 1)
    const depth = indentAt(content, line)
    if (depth >= indent) continue
    // what a brace alone begins has its head right above it
    indent = /^[{([]\s*$/.test(content.slice(line + depth, line + depth + 3).split('\n', 1)[0] ?? '')
      ? depth + 1
      : depth
    const head = /^["']?[^"'`\n]{0,120}/.exec(content.slice(line + depth, line + depth + 120))?.[0] ?? ''
    if (!noHead.test(head) && shows.test(head)) return true
  }
  return false
}

/** Whether a schema shows with the value what one looks like: `"examples": ["Bearer …"]`, `example: …`. */
export const isExampleOf = (content: string, at: number): boolean =>
  /(?:^|[\s{,])["']?examples?["']?[ \t]{0,4}:(?:\s{0,200}\[[^\]{}]{0,400})?[ \t]{0,4}["']?[^"'\n{}[\]]{0,40}$/i.test(
    content.slice(Math.max(0, at - 500), at),
  )

/**
 * Whether the value is what a page gives to DocSearch, whose keys can do nothing but search, and are for all who read the page:
 * https://docsearch.algolia.com/docs/api#apikey
 */
export const isOfSearchBox = (content: string, start: number): boolean =>
  /\bdocsearch\(\s{0,80}\{[^{}]{0,300}$/i.test(content.slice(Math.max(0, start - 400), start))

/** How far a line is indented; one without anything in it counts as far in. */
function indentAt(content: string, line: number): number {
  let at = line
  while (content[at] === ' ' || content[at] === '\t') at++
  return content[at] === '\n' || content[at] === '\r' ? Number.MAX_SAFE_INTEGER : at - line
}

/**
 * Whether `at` is in a manual of Perl (https://perldoc.perl.org/perlpod) or a comment of Ruby: the last line before it with `=` in
 * front opens one. With `=end` that of Ruby is over; behind that of Perl comes `=cut`.
 */
function inPod(content: string, at: number): boolean {
  const before = content.slice(Math.max(0, at - 6000), at)
  const command = before.matchAll(/^=([a-z]\w*)\b.*$/gm)
  const last = [...command].at(-1)?.[1] ?? 'cut'
  return /^(?:pod|head\d|over|item|back|begin|for|encoding)$/.test(last)
}

/** Whether `at` is inside a documentation string of Python or Elixir: the last three quotes before it open one. */
function inDocstring(content: string, at: number): boolean {
  const text = content.slice(Math.max(0, at - 3000), at)
  const last = Math.max(text.lastIndexOf('"""'), text.lastIndexOf("'''"))
  if (last < 0) return false
  const start = text.lastIndexOf('\n', last) + 1
  const head = text.slice(start, last)
  if (/^\s*@\w*doc\s+(?:~[sS])?$/.test(head)) return true
  // the manual of a module of Ansible
  if (/^(?:EXAMPLES|DOCUMENTATION|RETURN)\s*=\s*[rR]?$/.test(head)) return true
  if (!/^\s*[rRuU]?$/.test(head)) return false
  // three quotes alone in their line close a string, unless a definition stands before them
  return /^[^\r\n]/.test(text.slice(last + 3)) || /:\s*$/.test(text.slice(Math.max(0, start - 200), start))
}
