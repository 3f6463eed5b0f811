import type { DataNode } from '../../../documents/tree.ts'
import type { Condition } from '../model.ts'
import { type Expression, parseExpression } from './expression.ts'
import type { Frame, Reading } from './frame.ts'
import { textOf } from './template.ts'
import { type Asked, isSame, isTrue, named, type Value, valueOfNode } from './values.ts'

/** A `when:`, `unless:`, `condition:` or a filter that is an expression. */
export function conditionOf(node: DataNode, frame: Frame, reading: Reading, negated = false): Condition {
  const text = textOfLogic(node, frame)
  return {
    text: negated ? `!(${text})` : text,
    place: node.place,
    holds: (run) => {
      const answer = truthOf(node, { frame, reading, run })
      return answer === undefined ? undefined : answer !== negated
    },
  }
}

/** What a condition answers before any run: where it hangs on parameters alone. */
export function answerBeforehand(node: DataNode, frame: Frame, reading: Reading): boolean | undefined {
  return truthOf(node, { frame, reading, run: undefined })
}

/** circleci.com/docs/configuration-reference, "Logic statements". */
export function truthOf(node: DataNode, asked: Asked, depth = 0): boolean | undefined {
  if (depth > 50) return undefined
  const inner = (part: DataNode) => truthOf(part, asked, depth + 1)
  if (node.kind === 'map') {
    // All keys of one statement must hold; there is mostly one.
    return all(node.entries.map(({ key, value }) => statement(key, value, asked, inner)))
  }
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : ''
  const expression = isExpression(text) ? parseExpression(text) : undefined
  return expression ? isTrue(evaluate(expression, asked)) : isTrue(valueOfNode(node, asked))
}

function statement(
  key: string,
  value: DataNode,
  asked: Asked,
  inner: (part: DataNode) => boolean | undefined,
): boolean | undefined {
  switch (key) {
    case 'and':
      return all(value.asList.map(inner))
    case 'or':
      return some(value.asList.map(inner))
    case 'not':
      return not(inner(value))
    case 'equal': {
      const [first, ...rest] = value.asList.map((part) => valueOfNode(part, asked))
      return all(rest.map((other) => isSame(first, other)))
    }
    case 'matches': {
      const pattern = value.get('pattern')
      const text = value.get('value')
      if (!pattern || !text) return undefined
      return found(valueOfNode(text, asked), textOf(pattern, asked.frame), asked)
    }
    default:
      return undefined
  }
}

function found(value: Value, pattern: string, { reading }: Asked): boolean | undefined {
  if (value === undefined) return undefined
  return reading.patterns.matches(pattern.replace(/^\/(.*)\/$/s, '$1'), String(value ?? ''), false)
}

function evaluate(expression: Expression, asked: Asked): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'name':
      return named(expression.name, asked)
    case 'not':
      return not(isTrue(evaluate(expression.of, asked)))
    case 'and':
      return all([expression.left, expression.right].map((part) => isTrue(evaluate(part, asked))))
    case 'or':
      return some([expression.left, expression.right].map((part) => isTrue(evaluate(part, asked))))
    case 'compare':
      return compare(expression.sign, evaluate(expression.left, asked), evaluate(expression.right, asked), asked)
  }
}

function compare(sign: string, left: Value, right: Value, asked: Asked): boolean | undefined {
  if (left === undefined || right === undefined) return undefined
  const [a, b] = [String(left ?? ''), String(right ?? '')]
  switch (sign) {
    case '==':
      return a === b
    case '!=':
      return a !== b
    case '=~':
      return found(left, b, asked)
    case 'starts-with':
      return a.startsWith(b)
    case 'ends-with':
      return a.endsWith(b)
    case 'contains':
      return a.includes(b)
    case '<':
      return Number(left) < Number(right)
    case '>':
      return Number(left) > Number(right)
    case '<=':
      return Number(left) <= Number(right)
    case '>=':
      return Number(left) >= Number(right)
    default:
      return undefined
  }
}

function all(parts: readonly (boolean | undefined)[]): boolean | undefined {
  return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true
}

function some(parts: readonly (boolean | undefined)[]): boolean | undefined {
  return parts.includes(true) ? true : parts.includes(undefined) ? undefined : false
}

function not(part: boolean | undefined): boolean | undefined {
  return part === undefined ? undefined : !part
}

/** Whether a text says more than one value. */
export function isExpression(text: string): boolean {
  return /==|!=|=~|\b(and|or|starts-with)\b|^\s*not\b|^\s*(pipeline|parameters)\./.test(text)
}

/** A condition in one line, in the spelling of expressions. */
function textOfLogic(node: DataNode, frame: Frame, depth = 0): string {
  if (depth > 20) return '…'
  const inner = (part: DataNode) => textOfLogic(part, frame, depth + 1)
  if (node.kind === 'map') return node.entries.map(({ key, value }) => textOfStatement(key, value, inner)).join(' && ')
  if (node.kind === 'list') return node.items.map(inner).join(', ')
  return textOf(node, frame).replace(/<<\s*|\s*>>/g, '')
}

function textOfStatement(key: string, value: DataNode, inner: (part: DataNode) => string): string {
  switch (key) {
    case 'and':
      return value.asList.map(inner).join(' && ')
    case 'or':
      return value.asList.length > 1 ? `(${value.asList.map(inner).join(' || ')})` : value.asList.map(inner).join('')
    case 'not':
      return `!(${inner(value)})`
    case 'equal': {
      const parts = value.asList.map(inner)
      const names = parts.filter((part) => /^(pipeline|parameters)\./.test(part))
      const others = parts.filter((part) => !names.includes(part)).map((part) => `"${part}"`)
      return [...names, ...others].join(' == ')
    }
    case 'matches':
      return `${inner(value.get('value') ?? value)} =~ /${value.get('pattern')?.text ?? ''}/`
    default:
      return `${key}(${inner(value)})`
  }
}
