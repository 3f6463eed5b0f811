import type { DataNode } from '../../../documents/tree.ts'
import type { Resource } from './resource.ts'

/** kustomize's `target`: all that it names must match; names and kinds are patterns of the whole. Undefined: it cannot be told. */
export function selects(target: DataNode): (resource: Resource) => boolean | undefined {
  const text = (key: string) => target.get(key)?.text
  const group = text('group')
  const version = text('version')
  const [kind, name, namespace] = ['kind', 'name', 'namespace'].map((key) => whole(text(key)))
  const labels = pairsOf(text('labelSelector'))
  const annotations = pairsOf(text('annotationSelector'))
  return (resource) => {
    const api = resource.root.get('apiVersion')?.text ?? ''
    const [itsGroup, itsVersion] = api.includes('/') ? api.split('/') : ['', api]
    if ((group !== undefined && group !== itsGroup) || (version !== undefined && version !== itsVersion)) return false
    const all = [
      kind?.(resource.kind),
      either(name?.(resource.originalName), name?.(resource.name)),
      either(namespace?.(resource.originalNamespace), namespace?.(resource.namespace)),
      hasAll(resource.root.at('metadata', 'labels'), labels),
      hasAll(resource.root.at('metadata', 'annotations'), annotations),
    ]
    return all.includes(false) ? false : all.includes(undefined) ? undefined : true
  }
}

const either = (one: boolean | undefined, other: boolean | undefined) =>
  one || other ? true : one === undefined || other === undefined ? undefined : false

/** A pattern of the whole; one that could run long tells nothing. */
function whole(pattern: string | undefined): ((text: string) => boolean | undefined) | undefined {
  if (pattern === undefined || pattern === '') return () => true
  if (/^[\w.-]*$/.test(pattern) && !pattern.includes('.')) return (text) => text === pattern
  const bare = pattern.replace(/^\^|\$$/g, '')
  const plain = /^[\w.*|():/-]*$/.test(bare) && bare.length <= 400 ? withoutGroups(bare) : undefined
  if (plain === undefined) return () => undefined
  const alternatives = plain.map((one) => one.split('.*'))
  return (text) => alternatives.some((parts) => matches(text, parts))
}

/** The alternatives of `(a|b)-c|d`: `a-c`, `b-c` and `d`. Undefined where a group is repeated, or where they are too many. */
function withoutGroups(pattern: string): readonly string[] | undefined {
  let open = [pattern]
  while (open.some((one) => /[()]/.test(one))) {
    const next: string[] = []
    for (const one of open) {
      const [group = '', inside = ''] = innermost.exec(one) ?? []
      const at = one.indexOf(group)
      const after = one.slice(at + group.length)
      if (group === '' || after.startsWith('*')) return undefined
      for (const word of inside.split('|')) next.push(one.slice(0, at) + word + after)
      if (next.length > mostAlternatives) return undefined
    }
    open = next
  }
  return open.flatMap((one) => one.split('|'))
}

const innermost = /\(([^()]*)\)/
const mostAlternatives = 100

/** Whether a text is these parts with anything between; a point is any sign. */
function matches(text: string, parts: readonly string[]): boolean {
  const isAt = (part: string, at: number) =>
    at >= 0 && at + part.length <= text.length && [...part].every((sign, i) => sign === '.' || sign === text[at + i])
  const [first = '', ...rest] = parts
  if (rest.length === 0) return text.length === first.length && isAt(first, 0)
  if (!isAt(first, 0)) return false
  let at = first.length
  for (const part of rest.slice(0, -1)) {
    let next = at
    while (next + part.length <= text.length && !isAt(part, next)) next++
    if (next + part.length > text.length) return false
    at = next + part.length
  }
  const last = rest.at(-1) as string
  return text.length - last.length >= at && isAt(last, text.length - last.length)
}

/** `app=shop,tier!=web` is told as far as it is plain. */
function pairsOf(selector: string | undefined): readonly (readonly [string, string])[] | undefined {
  if (selector === undefined || selector === '') return []
  const pairs = selector.split(',').map((one) => /^\s*([\w./-]+)\s*==?\s*([\w.-]*)\s*$/.exec(one))
  return pairs.some((pair) => !pair) ? undefined : pairs.map((pair) => [pair?.[1] as string, pair?.[2] as string])
}

function hasAll(map: DataNode | undefined, pairs: ReturnType<typeof pairsOf>): boolean | undefined {
  if (pairs === undefined) return undefined
  return pairs.every(([key, value]) => map?.get(key)?.text === value)
}
