import { collector } from '../collector.ts'

/** What Argo CD and Flux deploy from this repository, in the one form of all pipelines. */
export default collector({
  yields: ['workflows'],
  reads:
    'YAML files with Applications and ApplicationSets of Argo CD, and Kustomizations, HelmReleases and GitRepositories of Flux',
  touches: { path: /\.ya?ml$/, text: /argoproj\.io|toolkit\.fluxcd\.io|configsync\.gke\.io/ },
  async collect({ repository }) {
    const { readGitOps } = await import('../pipeline/gitops/workflows.ts')
    return { workflows: await readGitOps(repository) }
  },
})
