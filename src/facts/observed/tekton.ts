import { collector } from '../collector.ts'

/** Pipelines of Tekton, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads: 'YAML files with objects of Tekton (`tekton.dev`, `triggers.tekton.dev`), `.tekton/` above all',
  touches: { path: /\.ya?ml$/, text: /tekton\.dev/ },
  async collect({ repository }) {
    const [{ readTekton }, finders] = await Promise.all([
      import('../pipeline/tekton/workflows.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readTekton(repository, finders) }
  },
})
