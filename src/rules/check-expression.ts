import type { ASTNode } from '@marcbachmann/cel-js'
import { didYouMean } from '../config/nearest.ts'
import type { Engine, Scope } from './engine.ts'
import type { FieldType } from './fact-types.ts'
import { ownFunctions, refusedFunctions } from './functions.ts'
import { typeNamed } from './scope.ts'

/** What is wrong with an expression, with its offset in it. */
export interface ExpressionProblem {
  readonly offset: number
  readonly message: string
}

export interface CheckedExpression {
  readonly problems: readonly ExpressionProblem[]
  /** collections and singletons that it reads */
  readonly reads: ReadonlySet<string>
}

/** How deep `exists`, `all`, `filter` … may stand in one another: what an expression can cost grows with each. */
const deepest = 3

/** The types that a message can show. */
const printable = ['string', 'int', 'double', 'bool', 'list<string>']

/**
 * Checks an expression without running it: types, fields, words of closed lists, functions that rules may not use.
 * @param wanted the type that it must have, in CEL's notation; `text` for any that a message can show, `list` for a list
 */
export function checkExpression(source: string, scope: Scope, engine: Engine, wanted: string): CheckedExpression {
  const walk: Walk = { engine, source, problems: [], reads: new Set(), depth: 0 }
  const env = engine.environment(scope)
  let ast: ASTNode
  try {
    ast = (env.parse(source) as unknown as { ast: ASTNode }).ast
  } catch (error) {
    return { problems: [celProblem(error, source, scope, engine)], reads: walk.reads }
  }
  infer(ast, variables(scope, engine), walk)
  if (walk.problems.length) return walk
  const { valid, type = '', error } = env.check(source)
  if (!valid) walk.problems.push(celProblem(error, source, scope, engine))
  else if (!fits(type, wanted)) {
    walk.problems.push({ offset: 0, message: `this is of type ${type}; ${wantedWords(wanted)} is wanted here` })
  }
  return walk
}

function fits(type: string, wanted: string): boolean {
  if (wanted === 'text') return printable.includes(type)
  if (wanted === 'list') return type.startsWith('list<')
  return type === wanted
}

function wantedWords(wanted: string): string {
  if (wanted === 'text') return `a value that can be shown (${printable.join(', ')})`
  return wanted === 'bool' ? 'true or false (bool)' : wanted === 'list' ? 'a list' : `a ${wanted}`
}

function celProblem(error: unknown, source: string, scope: Scope, engine: Engine): ExpressionProblem {
  const { code, summary, message, range } = error as {
    code?: string
    summary?: string
    message: string
    range?: { start: number; end: number }
  }
  const text = (summary ?? message).split('\n')[0] as string
  const offset = range?.start ?? 0
  const words = range ? source.slice(range.start, range.end) : ''
  if (code === 'unknown_variable') {
    const known = [...variables(scope, engine).keys()]
    return { offset, message: `unknown name "${words}"${didYouMean(words, known)}` }
  }
  if (code === 'no_such_overload' && /\bint\b/.test(text) && /\bdouble\b/.test(text)) {
    return { offset, message: `${text}: whole numbers and fractions do not mix; write 5.0 for 5, or double(x)` }
  }
  if (code === 'no_matching_overload') {
    const name = /'(?:[^'(]*\.)?(\w+)\(/.exec(text)?.[1] ?? ''
    const own = ownFunctions[name]
    return { offset, message: own ? `${text}; it is ${own}` : `${text}${didYouMean(name, functionNames)}` }
  }
  return { offset, message: text }
}

const functionNames = [
  ...Object.keys(ownFunctions),
  ...['all', 'exists', 'exists_one', 'filter', 'map', 'has', 'size', 'contains', 'startsWith', 'endsWith', 'join'],
  ...['lowerAscii', 'upperAscii', 'trim', 'split', 'substring', 'indexOf', 'string', 'int', 'double'],
]

type Names = ReadonlyMap<string, FieldType>

function variables(scope: Scope, engine: Engine): Names {
  const { collections, singletons } = engine.types
  const names = new Map<string, FieldType>()
  for (const [name, record] of Object.entries(collections))
    names.set(name, { kind: 'list', of: { kind: 'record', name: record } })
  for (const [name, record] of Object.entries(singletons)) names.set(name, { kind: 'record', name: record })
  if (scope.it) names.set('it', scope.it)
  if (scope.part) names.set('part', scope.part)
  if (scope.found) names.set('found', scope.found)
  for (const [name, { type }] of Object.entries(scope.parameters ?? {}))
    names.set(`parameters.${name}`, typeNamed(type, engine.types))
  if (scope.parameters) names.set('parameters', { kind: 'record', name: 'parameters' })
  return names
}

interface Walk {
  readonly engine: Engine
  readonly source: string
  readonly problems: ExpressionProblem[]
  readonly reads: Set<string>
  depth: number
}

