import { collector } from '../collector.ts'

/** The workflows of Woodpecker, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads: '`.woodpecker.yml`, `.woodpecker/*.yml`',
  touches: { path: /^\.woodpecker(\/.+)?\.ya?ml$/ },
  async collect({ repository }) {
    const single = repository.has('.woodpecker.yml') || repository.has('.woodpecker.yaml')
    if (!single && repository.under('.woodpecker').length === 0) return {}
    const [{ readWoodpecker }, finders] = await Promise.all([
      import('../pipeline/woodpecker/workflow.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readWoodpecker(repository, finders) }
  },
})
