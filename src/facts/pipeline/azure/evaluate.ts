import { type Expression, pathOf } from './expression.ts'
import { dig, equal, gap, type Outcome, textOf, toText, truth, Unknown, unknown, type Value } from './values.ts'

/** What the names and status functions of an expression stand for. */
export interface Names {
  readonly lookup: (path: readonly string[]) => Outcome
  /** succeeded(), failed(), succeededOrFailed(), always(), canceled(), with the jobs or stages they name */
  readonly status: (name: string, of: readonly string[]) => boolean | undefined
}

const statuses = new Set(['succeeded', 'failed', 'succeededorfailed', 'always', 'canceled'])

/** What an expression comes to. Never throws; what cannot be computed is unknown. */
export function evaluate(expression: Expression, names: Names): Outcome {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression
      return typeof value === 'string' && value === gap ? unknown : value
    }
    case 'name':
      return names.lookup([expression.name])
    case 'access': {
      const path = pathOf(expression)
      if (path) return names.lookup(path)
      const named = pathOf(expression.base)
      const key = expression.key === '*' ? undefined : evaluate(expression.key, names)
      if (key instanceof Unknown) return unknown
      // `variables[location]`: the names have a value each, and none together
      if (named && key !== undefined) return names.lookup([...named, toText(key)])
      const base = evaluate(expression.base, names)
      if (base instanceof Unknown) return unknown
      if (key !== undefined) return dig(base, [toText(key)])
      return typeof base === 'object' && base ? Object.values(base) : null
    }
    case 'call':
      return call(expression.name, expression.args, names)
  }
}

function call(name: string, args: readonly Expression[], names: Names): Outcome {
  if (statuses.has(name)) {
    const of = args.map((argument) => evaluate(argument, names))
    const known = of.filter((one) => typeof one === 'string')
    return known.length === of.length ? asOutcome(names.status(name, known)) : unknown
  }
  if (name === 'and' || name === 'or') {
    const answers = args.map((argument) => truth(evaluate(argument, names)))
    const deciding = name === 'or'
    if (answers.includes(deciding)) return deciding
    return answers.includes(undefined) ? unknown : !deciding
  }
  const values = args.map((argument) => evaluate(argument, names))
  const [a = null, b = null, c = null] = values
  switch (name) {
    case 'not':
      return inverted(truth(a))
    case 'eq':
      return asOutcome(equal(a, b))
    case 'ne':
      return inverted(equal(a, b))
    case 'xor': {
      const [x, y] = [truth(a), truth(b)]
      return x === undefined || y === undefined ? unknown : x !== y
    }
    case 'in':
    case 'notin': {
      const answers = values.slice(1).map((value) => equal(a, value))
      const among = answers.includes(true) ? true : answers.includes(undefined) ? undefined : false
      return name === 'in' ? asOutcome(among) : inverted(among)
    }
    case 'startswith':
      return asOutcome(startsWith(a, b))
    case 'coalesce': {
      for (const value of values) {
        if (value instanceof Unknown) return unknown
        if (value !== null && value !== '') return value
      }
      return null
    }
    case 'iif': {
      const holds = truth(a)
      return holds === undefined ? unknown : holds ? b : c
    }
    default:
      return values.some((value) => value instanceof Unknown || (typeof value === 'string' && value.includes(gap)))
        ? partly(name, values)
        : ofKnown(name, values as Value[])
  }
}

/** A text of which some parts are known is worth something where a name is put together. */
function partly(name: string, values: readonly Outcome[]): Outcome {
  const [first = null, ...rest] = values
  if (name === 'format' && typeof first === 'string') return formatted(first, rest.map(textOf))
  return unknown
}

function ofKnown(name: string, values: readonly Value[]): Outcome {
  const [a = null, b = null, c = null] = values
  const text = toText(a)
  switch (name) {
    case 'endswith':
      return text.toLowerCase().endsWith(toText(b).toLowerCase())
    case 'contains':
      return text.toLowerCase().includes(toText(b).toLowerCase())
    case 'containsvalue':
      return typeof a === 'object' && a !== null
        ? Object.values(a).some((value) => equal(value as Value, b) === true)
        : equal(a, b) === true
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return compared(name, a, b)
    case 'format':
      return formatted(text, values.slice(1).map(toText))
    case 'join':
      return Array.isArray(b) ? b.map(toText).join(text) : toText(b)
    case 'split':
      return text.split(toText(b) || /(?:)/)
    case 'length':
      return Array.isArray(a) ? a.length : text.length
    case 'lower':
      return text.toLowerCase()
    case 'upper':
      return text.toUpperCase()
    case 'trim':
      return text.trim()
    case 'replace':
      return text.replaceAll(toText(b), toText(c))
    case 'converttojson':
      return JSON.stringify(a)
    default:
      return unknown
  }
}

function compared(name: string, a: Value, b: Value): Outcome {
  const strings = typeof a === 'string' && Number.isNaN(Number(a))
  const x = strings ? a.toLowerCase() : Number(a)
  const y = strings ? toText(b).toLowerCase() : Number(b)
  if (name === 'gt') return x > y
  if (name === 'ge') return x >= y
  return name === 'lt' ? x < y : x <= y
}

function formatted(pattern: string, args: readonly string[]): string {
  return pattern.replace(/\{\{|\}\}|\{(\d+)(?::[^}]*)?\}/g, (all, index: string | undefined) =>
    index === undefined ? (all[0] as string) : (args[Number(index)] ?? ''),
  )
}

function startsWith(text: Outcome, start: Outcome): boolean | undefined {
  if (start instanceof Unknown) return undefined
  const wanted = toText(start).toLowerCase()
  if (!(text instanceof Unknown)) {
    const known = toText(text).toLowerCase()
    if (!known.includes(gap)) return known.startsWith(wanted)
    return startsWith(new Unknown(known.slice(0, known.indexOf(gap))), start)
  }
  if (text.oneOf) {
    const answers = new Set(text.oneOf.map((one) => one.toLowerCase().startsWith(wanted)))
    return answers.size === 1 ? [...answers][0] : undefined
  }
  const prefix = text.prefix.toLowerCase()
  if (prefix.startsWith(wanted)) return true
  return wanted.startsWith(prefix) ? undefined : false
}

function asOutcome(answer: boolean | undefined): Outcome {
  return answer ?? unknown
}

function inverted(answer: boolean | undefined): Outcome {
  return answer === undefined ? unknown : !answer
}
