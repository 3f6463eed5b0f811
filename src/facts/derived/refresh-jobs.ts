import { collector } from '../collector.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import { refreshCronJobs } from '../refresh/cronjobs.ts'
import { scheduledRefreshes } from '../refresh/scheduled.ts'

/** What fills staging with data, on a schedule. */
export default collector({
  yields: ['refreshJobs'],
  needs: ['workflows'],
  reads: 'CronJobs in manifests and in templates of charts, and pipelines on a schedule',
  touches: { path: /\.ya?ml$/, text: /CronJob/ },
  async collect(context) {
    const { repository } = context
    return {
      refreshJobs: [
        ...(await refreshCronJobs(repository)),
        ...(await scheduledRefreshes(graphOf(context), repository)),
      ],
    }
  },
})
