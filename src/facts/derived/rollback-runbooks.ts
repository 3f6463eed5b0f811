import { collector } from '../collector.ts'
import type { Runbook } from '../schema/document.ts'
import type { Deployment } from '../schema/pipeline.ts'

/** Runbooks of a rollback beside the deployments: a document tells of one platform, and another one may run what is deployed. */
export default collector({
  yields: ['rollbackRunbooks'],
  needs: ['runbooks', 'deployments'],
  reads: 'runbooks of a rollback, and which deployments their commands take back',
  collect({ observed: { runbooks, deployments } }) {
    const production = deployments.filter(({ environmentClass }) => environmentClass === 'production')
    const found = runbooks.filter(({ topic }) => topic === 'rollback')
    return {
      rollbackRunbooks: found.map((runbook) => ({
        id: runbook.id,
        file: runbook.file,
        takesBack: isForProduction(runbook)
          ? deployments.filter((one) => mayTakeBack(runbook, one)).map(({ id }) => id)
          : [],
        ofAnother:
          runbook.takesBack === 'other' ||
          (production.length > 0 && !production.some((one) => mayTakeBack(runbook, one))),
        place: runbook.place,
      })),
    }
  },
})

/** It gives the commands for all that runs in production, and is in force. */
const isForProduction = ({ takesBack, part, practice }: Runbook) =>
  takesBack === 'production' && part === '' && !practice

/** Where the platform of either is not told, they may be of the same. */
const mayTakeBack = ({ takesBackOn }: Runbook, { platform }: Deployment) =>
  takesBackOn.length === 0 || platform === '' || takesBackOn.includes(platform)
