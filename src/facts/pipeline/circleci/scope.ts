import type { DataNode } from '../../../documents/tree.ts'

/** What names mean at some place: in a configuration, or inside an orb that is written in it. */
export interface Scope {
  readonly commands: DataNode | undefined
  readonly jobs: DataNode | undefined
  readonly executors: DataNode | undefined
  readonly orbs: ReadonlyMap<string, Orb>
}

export type Orb =
  /** of the registry: `namespace/name`, without the version */
  { readonly kind: 'remote'; readonly name: string } | { readonly kind: 'inline'; readonly scope: Scope }

/** A name with the scope that it stands in, or the orb of the registry that it belongs to. */
export type Found =
  | { readonly kind: 'here'; readonly node: DataNode; readonly scope: Scope }
  | { readonly kind: 'orb'; readonly orb: string; readonly name: string }

/** Reads what a configuration, or an orb written in one, defines. Orbs in orbs are followed, a few levels deep. */
export function scopeOf(root: DataNode, depth = 0): Scope {
  const orbs = new Map<string, Orb>()
  for (const { key, value } of root.get('orbs')?.entries ?? []) {
    if (value.kind === 'map' && depth < 8) orbs.set(key, { kind: 'inline', scope: scopeOf(value, depth + 1) })
    else if (value.text) orbs.set(key, { kind: 'remote', name: value.text.trim().replace(/@.*$/, '') })
  }
  const maps = (name: string) => {
    const node = root.get(name)
    return node?.kind === 'map' ? node : undefined
  }
  return { commands: maps('commands'), jobs: maps('jobs'), executors: maps('executors'), orbs }
}

/** Finds `name`, or `orb/name`; undefined where nothing here defines it. */
export function lookUp(name: string, part: 'commands' | 'jobs' | 'executors', scope: Scope): Found | undefined {
  const own = scope[part]?.get(name)
  if (own) return { kind: 'here', node: own, scope }
  const slash = name.indexOf('/')
  const orb = slash > 0 ? scope.orbs.get(name.slice(0, slash)) : undefined
  if (!orb) return undefined
  const inner = name.slice(slash + 1)
  return orb.kind === 'inline' ? lookUp(inner, part, orb.scope) : { kind: 'orb', orb: orb.name, name: inner }
}
