import { Hidden } from '../../../hidden.ts'
import type { Act } from '../../model.ts'
import type { DeploymentNode } from '../deployment/deployments.ts'
import { making, type ReadyMade } from './ready-made.ts'

/**
 * Whether a run that builds nothing deploys the images of another environment, which its job gives to this one under the
 * same name and tag (docs.openshift.com, "Tagging images"). They are judged by the run that built them (verdicts.md).
 */
export function madeForAnother(node: DeploymentNode): ReadyMade | undefined {
  const tags = node.job.steps.flatMap(({ acts }) => acts.filter(({ tool }) => tool === 'oc tag'))
  const from = tags.map(projectOfSource)
  const [first] = from
  if (first === undefined || from.includes(undefined)) return undefined
  const hidden = new Hidden(`how the artifact was made that ${node.job.id} takes from ${first}`, {
    kind: 'file',
    text: 'build in the pipeline that deploys, or check the pipeline that deploys to the environment before it',
  })
  return { hidden, kinds: making, redeploys: false, wayBack: false }
}

/** `test` of `oc tag test/shop:v1 prod/shop:v1`; undefined where it is not the same image for another project. */
function projectOfSource({ words }: Act): string | undefined {
  const [source = '', target = ''] = words.filter((word) => word !== 'tag' && !word.startsWith('-'))
  const [from, image] = split(source)
  const [to, copy] = split(target)
  return from !== to && image === copy && /.:./.test(image) ? from : undefined
}

const split = (reference: string): readonly [project: string, image: string] => {
  // a command that tells the tag may hold anything
  const at = reference.split('$(', 1)[0]?.lastIndexOf('/') ?? -1
  return [reference.slice(0, Math.max(0, at)), reference.slice(at + 1)]
}
