import type { Workflow } from '../pipeline/model.ts'
import { argumentsOf, programOf } from './arguments.ts'
import { type Spot, spots } from './builds.ts'

/** A tag that is given to an image which its registry has already. */
export interface Retag extends Spot {
  readonly reference: string
}

/**
 * `aws ecr put-image --repository-name shop --image-tag prod --image-manifest …` (docs.aws.amazon.com/AmazonECR, "Retagging an
 * image"). Which image gets the tag, the manifest tells, and no word of the command: nothing is published by it.
 */
export function retagsOf(workflows: readonly Workflow[]): readonly Retag[] {
  return spots(workflows).flatMap((spot) => {
    if (programOf(spot.act) !== 'aws') return []
    const { rest, flag } = argumentsOf(spot.act)
    if (rest[0] !== 'ecr' || rest[1] !== 'put-image') return []
    const [name, tag] = [flag('--repository-name')[0], flag('--image-tag')[0]]
    return name && tag ? [{ ...spot, reference: `\${ECR_REGISTRY}/${name}:${tag}` }] : []
  })
}
