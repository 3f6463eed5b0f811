import type { Settings } from '../../config/settings.ts'
import type { ForgeSettings } from '../../sources/forge/settings.ts'
import { isUntold } from '../../sources/forge/settings.ts'
import { settingName } from '../forge/untold.ts'
import { isHidden } from '../hidden.ts'
import { classify } from '../pipeline/environment.ts'
import type { Grant } from './grant.ts'

/** The groups that assay.yaml lists for its environments. */
export function inventoryGrants(settings: Settings): readonly Grant[] {
  return Object.entries(settings.inventory).flatMap(([name, { access }]) => {
    const kind = classify(name, settings)
    if (isHidden(kind)) return []
    const place = { file: '', setting: `environments.${name} in assay.yaml` }
    return access.map((who) => ({ system: 'assay.yaml', about: '', environment: kind, name, who, place }))
  })
}

/** Who may approve deployments to the environments of the forge, and who alone may start them. */
export function forgeGrants(forge: ForgeSettings | undefined, settings: Settings): readonly Grant[] {
  if (!forge || isUntold(forge.environments)) return []
  return forge.environments.flatMap(({ name, approvers, deployers }) => {
    const kind = classify(name, settings)
    if (isHidden(kind)) return []
    const place = { file: '', setting: settingName(`environment ${name}`, forge) }
    const common = { about: '', environment: kind, name, place }
    return [
      ...approvers.map((who) => ({ ...common, system: 'reviewers on the forge', who })),
      ...deployers.map((who) => ({ ...common, system: 'who may deploy on the forge', who })),
    ]
  })
}
