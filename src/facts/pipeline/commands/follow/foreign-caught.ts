import { lastAtOrBefore } from '../../../../documents/search.ts'
import { Hidden } from '../../../hidden.ts'
import type { Finder } from '../shell/state.ts'
import { isComment } from './foreign-values.ts'

/*
 * What becomes of a failure that a script in Python, Ruby or JavaScript raises: it ends the script, or a handler takes it
 * (docs.python.org, "Errors and Exceptions"; ruby-doc.org, "Exceptions"; developer.mozilla.org, "try...catch").
 */

/** `raised`: the script fails; `swallowed`: it goes on as if nothing was; `open`: a handler does what cannot be told. */
export type Fate = 'raised' | 'swallowed' | 'open'

/** What becomes of a failure at a place of the script; with `asks`, also by those who call the function around it. */
export type Fates = (at: number, asks: boolean) => Fate

/**
 * Tells for one script what becomes of its failures. Reads the blocks of the text once, where it is asked; each function is
 * looked at once.
 * @param text of the script, in whichever of these languages
 */
export function fatesIn(text: string): Fates {
  let lines: Lines | undefined
  let blocks: readonly Block[] | undefined
  const byCallers = new Map<string, Fate | undefined>()
  const fateOfCallers = (name: string): Fate | undefined => {
    if (byCallers.has(name)) return byCallers.get(name)
    // a function that calls itself says nothing of who called it first
    byCallers.set(name, undefined)
    const calls = callsOf(text, name)
    const found = new Set(calls.flatMap((call) => fate(call, true) ?? []))
    const told = found.size > 1 ? 'open' : calls.length ? [...found][0] : 'raised'
    byCallers.set(name, told)
    return told
  }
  const fate = (at: number, asks: boolean): Fate | undefined => {
    const here = rescuedInLine(text, at) ?? rejected(text, at)
    if (here !== undefined && here !== 'raised') return here
    lines ??= linesOf(text)
    const indented = byIndent(lines, at)
    blocks ??= /\b(?:catch|finally)\b/.test(text) ? bracedBlocks(text) : []
    for (const handler of [...indented.handlers, ...handlersAround(blocks, at)]) {
      const judged = judge(handler)
      if (judged !== 'again') return judged
    }
    const name = indented.name ?? functionAround(blocks, at)
    return asks && name !== undefined ? fateOfCallers(name) : 'raised'
  }
  return (at, asks) => fate(at, asks) ?? 'open'
}

/**
 * Of acts whose failure a handler takes that may raise it later, nothing can be said.
 * @param from where they begin among the acts of the search
 */
export function leaveOpen({ acts }: Finder, from: number, file: string): void {
  for (const [index, act] of acts.entries()) {
    if (index < from || act.onFailure !== 'stops') continue
    const onFailure = new Hidden(`whether ${file} fails where this does, which it catches`, {
      kind: 'file',
      text: `let ${file} end with a failure where it catches one`,
    })
    acts[index] = { ...act, onFailure }
  }
}

interface Handler {
  readonly body: string
  /** it stands in a loop: what failed may be tried again, and raised after it */
  readonly inLoop: boolean
  /** it runs whatever happens (`finally`), and takes the failure only where it leaves by itself */
  readonly isLast?: boolean
}

/** A text by its lines, with where each begins. */
interface Lines {
  readonly lines: readonly string[]
  readonly starts: readonly number[]
}

function linesOf(text: string): Lines {
  const lines = text.split('\n')
  const starts: number[] = []
  let start = 0
  for (const line of lines) {
    starts.push(start)
    start += line.length + 1
  }
  return { lines, starts }
}

