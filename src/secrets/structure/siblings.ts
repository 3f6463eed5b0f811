import { bareAt } from './bare.ts'
import { type Literal, literalAt } from './literal.ts'
import type { Name } from './name-at.ts'
import type { Form } from './pair.ts'
import { breakAfter, lineStart, matchAt, skipSpace } from './text.ts'

/*
 * Where the name is itself a value (`name: DB_PASSWORD`, `<add key="DbPassword" …>`, `variable "db_password"`), the literal
 * stands beside it under a key of its own, before or after; or it stands one level deeper, as the `default` of a parameter.
 */

const AROUND = 700

/** Keys that give a thing its name. */
const naming =
  /(?:^|[\s{,(<"'-])["']?(?:name|key|id|parameterkey|parametername|optionname|variable|variablename|env|property|field|param|label|title|Name|Key|ParameterKey|ParameterName|OptionName)["']?[ \t]{0,20}[:=][ \t]{0,20}["']?$/

/** Keys under which the value of a named thing stands. */
const valueKey =
  /(?:^|[\s{,(<-])(?:\\?["'])?(value|Value|defaultValue|default|Default|parameterValue|ParameterValue|valueString|content|val|password|secret)(?:\\?["'])?[ \t]{0,20}(?:[:=])[ \t]{0,20}/g

/** The literal that belongs to a name in the place of a value; undefined where the name is none, or has none. */
export function siblingOf(content: string, name: Name, form: Form): Literal | undefined {
  const head = content.slice(Math.max(0, name.start - 60), name.start)
  if (/\b(?:variable|parameter|param)[ \t]{1,8}"?$/.test(head) && form === 'hcl')
    return within(content, name, form, /\n\}/)
  if (!naming.test(head)) return undefined
  return form === 'yaml' ? inItem(content, name, form) : inObject(content, name, form)
}

/** `db_password: {type: string, default: "…"}`: the literal one level under a name that has no value itself. */
export function nestedIn(content: string, name: Name, form: Form): Literal | undefined {
  const after = name.end + name.closing.length
  if (form === 'json' || form === 'hcl' || form === 'code') {
    const open = matchAt(/[ \t]{0,20}[:=]?[ \t]{0,20}\{/y, content, after)
    return open === null
      ? undefined
      : first(content, after + open[0].length, closingFrom(content, after + open[0].length), form)
  }
  if (form !== 'yaml') return undefined
  const open = matchAt(/[ \t]{0,4}:[ \t]{0,20}(?:#[^\n]{0,80})?\r?\n/y, content, after)
  if (open === null) return undefined
  const start = after + open[0].length
  return first(content, start, deeperUntil(content, start, indentOf(content, name.start)), form)
}

function within(content: string, name: Name, form: Form, closing: RegExp): Literal | undefined {
  const text = content.slice(name.end, name.end + 1500)
  const end = closing.exec(text)
  return end === null ? undefined : first(content, name.end, name.end + end.index, form)
}

/** In braces: between the `{` before the name and the `}` after it. */
function inObject(content: string, name: Name, form: Form): Literal | undefined {
  const after = first(content, name.end + name.closing.length, closingFrom(content, name.end), form)
  if (after !== undefined) return after
  let start = name.start
  for (let depth = 0; start > Math.max(0, name.start - AROUND); start--) {
    const character = content[start]
    if (character === '}' || character === ')') depth++
    if (character === '<' || ((character === '{' || character === '(') && depth-- === 0)) break
  }
  return first(content, start, name.start, form)
}

/** In a list of YAML: the lines of the same item, after the name and before it. */
function inItem(content: string, name: Name, form: Form): Literal | undefined {
  const line = content.slice(lineStart(content, name.start), name.start)
  if (/[{[]/.test(line)) return inObject(content, name, form)
  const column = line.search(/[^\s-]/)
  let end = name.end
  while (end < content.length && end < name.end + AROUND && content[end] !== '\n') end++
  const last = deeperUntil(content, end + 1, column - 1)
  const after = first(content, end, last, form)
  if (after !== undefined || /^\s*-/.test(line)) return after
  let start = lineStart(content, name.start)
  for (let lines = 0; lines < 8 && start > 0; lines++) {
    start = lineStart(content, start - 1)
    const text = content.slice(start, start + 200)
    if (text.search(/[^\s-]/) < column) return undefined
    if (/^\s*-/.test(text)) break
  }
  return first(content, start, name.start, form)
}

/** The first literal under a key for values between two places. */
function first(content: string, start: number, end: number, form: Form): Literal | undefined {
  const text = content.slice(start, Math.min(end, start + AROUND))
  for (const match of text.matchAll(valueKey)) {
    const at = start + match.index + match[0].length
    if (/["']/.test(content[at - 1] as string)) continue
    const place = skipSpace(content, at)
    const literal =
      literalAt(content, place, form === 'code') ??
      (form === 'yaml' ? bareAt(content, place, form, text.includes('{') ? 'flow' : 'none') : undefined)
    if (literal !== undefined && !literal.composed) return literal
    return undefined
  }
  return undefined
}

/** Where the bracket closes that is open at `at`, in a bounded window. */
function closingFrom(content: string, at: number): number {
  const last = Math.min(content.length, at + AROUND)
  let depth = 0
  for (let place = at; place < last; place++) {
    const character = content[place]
    if (character === '{' || character === '(') depth++
    else if (character === '}' || character === ')') {
      if (depth-- === 0) return place
    } else if (character === '>' && depth === 0 && content[place - 1] !== '=') return place
  }
  return last
}

function indentOf(content: string, at: number): number {
  const start = lineStart(content, at)
  let place = start
  while (content[place] === ' ' || content[place] === '\t' || content[place] === '-') place++
  return place - start
}

/** Where lines stop to be indented further than `column`. */
function deeperUntil(content: string, at: number, column: number): number {
  let line = at
  for (let lines = 0; lines < 14 && line < content.length && line - at < AROUND; lines++) {
    let place = line
    while (content[place] === ' ') place++
    if (content[place] !== '\n' && content[place] !== '\r' && place - line <= column) return line
    const next = breakAfter(content, place, AROUND)
    if (next < 0) return Math.min(content.length, place + AROUND)
    line = next + 1
  }
  return line
}
