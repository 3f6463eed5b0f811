/** What a pipeline often has to do for a requirement, and which requirements it serves. */
export interface Idiom {
  readonly title: string
  readonly serves: readonly string[]
}

/** The idioms of which every CI system has an example; in the order in which they are shown. */
export const idioms = {
  order: {
    title: 'One job after another: a failure of the first stops the second',
    serves: [
      'pipeline.build',
      'pipeline.unit-tests',
      'pipeline.integration-tests',
      'pipeline.security-scan',
      'pipeline.staging-deploy',
      'pipeline.staging-verification',
      'pipeline.production-verification',
      'containers.scanning',
      'principles.automated',
    ],
  },
  approval: {
    title: 'A person approves before production',
    serves: ['approvals.production', 'pipeline.production-deploy'],
  },
  environment: {
    title: 'The job says which environment it changes',
    serves: ['environments.production', 'approvals.integration', 'pipeline.staging-deploy'],
  },
  defaultBranch: {
    title: 'Only what is on the default branch',
    serves: ['pipeline.production-deploy', 'infrastructure.review'],
  },
  failure: {
    title: 'Run when something before it failed',
    serves: [
      'rollback.automation',
      'smoke-failures.critical',
      'smoke-failures.many',
      'notifications.failed',
      'notifications.rollback',
      'status-page.degraded',
      'status-page.rollback',
    ],
  },
  version: {
    title: 'Start by hand, with a version',
    serves: ['rollback.automation', 'principles.reversible', 'rollback.testing', 'manual-steps.ssh'],
  },
  schedule: {
    title: 'Run on a schedule',
    serves: ['infrastructure.drift', 'rollback.testing'],
  },
  timeout: {
    title: 'End after ten minutes at the latest',
    serves: ['rollback.time', 'smoke-sla.time'],
  },
} as const satisfies Readonly<Record<string, Idiom>>

export type IdiomName = keyof typeof idioms

/** One CI system's way to write each idiom: short, and in its own format. */
export interface Examples {
  /** as facts call it: `github-actions` */
  readonly system: string
  readonly name: string
  /** the documentation that the examples follow */
  readonly reference: string
  readonly snippets: Readonly<Record<IdiomName, string>>
}
