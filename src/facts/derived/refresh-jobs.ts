import { collector } from '../collector.ts'
import { graphOf } from '../pipeline/graph/index.ts'
import { refreshCronJobs } from '../refresh/cronjobs.ts'
import { scheduledRefreshes } from '../refresh/scheduled.ts'

/** What fills staging with data, on a schedule. */
export default collector({
  yields: ['refreshJobs'],
  needs: ['workflows'],
  reads: 'CronJobs as manifests, kustomizations and charts build them, and pipelines on a schedule',
  touches: { path: /\.ya?ml$/, text: /CronJob/ },
  async collect(context) {
    const { repository, settings, observed } = context
    return {
      refreshJobs: [
        ...(await refreshCronJobs({ repository, settings, workflows: observed.workflows })),
        ...(await scheduledRefreshes(graphOf(context), repository)),
      ],
    }
  },
})
