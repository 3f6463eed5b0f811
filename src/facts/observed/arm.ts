import { collector } from '../collector.ts'

/** What Azure's templates of this repository make. */
export default collector({
  yields: ['templateResources', 'brokenFiles'],
  needs: ['workflows'],
  reads:
    'templates of ARM and Bicep, with their modules and files of parameters, and what pipelines give them when they deploy them',
  touches: [{ path: /\.bicep(param)?$/ }, { path: /\.json$/, text: /deployment(Template|Parameters)\.json/i }],
  bound: true,
  async collect({ repository, settings, observed }) {
    const isJson = ({ path }: { readonly path: string }) => repository.mayHold(path, 'eploymentTemplate.json')
    if (repository.ending('.bicep').length === 0 && !repository.ending('.json').some(isJson)) return {}
    const { armFacts } = await import('../arm/facts.ts')
    return armFacts(repository, settings, observed.workflows)
  },
})
