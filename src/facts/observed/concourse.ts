import { collector } from '../collector.ts'

/** The pipelines of Concourse, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads:
    'YAML files with `jobs` that have a `plan`, where pipelines are kept, and the tasks of the repository that they name',
  touches: { path: /(^|\/)(ci|\.?concourse(-?ci)?|pipelines?)\/|(pipeline|concourse)[^/]*\.ya?ml$/i },
  async collect({ repository }) {
    const [{ readConcourse }, finders] = await Promise.all([
      import('../pipeline/concourse/workflow.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readConcourse(repository, finders) }
  },
})
