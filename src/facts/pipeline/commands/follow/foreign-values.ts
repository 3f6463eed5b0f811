import type { ShellOut } from './foreign.ts'
import { quotedText } from './foreign-calls.ts'
import { withExits } from './foreign-exits.ts'

/*
 * What a script in another language hands to a shell by a name: `cmd = "kubectl apply -f k8s"`, then
 * `subprocess.run(cmd, shell=True)`; and a function of its own that hands on what it is given: `run("kubectl apply -f k8s")`.
 */

/** A command that is handed to a shell by the name of a value: `subprocess.run(cmd, …)`, `execSync(cmd)`, `system(cmd)`. */
const byName =
  /(?<call>\bsubprocess\.(?:run|call|check_call|check_output|Popen)|\bos\.system|\bchild_process\.(?:execSync|exec|spawn|spawnSync)|(?<![\w$.])(?:execSync|spawnSync|execaCommand(?:Sync)?|exec|spawn|system!?|shell_exec|passthru|check_call|check_output))\s*\(\s*(?:shlex\.split\s*\(\s*)?(?<name>[A-Za-z_]\w*)(?:\.split\(\s*\))?\s*(?=[,)])/g

const literal = new RegExp(`^${quotedText}`)

/** Where a function begins, with its name and its first parameter (Python, JavaScript, Ruby, PHP). */
const functions =
  /^[ \t]*(?:export\s+)?(?:(?:async\s+)?(?:def|function)\s+(?<named>\w+)\s*\(\s*(?:(?:self|cls)\s*,\s*)?\$?(?<first>\w+)|(?:const|let|var)\s+(?<arrow>\w+)\s*=\s*(?:async\s*)?\(?\s*(?<only>\w+)[^()\n=]{0,200}\)?\s*=>)/gm

/** How far before its use a value is set. */
const farthest = 4000

/** The calls that raise its failure; none where its code is looked at. */
type Raised = Required<Pick<ShellOut, 'raisedAt'>>

/** What a script hands to a shell by names. */
export interface HandedByName {
  readonly found: readonly ShellOut[]
  /** something is handed on of which nothing here tells what it is */
  readonly open: boolean
}

/**
 * Looks for the commands behind names. Linear in the text for each name that is handed on.
 * @param read the commands of a text in which the name is replaced by what it stands for
 */
export function handedByName(text: string, read: (call: string) => readonly ShellOut[]): HandedByName {
  const found: ShellOut[] = []
  const helpers = new Map<string, Raised & { readonly checked: boolean; readonly withList: boolean }>()
  let open = false
  if (text.length > 500_000) return { found, open }
  const exits = withExits(text)
  for (const match of text.matchAll(byName)) {
    const { call = '', name = '' } = match.groups ?? {}
    const at = match.index
    if (isComment(text, at)) continue
    const before = text.slice(text.lastIndexOf('\n', at) + 1, at)
    const after = exits(text.slice(at + match[0].length, at + match[0].length + 400))
    const checked = isChecked(call, exits(before), after)
    const raisedAt = raises(call, after) ? [at] : []
    const helper = helperAround(text, at, name)
    if (helper) {
      const known = helpers.get(helper.name)
      helpers.set(helper.name, {
        checked: checked && (known?.checked ?? true),
        raisedAt: known?.raisedAt ?? raisedAt,
        withList: helper.second !== '' && /^\s*,\s*(\w+)/.exec(after)?.[1] === helper.second,
      })
      continue
    }
    const values = valuesBefore(text, at, name)
    if (values.length === 0) open = true
    for (const { value, start } of values) {
      if (value === undefined) open = true
      else
        for (const one of read(`os.system(${value})`))
          found.push({ ...one, start, end: start + value.length, checked, raisedAt })
    }
  }
  for (const [helper, { checked, raisedAt, withList }] of helpers) {
    const given = callsOf(text, helper, withList)
    if (given.some(({ value }) => value === undefined)) open = true
    for (const { value, start, calledAt = start } of given) {
      if (value === undefined) continue
      const through = raisedAt.length ? [...raisedAt, calledAt] : []
      for (const one of read(`os.system(${value})`))
        found.push({ ...one, start, end: start + value.length, checked, raisedAt: through })
    }
  }
  return { found, open }
}

/** Whether the line on which something stands is a comment before it. */
export const isComment = (text: string, at: number): boolean =>
  /^\s*(#|\/\/|\*)/.test(text.slice(text.lastIndexOf('\n', at) + 1, at))

/**
 * Whether a command that fails fails the script: by the call itself, or by what is done with its own code.
 * @param before what stands on its line before it: `code = `, `if `, `exit(`
 * @param after what follows upon its arguments
 */
export function isChecked(call: string, before: string, after: string): boolean {
  if (raises(call, after)) return true
  const [line = ''] = after.split('\n')
  // `sys.exit(subprocess.call([…]))`, `abort unless system("…")`, `system("…") || exit(1)`
  if (/\bexit\s*\(\s*$/.test(before) || (/\bunless\s*$/.test(before) && endsBadly.test(before))) return true
  if (/^\s*\)?\s*(?:\|\||or)\s/.test(line) && endsBadly.test(line)) return true
  if (/(?:\bif\b|\bunless\b)[^\n]*$/.test(before)) return endsBadly.test(after.slice(0, 160))
  const kept = /(?:(?<name>[A-Za-z_]\w*)|\{\s*(?<part>status|exitCode)\b[^{}]*\})\s*=\s*(?:await\s+)?$/.exec(
    before,
  )?.groups
  const name = kept?.name ?? kept?.part
  if (name === undefined) return false
  const asked = new RegExp(`\\bif\\b[^\\n]*(?<![\\w.])${name}\\b`).exec(after)
  const handedOn = new RegExp(`\\bexit\\(\\s*${name}\\b|\\b${name}\\.check_returncode\\(`)
  return handedOn.test(after) || (asked !== null && endsBadly.test(after.slice(asked.index, asked.index + 160)))
}

/** Whether the call raises the failure by itself; `spawnSync` only tells of it (nodejs.org, "Child process"). */
const raises = (call: string, after: string): boolean =>
  /check_call|check_output|(exec|File|Command)Sync$|system!/.test(call) || /^[^)]*\bcheck\s*=\s*True/.test(after)

/** Leaves with a failure. */
const endsBadly = /\b(raise|throw|abort)\b|\bexit\b(?!\s*\(?\s*0\b)/

/** The function whose first parameter is handed on there, as it was given; with the name of its second one. */
function helperAround(
  text: string,
  at: number,
  name: string,
): { readonly name: string; readonly second: string } | undefined {
  const from = Math.max(0, at - farthest)
  let last: RegExpExecArray | undefined
  for (const match of text.slice(from, at).matchAll(functions)) last = match
  if (!last) return undefined
  const { named, first, arrow, only } = last.groups ?? {}
  if ((first ?? only) !== name) return undefined
  const body = text.slice(from + last.index + last[0].length, at)
  const helper = named ?? arrow
  if (helper === undefined || assigned(name).test(body)) return undefined
  // `run(program: string, args: string[])`; of an arrow, what is matched holds all its parameters
  const rest = named === undefined ? last[0].slice(last[0].indexOf(name) + name.length) : body
  return { name: helper, second: /^[^,()]*,\s*(\w+)/.exec(rest)?.[1] ?? '' }
}

const assigned = (name: string) => new RegExp(`(?<![\\w.$])\\$?${name}\\s*(?:\\+|\\.)?=(?!=)`)

interface Value {
  /** the literal as it is written; undefined where it is none */
  readonly value: string | undefined
  readonly start: number
  /** where the function is called that it is given to */
  readonly calledAt?: number
}

/** What a name is set to before it is handed on, inside its function. */
function valuesBefore(text: string, at: number, name: string): readonly Value[] {
  const from = Math.max(0, at - farthest)
  let begin = from
  for (const match of text.slice(from, at).matchAll(functions)) begin = from + match.index
  const found: Value[] = []
  const setting = new RegExp(`(?<![\\w.$])(?:const |let |var |\\$)?${name}\\s*(?<more>\\+|\\.)?=(?!=)\\s*\\(?\\s*`, 'g')
  for (const match of text.slice(begin, at).matchAll(setting)) {
    const start = begin + match.index + match[0].length
    if (isComment(text, start)) continue
    // what is added to a command says no more of what it does
    if (match.groups?.more) continue
    found.push({ value: valueAt(text, start), start })
  }
  return found
}

/** A literal or a list of them; undefined where something else stands there. */
function valueAt(text: string, start: number): string | undefined {
  const rest = text.slice(start, start + 2000)
  return rest.startsWith('[') ? /^\[[^\]]*\]/.exec(rest)?.[0] : literal.exec(rest)?.[0]
}

/** What a function of the script is given first where it is called; with the list behind it, where that is its arguments. */
function callsOf(text: string, name: string, withList: boolean): readonly Value[] {
  const found: Value[] = []
  for (const match of text.matchAll(
    new RegExp(`(?<![\\w$]|(?<!\\b(?:self|this))\\.|def |function )${name}\\s*\\(\\s*`, 'g'),
  )) {
    const start = match.index + match[0].length
    if (isComment(text, match.index) || text[start] === ')') continue
    const value = valueAt(text, start)
    const list = withList && value !== undefined ? listBehind(text, start + value.length) : ''
    found.push({ value: value === undefined ? undefined : `${value}${list}`, start, calledAt: match.index })
  }
  return found
}

/** `, ['run', 'test']`, as it is written. */
const listBehind = (text: string, at: number): string => /^\s*,\s*\[[^\]]*\]/.exec(text.slice(at, at + 2000))?.[0] ?? ''
