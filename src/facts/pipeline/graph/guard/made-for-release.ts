import type { Kind } from '../../../../config/vocabulary.ts'
import { Hidden } from '../../../hidden.ts'
import type { Act } from '../../model.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import type { Pass } from '../run/pass.ts'
import { making, type ReadyMade } from './ready-made.ts'

/** What fetches the files that were attached to a release (cli.github.com, "gh release download", and actions for it). */
const fetching = /^(gh release download|robinraju\/release-downloader|dsaltares\/fetch-gh-release-asset)$/

/**
 * Whether the run of a release deploys the files that are attached to it. They were built by what made the release, which
 * may have been deployed elsewhere before anybody published it (verdicts.md: "A run that only deploys an artifact built
 * earlier, named by digest, SHA or version, is judged by the run that built it, and counts as a way back").
 */
export function madeForRelease(node: DeploymentNode, pass: Pass): ReadyMade | undefined {
  if (pass.info.run.trigger.kind !== 'release') return undefined
  if (!node.job.steps.some(({ acts }) => acts.some((act) => fetches(act)))) return undefined
  const hidden = new Hidden('how the files of the release were made, and where they were deployed before it', {
    kind: 'file',
    text: `build in the pipeline that deploys, or deploy to staging and test there before ${node.job.id}`,
  })
  return { hidden, kinds: new Set<Kind>([...making, 'deploy', 'smoke-test']), redeploys: false, wayBack: true }
}

const fetches = ({ tool }: Act) => fetching.test(tool)
