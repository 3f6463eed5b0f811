import type { Graph } from '../pipeline/graph/index.ts'
import type { Repository } from '../repository.ts'
import { type Build, buildsOf } from './builds.ts'
import { isMoving } from './moving.ts'
import { isTemplated, parseReference } from './reference.ts'
import { isPlaceholder, shapeOf } from './shape.ts'

/** An image that is pushed again under the tag that it has had before. */
export interface ConstantPush extends Pick<Build, 'workflow' | 'job' | 'act'> {
  readonly reference: string
}

/**
 * Images that a pipeline pushes at each push to a branch, or by the clock, under a version that it is given as a literal:
 * `shop:1.4.0`. Whoever forgets to change it overwrites what was published. A tag that moves is meant to.
 */
export async function constantPushes(graph: Graph, repository: Repository): Promise<readonly ConstantPush[]> {
  const found: ConstantPush[] = []
  for (const { pushes, tags, workflow, job, step, act } of await buildsOf(graph.workflows, repository)) {
    const isBranched = step.condition !== undefined || act.condition !== undefined
    const constant = pushes && !isBranched ? tags.find(isConstant) : undefined
    if (constant !== undefined && runsAgain({ workflow, job }, graph))
      found.push({ workflow, job, act, reference: constant })
  }
  return found
}

function isConstant(reference: string): boolean {
  const { name, tag, digest } = parseReference(reference)
  // a tag in the standard's own notation (`{semver}`) stands for one that is made anew
  if (isTemplated(reference) || /[{}]/.test(tag) || tag === '' || digest !== '' || isPlaceholder(tag)) return false
  return !isMoving(shapeOf(tag).shape, name)
}

/** Whether a push to a branch, or the clock, comes to a job: the same tag is pushed at the next one. */
function runsAgain({ workflow, job }: Pick<Build, 'workflow' | 'job'>, { judge }: Graph): boolean {
  const plan = judge.plans.all.find((one) => one.workflow === workflow)
  if (!plan) return false
  const index = workflow.jobs.indexOf(job)
  return judge
    .passes(plan)
    .some(
      ({ info, jobs }) =>
        /^(push|schedule)$/.test(info.run.trigger.kind) && !info.run.trigger.paths && jobs[index]?.runs === 'yes',
    )
}
