import type { Place } from '../../../documents/place.ts'
import type { DataNode } from '../../../documents/tree.ts'
import type { Trigger } from '../model.ts'

/**
 * Pushes, tags and requests (docs.travis-ci.com, "Customizing the build"): all are built unless settings or `branches`
 * say otherwise; a tag is a branch to `branches.only`. Patterns between slashes are regular expressions, which no list of
 * names can stand for: with one of them any name may be built.
 */
export function triggersOf(root: DataNode): Trigger[] {
  const node = root.get('branches')
  const place = node ? root.keyPlace('branches') : root.headPlace
  const only = (node?.kind === 'map' ? node.get('only') : node)?.asList.flatMap((item) => item.text ?? []) ?? []
  const except =
    (node?.kind === 'map' ? node.get('except') : undefined)?.asList.flatMap((item) => item.text ?? []) ?? []
  const limits = {
    ...(only.length && only.every(isName) && { branches: only }),
    ...(except.some(isName) && { branchesIgnore: except.filter(isName) }),
  }
  const push: Trigger = { kind: 'push', event: 'push', place, ...limits }
  const request: Trigger = { kind: 'pull-request', event: 'pull_request', place, ...limits }
  // With names alone, no tag is built.
  return only.length && only.every(isName) ? [push, request] : [push, request, tagOf(place)]
}

function tagOf(place: Place): Trigger {
  return { kind: 'tag', event: 'push', place }
}

function isName(pattern: string): boolean {
  return !pattern.startsWith('/')
}
