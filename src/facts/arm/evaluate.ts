import type { Call, Dictionary, Expression, Loop, Name, Operation } from '../../documents/bicep/ast.ts'
import { and, isHidden, or, type Seen } from '../hidden.ts'
import { equal, isList, isMap, keysOf, Made, mapOf, member, textOf, type Value } from '../infrastructure/value.ts'
import { callPure, shownOf } from './functions.ts'
import { idOf, idWritten } from './identity.ts'
import { scopesOf, truth } from './loops.ts'
import { type Scope, scopeOf, unknown, withLocals } from './scope.ts'
import { addressIn, outputOf, symbolIn } from './symbols.ts'

/** What an expression comes to as plain data; undefined for nothing that can be told of. */
export function evaluate(expression: Expression, scope: Scope): Value {
  const { left } = scope.shared
  if (left.steps-- <= 0 || left.depth <= 0)
    return unknown(`what ${scope.template.file} comes to, which is too much to compute`, scope)
  left.depth--
  const value = computed(expression, scope)
  left.depth++
  return value
}

function computed(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'text': {
      const parts = expression.parts.map((part) => (typeof part === 'string' ? part : evaluate(part, scope)))
      return idWritten(
        callPure(
          'concat',
          parts.map((part) => part ?? ''),
        ) ?? unknown('a text', scope),
      )
    }
    case 'name':
      return named(expression, scope)
    case 'call':
      return called(expression, scope)
    case 'member':
      return memberOf(expression.object, expression.key, scope)
    case 'list':
      return expression.items.flatMap(({ value, spread }): Value[] => {
        const item = evaluate(value, scope)
        return spread && isList(item) ? [...item] : [item]
      })
    case 'map':
      return dictionary(expression, scope)
    case 'choice':
      return chosen(expression, scope)
    case 'operation':
      return operated(expression, scope)
    case 'loop':
      return looped(expression, scope)
    default:
      return unknown(`an expression of ${scope.template.file}`, scope)
  }
}

/** The branch that holds; where nobody can tell which, what both of them come to. */
function chosen({ condition, then, otherwise }: Extract<Expression, { kind: 'choice' }>, scope: Scope): Value {
  const holds = truth(condition, scope)
  if (!isHidden(holds)) return evaluate(holds ? then : otherwise, scope)
  const both = [evaluate(then, scope), evaluate(otherwise, scope)] as const
  return equal(both[0], both[1]) === true ? both[0] : holds
}

function dictionary({ entries, spreads }: Dictionary, scope: Scope): Value {
  const found: (readonly [string, Value])[] = []
  for (const spread of spreads) {
    const value = evaluate(spread, scope)
    if (isHidden(value)) return value
    if (isMap(value)) found.push(...Object.entries(value))
  }
  for (const { key, value } of entries) {
    const name = typeof key === 'string' ? key : textOf(shownOf(evaluate(key, scope)))
    if (name !== undefined) found.push([name, evaluate(value, scope)])
  }
  return mapOf(found)
}

function looped(loop: Loop, scope: Scope): Value {
  const scopes = scopesOf(loop, scope)
  return isHidden(scopes) ? scopes : scopes.map((one) => evaluate(loop.body, one))
}

/** A name of Bicep: the item of a loop, a parameter, a variable, what is imported, or what is made. */
function named(expression: Name, scope: Scope): Value {
  const { name } = expression
  const local = scope.locals.get(name)
  if (local !== undefined) return local
  const { template } = scope
  if (template.parameters.has(name)) return parameter(name, scope)
  if (template.variables.has(name) || template.imports.has(name)) return variable(name, scope)
  const address = addressIn(symbolIn(expression, scope))
  return address === undefined ? unknown(`what ${name} is in ${template.file}`, scope) : new Made(address, '')
}

/** What a parameter is: given, its default, or not known from here. */
function parameter(name: string, scope: Scope): Value {
  const { template, given, open } = scope
  const declared = [...template.parameters].find(([one]) => one.toLowerCase() === name.toLowerCase())
  if (!declared) return unknown(`the parameter ${name} of ${template.file}`, scope)
  const [own, { otherwise, secure }] = declared
  if (secure) return unknown(`the secret parameter ${own}`, scope)
  const value = given.get(own)
  if (value !== undefined) return value
  if (open || !otherwise) return open ?? unknown(`the parameter ${own} of ${template.file}`, scope)
  return asked(`parameter ${own}`, scope, () => evaluate(otherwise, { ...scope, locals: new Map() }))
}

function variable(name: string, scope: Scope): Value {
  const { template, shared, way } = scope
  const own =
    template.variables.get(name) ??
    [...template.variables].find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1]
  if (own) return asked(`variable ${name}`, scope, () => evaluate(own, { ...scope, locals: new Map() }))
  const from = template.imports.get(name)
  const other = from && shared.templates.get(from.path)
  if (!other || way.includes(other.file)) return unknown(`what ${name} is, which ${template.file} imports`, scope)
  return asked(`variable ${name}`, scope, () => {
    const there = scopeOf(other, new Map(), undefined, shared, [...way, other.file])
    if (from.name !== '*') return variable(from.name, there)
    return mapOf([...other.variables.keys()].map((one) => [one, variable(one, there)] as const))
  })
}

/** Each is computed once; one that asks for itself is refused. */
function asked(key: string, scope: Scope, compute: () => Value): Value {
  const { asked: known, shared } = scope
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.has(key)) return unknown(`the ${key} of ${scope.template.file}, which asks for itself`, scope)
  if (known.size > 5000) return unknown(`what ${scope.template.file} comes to, which is too much to compute`, scope)
  known.set(key, undefined)
  const before = shared.left.depth
  const value = compute()
  shared.left.depth = before
  known.set(key, value)
  return value
}

