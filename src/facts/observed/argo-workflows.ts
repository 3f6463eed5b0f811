import { collector } from '../collector.ts'

/** Workflows of Argo, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads: 'YAML files with workflows, templates of workflows, Sensors and EventSources of `argoproj.io`',
  touches: { path: /\.ya?ml$/, text: /argoproj\.io/ },
  async collect({ repository }) {
    const [{ readArgo }, finders] = await Promise.all([
      import('../pipeline/argo/workflows.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readArgo(repository, finders) }
  },
})
