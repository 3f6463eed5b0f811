import type { Result } from '../assessment/assessment.ts'
import { collected } from './collected.ts'
import type { Opened } from './open.ts'

/** Whether results speak of deployments by what was touched, and of others. */
export interface DeploymentsSeen {
  touched: boolean
  others: boolean
}

/** Keeps in mind whether a result speaks of a deployment. */
export function seeDeployment({ subject }: Result, isTouched: boolean, seen: DeploymentsSeen): void {
  if (subject.kind !== 'deployment') return
  if (isTouched) seen.touched = true
  else seen.others = true
}

/**
 * Whether the repository deploys now, by what was touched, and was not seen to deploy before: then rules begin to ask of it
 * what they ask of repositories that deploy. The files are only looked at where no other deployment was seen.
 */
export async function beginsToDeploy(
  seen: DeploymentsSeen,
  opened: Opened,
  earlier: () => Promise<Pick<Opened, 'source' | 'repository'>>,
): Promise<boolean> {
  if (!seen.touched || seen.others) return false
  const deploys = async (side: Opened) => (await collected(side, new Set(['repository']))).facts.repository.deploys
  return (await deploys(opened)) === true && (await deploys({ ...opened, ...(await earlier()) })) !== true
}
