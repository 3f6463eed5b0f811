import { collector } from '../collector.ts'

/** Pipelines of Bitbucket, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads: '`bitbucket-pipelines.yml`, with the pipelines that it imports from files of the same repository',
  touches: { path: /^bitbucket-pipelines\.yml$/ },
  async collect({ repository }) {
    const [{ readBitbucket }, finders] = await Promise.all([
      import('../pipeline/bitbucket/workflow.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readBitbucket(repository, finders) }
  },
})
