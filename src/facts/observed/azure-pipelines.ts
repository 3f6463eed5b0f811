import { collector } from '../collector.ts'

/** Azure Pipelines, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads:
    '`azure-pipelines*.yml` and other pipelines of Azure DevOps, with the templates of the same repository that they use',
  // keys of a pipeline or a template stand at the left; those within a step are words of many manifests
  touches: [
    { path: /(^|\/)\.?azure-?pipelines?[^/]*\.ya?ml$/i },
    {
      path: /\.ya?ml$/,
      text: /^['"]?(stages|jobs|steps|extends|parameters|variables|trigger|pr|pool|schedules|resources)['"]?\s*:/m,
    },
  ],
  async collect({ repository }) {
    const [{ readAzurePipelines }, finders] = await Promise.all([
      import('../pipeline/azure/files.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readAzurePipelines(repository, finders) }
  },
})
