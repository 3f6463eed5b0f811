import { type DataNode, walk } from '../../../documents/tree.ts'
import { type Expression, parseExpression } from './expression.ts'
import { isExpression } from './logic.ts'
import { sourceOf } from './patterns.ts'
import { soleExpression } from './template.ts'

/** What a file compares pipeline values with: by the value's name (`git.branch`, `parameters.deploy`). */
export interface Mentions {
  readonly literals: ReadonlyMap<string, ReadonlySet<string>>
  /** sources of regular expressions */
  readonly patterns: ReadonlyMap<string, ReadonlySet<string>>
  /** all pipeline values that some condition or filter names */
  readonly names: ReadonlySet<string>
}

interface Gathering {
  readonly literals: Map<string, Set<string>>
  readonly patterns: Map<string, Set<string>>
  readonly names: Set<string>
}

/** Gathers from all filters, logic statements and expressions of a file. */
export function mentionsOf(root: DataNode): Mentions {
  const found: Gathering = { literals: new Map(), patterns: new Map(), names: new Set() }
  for (const node of walk(root)) {
    if (node.kind !== 'map') continue
    for (const { key, value } of node.entries) {
      if (key === 'equal') equal(value, found)
      else if (key === 'matches') matches(value, found)
      else if (key === 'branches' || key === 'tags') filter(key, value, found)
      if (['when', 'unless', 'condition', 'filters', 'and', 'or', 'not'].includes(key)) {
        for (const part of value.asList) scalar(part, found)
      }
    }
  }
  return found
}

/** `parameters.branch` of a job is mostly given the pipeline's branch: what it is compared with names branches. */
function nameOf(text: string): string | undefined {
  const name = soleExpression(text)
  if (name?.startsWith('pipeline.')) return name.slice('pipeline.'.length)
  return name && /branch/i.test(name) ? 'git.branch' : undefined
}

function equal(list: DataNode, found: Gathering): void {
  const texts = list.asList.flatMap((part) => part.text ?? [])
  const names = texts.flatMap((text) => nameOf(text) ?? [])
  for (const name of names) {
    found.names.add(name)
    for (const text of texts) if (!text.includes('<<')) add(found.literals, name, text)
  }
}

function matches(node: DataNode, found: Gathering): void {
  const name = nameOf(node.get('value')?.text ?? '')
  const pattern = node.get('pattern')?.text
  if (name === undefined || pattern === undefined) return
  found.names.add(name)
  add(found.patterns, name, pattern.replace(/^\/(.*)\/$/s, '$1'))
}

function filter(key: 'branches' | 'tags', node: DataNode, found: Gathering): void {
  const name = key === 'branches' ? 'git.branch' : 'git.tag'
  const lists = node.kind === 'map' ? [node.get('only'), node.get('ignore')] : [node]
  for (const item of lists.flatMap((list) => list?.asList ?? [])) {
    const text = item.text
    if (text === undefined || text.includes('<<')) continue
    const source = sourceOf(text)
    if (source === undefined) add(found.literals, name, text)
    else add(found.patterns, name, source)
  }
}

function scalar(node: DataNode, found: Gathering): void {
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : ''
  const name = nameOf(text)
  if (name) found.names.add(name)
  const expression = isExpression(text) ? parseExpression(text) : undefined
  if (expression) visit(expression, found)
}

function visit(expression: Expression, found: Gathering): void {
  if (expression.kind === 'name' && expression.name.startsWith('pipeline.')) {
    found.names.add(expression.name.slice('pipeline.'.length))
  } else if (expression.kind === 'not') visit(expression.of, found)
  else if (expression.kind !== 'literal' && expression.kind !== 'name') {
    visit(expression.left, found)
    visit(expression.right, found)
    if (expression.kind === 'compare') compared(expression.sign, expression.left, expression.right, found)
  }
}

function compared(sign: string, left: Expression, right: Expression, found: Gathering): void {
  const [value, literal] = left.kind === 'name' ? [left, right] : [right, left]
  if (value.kind !== 'name' || literal.kind !== 'literal' || !value.name.startsWith('pipeline.')) return
  const name = value.name.slice('pipeline.'.length)
  const text = String(literal.value)
  if (sign === '==' || sign === '!=') add(found.literals, name, text)
  else if (sign === '=~') add(found.patterns, name, text)
  else if (sign === 'starts-with') add(found.patterns, name, `${text.replace(/[^\w/-]/g, '\\$&')}.*`)
}

function add(to: Map<string, Set<string>>, name: string, text: string): void {
  const known = to.get(name)
  if (known) known.add(text)
  else to.set(name, new Set([text]))
}
