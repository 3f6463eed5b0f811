import type { Collected } from '../facts/collect.ts'
import type { Facts } from '../facts/table.ts'
import type { Opened } from './open.ts'

/** The settings by which facts are collected; the others are for judging alone. */
export function collectedBy({ configuration }: Opened): string {
  const { exclude, include, environments, kinds, deploys, components, documents, announced } = configuration.settings
  return JSON.stringify([exclude, include, environments, kinds, deploys ?? null, components, documents, announced])
}

/** What was collected from repositories that are open, by what it was collected for. */
const collections = new WeakMap<Opened['repository'], Map<string, Promise<Collected>>>()

/** Facts of one repository for one purpose are collected once, also where it is judged by two policies. */
export async function collected(opened: Opened, wanted: ReadonlySet<string>): Promise<Collected> {
  const { repository, configuration } = opened
  const known = collections.get(repository) ?? new Map<string, Promise<Collected>>()
  collections.set(repository, known)
  const key = JSON.stringify([collectedBy(opened), [...wanted].sort()])
  const { collectFacts } = await import('../facts/collect.ts')
  const made = known.get(key) ?? collectFacts(repository, configuration.settings, wanted)
  known.set(key, made)
  return made
}

/** What stands for the facts where no rule asks for any. */
export const nothingCollected = {
  facts: { brokenFiles: [] as Facts['brokenFiles'] } as Facts,
  failed: new Map<string, string>(),
  lost: new Map<string, readonly string[]>(),
}
