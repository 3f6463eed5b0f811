import { collector } from '../collector.ts'

/** Databases that infrastructure code makes, and whether they can be brought back to a point in time. */
export default collector({
  yields: ['databases'],
  needs: ['terraform'],
  reads: 'what Terraform makes: databases of AWS, Google, Azure and others',
  async collect({ observed }) {
    if (observed.terraform.length === 0) return {}
    const { databasesOf } = await import('../terraform/databases.ts')
    return { databases: databasesOf(observed.terraform) }
  },
})
