import { Hidden } from '../../../hidden.ts'
import { taggedByRef } from '../../commit-value.ts'
import type { Act } from '../../model.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import type { Plans } from '../run/family.ts'
import type { Pass } from '../run/pass.ts'
import { making, publishedElsewhere, type ReadyMade } from './ready-made.ts'

/**
 * Whether a run that somebody starts by hand, and that builds nothing, deploys an image by the name of the ref that it was
 * started on: the version is chosen with the ref, and what another pipeline has published under it may be an earlier one
 * (verdicts.md: "A run that only deploys an artifact built earlier, named by digest, SHA or version, … counts as a way back").
 */
export function madeForRef(node: DeploymentNode, pass: Pass, plans: Plans): ReadyMade | undefined {
  if (pass.info.run.trigger.kind !== 'manual') return undefined
  if (!node.atoms.some(({ act }) => act && bringsRef(act))) return undefined
  if (!publishedElsewhere(node, plans)) return undefined
  const hidden = new Hidden('how the image was made that is named by the ref of the start', {
    kind: 'file',
    text: `build in the pipeline that deploys, or name the image by the commit in ${node.job.id}`,
  })
  return { hidden, kinds: making, redeploys: true, wayBack: true }
}

const bringsRef = ({ text, words, inputs }: Act) =>
  [text, ...words, ...Object.values(inputs ?? {})].some((one) => taggedByRef(one))
