import type { Observations } from '../table.ts'
import type { InfrastructureResource } from './resource.ts'

/** What infrastructure code makes, in one form, whatever its language. */
export function madeByCode({
  terraform,
  cloudFormation,
}: Pick<Observations, 'terraform' | 'cloudFormation'>): readonly InfrastructureResource[] {
  return cloudFormation.length === 0 ? terraform : [...terraform, ...cloudFormation]
}
