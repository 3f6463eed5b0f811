import { collector } from '../collector.ts'

/** What Azure's templates of this repository make. */
export default collector({
  yields: ['cloudFormation', 'brokenFiles'],
  needs: ['workflows'],
  reads: 'templates of ARM, with their files of parameters, and what pipelines give them when they deploy them',
  touches: { path: /\.json$/, text: /deployment(Template|Parameters)\.json/i },
  async collect({ repository, settings, observed }) {
    if (!repository.ending('.json').some(({ path }) => repository.mayHold(path, 'eploymentTemplate.json'))) return {}
    const { armFacts } = await import('../arm/facts.ts')
    return armFacts(repository, settings, observed.workflows)
  },
})
