import { collector } from '../collector.ts'

/** Where critical alerts go. */
export default collector({
  yields: ['alertRoutes'],
  reads:
    'configurations of Alertmanager: files, AlertmanagerConfig, Secrets and ConfigMaps, values of charts; templates of charts by name',
  touches: { path: /\.ya?ml$/, text: /receivers["']?:|alertmanager\.ya?ml/ },
  async collect({ repository, settings }) {
    const { alertmanagerRoutes } = await import('../routing/alertmanager.ts')
    return { alertRoutes: await alertmanagerRoutes(repository, settings) }
  },
})
