import { collector } from '../collector.ts'

/** Charts and repositories of others that controllers of a cluster deliver. */
export default collector({
  yields: ['infrastructureModules'],
  reads:
    'Applications and ApplicationSets of Argo CD, HelmReleases and GitRepositories of Flux: the charts of registries and the repositories of others that they name, each with its version',
  touches: { path: /\.ya?ml$/, text: /argoproj\.io|toolkit\.fluxcd\.io/ },
  async collect({ repository }) {
    const { followedModules } = await import('../infrastructure/followed.ts')
    return { infrastructureModules: await followedModules(repository) }
  },
})
