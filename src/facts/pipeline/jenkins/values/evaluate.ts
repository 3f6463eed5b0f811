import type { Call, Expression, FunctionNode, Statement } from '../../../../documents/groovy/index.ts'
import type { Module } from '../module.ts'
import { builtinValue } from './builtin.ts'
import { collected } from './collected.ts'
import { made } from './made.ts'
import { methodOf } from './methods.ts'
import { namesIn } from './parts.ts'
import { Binding, constant, Scope } from './scope.ts'
import {
  type Asking,
  equal,
  isTrue,
  joinedMap,
  matches,
  mayHold,
  nothing,
  open,
  plainBranch,
  shownOf,
  text,
  textOf,
  truth,
  type Value,
} from './values.ts'

/** What an expression sees. */
export interface Frame {
  readonly module: Module
  readonly scope: Scope
  /** variables of the environment: `env.X`, or `X` where no variable of the script has the name */
  readonly environment: Scope
  /** what calls that really do something gave back; they are not evaluated again */
  readonly results: ReadonlyMap<Call, Value>
  readonly parameters: ReadonlyMap<string, Binding>
  readonly depth?: number
  /** blocks that go through a list, around this one */
  readonly turning?: number
}

/** How deep calls of functions are followed for their value. */
const deepest = 12

/** What an expression comes to, as far as it can be told. Nothing is changed by asking. */
export function evaluate(node: Expression, frame: Frame, asking: Asking): Value {
  switch (node.kind) {
    case 'text': {
      let known: string | undefined = ''
      let shown = ''
      let branch = false
      for (const part of node.parts) {
        const value = part.kind === 'literal' ? text(part.value) : evaluate(part.expression, frame, asking)
        const added = textOf(value)
        known = known === undefined || added === undefined ? undefined : known + added
        shown += shownOf(value)
        branch ||= value.kind === 'text' && value.branch === true && node.parts.length === 1
      }
      if (shown.length > 100_000) return open()
      return { kind: 'text', known, shown, ...(branch && { branch }) }
    }
    case 'literal':
      if (node.value === null) return nothing
      return typeof node.value === 'boolean' ? { kind: 'boolean', value: node.value } : text(String(node.value))
    case 'name':
      return valueOfName(node.name, frame, asking)
    case 'property':
      return ofProperty(node.object, node.name, frame, asking)
    case 'index':
      return member(evaluate(node.object, frame, asking), evaluate(node.index, frame, asking), asking)
    case 'list':
      return { kind: 'list', items: node.items.map((item) => evaluate(item, frame, asking)) }
    case 'map': {
      const entries = new Map<string, Value>()
      for (const { key, value } of node.entries) {
        const name = evaluate(key, frame, asking)
        entries.set(textOf(name) ?? shownOf(name), evaluate(value, frame, asking))
      }
      return { kind: 'map', entries }
    }
    case 'closure':
      return { kind: 'closure', node, scope: frame.scope, module: frame.module }
    case 'unary':
      return unary(node.operator, evaluate(node.operand, frame, asking))
    case 'binary':
      return binary(node.operator, node.left, node.right, frame, asking)
    case 'ternary': {
      const condition = evaluate(node.condition, frame, asking)
      const holds = isTrue(condition)
      if (holds === true) return node.then ? evaluate(node.then, frame, asking) : condition
      const otherwise = evaluate(node.else, frame, asking)
      if (holds === false) return otherwise
      const then = node.then ? evaluate(node.then, frame, asking) : condition
      return equal(then, otherwise) === true ? then : open()
    }
    case 'assignment':
      return evaluate(node.value, frame, asking)
    case 'new':
      return made(node, frame, asking)
    case 'call':
      return ofCall(node, frame, asking)
  }
}

function valueOfName(name: string, frame: Frame, asking: Asking): Value {
  const bound = frame.scope.get(name) ?? frame.environment.get(name)
  if (bound) return bound.ask(asking)
  const parameter = frame.parameters.get(name)
  if (parameter) return parameter.ask(asking)
  if (frame.module.imports.has(name)) return { kind: 'foreign', name }
  return builtinValue(name, asking) ?? open(`\${${name}}`)
}

