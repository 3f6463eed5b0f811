import type { HclExpression, HclFor, HclTemplatePart } from '../../documents/hcl/index.ts'
import { Hidden, isHidden } from '../hidden.ts'
import {
  Composed,
  isList,
  isMap,
  isTooHeavy,
  keysOf,
  Missing,
  mapOf,
  member,
  textOf,
  truthOf,
  type Value,
} from '../infrastructure/value.ts'
import { openName } from '../pipeline/dialect/open-text.ts'
import { call } from './functions.ts'
import { binary, unary } from './operators.ts'
import { pathOf, type Scope, within } from './scope.ts'
import { traverse } from './traverse.ts'

const tooMuch = new Hidden('what the configuration comes to (it computes too much)', {
  kind: 'file',
  text: 'write the values out where they are computed from very large lists',
})

/** Texts in configurations are policies and scripts; longer ones are made to be long. */
const longestText = 2_000_000

/** What an expression comes to in a scope. Never throws. */
export function evaluate(expression: HclExpression, scope: Scope): Value {
  if (!scope.module.enter()) return tooMuch
  const value = compute(expression, scope)
  scope.module.leave()
  return isTooHeavy(value) ? tooMuch : value
}

function compute(expression: HclExpression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'template':
      return template(expression.parts, scope)
    case 'name':
    case 'attribute':
    case 'index':
      return access(expression, scope)
    case 'splat':
      return splat(evaluate(expression.list, scope), (item) => evaluate(expression.each, within(scope, [['', item]])))
    case 'call':
      return call(expression, (each) => evaluate(each, scope))
    case 'list':
      return expression.items.map((item) => evaluate(item, scope))
    case 'map':
      return mapFrom(
        expression.entries.map(({ key, value }) => [evaluate(key, scope), () => evaluate(value, scope)] as const),
      )
    case 'for':
      return comprehension(expression, scope)
    case 'conditional': {
      const condition = evaluate(expression.condition, scope)
      if (isHidden(condition)) return condition
      const holds = truthOf(condition)
      if (holds === undefined) return new Missing('a condition that is neither true nor false')
      return evaluate(holds ? expression.then : expression.else, scope)
    }
    case 'unary':
      return unary(expression.operator, evaluate(expression.operand, scope))
    case 'binary':
      return binary(expression.operator, evaluate(expression.left, scope), () => evaluate(expression.right, scope))
  }
}

function access(expression: HclExpression, scope: Scope): Value {
  const path = pathOf(expression)
  if (path) return traverse(path, scope, (each) => evaluate(each, scope))
  if (expression.kind === 'attribute') return member(evaluate(expression.object, scope), expression.name)
  if (expression.kind !== 'index') return new Missing('a name that means nothing here')
  const index = evaluate(expression.index, scope)
  if (isHidden(index)) return index
  return member(evaluate(expression.object, scope), typeof index === 'number' ? index : (textOf(index) ?? ''))
}

/** A value that is no list stands for a list of itself, null for an empty one. */
function splat(list: Value, each: (item: Value) => Value): Value {
  if (isList(list)) return list.map(each)
  if (list === null) return []
  if (isHidden(list)) {
    // all that a resource is made to: who it is stays known
    const item = each(list)
    return isHidden(item) ? item : list
  }
  return [each(list)]
}

function template(parts: readonly HclTemplatePart[], scope: Scope): Value {
  const [only] = parts
  // `"${x}"` is x itself, whatever its type
  if (parts.length === 1 && only?.kind === 'interpolation') return evaluate(only.expression, scope)
  let text = ''
  const hidden: Hidden[] = []
  for (const part of parts) {
    const value = partOf(part, scope)
    if (isHidden(value)) {
      hidden.push(value)
      text += value instanceof Composed && value.open !== undefined ? value.open : openName(nameOf(part))
    } else text += textOf(value) ?? ''
    if (text.length > longestText) return tooMuch
  }
  const [first] = hidden
  return first ? (hidden.length === 1 && parts.length === 1 ? first : new Composed(first, hidden, text)) : text
}

/** What a part of a template is called where its value is hidden: `var.region`. */
function nameOf(part: HclTemplatePart): string {
  const path = part.kind === 'interpolation' ? pathOf(part.expression) : undefined
  return path ? [path.root, ...path.steps].filter((step) => typeof step === 'string').join('.') : ''
}

function partOf(part: HclTemplatePart, scope: Scope): Value {
  if (part.kind === 'text') return part.value
  if (part.kind === 'interpolation') return evaluate(part.expression, scope)
  if (part.kind === 'if') {
    const condition = evaluate(part.condition, scope)
    if (isHidden(condition)) return condition
    return asText(template(truthOf(condition) ? part.then : part.else, scope))
  }
  const pairs = pairsOf(evaluate(part.list, scope))
  if (isHidden(pairs)) return pairs
  const texts = pairs.map(([key, item]) => {
    const names: [string, Value][] = [[part.item, item]]
    if (part.key !== undefined) names.push([part.key, key])
    return asText(template(part.body, within(scope, names)))
  })
  return texts.find(isHidden) ?? texts.join('')
}

const asText = (value: Value): Value => (isHidden(value) ? value : (textOf(value) ?? ''))

function comprehension(expression: HclFor, scope: Scope): Value {
  const pairs = pairsOf(evaluate(expression.list, scope))
  if (isHidden(pairs)) return pairs
  const items: Value[] = []
  const entries: (readonly [Value, () => Value])[] = []
  for (const [key, item] of pairs) {
    if (!scope.module.enter()) return tooMuch
    scope.module.leave()
    const names: [string, Value][] = [[expression.itemName, item]]
    if (expression.keyName !== undefined) names.push([expression.keyName, key])
    const inner = within(scope, names)
    if (expression.condition) {
      const condition = evaluate(expression.condition, inner)
      if (isHidden(condition)) return condition
      if (!truthOf(condition)) continue
    }
    if (expression.key) entries.push([evaluate(expression.key, inner), () => evaluate(expression.value, inner)])
    else {
      const made = evaluate(expression.value, inner)
      if (made === tooMuch) return tooMuch
      items.push(made)
    }
  }
  if (!expression.key) return items
  return expression.grouped ? grouped(entries) : mapFrom(entries)
}

/** A map with a key that is hidden is hidden as a whole: anything may stand in it. */
function mapFrom(entries: readonly (readonly [Value, () => Value])[]): Value {
  const found: [string, Value][] = []
  for (const [key, value] of entries) {
    if (isHidden(key)) return key
    const name = textOf(key)
    if (name === undefined) return new Missing('a key that is no text')
    const made = value()
    if (made === tooMuch) return tooMuch
    found.push([name, made])
  }
  return mapOf(found)
}

function grouped(entries: readonly (readonly [Value, () => Value])[]): Value {
  const groups = new Map<string, Value[]>()
  for (const [key, value] of entries) {
    if (isHidden(key)) return key
    const name = textOf(key) ?? ''
    const group = groups.get(name)
    if (group) group.push(value())
    else groups.set(name, [value()])
  }
  return mapOf(groups)
}

/** The keys and items that a `for` goes through: of a list its numbers, of a map in the order of its keys. */
function pairsOf(value: Value): readonly (readonly [Value, Value])[] | Hidden {
  if (isHidden(value)) return value
  if (isList(value)) return value.map((item, index) => [index, item])
  if (isMap(value)) return keysOf(value).map((key) => [key, value[key] as Value])
  return new Missing('a list to go through')
}
