import { collector } from '../collector.ts'
import { environmentFacts } from '../forge/environment-facts.ts'

/** The environments that pipelines declare, with what the settings of the forge say of them. */
export default collector({
  yields: ['environments'],
  needs: ['workflows'],
  reads: 'the environments that jobs of pipelines declare, and the settings of the forge (`--forge`)',
  collect: ({ observed, settings, repository }) => ({
    environments: environmentFacts(observed.workflows, settings, repository.forge),
  }),
})
