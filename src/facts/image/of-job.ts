import { groupBy } from '../../documents/group.ts'
import { once } from '../once.ts'
import type { Deployment } from '../schema/pipeline.ts'
import type { Build } from './builds.ts'

const keyOf = (pipeline: string, job: string) => `${pipeline}\0${job}`
const byJob = once((deployments: readonly Deployment[]) =>
  groupBy(deployments, ({ pipeline, job }) => keyOf(pipeline, job)),
)

/** The first deployment of the job in which something is done to an image. */
export const deploymentOf = ({ workflow, job }: Pick<Build, 'workflow' | 'job'>, deployments: readonly Deployment[]) =>
  byJob(deployments).get(keyOf(workflow.id, job.id))?.[0]
