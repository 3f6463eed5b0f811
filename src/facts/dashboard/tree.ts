import type { Settings } from '../../config/settings.ts'
import { basename } from '../../documents/path.ts'
import type { DataNode } from '../../documents/tree.ts'
import type { NamedEnvironment } from '../environments.ts'
import { whereOf } from '../monitoring/where.ts'
import type { Dashboard } from '../schema/dashboard.ts'
import { bodyOf, type Places } from './body.ts'
import { type Found, factOf } from './fact.ts'
import { sheetOf } from './forms.ts'

/**
 * What is known of a dashboard by its file.
 * @param built the environment that it is built for
 */
export function foundIn(
  file: string,
  settings: Settings,
  place: Found['place'] = { file },
  built?: NamedEnvironment,
): Found {
  return { id: file, file, place, name: basename(file), ...whereOf(file, settings, '', built) }
}

/** The dashboard that a tree is, or several in a list. */
export function dashboardIn(
  node: DataNode,
  found: Found,
  settings: Settings,
  offset?: (at: number) => number,
): readonly Dashboard[] {
  const places: Places = new WeakMap()
  const body = bodyOf(node, places, offset)
  const sheet = sheetOf(body)
  if (sheet) {
    const place = typeof body === 'object' && body !== null ? places.get(body) : undefined
    return [factOf({ ...found, place: place ?? found.place }, sheet, places, settings)]
  }
  if (node.kind !== 'list' || node.items.length > 200) return []
  return node.items.flatMap((item, i) =>
    item.kind === 'map' ? dashboardIn(item, { ...found, id: `${found.id}#${i}` }, settings, offset) : [],
  )
}
