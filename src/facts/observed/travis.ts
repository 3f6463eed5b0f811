import { collector } from '../collector.ts'

/** The pipeline of Travis CI, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads: '`.travis.yml`',
  touches: { path: /^\.travis\.ya?ml$/ },
  async collect({ repository }) {
    const [{ readTravis }, finders] = await Promise.all([
      import('../pipeline/travis/workflow.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readTravis(repository, finders) }
  },
})
