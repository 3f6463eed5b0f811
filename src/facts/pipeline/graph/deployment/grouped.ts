import type { Settings } from '../../../../config/settings.ts'
import type { EnvironmentClass } from '../../../../config/vocabulary.ts'
import type { Act, Job } from '../../model.ts'
import type { Atom } from '../run/atoms.ts'
import type { Plan } from '../run/family.ts'
import { type Environment, toldByName, withoutVariables } from './environment-of.ts'

/**
 * What tells the environment of a deployment where neither a declaration, a name nor an argument does: the group whose
 * runs wait for each other (`concurrency: deploy_to_staging`, GitLab's `resource_group`, Buildkite's `concurrency_group`), or
 * what the command signs in with (`azureSubscription: 'PROD subscription'`), where all that tell one tell the same.
 */
export function toldByGroup(
  { groups = [] }: Job,
  acting: readonly Atom[],
  plan: Plan,
  settings: Settings,
): Environment | undefined {
  const connections = acting.flatMap(({ act }) => (act ? connectionsOf(act) : []))
  const told = new Map<EnvironmentClass, Environment>()
  for (const name of [...groups, ...connections]) {
    const found = toldByName(withoutVariables(name), plan.workflow, settings)
    if (found && typeof found.class === 'string') told.set(found.class, found)
  }
  const [only] = told.values()
  return told.size === 1 ? only : undefined
}

/** Service connections of Azure Pipelines, by the inputs and their aliases that tasks take them by. */
const connectionsOf = ({ inputs = {} }: Act): readonly string[] =>
  Object.entries(inputs).flatMap(([key, value]) => (signsIn.test(key) && value ? [value] : []))

const signsIn =
  /^(azureSubscription|ConnectedServiceName(ARM)?|azureResourceManagerConnection|kubernetesServiceConnection|awsCredentials|serviceConnection|sshEndpoint)$/i
