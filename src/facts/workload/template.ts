import { type Hidden, isHidden, type Seen } from '../hidden.ts'
import type { Values } from './charts.ts'
import { unseen } from './model.ts'

/** A block of a template that an offset is in: `if`, `with`, `range`, `define`. */
export interface Block {
  readonly word: string
  /** what stands behind the word */
  readonly condition: string
  /** it stands behind an `else` */
  readonly isElse: boolean
}

/** An action of Go's template language, `{{ … }}`. */
export interface Action {
  readonly start: number
  readonly end: number
  readonly text: string
  /** the blocks around it */
  readonly blocks: readonly Block[]
}

/** The actions of a template with the blocks that each is in; comments are none. Text is never run. */
export function actionsOf(content: string): readonly Action[] {
  const found: Action[] = []
  let blocks: readonly Block[] = []
  for (const match of content.matchAll(/\{\{-?\s*((?:"(?:[^"\\\n]|\\.)*"|`[^`]*`|[^"`}]|\}(?!\}))*?)\s*-?\}\}/g)) {
    const text = match[1] as string
    if (text.startsWith('/*')) continue
    const start = match.index
    const word = /^\w+/.exec(text)?.[0] ?? ''
    if (word === 'end') blocks = blocks.slice(0, -1)
    if (word === 'else') blocks = turned(blocks, text)
    found.push({ start, end: start + match[0].length, text, blocks })
    if (['if', 'with', 'range', 'define', 'block'].includes(word)) {
      blocks = [...blocks, { word, condition: text.slice(word.length).trim(), isElse: false }]
    }
  }
  return found
}

/** `else` turns the innermost block; what an `else if` asks is not followed. */
function turned(blocks: readonly Block[], text: string): readonly Block[] {
  const last = blocks.at(-1)
  if (!last) return blocks
  const condition = text.trim() === 'else' && !last.isElse ? last.condition : '?'
  return [...blocks.slice(0, -1), { ...last, condition, isElse: true }]
}

/** The blocks around an offset. */
export function blocksAt(actions: readonly Action[], offset: number): readonly Block[] {
  let low = 0
  let high = actions.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((actions[middle] as Action).start < offset) low = middle + 1
    else high = middle
  }
  const before = actions[low - 1]
  if (!before) return []
  const opens = /^(if|with|range|define|block)\b/.exec(before.text)?.[1]
  if (!opens) return before.blocks
  return [...before.blocks, { word: opens, condition: before.text.slice(opens.length).trim(), isElse: false }]
}

/** Whether all of these blocks are rendered with these values. */
export function rendered(blocks: readonly Block[], values: Values, given: ReadonlySet<string>): Seen<boolean> {
  let open: Hidden | undefined
  for (const { word, condition, isElse } of blocks) {
    if (word === 'block') continue
    const holds = word === 'range' ? hiddenCondition(condition) : truth(condition, values, given)
    const value = isHidden(holds) ? holds : holds !== isElse
    if (value === false) return false
    if (isHidden(value)) open ??= value
  }
  return open ?? true
}

const hiddenCondition = (condition: string) => unseen(`whether ${condition} holds`, 'the values of the chart')

/** `.Values.a`, `not .Values.a`, `and …`, `or …` of these without brackets; all else is hidden. */
function truth(condition: string, values: Values, given: ReadonlySet<string>): Seen<boolean> {
  const inner = /^\((.*)\)$/.exec(condition)?.[1] ?? condition
  const parts = inner.trim().split(/\s+/)
  const isPlain = (part: string) => /^\$?\.Values(\.\w+)+$/.test(part)
  const value = (part: string): Seen<boolean> => {
    const found = lookUp(part, values, given)
    return isHidden(found) ? found : isTrue(found)
  }
  const [first = '', ...rest] = parts
  if (rest.length === 0 && isPlain(first)) return value(first)
  if (first === 'not' && rest.length === 1 && isPlain(rest[0] as string)) {
    const found = value(rest[0] as string)
    return isHidden(found) ? found : !found
  }
  if ((first === 'and' || first === 'or') && rest.every(isPlain)) {
    const all = rest.map(value)
    const decides = first === 'or'
    if (all.includes(decides)) return decides
    return all.find((one): one is Hidden => isHidden(one)) ?? !decides
  }
  return hiddenCondition(condition)
}

/** What a path of values holds: text, `{}` for what holds something, '' for nothing. */
export function lookUp(expression: string, values: Values, given: ReadonlySet<string>): Seen<string> {
  const path = expression.replace(/^\$?\.Values\./, '').split('.')
  for (let i = 1; i <= path.length; i++) {
    if (given.has(path.slice(0, i).join('.').toLowerCase()))
      return unseen(`${expression}, which a pipeline sets`, 'the values of the chart')
  }
  const own = values.own.flatMap((document) => document.at(...path) ?? [])
  const texts = new Set(own.map(shown))
  if (texts.size > 1) return unseen(`${expression}, which two files set`, 'one file of values')
  const [text] = texts
  if (text !== undefined) return text
  const preset = values.defaults?.at(...path)
  return preset ? shown(preset) : ''
}

function shown(node: {
  kind: string
  text: string | undefined
  items: readonly unknown[]
  entries: readonly unknown[]
}) {
  if (node.kind === 'scalar') return node.text ?? ''
  return node.items.length + node.entries.length > 0 ? '{}' : ''
}

const isTrue = (text: string) => text !== '' && text !== 'false' && text !== '0'
