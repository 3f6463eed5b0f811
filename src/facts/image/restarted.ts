import { restartsSame } from '../pipeline/graph/deployment/restarts.ts'
import type { Workflow } from '../pipeline/model.ts'
import { type Spot, spots } from './builds.ts'

/** Where pipelines start a service once more as it is: its description names the image, and no pipeline does. */
export function restartedBy(workflows: readonly Workflow[]): readonly Spot[] {
  return spots(workflows).filter(({ act }) => act.kinds.includes('deploy') && restartsSame(act))
}