function ofProperty(object: Expression, name: string, frame: Frame, asking: Asking): Value {
  if (object.kind === 'name' && !frame.scope.get(object.name)) {
    if (object.name === 'env') {
      const bound = frame.environment.get(name) ?? frame.parameters.get(name)
      return bound?.ask(asking) ?? builtinValue(name, asking) ?? open(`\${${name}}`)
    }
    if (object.name === 'params') return frame.parameters.get(name)?.ask(asking) ?? open(`\${${name}}`)
    if (object.name === 'currentBuild') {
      if (/^(result|currentResult)$/.test(name)) return resultOf(asking)
      return open()
    }
    if (/^(this|script|binding)$/.test(object.name)) return valueOfName(name, frame, asking)
  }
  const value = evaluate(object, frame, asking)
  if (value.kind === 'map') return value.entries.get(name) ?? (name === 'class' || mayHold(value) ? open() : nothing)
  if (value.kind === 'foreign') return { kind: 'foreign', name: `${value.name}.${name}` }
  if (value.kind === 'module') return value.module.scope.get(name)?.ask(asking) ?? open()
  return open()
}

function resultOf({ outcome }: Asking): Value {
  return { kind: 'result', is: outcome === 'any' ? undefined : outcome }
}

function member(object: Value, index: Value, asking: Asking): Value {
  const key = textOf(index)
  if (object.kind === 'map' && key !== undefined) {
    const found = object.entries.get(key)
    if (found) return found
    if (mayHold(object)) return open()
    return index.kind === 'text' && index.branch && asking.run?.branch === undefined ? open() : nothing
  }
  if (object.kind === 'list' && key !== undefined) {
    return object.items.at(Number(key)) ?? nothing
  }
  return open()
}

function unary(operator: string, value: Value): Value {
  if (operator !== '!') return operator === '+' ? value : open()
  const holds = isTrue(value)
  return truth(holds === undefined ? undefined : !holds)
}

function binary(operator: string, left: Expression, right: Expression, frame: Frame, asking: Asking): Value {
  const a = evaluate(left, frame, asking)
  if (operator === '&&' || operator === '||') {
    const first = isTrue(a)
    const decisive = operator === '||'
    if (first === decisive) return truth(decisive)
    const second = isTrue(evaluate(right, frame, asking))
    if (second === decisive) return truth(decisive)
    return truth(first === undefined || second === undefined ? undefined : !decisive)
  }
  const b = evaluate(right, frame, asking)
  switch (operator) {
    case '==':
    case '===':
      return truth(sameBranch(a, b, asking) ?? equal(a, b))
    case '!=':
    case '!==': {
      const same = sameBranch(a, b, asking) ?? equal(a, b)
      return truth(same === undefined ? undefined : !same)
    }
    case 'in':
    case '!in': {
      const inside = isIn(a, b, asking)
      return truth(inside === undefined ? undefined : inside === (operator === 'in'))
    }
    case '=~':
    case '==~':
      return truth(matches(a, b, operator === '==~'))
    case '+':
      return plus(a, b)
    default:
      return open()
  }
}

/** On some branch that nobody names here, no comparison with a name holds. */
function sameBranch(a: Value, b: Value, { run }: Asking): boolean | undefined {
  const branch = [a, b].find((value) => value.kind === 'text' && value.branch)
  const other = branch === a ? b : a
  const name = textOf(other)
  if (!branch || !run || run.branch !== undefined || name === undefined) return undefined
  if (run.trigger.kind !== 'push' && run.trigger.kind !== 'manual') return undefined
  const plain = plainBranch(name)
  if (run.onDefaultBranch === true) return plain === 'main' || plain === 'master' ? true : undefined
  return run.onDefaultBranch === false ? false : undefined
}

/** Whether a list or map holds a value, or a text another; undefined: cannot be told. */
export function isIn(a: Value, b: Value, asking: Asking): boolean | undefined {
  if (b.kind === 'map') {
    const key = textOf(a)
    return key === undefined ? undefined : b.entries.has(key) || (mayHold(b) ? undefined : false)
  }
  if (b.kind !== 'list') return undefined
  const answers = b.items.map((item) => sameBranch(a, item, asking) ?? equal(a, item))
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false
}

function plus(a: Value, b: Value): Value {
  if (a.kind === 'list' && b.kind === 'list') return { kind: 'list', items: [...a.items, ...b.items].slice(0, 1000) }
  if (a.kind === 'map') return joinedMap(a, b)
  const left = textOf(a)
  const right = textOf(b)
  const shown = shownOf(a) + shownOf(b)
  if (shown.length > 100_000) return open()
  return { kind: 'text', known: left === undefined || right === undefined ? undefined : left + right, shown }
}

