import type { InventoryEntry, Settings } from '../../config/settings.ts'
import { globPattern } from '../../documents/pattern.ts'
import { compareText, type Place } from '../../documents/place.ts'
import { Hidden, isHidden } from '../hidden.ts'
import { madeByCode } from '../infrastructure/made.ts'
import { classify } from '../pipeline/environment.ts'
import type { EnvironmentEntry } from '../schema/environment.ts'
import type { Observations } from '../table.ts'

/**
 * Each environment with a class once: those that deployments and pipelines name, that infrastructure
 * code is applied to, and that assay.yaml lists.
 */
export function inventoryOf(
  observed: Pick<Observations, 'deployments' | 'environments' | 'terraform' | 'templateResources'>,
  settings: Settings,
): readonly EnvironmentEntry[] {
  const { deployments, environments } = observed
  const found = new Map<string, EnvironmentEntry>()
  const add = (name: string, kind: string, deployed: boolean, place: Place) => {
    const key = `${kind} ${name}`
    const before = found.get(key)
    if (before) {
      if (deployed && !before.deployed) found.set(key, { ...before, deployed })
      return
    }
    found.set(key, { id: key, name, class: kind, deployed, ...said(name, settings), live: false, liveAt: place, place })
  }
  for (const { environmentName, environmentClass, place } of deployments) {
    if (environmentClass) add(environmentName || environmentClass, environmentClass, true, place)
  }
  for (const { name, class: kind, place } of environments) {
    // the setting of the forge is not what says what is in it
    const { setting: _, ...job } = place
    if (kind) add(name, kind, false, job)
  }
  // a class that deployments name already is the same environment under another name
  const known = new Set([...found.values()].map((entry) => entry.class))
  const made = new Set<string>()
  for (const { environmentName, environment, mode, place } of madeByCode(observed)) {
    if (mode !== 'managed' || isHidden(environment) || known.has(environment) || made.has(environmentName)) continue
    made.add(environmentName)
    add(environmentName, environment, false, place)
  }
  for (const name of Object.keys(settings.inventory)) {
    if (/[*?]/.test(name)) continue
    const kind = classify(name, settings)
    if (!isHidden(kind)) add(name, kind, false, { file: '', setting: `environments.${name} in assay.yaml` })
  }
  return [...found.values()].sort((a, b) => compareText(a.id, b.id))
}

function said(name: string, { inventory }: Settings): Pick<EnvironmentEntry, 'data' | 'access' | 'purpose'> {
  const entry: InventoryEntry | undefined =
    inventory[name] ??
    Object.entries(inventory).find(([glob]) => /[*?]/.test(glob) && globPattern(glob).test(name))?.[1]
  return {
    data: entry?.data || notSaid(name, 'what data is in', 'data: synthetic'),
    access: entry?.access.length ? entry.access.join(', ') : notSaid(name, 'who has access to', 'access: [developers]'),
    purpose: entry?.purpose ?? '',
  }
}

const notSaid = (name: string, what: string, key: string) =>
  new Hidden(`${what} ${name}`, { kind: 'answer', text: `say it in assay.yaml: environments: {${name}: {${key}}}` })