function memberOf(object: Expression, key: Expression, scope: Scope): Value {
  const word = evaluate(key, scope)
  if (isHidden(word)) return word
  const symbol = symbolIn(object, scope)
  if (symbol && typeof word === 'string') return ofSymbol(symbol, word)
  const output = typeof word === 'string' ? outputOf(object, word, scope) : undefined
  if (output !== undefined) return output
  const held = evaluate(object, scope)
  if (isMap(held) && typeof word === 'string' && !(word in held)) {
    const like = keysOf(held).find((one) => one.toLowerCase() === word.toLowerCase())
    return like === undefined ? null : (held[like] as Value)
  }
  if (held === null) return null
  return member(held, typeof word === 'number' ? word : (textOf(word) ?? ''))
}

/** `site.id`, `site.name`; anything else is known when it is made. */
function ofSymbol(symbol: NonNullable<ReturnType<typeof symbolIn>>, word: string): Value {
  if (word === 'name') return symbol.name
  return new Made(addressIn(symbol) as string, word)
}

const operators: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '%': 'mod',
  '<': 'less',
  '<=': 'lessOrEquals',
  '>': 'greater',
  '>=': 'greaterOrEquals',
}

function operated({ operator, operands }: Operation, scope: Scope): Value {
  const [first, second] = operands
  if (operator === '&&') return and(...operands.map((one) => truth(one, scope)))
  if (operator === '||') return or(...operands.map((one) => truth(one, scope)))
  const a = first ? evaluate(first, scope) : null
  if (operator === '??') return a === null && second ? evaluate(second, scope) : a
  if (!second) return isHidden(a) ? a : operator === '!' ? a !== true : (callPure('sub', [0, a]) ?? null)
  const b = evaluate(second, scope)
  const same = /^(==|!=|=~|!~)$/.test(operator) ? compared(a, b, operator.includes('~')) : undefined
  if (same !== undefined) return isHidden(same) ? same : operator.startsWith('!') ? !same : same
  return callPure(operators[operator] ?? '', [a, b]) ?? unknown(`what \`${operator}\` gives`, scope)
}

function compared(a: Value, b: Value, loosely: boolean): Seen<boolean> {
  const hidden = [a, b].find(isHidden)
  if (isHidden(hidden)) return hidden
  const [x, y] = loosely ? [a, b].map((one) => (typeof one === 'string' ? one.toLowerCase() : one)) : [a, b]
  return equal(x as Value, y as Value) ?? false
}

function called({ name, of, args }: Call, scope: Scope): Value {
  const lower = name.toLowerCase().replace(/^(sys|az)\./, '')
  if (of) return unknown(`what ${name} gives when it is deployed`, scope)
  const [first, second, third] = args
  switch (lower) {
    case 'parameters':
      return parameter(String(first ? evaluate(first, scope) : ''), scope)
    case 'variables':
      return variable(String(first ? evaluate(first, scope) : ''), scope)
    case 'copyindex': {
      const values = args.map((one) => evaluate(one, scope))
      const named = values.find((one) => typeof one === 'string')
      const index = scope.locals.get(named === undefined ? 'copy' : `copy ${named}`)
      const offset = values.find((one) => typeof one === 'number') ?? 0
      return typeof index === 'number' ? index + Number(offset) : (index ?? unknown('the number of a copy', scope))
    }
    case 'if':
      return first && second && third
        ? chosen({ kind: 'choice', condition: first, then: second, otherwise: third, span: first.span }, scope)
        : unknown('a condition', scope)
    case 'and':
    case 'or':
      return (lower === 'and' ? and : or)(...args.map((one) => truth(one, scope)))
    case 'not': {
      const value = first ? truth(first, scope) : unknown('a condition', scope)
      return isHidden(value) ? value : !value
    }
    case 'equals':
      return first && second
        ? compared(evaluate(first, scope), evaluate(second, scope), false)
        : unknown('a comparison', scope)
    case 'coalesce':
      return args.map((one) => evaluate(one, scope)).find((one) => one !== null) ?? null
    case 'resourceid':
    case 'subscriptionresourceid':
    case 'tenantresourceid':
    case 'extensionresourceid':
    case 'reference':
      return identified(lower, args, scope)
    case 'map':
    case 'filter':
      return mapped(lower, args, scope)
    default: {
      const values = args.map((one) => evaluate(one, scope))
      return idWritten(callPure(lower, values) ?? unknown(`what ${name}() gives in ${scope.template.file}`, scope))
    }
  }
}

/** Whose an id is stays known; what is asked of what was made does too. */
function identified(name: string, args: readonly Expression[], scope: Scope): Value {
  const values = args.map((one) => evaluate(one, scope))
  const [made] = values
  if (name === 'reference' && made instanceof Made) return new Made(made.address, 'properties')
  const found = name === 'extensionresourceid' ? idOf(values.slice(1)) : idOf(values)
  return found ?? unknown(`what ${name}() gives in ${scope.template.file}`, scope)
}

/** `map(list, x => …)`, `filter(list, x => …)` */
function mapped(name: string, [list, lambda]: readonly Expression[], scope: Scope): Value {
  const items = list ? evaluate(list, scope) : null
  if (isHidden(items)) return items
  if (!isList(items) || lambda?.kind !== 'lambda') return unknown(`what ${name}() gives`, scope)
  const [first = '', second = ''] = lambda.names
  const inner = (item: Value, i: number) =>
    withLocals(scope, [
      [first, item],
      [second, i],
    ])
  if (name === 'map') return items.map((item, i) => evaluate(lambda.body, inner(item, i)))
  const kept = items.map((item, i) => truth(lambda.body, inner(item, i)))
  return kept.find(isHidden) ?? items.filter((_, i) => kept[i] === true)
}
