import type { Place } from '../../documents/place.ts'
import { DataNode, type Scalar } from '../../documents/tree.ts'
import { isHidden } from '../hidden.ts'
import { Unseen } from '../manifests/unseen.ts'
import { isList, isMap, type Value } from './value.ts'

/** A value of infrastructure code as a tree, for who reads files of its form too: all of it stands where the value does. */
export function treeOf(value: Value, place: Place): DataNode {
  if (isHidden(value)) return new Unseen(value, place)
  const { file, start = 0, end = start } = place
  const make = (kind: DataNode['kind'], scalar: Scalar, items: readonly DataNode[], entries: DataNode['entries']) =>
    new DataNode(kind, file, { start, end }, scalar, items, entries, '', scalar === null ? '' : String(scalar))
  if (isList(value)) {
    const items = value.map((item) => treeOf(item, place))
    return make('list', null, items, [])
  }
  if (!isMap(value)) return make('scalar', value, [], [])
  const entries = Object.entries(value).map(([key, inner]) => ({
    key,
    keySpan: { start, end },
    value: treeOf(inner, place),
  }))
  return make('map', null, [], entries)
}
