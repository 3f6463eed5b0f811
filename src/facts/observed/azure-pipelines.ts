import { collector } from '../collector.ts'

/** Azure Pipelines, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads:
    '`azure-pipelines*.yml` and other pipelines of Azure DevOps, with the templates of the same repository that they use',
  touches: {
    path: /\.ya?ml$/,
    text: /^\s*-?\s*(task:\s*['"]?[\w.-]+@\d|vmImage:|deployment:|template:|stage:|stages:|bash:|pwsh:|trigger:|pr:)/m,
  },
  async collect({ repository }) {
    const [{ readAzurePipelines }, finders] = await Promise.all([
      import('../pipeline/azure/files.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readAzurePipelines(repository, finders) }
  },
})
