import { collector } from '../collector.ts'

/** What CloudFormation and SAM make from the templates of this repository. */
export default collector({
  yields: ['templateResources', 'brokenFiles'],
  needs: ['workflows'],
  reads:
    'templates of CloudFormation and SAM, with their nested stacks, files of parameters, and what pipelines give them when they deploy them',
  touches: { path: /\.(ya?ml|json|template)$/, text: /AWS::\w|ParameterKey|["']?Parameters["']?\s*:/ },
  bound: true,
  async collect({ repository, settings, observed }) {
    if (!repository.ending('.yaml', '.yml', '.json', '.template').some(({ path }) => repository.mayHold(path, 'AWS::')))
      return {}
    const { cloudFormationFacts } = await import('../cloudformation/facts.ts')
    return cloudFormationFacts(repository, settings, observed.workflows)
  },
})
