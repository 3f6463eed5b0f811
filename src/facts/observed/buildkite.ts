import { collector } from '../collector.ts'

/** The pipelines of Buildkite, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads: '`.buildkite/*.yml`',
  touches: { path: /^\.buildkite\/.+\.ya?ml$/ },
  async collect({ repository }) {
    if (repository.under('.buildkite').length === 0) return {}
    const [{ readBuildkite }, finders] = await Promise.all([
      import('../pipeline/buildkite/workflow.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readBuildkite(repository, finders) }
  },
})
