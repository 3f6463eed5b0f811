import type { Settings } from '../../config/settings.ts'
import type { Place } from '../../documents/place.ts'
import { type ForgeEnvironment, type ForgeSettings, isUntold } from '../../sources/forge/settings.ts'
import { Hidden, isHidden, type Seen } from '../hidden.ts'
import { classify } from '../pipeline/environment.ts'
import type { EnvironmentUse, Workflow } from '../pipeline/model.ts'
import type { Environment } from '../schema/environment.ts'
import { findEnvironment, keepsEnvironments } from './environments.ts'
import { seen, settingName } from './untold.ts'

/**
 * The environments that jobs declare to the forge, each once, at the first job that names it. What protects them is
 * hidden where the forge was not asked, or is not the one that keeps them.
 */
export function environmentFacts(
  workflows: readonly Workflow[],
  settings: Settings,
  forge: ForgeSettings | undefined,
): Environment[] {
  const found = new Map<string, Environment>()
  for (const workflow of workflows) {
    const asked = forge && keepsEnvironments(forge, workflow) ? forge : undefined
    for (const { environment } of workflow.jobs) {
      if (!environment?.gate || isHidden(environment.name) || found.has(environment.name)) continue
      found.set(environment.name, factOf(environment, environment.name, settings, asked))
    }
  }
  return [...found.values()]
}

function factOf(use: EnvironmentUse, name: string, settings: Settings, forge: ForgeSettings | undefined): Environment {
  const kind = use.class ?? classify(name, settings)
  const told = forge ? toldOf(name, forge) : notAsked(name)
  const common = { id: name, name, class: isHidden(kind) ? '' : kind }
  const place: Place = forge ? { ...use.place, setting: settingName(`environment ${name}`, forge) } : use.place
  if (isHidden(told)) {
    return {
      ...common,
      exists: told,
      approvals: told,
      limited: told,
      approvers: '',
      deployers: told,
      allowed: '',
      place,
    }
  }
  return {
    ...common,
    exists: told !== undefined,
    approvals: told?.approvals ?? 0,
    limited: told !== undefined && told.allowed !== 'any',
    approvers: told?.approvers.join(', ') ?? '',
    deployers: told?.deployers.join(', ') ?? '',
    allowed: allowedWords(told),
    place,
  }
}

function toldOf(name: string, forge: ForgeSettings): Seen<ForgeEnvironment | undefined> {
  const what = `what protects the environment ${name}`
  const all = seen(what, forge.environments)
  if (isHidden(all)) return all
  const found = findEnvironment(name, all, forge)
  // what a group protects may not be seen, and may be all that there is
  if (found && found.approvals === 0 && isUntold(found.services)) return seen(what, found.services) as Hidden
  return found
}

function allowedWords(environment: ForgeEnvironment | undefined): string {
  if (!environment || environment.allowed === 'any') return ''
  return environment.allowed === 'protected' ? 'protected branches' : environment.allowed.join(', ')
}

const notAsked = (name: string) =>
  new Hidden(
    `what protects the environment ${name}`,
    { kind: 'permission', text: `let Assay read the settings of the environment ${name}: assay check --forge` },
    'forge',
  )
