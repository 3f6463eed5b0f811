import type { DataNode } from '../../documents/tree.ts'
import { isHidden } from '../hidden.ts'
import { Composed, hiddenIn, isList, isMap, Made, mapOf, member, textOf, type Value } from '../infrastructure/value.ts'
import { openName } from '../pipeline/dialect/open-text.ts'
import { configured, nothing, type Scope, unknown } from './scope.ts'

/** The function that a node calls (`{fn::join: …}`), in the case of its own name, and what it is given. */
export function callIn(node: DataNode): { readonly name: string; readonly argument: DataNode } | undefined {
  const [only] = node.entries
  if (node.kind !== 'map' || node.entries.length !== 1 || !only || !/^fn::/i.test(only.key)) return undefined
  return { name: only.key.slice(4).toLowerCase(), argument: only.value }
}

/** What a node of a program comes to as plain data (pulumi.com/docs/iac/languages-sdks/yaml/yaml-language-reference). */
export function evaluate(node: DataNode, scope: Scope): Value {
  if (scope.left.steps-- <= 0) return unknown(`what ${node.file} comes to, which is too much to compute`, scope)
  if (node.kind === 'list') return node.items.map((item) => evaluate(item, scope))
  const call = callIn(node)
  if (call) return called(call.name, call.argument, scope)
  if (node.kind === 'map') return mapOf(node.entries.map(({ key, value }) => [key, evaluate(value, scope)]))
  const { value } = node
  if (typeof value === 'boolean' || typeof value === 'number') return value
  return node.text === undefined ? null : interpolated(node.text, scope)
}

function called(name: string, argument: DataNode, scope: Scope): Value {
  const other = () => unknown(`what fn::${name} gives in ${argument.file}`, scope)
  if (!/^(join|select|split|tojson|length|secret|unsecret)$/.test(name)) return other()
  const given = evaluate(argument, scope)
  if (name === 'secret' || name === 'unsecret') return given
  if (name === 'tojson') return hiddenIn(given) ?? JSON.stringify(given)
  if (isHidden(given)) return given
  if (name === 'length') return isList(given) || typeof given === 'string' ? given.length : other()
  const [first, second] = isList(given) ? given : []
  if (first === undefined || second === undefined) return other()
  if (isHidden(first)) return first
  if (isHidden(second)) return second
  if (name === 'join') return isList(second) ? joined(between(second, textOf(first) ?? ''), scope) : other()
  if (name === 'select') return isList(second) ? member(second, Number(textOf(first))) : other()
  return typeof second === 'string' ? second.split(textOf(first) ?? ',') : other()
}

const between = (parts: readonly Value[], separator: string): readonly Value[] =>
  parts.flatMap((part, i) => (i === 0 ? [part] : [separator, part]))

function joined(parts: readonly Value[], scope: Scope, open?: string): Value {
  const hidden = parts.filter(isHidden)
  const [first] = hidden
  if (first) return new Composed(first, hidden, open)
  const texts = parts.map(textOf)
  return texts.some((text) => text === undefined) ? unknown(`a text in ${scope.project.file}`, scope) : texts.join('')
}

/** `${name.property[0]["key"]}`; two dollars stand for one. A reference alone is whatever it stands for. */
function interpolated(text: string, scope: Scope): Value {
  if (!text.includes('$')) return text
  const parts: Value[] = []
  let open = ''
  let last = 0
  for (const match of text.matchAll(/\$\$|\$\{([^}]*)\}/g)) {
    const before = text.slice(last, match.index)
    last = match.index + match[0].length
    const path = match[1]
    if (path !== undefined && match[0] === text) return reference(path, scope)
    const value = path === undefined ? '$' : reference(path, scope)
    parts.push(before, value)
    open += before + (textOf(value) ?? openName(path ?? ''))
  }
  parts.push(text.slice(last))
  return joined(parts, scope, open + text.slice(last))
}

function reference(path: string, scope: Scope): Value {
  const [name = '', ...keys] = [...path.matchAll(/\[\s*"([^"]*)"\s*\]|\[\s*(\d+)\s*\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) => (quoted ?? index ?? plain ?? '').trim(),
  )
  if (name === 'pulumi') return ofPulumi(keys[0] ?? '', scope)
  if (scope.program.at('resources', name)) return new Made(name, keys.join('.'))
  const value = ofVariable(name, scope) ?? ofConfiguration(name, scope) ?? nothing(name)
  return keys.reduce<Value>((found, key) => (isHidden(found) ? found : member(found, key)), value)
}

function ofPulumi(what: string, scope: Scope): Value {
  if (what === 'stack') return scope.stack ?? unknown('the name of the stack', scope)
  return what === 'project' ? scope.project.name : unknown(`pulumi.${what}`, scope)
}

function ofVariable(name: string, scope: Scope): Value | undefined {
  const { asked, program } = scope
  const node = program.at('variables', name)
  if (!node) return undefined
  if (asked.has(name)) return asked.get(name) ?? unknown(`the variable ${name}, which needs itself`, scope)
  asked.set(name, undefined)
  const value = evaluate(node, scope)
  asked.set(name, value)
  return value
}

/** Values of configuration are plain data. */
function ofConfiguration(name: string, scope: Scope): Value | undefined {
  const found = configured(name, scope)
  return found && ('hidden' in found ? found.hidden : plain(found.node))
}

function plain(node: DataNode): Value {
  if (node.kind === 'list') return node.items.map(plain)
  if (node.kind === 'map') return mapOf(node.entries.map(({ key, value }) => [key, plain(value)]))
  return typeof node.value === 'boolean' || typeof node.value === 'number' ? node.value : (node.text ?? null)
}

/** The structure that a text of JSON is made of, where something in it is hidden: whatever is not can be read all the same. */
export function structureOf(node: DataNode, scope: Scope): Value | undefined {
  const call = callIn(node)
  if (call?.name !== 'tojson') return undefined
  const value = evaluate(call.argument, scope)
  return (isMap(value) || isList(value)) && hiddenIn(value) ? value : undefined
}
