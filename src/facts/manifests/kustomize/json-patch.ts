import type { DataNode } from '../../../documents/tree.ts'
import { emptyMap, withEntries, withItems, withKey } from '../edit.ts'
import { OpenMap, Unseen } from '../unseen.ts'

/** An operation of RFC 6902. */
export interface Operation {
  readonly op: string
  readonly path: readonly string[]
  readonly from: readonly string[]
  readonly value: DataNode | undefined
}

/** The operations of a patch; undefined where it is none. */
export function operationsOf(patch: DataNode): readonly Operation[] | undefined {
  if (patch.kind !== 'list') return undefined
  return patch.items.map((item) => ({
    op: item.get('op')?.text ?? '',
    path: pointer(item.get('path')?.text ?? ''),
    from: pointer(item.get('from')?.text ?? ''),
    value: item.get('value'),
  }))
}

const pointer = (text: string) =>
  text
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

/** Why an operation cannot be done. */
export class Impossible extends Error {}

/**
 * An object after the operations, as the library that kustomize calls does them (github.com/evanphx/json-patch, v4): it
 * replaces what a map lacks, and counts items from the end, beyond what RFC 6902 says. Throws {@link Impossible} where
 * kustomize would end.
 */
export function patched(root: DataNode, operations: readonly Operation[]): DataNode {
  let made = root
  for (const { op, path, from, value } of operations) {
    if (op === 'test') {
      if (isOther(made, path, value)) throw new Impossible(`/${path.join('/')} is not what the patch says`)
      continue
    }
    if (op === 'remove') made = changed(made, path, 'remove', undefined)
    else if (op === 'add' || op === 'replace') {
      if (!value) throw new Impossible(`${op} without a value`)
      made = changed(made, path, op, value)
    } else if (op === 'copy' || op === 'move') {
      const source = found(made, from)
      if (op === 'move') made = changed(made, from, 'remove', undefined)
      made = changed(made, path, 'add', source)
    } else throw new Impossible(`the operation "${op}"`)
  }
  return made
}

/** Whether what stands at a path surely is not what a `test` says: what is hidden may be. */
function isOther(root: DataNode, path: readonly string[], value: DataNode | undefined): boolean {
  let there: DataNode | undefined = root
  for (const step of path) {
    if (there instanceof Unseen) return false
    const below: DataNode | undefined = there?.kind === 'list' ? itemOf(there, step) : there?.get(step)
    if (!below && there instanceof OpenMap) return false
    there = below
  }
  const texts = [there, value].map((node) => (node ? written(node) : 'null'))
  return !texts.includes(undefined) && texts[0] !== texts[1]
}

/** A value as JSON with its keys in order; undefined where some of it is hidden. */
function written(node: DataNode): string | undefined {
  if (node instanceof Unseen || node instanceof OpenMap) return undefined
  if (node.kind === 'scalar') return JSON.stringify(node.value ?? null)
  const parts =
    node.kind === 'list'
      ? node.items.map(written)
      : node.entries
          .map(({ key, value }) => {
            const text = written(value)
            return text === undefined ? undefined : `${JSON.stringify(key)}:${text}`
          })
          .sort()
  if (parts.includes(undefined)) return undefined
  return node.kind === 'list' ? `[${parts.join()}]` : `{${parts.join()}}`
}

function found(root: DataNode, path: readonly string[]): DataNode {
  let node: DataNode | undefined = root
  for (const step of path) {
    node = node?.kind === 'list' ? itemOf(node, step) : node?.get(step)
  }
  if (!node) throw new Impossible(`/${path.join('/')} is not there`)
  return node
}

const itemOf = (list: DataNode, step: string) => (/^-?\d+$/.test(step) ? list.items.at(Number(step)) : undefined)

function changed(
  node: DataNode,
  path: readonly string[],
  op: 'add' | 'replace' | 'remove',
  value: DataNode | undefined,
): DataNode {
  const [step, ...rest] = path
  if (node instanceof Unseen) return node
  if (step === undefined) return value ?? node
  if (node.kind === 'list') return changedItem(node, step, rest, op, value)
  if (node.kind !== 'map') throw new Impossible(`/${path.join('/')} is in no map`)
  const entry = node.entries.find(({ key }) => key === step)
  if (!entry && node instanceof OpenMap) return node
  if (rest.length > 0) {
    if (!entry) {
      // kustomize makes these two where they are missing
      if (op === 'remove' || !value || !/^(annotations|labels)$/.test(step))
        throw new Impossible(`${step} is not there`)
      return withKey(node, step, changed(emptyMap(value.place), rest, op, value))
    }
    return withKey(node, step, changed(entry.value, rest, op, value))
  }
  if (!entry && op === 'remove') throw new Impossible(`${step} is not there`)
  if (op === 'remove')
    return withEntries(
      node,
      node.entries.filter(({ key }) => key !== step),
    )
  return withKey(node, step, value)
}

function changedItem(
  list: DataNode,
  step: string,
  rest: readonly string[],
  op: 'add' | 'replace' | 'remove',
  value: DataNode | undefined,
): DataNode {
  const items = [...list.items]
  // `-1` is the last item, and behind the last one where an item is added
  const past = op === 'add' && rest.length === 0 ? items.length + 1 : items.length
  const counted = step === '-' ? items.length : Number(step)
  const at = counted < 0 ? counted + past : counted
  const isInside = Number.isInteger(at) && at >= 0 && at < items.length
  if (rest.length > 0) {
    if (!isInside) throw new Impossible(`the item ${step} is not there`)
    items[at] = changed(items[at] as DataNode, rest, op, value)
  } else if (op === 'add') {
    if (!isInside && at !== items.length) throw new Impossible(`the item ${step} is not there`)
    items.splice(at, 0, value as DataNode)
  } else {
    if (!isInside) throw new Impossible(`the item ${step} is not there`)
    if (op === 'remove') items.splice(at, 1)
    else items[at] = value as DataNode
  }
  return withItems(list, items)
}
