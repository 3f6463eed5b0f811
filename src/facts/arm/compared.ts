import type { Expression } from '../../documents/bicep/ast.ts'
import type { Template } from './template.ts'

/** The texts that a template compares a parameter with, and the keys of what it looks up by it: values that it knows. */
export function comparedWith(template: Template, parameter: string): ReadonlySet<string> {
  const found = new Set<string>()
  const wanted = parameter.toLowerCase()
  const isIt = (one: Expression | undefined): boolean => {
    if (one?.kind === 'name') return one.name === parameter
    if (one?.kind !== 'call') return false
    const [first] = one.args
    const name = one.name.toLowerCase()
    if (/^to(lower|upper)$/.test(name)) return isIt(first)
    return name === 'parameters' && first?.kind === 'literal' && String(first.value).toLowerCase() === wanted
  }
  const stack: Expression[] = [
    ...template.variables.values(),
    ...[...template.resources, ...template.modules].flatMap((one) => one.condition ?? []),
    ...template.resources.map(({ body }) => body),
    ...template.modules.flatMap(({ parameters }) => parameters ?? []),
  ]
  for (let next = stack.pop(); next; next = stack.pop()) {
    const operands = comparison(next)
    for (const [i, one] of operands.entries()) {
      const other = operands[1 - i]
      if (isIt(one) && other?.kind === 'literal' && typeof other.value === 'string') found.add(other.value)
    }
    if (next.kind === 'member' && isIt(next.key)) for (const key of keysOf(next.object, template)) found.add(key)
    stack.push(...inside(next))
  }
  return found
}

function comparison(one: Expression): readonly Expression[] {
  if (one.kind === 'call' && one.name.toLowerCase() === 'equals') return one.args
  return one.kind === 'operation' && /^(==|=~|!=|!~)$/.test(one.operator) ? one.operands : []
}

/** The keys of a map that is written here, or that a variable holds. */
function keysOf(object: Expression, { variables }: Template): readonly string[] {
  const [argument] = object.kind === 'call' && object.name.toLowerCase() === 'variables' ? object.args : []
  const name = object.kind === 'name' ? object.name : argument?.kind === 'literal' ? String(argument.value) : ''
  const map = object.kind === 'map' ? object : variables.get(name)
  return map?.kind === 'map' ? map.entries.flatMap(({ key }) => (typeof key === 'string' ? [key] : [])) : []
}

/** The expressions that an expression is made of. */
function inside(one: Expression): readonly Expression[] {
  switch (one.kind) {
    case 'text':
      return one.parts.filter((part) => typeof part !== 'string')
    case 'call':
      return [...(one.of ? [one.of] : []), ...one.args]
    case 'member':
      return [one.object, one.key]
    case 'list':
      return one.items.map(({ value }) => value)
    case 'map':
      return [...one.entries.map(({ value }) => value), ...one.spreads]
    case 'choice':
      return [one.condition, one.then, one.otherwise]
    case 'operation':
      return one.operands
    case 'loop':
      return [one.list, ...(one.condition ? [one.condition] : []), one.body]
    case 'lambda':
      return [one.body]
    default:
      return []
  }
}
