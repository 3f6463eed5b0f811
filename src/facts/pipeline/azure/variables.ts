import { expandEntries, fieldOf, itemsOf, partOf } from './expand.ts'
import { settled, textIn } from './resolve.ts'
import type { Bound, Scope, Variables } from './scope.ts'
import { callTemplate } from './templates.ts'

/**
 * Reads `variables:` in all its forms (a map; a list of `name`, `group` and `template`).
 * @param bounds what stands under the key; groups are kept by the service, and unknown
 * @returns a scope in which the variables are known
 */
export async function withVariables(bounds: readonly Bound[], scope: Scope): Promise<Scope> {
  if (!bounds.length) return scope
  const own = new Map<string, Bound[]>()
  const variables: Variables = { own, outer: scope.variables }
  const inner: Scope = { ...scope, variables }
  await gather(bounds, variables, own)
  return inner
}

async function gather(bounds: readonly Bound[], variables: Variables, own: Map<string, Bound[]>): Promise<void> {
  const add = (name: string, value: Bound) => {
    const lower = name.toLowerCase()
    const known = own.get(lower)
    const placed = { ...value, scope: { ...value.scope, variables } }
    if (known) known.push(placed)
    else own.set(lower, [placed])
  }
  for (const outer of bounds) {
    const bound = { ...outer, scope: { ...outer.scope, variables } }
    if (bound.node.kind === 'map') {
      for (const entry of expandEntries(bound)) add(entry.key, entry.value)
      continue
    }
    for (const item of itemsOf(bound)) {
      const name = settled((run) => textIn(fieldOf(item, 'name'), run), item.scope.runs)
      if (name !== undefined) {
        for (const value of fieldOf(item, 'value')) add(name, { ...value, ...(item.when && { when: item.when }) })
      } else if (item.node.get('template')) {
        const { roots } = await callTemplate(item)
        for (const root of roots) await gather(partOf(root, 'variables'), variables, own)
      } else if (item.node.kind === 'map' && !item.node.get('group')) {
        for (const entry of expandEntries(item)) add(entry.key, entry.value)
      }
    }
  }
}
