import { collector } from '../collector.ts'

/** Workflows of GitHub Actions (and of Gitea and Forgejo, which run the same dialect), in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads:
    '`.github/workflows/*.yml` and `*.yaml` (also under `.gitea` and `.forgejo`), with the workflows and actions of the same repository that they use',
  touches: { path: /^\.(github|gitea|forgejo)\/(workflows|actions)\/|(^|\/)action\.ya?ml$/ },
  async collect({ repository }) {
    const [{ readWorkflows }, finders] = await Promise.all([
      import('../pipeline/github/workflow.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readWorkflows(repository, finders) }
  },
})
