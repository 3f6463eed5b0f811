import type { Observations } from '../table.ts'
import type { TerraformResource } from '../terraform/resources.ts'

/** What infrastructure code makes, in one form, whatever its language. */
export function madeByCode({
  terraform,
  cloudFormation,
}: Pick<Observations, 'terraform' | 'cloudFormation'>): readonly TerraformResource[] {
  return cloudFormation.length === 0 ? terraform : [...terraform, ...cloudFormation]
}
