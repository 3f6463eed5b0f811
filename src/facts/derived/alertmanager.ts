import { collector } from '../collector.ts'

/** Where critical alerts go. */
export default collector({
  yields: ['alertRoutes'],
  uses: ['workflows'],
  reads:
    'configurations of Alertmanager: files, AlertmanagerConfig, Secrets and ConfigMaps, values of charts; as kustomizations and charts build them',
  touches: { path: /\.ya?ml$/, text: /receivers["']?:|alertmanager\.ya?ml/ },
  bound: true,
  async collect({ repository, settings, observed: { workflows } }) {
    const { alertmanagerRoutes } = await import('../routing/alertmanager.ts')
    return { alertRoutes: await alertmanagerRoutes({ repository, settings, workflows }) }
  },
})
