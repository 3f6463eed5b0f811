import { isIn } from './evaluate.ts'
import {
  type Asking,
  equal,
  isTrue,
  matches,
  mayHold,
  open,
  shownOf,
  text,
  textOf,
  truth,
  type Value,
} from './values.ts'

/** What a method of a text, a list or a map gives back, as far as it can be told. */
export function methodOf(object: Value, name: string, args: readonly Value[], asking: Asking): Value {
  if (object.kind === 'map') return ofMap(object, name, args)
  if (object.kind === 'list') return ofList(object, name, args, asking)
  const [first] = args
  switch (name) {
    case 'equals':
    case 'equalsIgnoreCase':
      return first ? truth(equal(lower(object, name), lower(first, name))) : open()
    case 'toString':
    case 'trim':
    case 'stripIndent':
    case 'stripMargin':
    case 'toLowerCase':
    case 'toUpperCase':
    case 'capitalize':
    case 'toInteger':
      return changed(object, name)
    case 'toBoolean':
      return truth(isBoolean(object))
    case 'asBoolean':
      return truth(isTrue(object))
  }
  const known = textOf(object)
  const given = first && textOf(first)
  // a part of what a command printed is left out or put in: it is still what it printed
  const printed = object.kind === 'text' && known === undefined && object.shown.startsWith('$(')
  if (printed && /^(replace(All|First)?|minus|substring)$/.test(name)) return object
  if (known === undefined || (args.length > 0 && given === undefined)) return open(`\${${name}}`)
  switch (name) {
    case 'contains':
      return truth(known.includes(given ?? ''))
    case 'startsWith':
      return truth(known.startsWith(given ?? ''))
    case 'endsWith':
      return truth(known.endsWith(given ?? ''))
    case 'matches':
      return truth(first ? matches(object, first, true) : undefined)
    case 'isEmpty':
      return truth(known === '')
    case 'replace': {
      const second = args[1] && textOf(args[1])
      return second === undefined || given === undefined ? open() : text(known.replaceAll(given, () => second))
    }
    case 'split':
    case 'tokenize': {
      const sign = given ?? ' '
      if (/[\\[\](){}*+?|^$]/.test(sign) && name === 'split') return open()
      const items = known.split(sign).slice(0, 1000)
      return { kind: 'list', items: items.filter((item) => name === 'split' || item !== '').map((item) => text(item)) }
    }
    default:
      return open(`\${${name}}`)
  }
}

function lower(value: Value, method: string): Value {
  if (method === 'equals' || value.kind !== 'text') return value
  return { ...value, known: value.known?.toLowerCase() }
}

function changed(object: Value, name: string): Value {
  const change = (value: string) => {
    if (name === 'toLowerCase') return value.toLowerCase()
    if (name === 'toUpperCase') return value.toUpperCase()
    if (name === 'capitalize') return value.slice(0, 1).toUpperCase() + value.slice(1)
    return name === 'trim' ? value.trim() : value
  }
  const known = textOf(object)
  if (object.kind === 'text') {
    const shown = known === undefined || object.branch ? object.shown : change(object.shown)
    return { ...object, known: known === undefined ? undefined : change(known), shown }
  }
  return known === undefined ? object : text(change(known))
}

function isBoolean(value: Value): boolean | undefined {
  if (value.kind === 'boolean') return value.value
  const known = textOf(value)
  return known === undefined ? undefined : /^(true|y|1)$/i.test(known)
}

function ofMap(map: Value & { kind: 'map' }, name: string, args: readonly Value[]): Value {
  const { entries } = map
  const key = args[0] && textOf(args[0])
  switch (name) {
    case 'get':
    case 'getOrDefault':
      if (key === undefined) return open()
      return entries.get(key) ?? (mayHold(map) ? open() : (args[1] ?? { kind: 'null' }))
    case 'containsKey':
      return truth(key === undefined ? undefined : entries.has(key) || (mayHold(map) ? undefined : false))
    case 'keySet':
      if (mayHold(map)) return open()
      return { kind: 'list', items: [...entries.keys()].map((each) => text(each)) }
    case 'values':
      if (map.more) return open()
      return { kind: 'list', items: [...entries.values()] }
    case 'isEmpty':
      return truth(entries.size > 0 ? false : map.more ? undefined : true)
    default:
      return open()
  }
}

function ofList(list: Value & { kind: 'list' }, name: string, args: readonly Value[], asking: Asking): Value {
  const [first] = args
  switch (name) {
    case 'contains':
      return truth(first ? isIn(first, list, asking) : undefined)
    case 'isEmpty':
      return truth(list.items.length === 0)
    case 'size':
      return text(String(list.items.length))
    case 'first':
      return list.items[0] ?? open()
    case 'last':
      return list.items.at(-1) ?? open()
    case 'join': {
      const sign = first ? (textOf(first) ?? '') : ''
      const all = list.items.map(textOf)
      const known = all.includes(undefined) ? undefined : all.join(sign)
      return { kind: 'text', known, shown: list.items.map(shownOf).join(sign) }
    }
    case 'toList':
    case 'sort':
    case 'unique':
    case 'reverse':
    case 'flatten':
      return list
    default:
      return open()
  }
}
