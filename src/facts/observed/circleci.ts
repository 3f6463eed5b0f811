import { collector } from '../collector.ts'

/** Workflows of CircleCI, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads: '`.circleci/config.yml`, and the configuration of the repository that a setup workflow continues with',
  touches: { path: /^\.circleci\// },
  async collect({ repository }) {
    if (!repository.under('.circleci').length) return {}
    const [{ readCircleci }, finders] = await Promise.all([
      import('../pipeline/circleci/config.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readCircleci(repository, finders) }
  },
})
