import { collector } from '../collector.ts'

/** Where critical alerts go. */
export default collector({
  yields: ['alertRoutes'],
  uses: ['workflows'],
  reads:
    'configurations of Alertmanager: files, AlertmanagerConfig, Secrets and ConfigMaps, values of charts; as kustomizations and charts build them; notification policies and contact points that Grafana is provisioned with',
  touches: { path: /\.ya?ml$/, text: /receivers["']?:|alertmanager\.ya?ml|(policies|contactPoints)["']?:/ },
  bound: true,
  async collect({ repository, settings, observed: { workflows } }) {
    const [{ alertmanagerRoutes }, { grafanaRoutes }] = await Promise.all([
      import('../routing/alertmanager.ts'),
      import('../routing/grafana.ts'),
    ])
    const building = { repository, settings, workflows }
    return { alertRoutes: [...(await alertmanagerRoutes(building)), ...(await grafanaRoutes(building))] }
  },
})
