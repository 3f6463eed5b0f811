import { Hidden } from '../../../hidden.ts'
import { taggedByVersion } from '../../commit-value.ts'
import type { Act } from '../../model.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import type { Plans } from '../run/family.ts'
import { making, publishedElsewhere, type ReadyMade } from './ready-made.ts'

/**
 * Whether a run that builds nothing deploys an image by the version that a manifest of the repository has: another pipeline
 * has published it under that version, when cannot be seen (verdicts.md: "A run that only deploys an artifact built earlier,
 * named by digest, SHA or version, is judged by the run that built it").
 */
export function madeForVersion(node: DeploymentNode, plans: Plans): ReadyMade | undefined {
  if (!node.job.steps.some(({ acts }) => acts.some(bringsVersion))) return undefined
  if (!publishedElsewhere(node, plans)) return undefined
  const hidden = new Hidden('how the image was made that is named by the version in a manifest', {
    kind: 'file',
    text: `build in the pipeline that deploys, or name the image by the commit in ${node.job.id}`,
  })
  return { hidden, kinds: making, redeploys: false, wayBack: false }
}

const bringsVersion = ({ words, inputs }: Act) =>
  [...words, ...Object.values(inputs ?? {})].some((one) => taggedByVersion(one))
