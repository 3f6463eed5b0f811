import type { ASTNode } from '@marcbachmann/cel-js'

/** A value of an expression: text, number, truth; undefined where it is not known. */
export type Known = string | number | boolean | readonly Known[] | undefined

/** What the names of an expression mean. */
export interface Names {
  /** `body.ref`, `target_branch` */
  lookUp(path: string): Known
  /** `header.match("X-GitHub-Event", "push")`: functions that the system adds; undefined: not known */
  call(name: string, receiver: string, args: readonly Known[]): Known
}

/** An expression of CEL, parsed; undefined where it cannot be. */
export async function parseCel(source: string): Promise<ASTNode | undefined> {
  const { parse } = await import('@marcbachmann/cel-js')
  try {
    return (parse(source) as unknown as { ast: ASTNode }).ast
  } catch {
    return undefined
  }
}

interface Node {
  readonly op: string
  readonly args: unknown
}

/** How deep expressions may nest; deeper ones are not known. */
const deepest = 200

/**
 * Evaluates as far as names are known: `&&` and `||` absorb what is not, all else that rests on it is not known either.
 * Only what conditions on events are written with is understood.
 */
export function evaluate(node: unknown, names: Names, depth = 0): Known {
  if (depth > deepest || typeof node !== 'object' || node === null) return undefined
  const { op, args } = node as Node
  const of = (index: number) => evaluate((args as unknown[])[index], names, depth + 1)
  switch (op) {
    case 'value':
      return literal(args)
    case 'list':
      return (args as unknown[]).map((item) => evaluate(item, names, depth + 1))
    case '!_': {
      const value = evaluate(args, names, depth + 1)
      return typeof value === 'boolean' ? !value : undefined
    }
    case '&&':
    case '||': {
      const [left, right] = [of(0), of(1)]
      const wins = op === '||'
      if (left === wins || right === wins) return wins
      return left === !wins && right === !wins ? !wins : undefined
    }
    case '==':
    case '!=': {
      const [left, right] = [of(0), of(1)]
      if (left === undefined || right === undefined || typeof left === 'object' || typeof right === 'object')
        return undefined
      return (left === right) === (op === '==')
    }
    case 'in': {
      const [left, right] = [of(0), of(1)]
      if (left === undefined || !Array.isArray(right)) return undefined
      if (right.includes(left)) return true
      return right.includes(undefined) ? undefined : false
    }
    case '?:': {
      const chosen = of(0)
      return chosen === undefined ? undefined : of(chosen ? 1 : 2)
    }
    case 'id':
    case '.':
    case '[]': {
      const path = pathOf(node)
      return path === undefined ? undefined : names.lookUp(path)
    }
    case 'rcall': {
      const [name, receiver, rest] = args as [string, unknown, unknown[]]
      return method(name, receiver, rest, names, depth)
    }
    default:
      return undefined
  }
}

function method(name: string, receiver: unknown, rest: unknown[], names: Names, depth: number): Known {
  const given = rest.map((arg) => evaluate(arg, names, depth + 1))
  const own = evaluate(receiver, names, depth + 1)
  const [first] = given
  if (typeof own === 'string' && typeof first === 'string') {
    if (name === 'startsWith') return own.startsWith(first)
    if (name === 'endsWith') return own.endsWith(first)
    if (name === 'contains') return own.includes(first)
    if (name === 'matches') return matches(own, first)
  }
  if (typeof own === 'string' && (name === 'lowerAscii' || name === 'trim')) return own.toLowerCase()
  return names.call(name, pathOf(receiver) ?? '', given)
}

/**
 * Names and simple patterns alone (`^main$`, `^(main|release/.*)$`): a pattern of a stranger is not run, since it may take
 * for ever.
 */
function matches(text: string, pattern: string): boolean | undefined {
  const inner = /^\^?\(?([\w./|*\\-]+?)\)?\$?$/.exec(pattern)?.[1]
  if (inner === undefined) return undefined
  const [fromStart, toEnd] = [pattern.startsWith('^'), pattern.endsWith('$')]
  return inner.split('|').some((one) => {
    const open = one.endsWith('.*')
    const plain = one.replace(/\.\*$/, '').replace(/\\/g, '')
    if (!fromStart) return text.includes(plain)
    return open || !toEnd ? text.startsWith(plain) : text === plain
  })
}

function literal(value: unknown): Known {
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined
}

/** `body.pull_request["base"].ref` → body.pull_request.base.ref; undefined for anything but names. */
function pathOf(node: unknown, depth = 0): string | undefined {
  if (depth > deepest || typeof node !== 'object' || node === null) return undefined
  const { op, args } = node as Node
  if (op === 'id') return args as string
  if (op !== '.' && op !== '[]') return undefined
  const [of, key] = args as [unknown, unknown]
  const name = op === '.' ? key : evaluate(key, { lookUp: () => undefined, call: () => undefined })
  const path = pathOf(of, depth + 1)
  return path !== undefined && typeof name === 'string' ? `${path}.${name}` : undefined
}

/** The texts that stand in an expression, and which of them begin something (`startsWith`). */
export function textsIn(node: unknown): { readonly text: string; readonly begins: boolean }[] {
  const found: { text: string; begins: boolean }[] = []
  const visit = (one: unknown, begins: boolean, depth: number): void => {
    if (depth > deepest || typeof one !== 'object' || one === null) return
    if (Array.isArray(one)) {
      for (const item of one) visit(item, begins, depth + 1)
      return
    }
    const { op, args } = one as Node
    if (op === 'value') {
      if (typeof args === 'string') found.push({ text: args, begins })
      return
    }
    visit(args, op === 'rcall' && (args as unknown[])[0] === 'startsWith', depth + 1)
  }
  visit(node, false, 0)
  return found
}
