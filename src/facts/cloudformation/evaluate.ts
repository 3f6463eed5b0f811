import { DataNode } from '../../documents/tree.ts'
import { and, type Hidden, isHidden, or, type Seen } from '../hidden.ts'
import { Composed, equal, isList, isMap, Made, mapOf, textOf, type Value } from '../infrastructure/value.ts'
import { openName } from '../pipeline/dialect/open-text.ts'
import { parameter, type Scope, unknown } from './scope.ts'

/** The function that a node calls (`!Sub …`, `{"Fn::Sub": …}`) and what it is given; undefined for plain data. */
export function callIn(node: DataNode): { readonly name: string; readonly argument: DataNode } | undefined {
  if (/^![A-Z]\w+$/.test(node.tag)) return { name: node.tag.slice(1), argument: untagged(node) }
  const [only] = node.entries
  if (node.kind !== 'map' || node.entries.length !== 1 || !only) return undefined
  if (only.key === 'Ref' || only.key === 'Condition') return { name: only.key, argument: only.value }
  return only.key.startsWith('Fn::') ? { name: only.key.slice(4), argument: only.value } : undefined
}

/** What the function of a short form is given, which is the node without its tag. */
const untagged = ({ kind, file, span, value, items, entries, source }: DataNode) =>
  new DataNode(kind, file, span, value, items, entries, '', source)

/** What a node comes to as plain data; undefined for `AWS::NoValue`. Circles cannot be: only conditions name one another. */
export function evaluate(node: DataNode, scope: Scope): Value | undefined {
  if (scope.left.steps-- <= 0) return unknown(`what ${node.file} comes to, which is too much to compute`, node.file)
  const call = callIn(node)
  if (call) return called(call.name, call.argument, scope)
  return plain(node, scope)
}

/** The value without regard to a tag on the node itself. */
function plain(node: DataNode, scope: Scope): Value | undefined {
  if (node.kind === 'list') return node.items.flatMap((item) => evaluate(item, scope) ?? [])
  if (node.kind === 'map') {
    return mapOf(
      node.entries.flatMap(({ key, value }): (readonly [string, Value])[] => {
        const found = evaluate(value, scope)
        return found === undefined ? [] : [[key, found]]
      }),
    )
  }
  return typeof node.value === 'boolean' ? node.value : node.text
}

function called(name: string, argument: DataNode, scope: Scope): Value | undefined {
  switch (name) {
    case 'Ref':
      return reference(argument.text ?? '', scope, argument.file)
    case 'GetAtt': {
      const parts = argument.kind === 'list' ? argument.items.map((item) => item.text ?? '?') : [argument.text ?? '']
      const [resource = '', ...rest] = parts.join('.').split('.')
      return attributeOf(resource, rest.join('.'), scope)
    }
    case 'Sub':
      return substituted(argument, scope)
    case 'If':
      return chosen(argument, scope)
    case 'FindInMap':
      return found(argument, scope)
    case 'Join': {
      const [separator, list] = argument.items
      const parts = list && evaluate(list, scope)
      return isList(parts ?? null) ? joined(parts as readonly Value[], separator?.text ?? '', argument) : parts
    }
    case 'Select': {
      const [index, list] = argument.items
      const parts = list && evaluate(list, scope)
      const at = Number(index?.text)
      return isList(parts ?? null) && Number.isInteger(at)
        ? (parts as readonly Value[])[at]
        : notComputed(name, argument)
    }
    case 'Split': {
      const [separator, text] = argument.items
      const value = text && evaluate(text, scope)
      return typeof value === 'string' && separator?.text ? value.split(separator.text) : notComputed(name, argument)
    }
    case 'Base64':
    case 'Cidr':
    case 'GetAZs':
      return notComputed(name, argument)
    case 'ImportValue':
      return unknown(`what another stack exports (${shown(argument, scope)})`, argument.file)
    case 'Transform':
      return unknown(`what the macro ${argument.get('Name')?.text ?? ''} makes`, argument.file)
    case 'Condition':
    case 'Equals':
    case 'And':
    case 'Or':
    case 'Not':
      return decided(name, argument, scope)
    default:
      return notComputed(name, argument)
  }
}

const notComputed = (name: string, { file }: DataNode) => unknown(`what Fn::${name} makes in ${file}`, file)

function shown(node: DataNode, scope: Scope): string {
  const value = evaluate(node, scope)
  return typeof value === 'string' ? value : 'by a name that is hidden'
}

function reference(name: string, scope: Scope, file: string): Value | undefined {
  if (name === 'AWS::NoValue') return undefined
  if (name.startsWith('AWS::')) return unknown(`${name.slice(5)} of the stack`, file)
  return parameter(name, scope) ?? attributeOf(name, '', scope)
}

