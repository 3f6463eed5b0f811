import { collector } from '../collector.ts'
import { Hidden, isHidden } from '../hidden.ts'
import type { Alert } from '../schema/operation.ts'

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
    const [{ readRuleFiles }, { mutedSeverities }] = await Promise.all([
      import('../monitoring/rule-files.ts'),
      import('../routing/alertmanager.ts'),
    ])
    const building = { repository, settings, workflows }
    const { alerts, brokenFiles } = await readRuleFiles(building)
    if (alerts.length === 0) return { alerts, brokenFiles }
    const isMuted = await mutedSeverities(building)
    return { alerts: alerts.map((alert) => (isMuted(alert.severity) ? untold(alert) : alert)), brokenFiles }
  },
})

/** The routes that are here lead an alert of this severity to nobody: that others do is not seen. */
const untold = (alert: Alert): Alert =>
  alert.system === 'grafana' || isHidden(alert.made)
    ? alert
    : ({
        ...alert,
        made: new Hidden('whether Alertmanager tells somebody, whose routes here lead this alert to nobody', {
          kind: 'file',
          text: 'let Alertmanager in this repository route the alert to a receiver with a channel',
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