/** Handlers and function around a place, as Python and Ruby lay their blocks out: each line deeper than what it belongs to. */
function byIndent(
  { lines, starts }: Lines,
  at: number,
): { readonly handlers: readonly Handler[]; readonly name?: string } {
  let index = lastAtOrBefore(starts, at, (start) => start)
  const column = at - (starts[index] ?? 0)
  let indent = indentOf(lines[index] ?? '')
  const handlers: Handler[] = []
  let name: string | undefined
  for (const start = index; index >= 0 && start - index < 400 && name === undefined; index--) {
    const line = lines[index] as string
    if (line.trim() === '' || (index < start && indentOf(line) >= indent)) continue
    if (index < start) indent = indentOf(line)
    // `try: check_call(…)`
    const opens = (index < start ? line : line.slice(0, column)).replace(/\s#.*$/, '').trim()
    if (/^(?:for|while|until|loop)\b|\.(?:each|times|retry)\b/.test(opens) && handlers.length === 0) {
      handlers.push({ body: '', inLoop: true })
    }
    if (/^(?:async\s+)?with\s+(?:contextlib\.)?suppress\(/.test(opens) && ofCommands.test(opens))
      handlers.push({ body: 'pass', inLoop: false })
    if (/^try\s*:/.test(opens) || /^(?:\w+\s*=\s*)?begin$|^def\s|\bdo(?:\s*\|[^|]*\|)?$/.test(opens))
      handlers.push(...handlersBelow(lines, index, indent))
    name = /^(?:async\s+)?def\s+(?:self\.)?(\w+)/.exec(opens)?.[1]
  }
  // a loop inside of the function, around no handler of it, tries nothing again
  const first = handlers.findIndex(({ inLoop, body }) => !(inLoop && body === ''))
  return { handlers: first < 0 ? [] : handlers.filter(({ body }) => body !== ''), ...(name !== undefined && { name }) }
}

const indentOf = (line: string): number => /^[ \t]*/.exec(line)?.[0].length ?? 0

/** What fails where a command does, in the languages and in the tools that they run tasks with. */
const ofCommands =
  /\b(?:CalledProcessError|SubprocessError|(?:Base)?Exception|StandardError|RuntimeError|UnexpectedExit|Failure|CommandFailed)\b/

/** `except (A, B) as e:`, `rescue A::B => e`, `finally:`, and what stands behind it on its line. */
const headOfHandler = /^\s*(except|rescue|else|ensure|finally)\b\s*((?:[^:]|::)*?)\s*(?::(?!:)\s*(.*))?$/

/** The handlers of a block that begins on a line: those on its own column, before it ends. */
function handlersBelow(lines: readonly string[], from: number, indent: number): Handler[] {
  const found: Handler[] = []
  const inLoop = isInLoop(lines, from, indent)
  let body: string[] | undefined
  let isLast = false
  for (const line of lines.slice(from + 1, from + 400)) {
    if (line.trim() === '' || indentOf(line) > indent) {
      body?.push(line)
      continue
    }
    if (body) found.push({ body: body.join('\n'), inLoop, isLast })
    body = undefined
    if (indentOf(line) < indent) break
    const [, word, what = '', rest = ''] = headOfHandler.exec(line.replace(/\s#.*$/, '')) ?? []
    if (word === undefined) break
    const names = what.replace(/\s*(?:=>|\bas\b).*$/, '')
    isLast = /^(?:ensure|finally)$/.test(word)
    const takes = /^(?:except|rescue)$/.test(word) && (/^\(?$/.test(names) || ofCommands.test(names))
    if (takes || isLast) body = [rest]
  }
  if (body) found.push({ body: body.join('\n'), inLoop, isLast })
  return found
}

/** Whether a block stands in a loop of its own function. */
function isInLoop(lines: readonly string[], from: number, column: number): boolean {
  let indent = column
  for (let index = from - 1; index >= 0 && from - index < 400; index--) {
    const line = lines[index] as string
    if (line.trim() === '' || indentOf(line) >= indent) continue
    indent = indentOf(line)
    if (/^\s*(?:async\s+)?def\b/.test(line)) return false
    if (/^\s*(?:async\s+for|for|while|until|loop)\b|\.(?:each|times)\b/.test(line)) return true
  }
  return false
}

interface Block {
  readonly start: number
  readonly end: number
  readonly head: string
  /** the body of what stands behind it: `catch (e) { … }` */
  handler?: string
  /** the body of its `finally` */
  last?: string
}

const tokens = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`|[{}]/g

/** The blocks in braces. */
function bracedBlocks(text: string): readonly Block[] {
  const open: { readonly at: number; readonly head: string }[] = []
  const found: Block[] = []
  /** by where they and their handlers end */
  const tries = new Map<number, Block>()
  let last = 0
  for (const match of text.matchAll(tokens)) {
    if (match[0] === '{') {
      open.push({ at: match.index, head: text.slice(Math.max(last, match.index - 300), match.index) })
      last = match.index + 1
    } else if (match[0] === '}') {
      const begun = open.pop()
      last = match.index + 1
      if (!begun) continue
      const block: Block = { start: begun.at, end: match.index, head: begun.head }
      found.push(block)
      if (/\btry\s*$/.test(begun.head)) tries.set(last, block)
      const tried = tries.get(begun.at - begun.head.length)
      const body = text.slice(begun.at + 1, match.index)
      if (!tried || !/^\s*(?:catch|finally)\b/.test(begun.head)) continue
      if (/^\s*catch/.test(begun.head)) tried.handler = body
      else tried.last = body
      tries.set(last, tried)
    }
  }
  return found.sort((a, b) => b.start - a.start)
}

/** The handlers of the blocks around a place, the innermost first. */
function handlersAround(blocks: readonly Block[], at: number): Handler[] {
  const around = blocks.filter(({ start, end }) => start < at && at < end)
  return around.flatMap(({ handler, last }, index) => {
    const inLoop = around
      .slice(index + 1)
      .some(({ head }) => /\b(?:for|while)\s*(?:await\s*)?\([^{}]*\)\s*$|\bdo\s*$|\.forEach\(/.test(head))
    return [
      ...(handler === undefined ? [] : [{ body: handler, inLoop }]),
      ...(last === undefined ? [] : [{ body: last, inLoop, isLast: true }]),
    ]
  })
}

const headOfFunction =
  /(?:\bfunction\s*\*?\s*(?<named>\w+)\s*\([^{}]*\)|(?:const|let|var)\s+(?<held>\w+)\s*=\s*(?:async\s*)?(?:function\s*)?\(?[^{}]*\)?\s*(?:=>)?)\s*$/

/** The name of the innermost function around a place, of those in braces. */
function functionAround(blocks: readonly Block[], at: number): string | undefined {
  for (const { start, end, head } of blocks) {
    if (!(start < at && at < end)) continue
    const { named, held } = headOfFunction.exec(head)?.groups ?? {}
    if (named ?? held) return named ?? held
  }
  return undefined
}

/** `sh 'a' rescue nil`, and rake's `sh('a') { |ok, _| … }`, which is told how it ended instead. */
function rescuedInLine(text: string, at: number): Fate | undefined {
  const line = text.slice(at, text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at))
  if (/\)?\s+rescue\s+(?:nil|true|false|\d+|puts\b.*)\s*$/.test(line)) return 'swallowed'
  const [, ok] = /^sh\b.*?(?:\bdo|\{)\s*\|\s*(\w+)/.exec(line) ?? []
  if (ok === undefined) return undefined
  const body = text.slice(at + line.indexOf('|'), at + line.length + 400)
  return /\b(?:raise|abort|fail|exit)\b/.test(body.slice(0, body.search(/^\s*(?:end|\})/m) + 1 || body.length))
    ? 'raised'
    : 'open'
}

/** `main().catch(console.error)`: the handler of a promise that a call gives. */
function rejected(text: string, at: number): Fate | undefined {
  let end = closing(text, text.indexOf('(', at), at)
  if (end === undefined && text[at] === '$')
    end = at + (/^\$`(?:[^`\\]|\\[\s\S])*`/.exec(text.slice(at))?.[0].length ?? 0)
  for (let turn = 0; end !== undefined && turn < 6; turn++) {
    const [whole = '', name] = /^\s*\.(then|finally|catch|nothrow|quiet)\s*\(/.exec(text.slice(end, end + 200)) ?? []
    if (name === undefined) return undefined
    if (name === 'nothrow') return 'swallowed'
    const from: number = end + whole.length
    end = closing(text, from - 1, end)
    if (name !== 'catch') continue
    const given = text.slice(from, (end ?? from) - 1)
    const body = /\{([\s\S]*)\}\s*$/.exec(given)?.[1] ?? (/=>([\s\S]*)$/.exec(given)?.[1] || `${given}()`)
    const judged = judge({ body, inLoop: false })
    return judged === 'again' ? 'raised' : judged
  }
  return undefined
}

/** Behind the bracket that closes one; undefined where it is not near, or does not close. */
function closing(text: string, open: number, from: number): number | undefined {
  if (open < 0 || /[\n;]/.test(text.slice(from, open))) return undefined
  let depth = 0
  for (const match of text
    .slice(open, open + 4000)
    .matchAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`|[()]/g)) {
    if (match[0] === '(') depth++
    else if (match[0] === ')' && --depth === 0) return open + match.index + 1
  }
  return undefined
}

/** Where a function of the script is called. */
function callsOf(text: string, name: string): readonly number[] {
  const pattern = new RegExp(`(?<!\\b(?:def|function|self\\.def)\\s)(?<![\\w$])${name}\\s*\\(`, 'g')
  return [...text.matchAll(pattern)].slice(0, 40).flatMap((match) => {
    const before = text.slice(text.lastIndexOf('\n', match.index) + 1, match.index)
    return isComment(text, match.index) || /\bdef\s+(?:self\.)?$/.test(before) ? [] : [match.index]
  })
}

/** Only tells of it: prints, logs, waits. */
const tells =
  /\b(?:print|puts|warn|echo|pp|p|console\.\w+|(?:\w+\.)?log(?:ger|ging)?\.\w+|log|traceback\.\w+|(?:time\.)?sleep|sys\.std(?:out|err)\.(?:write|flush)|click\.(?:s?echo)|str|repr|String|format|join)\s*\(/g

const raises = /\b(?:raise|throw|reject)\b/
const leavesBadly = /\b(?:abort|fail|die)\b|\bexit(?:!|Code\s*=|\b)(?!\s*\(\s*\)|\s*\(?\s*(?:0|true|True)\b|\s*$)/m
/** Leaves as if all were well. */
const leavesWell = /\breturn\b|\b_?exit\b!?\s*(?:\(\s*\)|\(?\s*(?:0|true|True)\b|$)/m
const asksFirst =
  /\b(?:if|elif|elsif|else|unless|for|while|until|case|when|switch|match|except|rescue|catch)\b|&&|\|\||\?|\b(?:and|or)\b/

/**
 * The statements of a body that run whenever it does, and those that ask first. What is laid out deeper, or stands in braces,
 * belongs to the statement above it.
 */
function statementsOf(body: string): { readonly always: readonly string[]; readonly asking: readonly string[] } {
  let outer = body
  const inBraces: string[] = []
  for (let turn = 0; turn < 8 && /\{[^{}]*\}/.test(outer); turn++)
    outer = outer.replace(/\{[^{}]*\}/g, (block) => {
      inBraces.push(block)
      return ';'
    })
  const lines = outer.split('\n').filter((line) => line.trim() !== '')
  const base = Math.min(...lines.map(indentOf))
  const whole: string[] = []
  for (const line of lines) {
    if (indentOf(line) > base && whole.length) whole.push(`${whole.pop()} ${line.trim()}`)
    else whole.push(line.trim())
  }
  const parts = whole.flatMap((one) => (/^(?:if|elif|else|for|while)\b[^;]*:/.test(one) ? [one] : one.split(';')))
  return {
    always: parts.filter((one) => !asksFirst.test(one)),
    asking: [...parts.filter((one) => asksFirst.test(one)), ...inBraces],
  }
}

/** What a handler makes of a failure; `again`: it raises it, or another. */
function judge({ body, inLoop, isLast }: Handler): Fate | 'again' {
  const plain = body
    .replace(/(^|\s)(?:#|\/\/)[^\n]*/g, '$1')
    .replace(/"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`/g, '""')
  const { always, asking } = statementsOf(plain)
  const some = (statements: readonly string[], pattern: RegExp) => statements.some((one) => pattern.test(one))
  if (isLast) return some(always, leavesWell) ? 'swallowed' : some(asking, leavesWell) ? 'open' : 'again'
  if (raises.test(plain) || leavesBadly.test(plain)) {
    if (some(asking, leavesWell)) return 'open'
    return some(always, raises) ? 'again' : some(always, leavesBadly) ? 'raised' : 'open'
  }
  const rest = plain.replace(/\b(?:\w+\.)?_?exit!?\s*\([^()]*\)/g, '').replace(tells, '(')
  const leaves = /\breturn\b(?!\s*(?:;|$|\}|None\b|nil\b|null\b|undefined\b))/m.test(rest)
  const keeps = /(?:^|[;{\n])\s*[\w.[\]@$ ]+\s*(?:[-+|*]|<<)?=(?![=>~])|<<|\.(?:append|push|add)\b/.test(rest)
  const calls =
    /[\w$]\s*\(|^\s*(?!pass\b|continue\b|break\b|puts\b|warn\b|p\b|pp\b|return\b|nil\b|exit\b|if\b|else\b|end\b)[a-z_]\w*\s*$/m.test(
      rest,
    )
  return inLoop || leaves || keeps || calls ? 'open' : 'swallowed'
}