function attributeOf(name: string, attribute: string, { prefix }: Scope): Value {
  return new Made(`${prefix}${name}`, attribute)
}

/** `${Parameter}`, `${Resource.Attribute}`, `${!literal}`, with a map of names of its own. */
function substituted(argument: DataNode, scope: Scope): Value | undefined {
  const [template, own] = argument.kind === 'list' ? argument.items : [argument]
  const text = template?.text
  if (text === undefined) return notComputed('Sub', argument)
  const parts: Value[] = []
  let open = ''
  let last = 0
  for (const match of text.matchAll(/\$\{(!?)([^}]*)\}/g)) {
    const before = text.slice(last, match.index)
    last = match.index + match[0].length
    const name = (match[2] as string).trim()
    const given = own?.get(name)
    const value = match[1]
      ? `\${${name}}`
      : ((given ? evaluate(given, scope) : named(name, scope, argument.file)) ?? '')
    parts.push(before, value)
    open += before + (textOf(value) ?? openName(name))
  }
  parts.push(text.slice(last))
  return joined(parts, '', argument, open + text.slice(last))
}

function named(name: string, scope: Scope, file: string): Value | undefined {
  const dot = name.indexOf('.')
  if (dot > 0 && !name.startsWith('AWS::')) return attributeOf(name.slice(0, dot), name.slice(dot + 1), scope)
  return reference(name, scope, file)
}

function joined(parts: readonly Value[], separator: string, { file }: DataNode, open?: string): Value {
  const hidden = parts.filter(isHidden)
  const [first] = hidden
  if (first && parts.every((part) => part === first || part === '')) return first
  if (first) return new Composed(first, hidden, open)
  const texts = parts.map(textOf)
  return texts.some((text) => text === undefined) ? unknown(`what is joined in ${file}`, file) : texts.join(separator)
}

function chosen(argument: DataNode, scope: Scope): Value | undefined {
  const branch = branchOf(argument, scope)
  return isHidden(branch) ? branch : branch && evaluate(branch, scope)
}

/** The branch of an `If` that holds. */
export function branchOf(argument: DataNode, scope: Scope): Seen<DataNode> | undefined {
  const [name, then, otherwise] = argument.items
  const holds = condition(name?.text ?? '', scope)
  if (!isHidden(holds)) return holds ? then : otherwise
  // both branches say the same
  const both = [then, otherwise].map((one) => one && evaluate(one, scope))
  return both.every((one) => one !== undefined) && equal(both[0] as Value, both[1] as Value) === true ? then : holds
}

function found(argument: DataNode, scope: Scope): Value | undefined {
  const [map, first, second, other] = argument.items
  const keys = [map, first, second].map((node) => node && evaluate(node, scope))
  const hidden = keys.find(isHidden)
  if (hidden) return hidden
  const [name, top, key] = keys.map((value) => textOf(value ?? null) ?? '') as [string, string, string]
  const node = scope.template.root.at('Mappings', name, top, key)
  if (node) return evaluate(node, scope)
  const fallback = other?.get('DefaultValue')
  return fallback ? evaluate(fallback, scope) : unknown(`the key ${top}.${key} of the mapping ${name}`, argument.file)
}

/** Whether a condition of the template holds. */
export function condition(name: string, scope: Scope): Seen<boolean> {
  const { asked, template } = scope
  const node = template.root.at('Conditions', name)
  if (!node || asked.has(name)) return asked.get(name) ?? unknown(`the condition ${name}`, template.file)
  asked.set(name, undefined)
  const answer = truth(node, scope)
  asked.set(name, answer)
  return answer
}

function truth(node: DataNode, scope: Scope): Seen<boolean> {
  const value = evaluate(node, scope)
  if (isHidden(value)) return value
  return value === true || value === 'true'
}

function decided(name: string, argument: DataNode, scope: Scope): Seen<boolean> {
  switch (name) {
    case 'Condition':
      return condition(argument.text ?? '', scope)
    case 'And':
      return and(...argument.items.map((item) => truth(item, scope)))
    case 'Or':
      return or(...argument.items.map((item) => truth(item, scope)))
    case 'Not': {
      const [item] = argument.items
      const value = item ? truth(item, scope) : unknown('a condition', argument.file)
      return isHidden(value) ? value : !value
    }
    default: {
      const [a, b] = argument.items.map((item) => evaluate(item, scope) ?? '')
      const hidden = [a, b].find((one): one is Hidden => isHidden(one))
      if (hidden) return hidden
      return textOf(a ?? '') === textOf(b ?? '') && !isMap(a ?? '')
    }
  }
}
