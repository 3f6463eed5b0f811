import { type DataNode, walk } from '../../../documents/tree.ts'
import { type Filled, fillPieces, type Piece } from '../dialect/fill.ts'
import { anyOf, known, type Outcome, single, toText, type Value } from '../dialect/outcome.ts'
import { evaluate, filledPattern, type Names } from './evaluate.ts'
import { contextPath, type Expression, parseExpression, pathsIn } from './expression.ts'

/** Cuts a text at its `${{ … }}`. A `}}` inside a quoted string does not end one; an open end is literal. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = []
  let at = 0
  for (let open = text.indexOf('${{'); open >= 0; open = text.indexOf('${{', at)) {
    const close = closing(text, open + 3)
    if (close < 0) break
    if (open > at) found.push({ start: at, end: open })
    found.push({ start: open, end: close + 2, expression: text.slice(open + 3, close) })
    at = close + 2
  }
  if (at < text.length) found.push({ start: at, end: text.length })
  return found
}

function closing(text: string, from: number): number {
  for (let i = from, quoted = false; i < text.length; i++) {
    if (text[i] === "'") quoted = !quoted
    else if (!quoted && text[i] === '}' && text[i + 1] === '}') return i
  }
  // An unpaired quote is a mistake; the plain end is then the best guess.
  return text.indexOf('}}', from)
}

/** What a scalar may come to: the typed value of a lone expression, else a text of which some parts may be open. */
export function evaluateTemplate(text: string, names: Names): Outcome {
  const parts = pieces(text)
  const [only] = parts
  if (!only) return known('')
  if (parts.length === 1) return only.expression === undefined ? known(text) : evaluateSource(only.expression, names)
  let result: Outcome = known('')
  for (const part of parts) {
    const next =
      part.expression === undefined ? known(text.slice(part.start, part.end)) : evaluateSource(part.expression, names)
    result = concatenated(result, next)
  }
  return result
}

/** What the inside of `${{ }}` may come to; open where it cannot be parsed. */
export function evaluateSource(source: string, names: Names): Outcome {
  const expression = parseExpression(source)
  return expression ? evaluate(expression, names) : { values: [], open: {} }
}

function concatenated(a: Outcome, b: Outcome): Outcome {
  const values = a.values.flatMap((x) => b.values.map((y) => toText(x) + toText(y)))
  if (!a.open && !b.open) return anyOf(values)
  const first = single(a)
  const prefix =
    first !== undefined ? toText(first) + (b.open?.prefix ?? '') : a.open && !a.values.length ? a.open.prefix : ''
  return anyOf(values, prefix ? { prefix } : {})
}

/** A value of the file as an outcome: texts are templates, lists and maps are taken where all in them is known. */
export function evaluateNode(node: DataNode, names: Names): Outcome {
  if (node.kind === 'scalar') {
    return typeof node.value === 'string' ? evaluateTemplate(node.value, names) : known(node.value)
  }
  if (unfolded(node) > mostNodes) return { values: [], open: { truthy: true } }
  if (node.kind === 'list') {
    const items = node.items.map((item) => single(evaluateNode(item, names)))
    return items.includes(undefined) ? { values: [], open: { truthy: true } } : known(items as Value[])
  }
  const map: Record<string, Value> = {}
  for (const entry of node.entries) {
    const value = single(evaluateNode(entry.value, names))
    if (value === undefined) return { values: [], open: { truthy: true } }
    map[entry.key] = value
  }
  return known(map)
}

/** A value of more nodes is not told: aliases can make one of any size out of a few lines. GitHub reads files of 1 MiB. */
const mostNodes = 20_000

const sizes = new WeakMap<DataNode, number>()

/** How many nodes a value has with every alias filled in; shared ones are looked at once. */
function unfolded(node: DataNode): number {
  const known = sizes.get(node)
  if (known !== undefined) return known
  let size = 1
  for (const item of node.items) size += unfolded(item)
  for (const { value } of node.entries) size += unfolded(value)
  sizes.set(node, size)
  return size
}

/**
 * Puts in every expression of which `resolve` knows the text; the others stay as they are written, and of a `format` what
 * its pattern says.
 */
export function fill(text: string, resolve: (expression: string) => string | undefined): Filled {
  return fillPieces(text, pieces(text), (expression) => resolve(expression) ?? formatted(expression, resolve))
}

/** `format('acme/shop:{0}', inputs.sha)` as `acme/shop:${{ inputs.sha }}`. */
function formatted(source: string, resolve: (expression: string) => string | undefined): string | undefined {
  if (!/^\s*format\(/i.test(source)) return undefined
  const call = parseExpression(source)
  if (call?.kind !== 'call' || call.args[0]?.kind !== 'literal') return undefined
  const [pattern, ...given] = call.args.map((argument) => textOf(argument, resolve))
  const texts = given.filter((text) => text !== undefined)
  return texts.length === given.length ? filledPattern(pattern as string, texts) : undefined
}

/** What an argument comes to: its text, or the expression of its own that stands for it. */
function textOf(argument: Expression, resolve: (expression: string) => string | undefined): string | undefined {
  if (argument.kind === 'literal') return toText(argument.value)
  const path = contextPath(argument)
  if (!path?.every((key) => /^[\w-]+$/.test(key))) return undefined
  const name = path.join('.')
  return resolve(name) ?? `\${{ ${name} }}`
}

/** The context paths of every expression in the texts below a node. */
export function expressionPaths(node: DataNode | undefined): string[][] {
  if (!node) return []
  const found: string[][] = []
  for (const text of textsBelow(node)) {
    for (const piece of pieces(text)) {
      const expression = piece.expression === undefined ? undefined : parseExpression(piece.expression)
      if (expression) found.push(...pathsIn(expression))
    }
  }
  return found
}

function* textsBelow(root: DataNode): Generator<string> {
  for (const node of walk(root)) if (typeof node.value === 'string' && node.value.includes('${{')) yield node.value
}
