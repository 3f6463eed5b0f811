import { collector } from '../collector.ts'
import { madeByCode } from '../infrastructure/made.ts'

/** Databases that infrastructure code makes, and whether they can be brought back to a point in time. */
export default collector({
  yields: ['databases'],
  needs: ['terraform', 'templateResources'],
  reads: 'what Terraform and CloudFormation make: databases of AWS, Google, Azure and others',
  async collect({ observed }) {
    const made = madeByCode(observed)
    if (made.length === 0) return {}
    const { databasesOf } = await import('../infrastructure/databases.ts')
    return { databases: databasesOf(made) }
  },
})
