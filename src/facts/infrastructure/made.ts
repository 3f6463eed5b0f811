import type { Observations } from '../table.ts'
import type { InfrastructureResource } from './resource.ts'

/** What infrastructure code makes, in one form, whatever its language. */
export function madeByCode({
  terraform,
  templateResources,
}: Pick<Observations, 'terraform' | 'templateResources'>): readonly InfrastructureResource[] {
  return templateResources.length === 0 ? terraform : [...terraform, ...templateResources]
}
