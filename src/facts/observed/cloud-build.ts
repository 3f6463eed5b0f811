import { collector } from '../collector.ts'

/** Builds of Google Cloud Build, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads: '`cloudbuild*.yaml` and `cloudbuild*.json`',
  touches: {
    path: /cloudbuild[^/]*\.(ya?ml|json)$|cloud-?build[^/]*\/[^/]+\.ya?ml$|(^|[/._-])(build|deploy|release|promote|publish|stage|staging|prod|ci|cd)([._-][^/]*)?\.ya?ml$/i,
  },
  async collect({ repository, settings }) {
    const [{ readCloudBuild }, finders] = await Promise.all([
      import('../pipeline/cloudbuild/workflow.ts'),
      import('../pipeline/commands/index.ts'),
    ])
    return { workflows: await readCloudBuild(repository, finders, settings) }
  },
})
