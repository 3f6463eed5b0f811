import { collector } from '../collector.ts'
import { Hidden, isHidden } from '../hidden.ts'
import type { Alert, AlertRoute } from '../schema/operation.ts'

/** Alerts that Prometheus and Grafana raise. */
export default collector({
  yields: ['alerts', 'brokenFiles'],
  uses: ['workflows'],
  reads:
    'rules of Prometheus: rule files, PrometheusRule, Rules of Google’s managed Prometheus, values of charts and ConfigMaps with rules; provisioned alert rules of Grafana; all of these as kustomizations and charts build them; charts from elsewhere that are called after alerts, jsonnet and objectives (Sloth, Pyrra, OpenSLO) by name',
  touches: {
    path: /\.(ya?ml|rules|jsonnet|libsonnet)$/,
    text: /expr:|^dependencies:|prometheusAlerts|sloth\.slok\.dev|pyrra\.dev|openslo|datasourceUid/,
  },
  bound: true,
  async collect({ repository, settings, observed: { workflows } }) {
    if (!(await mayHaveRules(repository))) return {}
    const [{ readRuleFiles }, { alertmanagerRoutes }] = await Promise.all([
      import('../monitoring/rule-files.ts'),
      import('../routing/alertmanager.ts'),
    ])
    const building = { repository, settings, workflows }
    const { alerts, brokenFiles } = await readRuleFiles(building)
    const routes = alerts.length > 0 ? (await alertmanagerRoutes(building)).filter(inProduction) : []
    const toNobody = routes.length > 0 && routes.every(({ tellsSomebody }) => !tellsSomebody)
    return { alerts: toNobody ? alerts.map(untold) : alerts, brokenFiles }
  },
})

const inProduction = ({ environmentClass }: AlertRoute) => environmentClass === 'production' || environmentClass === ''

/** All routes that are here lead to nobody: that others do is not seen. */
const untold = (alert: Alert): Alert =>
  alert.system === 'grafana' || isHidden(alert.made)
    ? alert
    : ({
        ...alert,
        made: new Hidden('whether Alertmanager tells somebody, whose receivers here reach nobody', {
          kind: 'file',
          text: 'give the receivers of Alertmanager in this repository a channel',
        }),
      } as unknown as Alert)

/** The parser of PromQL is loaded only where a file of that form is here. */
async function mayHaveRules(
  repository: Parameters<Parameters<typeof collector>[0]['collect']>[0]['repository'],
): Promise<boolean> {
  const { alertingCharts } = await import('../monitoring/chart-alerts.ts')
  if ((await alertingCharts(repository)).length) return true
  for (const { path, area } of repository.ending('.yaml', '.yml', '.rules', '.jsonnet', '.libsonnet')) {
    if (area !== 'main') continue
    if (/\.ya?ml$/.test(path) && !repository.mayHold(path, 'expr:', 'apiVersion')) continue
    const text = (await repository.text(path))?.content ?? ''
    if (
      /\b(alert|record)["']?:|PrometheusRule|ClusterRules|prometheusAlerts|sloth\.slok\.dev|pyrra\.dev|openslo|datasourceUid/.test(
        text,
      )
    )
      return true
  }
  return false
}
