import type { DataNode } from '../../../documents/tree.ts'
import { filledText, openName } from '../dialect/open-text.ts'
import { expressions, forgeExpressions } from './dialect.ts'

/** What a parameter holds: a text, a list, an object. Unknown parts of texts stand as variables of the shell. */
export type Value = string | readonly string[] | ReadonlyMap<string, string>

/** The parameters that are known where an expression stands, by name. */
export type Params = ReadonlyMap<string, Value>

/** Where nothing is given. */
export const noParams: Params = new Map()

/** What an expression comes to (`params.x`, `params["x"]`, `params.x[0]`, `params.x.key`); undefined: not known. */
export function lookUp(expression: string, params: Params): string | undefined {
  const own = expression.replace(/^inputs\.params\b/, 'params')
  if (/^(workspaces\.[\w-]+\.path|(inputs\.|outputs\.)?resources(\.(inputs|outputs))?\.[\w-]+\.path)$/.test(own)) {
    // Workspaces that hold something else are named so; a repository's files are looked for where it was cloned.
    return /docker|kubeconfig|secret|credential|config|cache|settings|ssh|auth/i.test(own) ? undefined : '${REPOSITORY}'
  }
  const found = /^(?:params|tt\.params)(?:\.([\w-]+)|\[(?:"([^"]+)"|'([^']+)')\])(?:\[(\d+|\*)\]|\.([\w-]+))?$/.exec(
    own,
  )
  if (!found) return undefined
  const [, plain, double, single, index, key] = found
  const name = plain ?? double ?? single ?? ''
  // parameters may have dots in their names only in brackets, but people forget
  const value = params.get(name) ?? (key === undefined ? undefined : params.get(`${name}.${key}`))
  if (value === undefined) return undefined
  if (typeof value === 'string') return value
  if (value instanceof Map) return key === undefined ? undefined : (value as ReadonlyMap<string, string>).get(key)
  const list = value as readonly string[]
  if (index === undefined || index === '*') return list.join(' ')
  return list[Number(index)]
}

/** The text of a scalar with what is known put in. */
export function textWith(text: string, params: Params): string {
  return filledText(filledText(text, forgeExpressions, openName), expressions, (one) => lookUp(one, params))
}

/** The value of a node: a scalar with what is known put in, a list, or an object. */
export function valueAt(node: DataNode, params: Params): Value | undefined {
  if (node.kind === 'list') return node.items.flatMap((item) => itemsOf(item, params))
  if (node.kind === 'map') {
    return new Map(node.entries.map(({ key, value }) => [key, textWith(value.text ?? '', params)]))
  }
  if (node.text === undefined) return undefined
  const whole = /^\s*\$\(params\.([\w-]+)\[\*\]\)\s*$/.exec(node.text)?.[1]
  const list = whole === undefined ? undefined : params.get(whole)
  return list !== undefined && typeof list !== 'string' ? list : textWith(node.text, params)
}

/** An item of a list, which may itself stand for a list (`$(params.values[*])`). */
export function itemsOf(item: DataNode, params: Params): readonly string[] {
  const value = valueAt(item, params)
  if (value === undefined || value instanceof Map) return []
  return typeof value === 'string' ? [value] : (value as readonly string[])
}

/**
 * The parameters inside a Task or Pipeline: what is handed over, else the declared defaults. One that is neither handed
 * over nor has a default is not known.
 * @param declared `spec.params`
 * @param given handed over, resolved where it was written
 */
export function innerParams(declared: DataNode | undefined, given: Params): Params {
  const inner = new Map(given)
  for (const one of declared?.asList ?? []) {
    const name = one.get('name')?.text
    const fallback = one.get('default')
    if (name === undefined || inner.has(name) || !fallback) continue
    // a default may name parameters declared before it
    const value = valueAt(fallback, inner)
    if (value !== undefined) inner.set(name, value)
  }
  return inner
}

/** The `params:` list of a run, a task or a resolver. */
export function givenParams(list: DataNode | undefined, outer: Params): Params {
  const given = new Map<string, Value>()
  for (const one of list?.asList ?? []) {
    const name = one.get('name')?.text
    const node = one.get('value')
    const value = node && valueAt(node, outer)
    if (name !== undefined && value !== undefined) given.set(name, value)
  }
  return given
}

/** As texts, for tables and environments: a list is parted by blanks. */
export function asTexts(params: Params): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [name, value] of params) {
    if (typeof value === 'string') texts[name] = value
    else if (!(value instanceof Map)) texts[name] = (value as readonly string[]).join(' ')
  }
  return texts
}