/** The type of an expression as far as facts' fields go (undefined: of another kind), telling what is wrong on the way. */
function infer(node: ASTNode, names: Names, walk: Walk): FieldType | undefined {
  switch (node.op) {
    case 'value':
      return typeof node.args === 'string' ? { kind: 'string' } : undefined
    case 'id':
      return variable(node.args, names, walk, node)
    case '.':
    case '.?':
      return field(node, infer(node.args[0], names, walk), names, walk)
    case '[]':
    case '[?]': {
      const whole = infer(node.args[0], names, walk)
      infer(node.args[1], names, walk)
      if (whole?.kind === 'record')
        tell(walk, node, 'a field is read with a dot (it.name), so that its name can be checked')
      return whole?.kind === 'list' ? whole.of : undefined
    }
    case 'call':
      return call(node, node.args[0], node.args[1], names, walk)
    case 'rcall':
      return method(node, names, walk)
    case '?:': {
      infer(node.args[0], names, walk)
      const then = infer(node.args[1], names, walk)
      return infer(node.args[2], names, walk) ?? then
    }
    case 'list': {
      const types = node.args.map((item) => infer(item, names, walk))
      return types[0] && { kind: 'list', of: types[0] }
    }
    case 'map':
      for (const entry of node.args) for (const part of entry) infer(part, names, walk)
      return undefined
    case '!_':
    case '-_':
      infer(node.args, names, walk)
      return undefined
    case '==':
    case '!=': {
      const [a, b] = node.args
      words(infer(a, names, walk), b, walk)
      words(infer(b, names, walk), a, walk)
      return { kind: 'bool' }
    }
    case 'in': {
      const [a, b] = node.args
      const one = infer(a, names, walk)
      const list = infer(b, names, walk)
      if (b.op === 'list') for (const item of b.args) words(one, item, walk)
      words(list?.kind === 'list' ? list.of : undefined, a, walk)
      return { kind: 'bool' }
    }
    default:
      for (const part of node.args) infer(part, names, walk)
      return undefined
  }
}

function variable(name: string, names: Names, walk: Walk, node: ASTNode): FieldType | undefined {
  const { collections, singletons } = walk.engine.types
  if (name === 'cel') tell(walk, node, '"cel.bind" cannot be used in rules; repeat the expression')
  if (name in collections || name in singletons) walk.reads.add(name)
  return names.get(name)
}

function field(
  node: ASTNode & { op: '.' | '.?' },
  of: FieldType | undefined,
  names: Names,
  walk: Walk,
): FieldType | undefined {
  const [object, name] = node.args
  if (of?.kind !== 'record') return undefined
  const { records } = walk.engine.types
  const own = of.name === 'parameters' && object.op === 'id'
  const found = own ? names.get(`parameters.${name}`) : records[of.name]?.[name]
  if (found) return found
  const known = own
    ? [...names.keys()].filter((key) => key.startsWith('parameters.')).map((key) => key.slice('parameters.'.length))
    : Object.keys(records[of.name] ?? {})
  const what = own ? `unknown parameter "${name}"` : `unknown field "${name}" of ${of.name}`
  const end = walk.source.lastIndexOf(name, node.range.end - 1)
  walk.problems.push({
    offset: Math.max(end, node.range.start),
    message: `${what}${didYouMean(name, known) || `; it has ${known.join(', ')}`}`,
  })
  return undefined
}

function call(node: ASTNode, name: string, args: readonly ASTNode[], names: Names, walk: Walk): FieldType | undefined {
  refuse(name, node, walk)
  const types = args.map((arg) => infer(arg, names, walk))
  const pattern = name === 'regex' ? args[1] : undefined
  if (pattern?.op === 'value' && typeof pattern.args === 'string') {
    try {
      walk.engine.pattern(pattern.args)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      tell(walk, pattern, `this pattern is not RE2 syntax: ${why}`)
    }
  }
  return name === 'string' ? types[0] : undefined
}

const comprehensions = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

function method(node: ASTNode & { op: 'rcall' }, names: Names, walk: Walk): FieldType | undefined {
  const [name, receiver, args] = node.args
  refuse(name, node, walk)
  const list = infer(receiver, names, walk)
  const [first, ...rest] = args
  if (!comprehensions.has(name) || first?.op !== 'id') {
    for (const arg of args) infer(arg, names, walk)
    return undefined
  }
  if (++walk.depth > deepest) tell(walk, node, `no more than ${deepest} of all, exists, filter, map in one another`)
  const inner = new Map(names)
  if (list?.kind === 'list') inner.set(first.args, list.of)
  else inner.delete(first.args)
  if (first.args in walk.engine.types.collections || scopeNames.has(first.args))
    tell(walk, first, `"${first.args}" has a meaning already; name the variable otherwise`)
  const types = rest.map((arg) => infer(arg, inner, walk))
  walk.depth--
  if (name === 'filter') return list
  const mapped = types.at(-1)
  return name === 'map' ? mapped && { kind: 'list', of: mapped } : { kind: 'bool' }
}

const scopeNames = new Set(['it', 'part', 'found', 'parameters', 'repository'])

function refuse(name: string, node: ASTNode, walk: Walk): void {
  const why = refusedFunctions[name]
  if (why) tell(walk, node, why)
}

/** A literal that is compared with a field of a closed list must be one of its words. */
function words(type: FieldType | undefined, literal: ASTNode, walk: Walk): void {
  if (type?.kind !== 'string' || !type.values || literal.op !== 'value' || typeof literal.args !== 'string') return
  if (type.values.includes(literal.args)) return
  const near = didYouMean(literal.args, type.values) || `; it is one of ${type.values.join(', ')}`
  tell(walk, literal, `"${literal.args}" is never a value here${near}`)
}

function tell(walk: Walk, node: ASTNode, message: string): void {
  walk.problems.push({ offset: node.range.start, message })
}