function ofCall(node: Call, frame: Frame, asking: Asking): Value {
  const done = frame.results.get(node)
  if (done) return done
  const { callee } = node
  const args = node.args.filter((arg) => arg.name === undefined).map((arg) => arg.value)
  if (callee.kind === 'property') {
    const object = evaluate(callee.object, frame, asking)
    if (object.kind === 'foreign') return { kind: 'foreign', name: `${object.name}.${callee.name}` }
    if (isArtifactory(callee.object, object)) return { kind: 'foreign', name: `Artifactory.${callee.name}` }
    if (callee.name === 'call' && object.kind === 'closure') return open()
    const block = args.at(-1)
    const made = block?.kind === 'closure' ? collected(object, callee.name, block, frame, asking) : undefined
    if (made) return made
    const values = args.map((arg) => evaluate(arg, frame, asking))
    return methodOf(object, callee.name, values, asking)
  }
  if (callee.kind !== 'name') return open()
  const functions = frame.module.functions.get(callee.name)
  const called = functions?.find((one) => one.parameters.length === args.length) ?? functions?.[0]
  return called ? ofFunction(called, args, frame, asking) : open()
}

/** The value of a function whose body only computes one. */
function ofFunction(called: FunctionNode, args: readonly Expression[], frame: Frame, asking: Asking): Value {
  const depth = (frame.depth ?? 0) + 1
  if (depth > deepest) return open()
  const scope = new Scope(frame.module.scope)
  called.parameters.forEach(({ name, default: fallback }, index) => {
    const given = args[index] ?? fallback
    scope.declare(name, constant(given ? evaluate(given, frame, asking) : open()))
  })
  return valueOfBody(called.body.statements, { ...frame, scope, depth }, asking)
}

/** What statements that only compute come to: `if (…) return a`, `def x = …`, a last expression. */
export function valueOfBody(statements: readonly Statement[], frame: Frame, asking: Asking): Value {
  const scope = new Scope(frame.scope)
  const inner = { ...frame, scope }
  for (const [index, statement] of statements.entries()) {
    const isLast = index === statements.length - 1
    switch (statement.kind) {
      case 'declaration': {
        const [name] = statement.names
        if (statement.names.length !== 1 || name === undefined) return open()
        scope.declare(name, constant(statement.value ? evaluate(statement.value, inner, asking) : nothing))
        break
      }
      case 'return':
        return statement.value ? evaluate(statement.value, inner, asking) : nothing
      case 'if': {
        const holds = isTrue(evaluate(statement.condition, inner, asking))
        if (holds === undefined) return open()
        const taken = holds ? statement.then : statement.else
        if (!taken) break
        const last = taken.statements.at(-1)
        if (last?.kind === 'return' || isLast) return valueOfBody(taken.statements, inner, asking)
        return open()
      }
      case 'expression':
        if (isLast) return evaluate(statement.expression, inner, asking)
        if (!saysOnly(statement.expression)) return open()
        break
      default:
        return open()
    }
  }
  return nothing
}

function saysOnly(node: Expression): boolean {
  return node.kind === 'call' && node.callee.kind === 'name' && /^(echo|println|print)$/.test(node.callee.name)
}

/** A binding that holds what the expression comes to with the variables as they are now. */
export function bind(node: Expression, frame: Frame, now: Asking): Binding {
  const frozen = freeze(node, frame)
  const value = evaluate(node, frozen.frame, now)
  if (isSettled(value)) return constant(value)
  return new Binding((asking) => evaluate(node, frozen.frame, asking), frozen.depth)
}

function isSettled(value: Value): boolean {
  if (value.kind === 'text') return value.known !== undefined && !value.branch
  if (value.kind === 'list') return value.items.every(isSettled)
  if (value.kind === 'map') return [...value.entries.values()].every(isSettled)
  return value.kind !== 'open' && value.kind !== 'result'
}

/** The frame with the variables that an expression names as they are now, whatever is assigned later. */
export function freeze(node: Expression, frame: Frame): { frame: Frame; depth: number } {
  const scope = new Scope(frame.module.scope)
  const environment = new Scope(frame.environment)
  let depth = 0
  for (const name of namesIn(node)) {
    const bound = frame.scope.get(name)
    const set = frame.environment.get(name)
    if (bound) scope.declare(name, bound)
    if (set) environment.declare(name, set)
    depth = Math.max(depth, (bound ?? set)?.depth ?? 0)
  }
  return { frame: { ...frame, scope, environment }, depth: depth + 1 }
}

/** The global variable of Artifactory's plugin, which makes servers and builds (jenkins.io/doc/pipeline/steps/artifactory). */
function isArtifactory(object: Expression, value: Value): boolean {
  return object.kind === 'name' && object.name === 'Artifactory' && value.kind === 'open'
}
