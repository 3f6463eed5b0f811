import { collector } from '../collector.ts'

/** Pipelines of GitLab CI, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads: '`.gitlab-ci.yml` with the local files that it includes and the child pipelines that it starts',
  touches: { path: /(^|\/)[^/]*\.gitlab-ci[^/]*\.ya?ml$|^\.gitlab\// },
  async collect({ repository }) {
    if (!repository.named('.gitlab-ci.yml', '.gitlab-ci.yaml').length) return { workflows: [] }
    const [{ readPipelines }, finders] = await Promise.all([
      import('../pipeline/gitlab/workflow.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readPipelines(repository, finders) }
  },
})
